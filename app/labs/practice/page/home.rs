//! What there is to do.

use super::state::practice_of;
use super::{plan, standing, test_ids, texts};
use karui_shell::state::Lab;
use karui_spec::question::{Level, Topic};
use karui_ui::Lang;
use karui_ui::fields::{Field, SelectField};
use karui_ui::reactive::{flag, handler, text, views};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use std::rc::Rc;

/// Questions of a mock examination, and seconds for each: 120 minutes for 104 questions.
const MOCK: (usize, f64) = (8, 120.0 * 60.0 / 104.0);

/// Where practice begins.
pub fn view(lab: Lab) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let is_empty = move || practice.rows.with(|rows| rows.is_empty());
    let mock_told = move || {
        let minutes = (MOCK.0 as f64 * MOCK.1 / 60.0).round();
        (t.get().mock_told)(&MOCK.0.to_string(), &minutes.to_string())
    };
    view! {
        <header class="course-head">
            <h2>{text(move || t.get().title)}</h2>
            <p>{text(move || t.get().lead)}</p>
        </header>
        <p class="notice fault inline" role="alert" hidden=flag(move || !practice.is_missing.get())>
            {text(move || t.get().missing)}
        </p>
        <p class="notice fault inline" role="alert" hidden=flag(move || practice.is_stored.get())>
            {text(move || t.get().not_stored)}
        </p>
        <div class="practice-cards">
            <section class="card">
                <h3>{text(move || t.get().drill)}</h3>
                {topic(lab)}
                {level(lab)}
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::START
                    disabled=flag(is_empty)
                    on:click=handler(move |_: MouseEvent| practice.next())
                >
                    {text(move || t.get().start)}
                </button>
                <p class="help" aria-busy="true" hidden=flag(move || !is_empty())>{text(move || t.get().awaited)}</p>
            </section>
            <section class="card">
                <h3>{text(move || t.get().mock)}</h3>
                <p class="help">{text(mock_told)}</p>
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::MOCK_START
                    disabled=flag(is_empty)
                    on:click=handler(move |_: MouseEvent| practice.mock(MOCK.0, MOCK.1))
                >
                    {text(move || t.get().start)}
                </button>
            </section>
            {plan::view(lab)}
        </div>
        {standing::view(lab)}
    }
    .into_any()
}

fn topic(lab: Lab) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let label = Signal::derive(move || t.get().topic);
    let help = Signal::derive(move || t.get().topic_help);
    let all = [("", (texts::of(Lang::Ja).all_topics, texts::of(Lang::En).all_topics))];
    let topics = Topic::ALL.map(|topic| (topic.id(), topic.name()));
    SelectField {
        field: Field::new("quiz-topic", label, help).testid(test_ids::TOPIC),
        options: all.into_iter().chain(topics).collect(),
        value: Signal::derive(move || practice.topic.get()),
        set: Rc::new(move |id| practice.topic.set(id)),
    }
    .view()
}

fn level(lab: Lab) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let button = move |level: Level| {
        view! {
            <button
                type="button"
                data-testid=format!("{}-{}", test_ids::LEVEL, level as u32)
                aria-pressed=text(move || (practice.level.get() == level).to_string())
                on:click=handler(move |_: MouseEvent| practice.level.set(level))
            >
                {text(move || (t.get().level_name)(level))}
            </button>
        }
    };
    view! {
        <div class="field" role="group" aria-label=text(move || t.get().level)>
            <span class="course-label">{text(move || t.get().level)}</span>
            <span class="levels">{views(Level::ALL.map(button))}</span>
        </div>
    }
    .into_any()
}
