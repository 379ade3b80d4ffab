//! What there is to do.

use super::paused::Paused;
use super::state::{PracticeState, practice_of};
use super::{choose, plan, sheet, standing, teacher, test_ids, texts};
use karui_shell::state::Lab;
use karui_spec::question::{Level, Paper};
use karui_ui::reactive::{flag, handler, maybe_view, text, views};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// Seconds for each question of an examination: 120 minutes for 104 questions.
pub const SECONDS: f64 = 120.0 * 60.0 / 104.0;
/// Questions of a mock examination; 0 for some of every topic.
pub const LENGTHS: [u32; 3] = [8, 20, 0];

/// Where practice begins.
pub fn view(lab: Lab) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    if practice.printed.with(|items| !items.is_empty()) {
        return sheet::view(lab);
    }
    let is_empty = move || practice.rows.with(|rows| rows.is_empty());
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
        {maybe_view(move || practice.paused.get().map(|it| paused(practice, it)))}
        {maybe_view(move || practice.paper.get().map(|paper| given(lab, paper)))}
        <div class="practice-cards">
            <section class="card">
                <h3>{text(move || t.get().drill)}</h3>
                {choose::view(lab)}
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
            {mock(lab)}
            {plan::view(lab)}
        </div>
        {standing::view(lab)}
        {teacher::view(lab)}
    }
    .into_any()
}

/// How long an examination of so many questions is, in minutes.
pub fn minutes(count: u32) -> String {
    (f64::from(count) * SECONDS / 60.0).round().to_string()
}

/// How many questions.
pub fn length(t: &texts::Texts, count: u32) -> String {
    match count {
        0 => t.chapter.into(),
        count => (t.length)(&count.to_string(), &minutes(count)),
    }
}

fn mock(lab: Lab) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let start = move |count: u32| {
        let paper = Paper { filter: practice.filter(), count, level: Level::Two, seed: None };
        practice.examine(paper, SECONDS);
    };
    let button = move |count: u32| {
        view! {
            <button
                type="button"
                class=if count == LENGTHS[0] { "btn primary" } else { "btn" }
                data-testid=if count == LENGTHS[0] { test_ids::MOCK_START.into() } else { format!("{}-{count}", test_ids::MOCK_START) }
                disabled=flag(move || practice.rows.with(|rows| rows.is_empty()))
                on:click=handler(move |_: MouseEvent| start(count))
            >
                {text(move || length(t.get(), count))}
            </button>
        }
    };
    view! {
        <section class="card">
            <h3>{text(move || t.get().mock)}</h3>
            <p class="help">{text(move || t.get().mock_told)}</p>
            <div class="row">{views(LENGTHS.map(button))}</div>
        </section>
    }
    .into_any()
}

/// An examination that was put aside.
fn paused(practice: PracticeState, it: Paused) -> AnyView {
    let t = texts::use_texts();
    let left = it.ends - js_sys::Date::now();
    let (given, of, minutes) =
        (it.given().to_string(), it.questions.len().to_string(), (left / 60e3).ceil().to_string());
    let is_over = left <= 0.0;
    let told = move || match is_over {
        true => (t.get().paused_over)(&given, &of),
        false => (t.get().paused_told)(&given, &of, &minutes),
    };
    let is_empty = move || practice.rows.with(|rows| rows.is_empty());
    view! {
        <section class="card given" data-testid=test_ids::MOCK_PAUSED>
            <h3>{text(move || t.get().paused)}</h3>
            <p>{text(told)}</p>
            <div class="row">
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::MOCK_RESUME
                    disabled=flag(is_empty)
                    on:click=handler(move |_: MouseEvent| practice.resume(it.clone()))
                >
                    {text(move || if is_over { t.get().mark } else { t.get().resume })}
                </button>
                <button type="button" class="btn quiet" on:click=handler(move |_: MouseEvent| practice.give_up())>
                    {text(move || t.get().give_up)}
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// A sheet that a link has brought.
fn given(lab: Lab, paper: Paper) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let (count, is_same) = (paper.count, paper.seed.is_some());
    let told = move || if is_same { t.get().given_same } else { t.get().given_own };
    let printed = paper.clone();
    let is_empty = move || practice.rows.with(|rows| rows.is_empty());
    view! {
        <section class="card given" data-testid=test_ids::GIVEN>
            <h3>{text(move || t.get().given_sheet)}</h3>
            <p>{text(move || length(t.get(), count))} " · " {text(told)}</p>
            <div class="row">
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::GIVEN_START
                    disabled=flag(is_empty)
                    on:click=handler(move |_: MouseEvent| practice.examine(paper.clone(), SECONDS))
                >
                    {text(move || t.get().start)}
                </button>
                <button
                    type="button"
                    class="btn"
                    disabled=flag(is_empty)
                    on:click=handler(move |_: MouseEvent| practice.print(printed.clone()))
                >
                    {text(move || t.get().print)}
                </button>
                <button type="button" class="btn quiet" on:click=handler(move |_: MouseEvent| practice.paper.set(None))>
                    {text(move || t.get().put_away)}
                </button>
            </div>
        </section>
    }
    .into_any()
}
