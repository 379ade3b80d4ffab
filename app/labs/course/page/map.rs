//! The front door: the course as a path of stations, with its lessons.

use super::fetched::{Fetched, awaited, failed, fetch};
use super::state::{CourseState, WHOLE, course_of};
use super::{hero, progress, test_ids, texts};
use karui_protocol::lesson::{CourseMap, Entry, Scope, Station};
use karui_shell::At;
use karui_shell::i18n::PageTexts;
use karui_shell::state::Lab;
use karui_ui::reactive::{flag, handler, maybe_view, memo, text, views};
use karui_ui::{Lang, number, use_lang};
use leptos::ev::{Event, MouseEvent};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Fetches the map.
pub fn get(course: CourseState) {
    fetch("lessons/course.json".into(), course.map, || true);
}

/// Fetches the map, unless it is here.
pub fn fetch_once(course: CourseState) {
    if course.map.with_untracked(|map| map.here().is_none()) {
        get(course);
    }
}

/// The lesson behind the open one; whoever calls it follows both.
pub fn next_lesson(course: CourseState) -> Option<String> {
    let map = course.map.with(Fetched::here)?;
    let open = course.lesson.get();
    let mut entries = map.stations.iter().flat_map(|station| &station.lessons);
    entries.find(|entry| entry.id == open)?;
    entries.next().map(|entry| entry.id.clone())
}

/// What a text of the map is in the page's language.
pub fn in_lang(lang: Lang, texts: &BTreeMap<String, String>) -> String {
    texts.get(lang.id()).cloned().unwrap_or_default()
}

/// The front door.
pub fn view(lab: Lab) -> AnyView {
    let (course, t) = (course_of(lab), texts::use_texts());
    fetch_once(course);
    document().set_title(lab.view.lang.get_untracked().t().title);
    let body = move || match course.map.get() {
        Fetched::Awaited => awaited(),
        Fetched::Failed => failed(move || get(course)),
        Fetched::Here(map) => stations(lab, map),
    };
    view! {
        <header class="course-head">
            <h2>{text(move || t.get().title)}</h2>
            <p>{text(move || t.get().lead)}</p>
        </header>
        {hero::view(lab)}
        <div class="course">{maybe_view(move || Some(body()))}</div>
    }
    .into_any()
}

fn stations(lab: Lab, map: Arc<CourseMap>) -> AnyView {
    let (course, t) = (course_of(lab), texts::use_texts());
    // A link may say what the map has not.
    if course.path.with_untracked(|path| !map.paths.contains(path)) {
        course.path.set(WHOLE.into());
    }
    if course.scope.with_untracked(|scope| !scope.is_empty() && !map.versions.contains(scope)) {
        course.scope.set(map.versions.last().cloned().unwrap_or_default());
    }
    let path = views((1..).zip(&map.stations).map(|(number, station)| station_view(lab, number, station)));
    view! {
        <section class="course-map" data-testid=test_ids::COURSE_MAP aria-label=text(move || t.get().course)>
            <div class="course-controls">{paths(lab, map.clone())} {scopes(lab, map)}</div>
            <ol class="stations">{path}</ol>
            <p class="course-teach">{to_teach(lab)}</p>
        </section>
    }
    .into_any()
}

/// The way to the teacher's page.
pub fn to_teach(lab: Lab) -> AnyView {
    let (course, t) = (course_of(lab), texts::use_texts());
    let go = move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            lab.view.at.set(At::Learn);
            course.lesson.set(String::new());
            course.teaches.set(true);
        }
    };
    view! {
        <a href="?at=learn&teach=1" data-testid=test_ids::TO_TEACH on:click=handler(go)>
            {text(move || t.get().to_teach)}
        </a>
    }
    .into_any()
}

/// Which path is shown, with its length.
fn paths(lab: Lab, map: Arc<CourseMap>) -> AnyView {
    let (course, lang, t) = (course_of(lab), use_lang(), texts::use_texts());
    let button = |id: &String| {
        let [shown, chosen, name] = [id.clone(), id.clone(), id.clone()];
        view! {
            <button
                type="button"
                aria-pressed=text(move || course.path.with(|path| *path == shown).to_string())
                on:click=handler(move |_: MouseEvent| course.path.set(chosen.clone()))
            >
                {text(move || (t.get().path_name)(&name))}
            </button>
        }
    };
    let buttons = views(map.paths.iter().map(button));
    let told = move || {
        let path = course.path.get();
        let entries = map.stations.iter().flat_map(|station| &station.lessons);
        let on_path: Vec<&Entry> = entries.filter(|entry| entry.paths.contains(&path)).collect();
        let minutes: u32 = on_path.iter().map(|entry| entry.minutes).sum();
        let [lessons, minutes] = [on_path.len() as f64, f64::from(minutes)].map(|n| number::integer(lang.get(), n));
        (t.get().path_told)(&lessons, &minutes)
    };
    view! {
        <div class="course-paths" role="group" aria-label=text(move || t.get().path) data-testid=test_ids::PATH_SELECT>
            <span class="course-label">{text(move || t.get().path)}</span>
            <span class="segments">{buttons}</span>
            <span class="help">{text(told)}</span>
        </div>
    }
    .into_any()
}

/// Which version of the syllabus the lessons are held against.
fn scopes(lab: Lab, map: Arc<CourseMap>) -> AnyView {
    let (course, t) = (course_of(lab), texts::use_texts());
    let option = |version: &String| {
        let [value, shown, name] = [version.clone(), version.clone(), version.clone()];
        view! {
            <option value=value prop:selected=flag(move || course.scope.with(|scope| *scope == shown))>
                {text(move || if name.is_empty() { t.get().scope_none.into() } else { (t.get().version)(&name) })}
            </option>
        }
    };
    let options = views(map.versions.iter().chain([&String::new()]).map(option));
    view! {
        <label class="course-scope">
            <span class="course-label">{text(move || t.get().scope)}</span>
            <select
                data-testid=test_ids::SCOPE_SELECT
                on:change=handler(move |event: Event| course.scope.set(event_target_value(&event)))
            >
                {options}
            </select>
        </label>
    }
    .into_any()
}

fn station_view(lab: Lab, number: usize, station: &Station) -> AnyView {
    let (lang, t) = (use_lang(), texts::use_texts());
    let name = station.name.clone();
    let is_empty = station.lessons.is_empty();
    view! {
        <li class="station" class:soon=is_empty>
            <h3>
                <span class="station-number num" aria-hidden="true">{number}</span>
                {text(move || in_lang(lang.get(), &name))}
            </h3>
            <p class="help" hidden=!is_empty>{text(move || t.get().soon)}</p>
            <ul class="lessons">{views(station.lessons.iter().map(|entry| lesson_view(lab, entry)))}</ul>
        </li>
    }
    .into_any()
}

fn lesson_view(lab: Lab, entry: &Entry) -> AnyView {
    let (course, lang, t) = (course_of(lab), use_lang(), texts::use_texts());
    let entry = Arc::new(entry.clone());
    let [title, idea, reached, scope, open, path] = [(); 6].map(|()| entry.clone());
    let reached = memo(move || progress::reached(course, &reached));
    let count = entry.steps.len();
    let is_off = move || course.path.with(|shown| !path.paths.contains(shown));
    let in_scope = memo(move || course.scope.with(|version| scope.scope.get(version).copied()));
    let minutes = f64::from(entry.minutes);
    let go = move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            course.open(&open.id, "");
        }
    };
    view! {
        <li class="lesson-card" class:off=flag(is_off)>
            <a
                href=format!("?at=learn&lesson={}", entry.id)
                data-testid=test_ids::lesson(&entry.id)
                data-value=text(move || reached.get().to_string())
                on:click=handler(go)
            >
                <strong>{text(move || in_lang(lang.get(), &title.title))}</strong>
                <span class="lesson-idea" inner_html=text(move || in_lang(lang.get(), &idea.idea))></span>
                <span class="lesson-facts">
                    <span>{text(move || (t.get().minutes)(&number::integer(lang.get(), minutes)))}</span>
                    {maybe_view(move || in_scope.get().map(|scope| badge(scope, t)))}
                    <span class="lesson-reached">
                        <progress
                            max=count
                            value=text(move || reached.get().to_string())
                            aria-label=text(move || (t.get().steps_told)(&reached.get().to_string(), &count.to_string()))
                        ></progress>
                        <span class="num" aria-hidden="true">
                            {text(move || (t.get().steps)(&reached.get().to_string(), &count.to_string()))}
                        </span>
                    </span>
                </span>
            </a>
        </li>
    }
    .into_any()
}

fn badge(scope: Scope, t: Signal<&'static texts::Texts>) -> AnyView {
    view! { <span class="scope" data-scope=scope.id()>{text(move || (t.get().scope_name)(scope))}</span> }.into_any()
}
