//! What the learner has done, out as a file and in again.

use super::fetched::Fetched;
use super::map::{fetch_once, in_lang};
use super::state::course_of;
use super::{map, progress, test_ids, texts};
use karui_protocol::lesson::Entry;
use karui_protocol::{LabId, Name};
use karui_shell::lazy::from_lab;
use karui_shell::pages::runs::kept;
use karui_shell::pages::take_file;
use karui_shell::state::{EngineState, Lab, Persistence};
use karui_ui::deletion::{Words, deletion};
use karui_ui::reactive::{effect, flag, handler, list, maybe_view, memo, optional, text, views};
use karui_ui::{Lang, use_lang};
use leptos::ev::{Event, MouseEvent};
use leptos::{html, prelude::*};

/// The record.
pub fn view(lab: Lab) -> AnyView {
    let (course, lang, t) = (course_of(lab), use_lang(), texts::use_texts());
    fetch_once(course);
    let rows = move || {
        let entries = course.map.with(Fetched::here);
        let entries = entries.iter().flat_map(|map| map.stations.iter().flat_map(|station| station.lessons.clone()));
        entries.filter_map(|entry| row(lab, lang.get(), entry)).collect::<Vec<_>>()
    };
    let is_empty = move || course.done.with(|done| done.is_empty());
    let is_ready = memo(move || matches!(lab.engine_state.get(), EngineState::Ready(_)));
    effect(move || {
        // Other tabs may have changed them.
        if is_ready.get() {
            lab.list_runs();
        }
    });
    lab.state::<Persistence>().look();
    document().set_title(&format!("{} · Karui", t.get_untracked().record_title));
    let has_no_runs = move || lab.runs.with(|runs| runs.is_empty());
    view! {
        <div class="record">
            <h2>{text(move || t.get().record_title)}</h2>
            <p>{text(move || t.get().record_lead)}</p>
            <p class="notice fault inline" role="alert" hidden=flag(move || course.is_stored.get())>
                {text(move || t.get().not_stored)}
            </p>
            {persisted(lab)}
            <section aria-label=text(move || t.get().lessons_done)>
                <h3>{text(move || t.get().lessons_done)}</h3>
                <p class="help" hidden=flag(move || !is_empty())>{text(move || t.get().nothing)}</p>
                <table class="record-table" hidden=flag(is_empty)>
                    <thead>
                        <tr>
                            <th scope="col">{text(move || t.get().lesson)}</th>
                            <th scope="col">{text(move || t.get().reached)}</th>
                            <th scope="col">{text(move || t.get().answered)}</th>
                            <th scope="col">{text(move || t.get().last)}</th>
                        </tr>
                    </thead>
                    <tbody>{list(rows)}</tbody>
                </table>
                {files(lab)}
            </section>
            <section aria-label=text(move || t.get().kept_runs)>
                <h3>{text(move || t.get().kept_runs)}</h3>
                <p class="help" hidden=flag(move || !has_no_runs())>{text(move || t.get().no_runs)}</p>
                <div data-testid=test_ids::RECORD_RUNS>{kept()}</div>
            </section>
            {views(lab.labs().iter().filter_map(|row| row.kept.map(|name| of_lab(lab, row.id, name))))}
            <p>{map::to_teach(lab)}</p>
        </div>
    }
    .into_any()
}

/// What a lab has kept of the learner's.
fn of_lab(lab: Lab, id: LabId, name: Name) -> AnyView {
    lab.lazy.want(lab, id);
    view! { <section class="record-kept">{maybe_view(move || Some(from_lab(lab, id, name)))}</section> }.into_any()
}

/// What the browser said when it was asked to keep all of it.
fn persisted(lab: Lab) -> AnyView {
    let (said, t) = (lab.state::<Persistence>().is_agreed, texts::use_texts());
    let words = move || match said.get() {
        Some(true) => t.get().persisted,
        Some(false) => t.get().not_persisted,
        None => "",
    };
    view! {
        <p
            class="help"
            data-testid=test_ids::PERSISTED
            data-value=optional(move || said.get().map(|is_agreed| is_agreed.to_string()))
            hidden=flag(move || said.get().is_none())
        >
            {text(words)}
        </p>
    }
    .into_any()
}

/// What was done of a lesson, if anything was.
fn row(lab: Lab, lang: Lang, entry: Entry) -> Option<AnyView> {
    let (course, t) = (course_of(lab), texts::of(lang));
    let of_lesson =
        |at: f64, done: &crate::course::messages::Done| if done.lesson == entry.id { at.max(done.at) } else { at };
    let last = course.done.with(|all| all.iter().fold(0.0, of_lesson));
    let (reached, answered) = (progress::reached(course, &entry), progress::answered(course, &entry));
    (last > 0.0).then(|| {
        let date = js_sys::Date::new(&last.into());
        // A file may say any number.
        let is_date = !date.get_time().is_nan();
        let date = is_date.then(|| String::from(date.to_locale_date_string(lang.id(), &js_sys::Object::new())));
        view! {
            <tr>
                <th scope="row">{in_lang(lang, &entry.title)}</th>
                <td>{(t.steps)(&reached.to_string(), &entry.steps.len().to_string())}</td>
                <td>{(t.steps)(&answered.to_string(), &entry.questions.to_string())}</td>
                <td>{date.unwrap_or_else(|| "—".into())}</td>
            </tr>
        }
        .into_any()
    })
}

/// Out, in, and away.
fn files(lab: Lab) -> AnyView {
    let (course, t) = (course_of(lab), texts::use_texts());
    let input = NodeRef::<html::Input>::new();
    let open = move |_: MouseEvent| input.get_untracked().iter().for_each(|input| input.click());
    let words = move || Words { ask: t.get().forget, keep: t.get().forget_not, sure: t.get().forget_sure };
    let is_empty = move || course.done.with(|done| done.is_empty());
    view! {
        <div class="row">
            <button
                type="button"
                class="btn"
                data-testid=test_ids::PROGRESS_EXPORT
                disabled=flag(move || !progress::is_complete(lab))
                on:click=handler(move |_: MouseEvent| progress::export(lab))
            >
                {text(move || t.get().export)}
            </button>
            <button type="button" class="btn" on:click=handler(open)>{text(move || t.get().import)}</button>
            <input
                type="file"
                node_ref=input
                hidden
                accept=".json"
                data-testid=test_ids::PROGRESS_IMPORT
                on:change=handler(move |_: Event| take_file(lab, input.get_untracked(), progress::import))
            />
            {deletion(test_ids::PROGRESS_FORGET, words, is_empty, move || progress::forget(lab))}
        </div>
        <p role="status" data-testid=test_ids::PROGRESS_TOLD>{maybe_view(move || course.told.get())}</p>
    }
    .into_any()
}
