//! What the questions are to be about: topic, lesson, version of the syllabus, library, level.

use super::library::library_of;
use super::state::practice_of;
use super::{test_ids, texts};
use karui_shell::state::Lab;
use karui_spec::question::{Framework, Level, Topic};
use karui_ui::reactive::{handler, list, text, views};
use karui_ui::{Lang, use_lang};
use leptos::ev::{Event, MouseEvent};
use leptos::prelude::*;

/// A choice by its value and its words.
type Choices = Vec<(String, String)>;

/// A list to choose from; the first says that nothing is chosen.
pub fn select(
    testid: &'static str,
    label: impl Fn() -> &'static str + Send + 'static,
    choices: impl Fn() -> Choices + Send + 'static,
    value: Signal<String>,
    set: impl Fn(String) + 'static,
) -> AnyView {
    let options = move || {
        let now = value.get();
        let option = |(id, words): (String, String)| {
            let is_chosen = id == now;
            view! { <option value=id prop:selected=is_chosen>{words}</option> }
        };
        choices().into_iter().map(option).collect()
    };
    view! {
        <div class="field">
            <label for=testid>{text(label)}</label>
            <select id=testid data-testid=testid on:change=handler(move |event: Event| set(event_target_value(&event)))>
                {list(options)}
            </select>
        </div>
    }
    .into_any()
}

/// All of it.
pub fn view(lab: Lab) -> AnyView {
    let (practice, lang, t) = (practice_of(lab), use_lang(), texts::use_texts());
    let about = practice.about;
    let topic = Signal::derive(move || topic_of(lab, &about.get()));
    let topics = move || {
        let lang = lang.get();
        let all = (String::new(), t.get().all_topics.to_owned());
        [all].into_iter().chain(Topic::ALL.map(|topic| (topic.id().into(), lang.of(topic.name()).into()))).collect()
    };
    let lessons = move || lessons(lab, lang.get(), &topic.get());
    let lesson = Signal::derive(move || {
        let about = about.get();
        if about == topic_of(lab, &about) { String::new() } else { about }
    });
    let set_lesson = move |id: String| about.set(if id.is_empty() { topic.get_untracked() } else { id });
    let scopes = move || {
        let t = t.get();
        let versions = Topic::Quantization.scope().map(|(year, _)| (year.to_owned(), (t.scope_of)(year)));
        [(String::new(), t.all_scopes.to_owned())].into_iter().chain(versions).collect()
    };
    view! {
        {select(test_ids::TOPIC, move || t.get().topic, topics, topic, move |id| about.set(id))}
        {select(test_ids::LESSON, move || t.get().lesson, lessons, lesson, set_lesson)}
        {select(
            test_ids::SCOPE,
            move || t.get().scope,
            scopes,
            practice.scope.into(),
            move |id| practice.scope.set(id),
        )}
        {framework(lab)}
        {level(lab)}
    }
    .into_any()
}

/// The topic of what is chosen: itself, or that of the lesson's questions.
fn topic_of(lab: Lab, about: &str) -> String {
    if Topic::ALL.into_iter().any(|topic| topic.id() == about) {
        return about.into();
    }
    // Of a lesson, its first question's.
    practice_of(lab).rows.with(|rows| {
        let first = rows.iter().find(|row| row.lessons.first().is_some_and(|lesson| lesson == about));
        first.map_or_else(String::new, |row| row.topic.id().into())
    })
}

/// The lessons of a topic, those that any question belongs to.
fn lessons(lab: Lab, lang: Lang, topic: &str) -> Choices {
    let practice = practice_of(lab);
    let is_of = |lesson: &str| {
        practice.rows.with(|rows| {
            let mut of_topic = rows.iter().filter(|row| topic.is_empty() || row.topic.id() == topic);
            of_topic.any(|row| row.lessons.iter().any(|it| it == lesson))
        })
    };
    let all = library_of(lab).lessons.get();
    let all = all.iter().filter(|(id, _)| is_of(id));
    let named = all.map(|(id, title)| (id.clone(), title.get(lang.id()).cloned().unwrap_or_else(|| id.clone())));
    [(String::new(), texts::of(lang).all_lessons.to_owned())].into_iter().chain(named).collect()
}

/// The library of code.
fn framework(lab: Lab) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let button = move |framework: &Framework| {
        let framework = *framework;
        let name = match framework {
            Framework::PyTorch => "PyTorch",
            Framework::TensorFlow => "TensorFlow",
        };
        view! {
            <button
                type="button"
                data-testid=format!("{}-{framework}", test_ids::FRAMEWORK)
                aria-pressed=text(move || (practice.framework.get() == framework).to_string())
                on:click=handler(move |_: MouseEvent| practice.framework.set(framework))
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="field" role="group" aria-label=text(move || t.get().framework)>
            <span class="course-label">{text(move || t.get().framework)}</span>
            <span class="levels beside">{views(Framework::ALL.iter().map(button))}</span>
        </div>
    }
    .into_any()
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
