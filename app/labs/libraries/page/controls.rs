//! Running, and going forward and back.

use super::run::now;
use super::state::{LibrariesState, Moment, Phase, is_ready, libraries_of};
use super::test_ids;
use super::texts::{self, say};
use crate::libraries::messages::End;
use karui_shell::pages::download::offer;
use karui_shell::state::Lab;
use karui_ui::reactive::{effect, flag, handler, list, memo, text};
use karui_ui::{Lang, number, use_lang};
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent};

/// What stays in sight while the program, or what came of it, is read.
pub fn bar(lab: Lab, moment: Memo<Moment>) -> AnyView {
    view! {
        <div class="y-bar">
            {buttons(lab)}
            {scrub(libraries_of(lab), moment)}
            <p role="status" class="help" data-testid=test_ids::STATUS>{status(lab)}</p>
        </div>
    }
    .into_any()
}

/// The other controls.
pub fn view(lab: Lab) -> AnyView {
    let state = libraries_of(lab);
    view! {
        <div class="y-controls">
            {watch(state)}
            {saved(state)}
        </div>
    }
    .into_any()
}

fn buttons(lab: Lab) -> AnyView {
    let state = libraries_of(lab);
    let is_running = move || state.phase.get() == Phase::Running;
    let is_off = move || !is_ready(lab) || is_running();
    let at_end = move || {
        let is_over = state.done.get() >= state.trace.with(|trace| trace.len());
        is_over && state.ran.with(Option::is_some) && !state.is_changed()
    };
    let [run, step, stop]: [NodeRef<html::Button>; 3] = std::array::from_fn(|_| NodeRef::new());
    keep_focus(state, [run, step], stop);
    view! {
        <div class="row">
            <button
                type="button"
                class="btn primary"
                node_ref=run
                data-testid=test_ids::RUN
                disabled=flag(is_off)
                on:click=handler(move |_: MouseEvent| state.run(lab))
            >
                {say(|t| t.run)}
            </button>
            <button
                type="button"
                class="btn"
                data-testid=test_ids::BACK
                disabled=flag(move || state.done.get() == 0)
                on:click=handler(move |_: MouseEvent| state.back())
            >
                "◀ "
                {say(|t| t.back)}
            </button>
            <button
                type="button"
                class="btn"
                node_ref=step
                data-testid=test_ids::STEP
                disabled=flag(move || is_off() || at_end())
                on:click=handler(move |_: MouseEvent| state.step(lab))
            >
                {say(|t| t.step)}
                " ▶"
            </button>
            <button
                type="button"
                class="btn"
                node_ref=stop
                data-testid=test_ids::STOP
                disabled=flag(move || !is_running())
                on:click=handler(move |_: MouseEvent| state.stop(lab))
            >
                {say(|t| t.stop)}
            </button>
        </div>
    }
    .into_any()
}

/// A button that is off loses the focus. So it goes from what began a run to what ends it, and back when the run is over.
fn keep_focus(state: LibrariesState, begins: [NodeRef<html::Button>; 2], stop: NodeRef<html::Button>) {
    let is_at = |button: NodeRef<html::Button>| {
        let button = button.get_untracked();
        button.is_some_and(|button| {
            document().active_element().is_some_and(|it| it == *button.unchecked_ref::<Element>())
        })
    };
    let is_running = memo(move || state.phase.get() == Phase::Running);
    let left = StoredValue::new(None::<NodeRef<html::Button>>);
    effect(move || {
        if is_running.get() {
            left.set_value(begins.into_iter().find(|button| is_at(*button)));
        }
        // When the buttons are on and off as they are to be.
        set_timeout(
            move || {
                // The lab may show another part by now.
                let Some(is_running) = is_running.try_get_untracked() else { return };
                let to = if is_running {
                    left.get_value().map(|_| stop)
                } else {
                    let was_left = is_at(stop) || document().active_element().is_none_or(|it| it.tag_name() == "BODY");
                    left.try_update_value(Option::take).flatten().filter(|_| was_left)
                };
                if let Some(button) = to.and_then(|to| to.get_untracked()) {
                    let _ = button.focus();
                }
            },
            Duration::ZERO,
        );
    });
}

fn scrub(state: LibrariesState, moment: Memo<Moment>) -> AnyView {
    let lang = use_lang();
    let of = move || state.trace.with(|trace| trace.len());
    let said = move || {
        let (t, of) = (texts::of(lang.get()), of());
        let n = |count: usize| number::integer(lang.get(), count as f64);
        moment.with(|moment| match state.trace.with(|trace| now(trace, moment)) {
            Some(line) => (t.moment)(&n(moment.done), &n(of), line),
            None => (t.at_start)(&n(of)),
        })
    };
    let slide = move |event: Event| {
        if let Ok(done) = event_target_value(&event).parse() {
            state.go(done);
        }
    };
    view! {
        <div class="y-scrub" hidden=flag(move || of() == 0)>
            <input
                type="range"
                min="0"
                step="1"
                data-testid=test_ids::SCRUB
                aria-label=text(move || texts::of(lang.get()).scrub)
                aria-valuetext=text(said)
                max=text(move || of().to_string())
                prop:value=text(move || state.done.get().to_string())
                on:input=handler(slide)
            />
            <output class="num">{text(said)}</output>
        </div>
    }
    .into_any()
}

fn status(lab: Lab) -> impl IntoView {
    let (lang, state) = (use_lang(), libraries_of(lab));
    text(move || {
        let (lang, t) = (lang.get(), texts::of(lang.get()));
        let statements = number::integer(lang, state.trace.with(|trace| trace.len()) as f64);
        let mut said = match state.phase.get() {
            Phase::Idle if state.started.with(Option::is_none) => t.waiting.to_owned(),
            Phase::Idle => t.ready.to_owned(),
            Phase::Running => t.running.to_owned(),
            Phase::Ended(End::Stopped, _) => (t.stopped)(&statements),
            Phase::Ended(End::Lost, _) => t.lost.to_owned(),
            Phase::Ended(End::Done | End::Failed(_), milliseconds) => (t.done)(&statements, &time(lang, milliseconds)),
        };
        if state.is_changed() {
            said.push(' ');
            said.push_str(t.changed);
        }
        said
    })
}

fn time(lang: Lang, milliseconds: f64) -> String {
    let (value, unit) = number::duration_parts(lang, milliseconds);
    [value.as_str(), " ", unit].concat()
}

/// The tensor whose gradient is looked for.
fn watch(state: LibrariesState) -> AnyView {
    let lang = use_lang();
    let names = move || state.trace.with(|trace| trace.trained().into_iter().map(str::to_owned).collect::<Vec<_>>());
    let options = move || {
        let option = |name: String| {
            let is_it = state.watched.get() == name;
            let shown = name.clone();
            view! { <option value=name selected=is_it>{shown}</option> }
        };
        names().into_iter().map(option).collect::<Vec<_>>()
    };
    let button = |testid: &'static str, label: fn(&texts::Texts) -> &'static str, is_back: bool| {
        view! {
            <button
                type="button"
                class="btn small"
                data-testid=testid
                on:click=handler(move |_: MouseEvent| state.go_to_change(is_back))
            >
                {text(move || label(texts::of(lang.get())))}
            </button>
        }
    };
    view! {
        <div class="y-watch" hidden=flag(move || names().is_empty())>
            <label for="y-watch">{say(|t| t.watch)}</label>
            <select
                id="y-watch"
                data-testid=test_ids::WATCH
                on:change=handler(move |event: Event| state.watched.set(event_target_value(&event)))
            >
                {list(options)}
            </select>
            {button(test_ids::LAST_CHANGE, |t| t.last_change, true)}
            {button(test_ids::NEXT_CHANGE, |t| t.next_change, false)}
        </div>
    }
    .into_any()
}

/// The trace and the files of the program.
fn saved(state: LibrariesState) -> AnyView {
    let lang = use_lang();
    let files = move || {
        let button = |(i, name): (usize, String)| {
            let label = (texts::of(lang.get()).file)(&name);
            let save = move |_: MouseEvent| {
                state.files.with_untracked(|files| {
                    if let Some((name, bytes)) = files.get(i) {
                        offer(name, bytes);
                    }
                });
            };
            view! {
                <button type="button" class="btn small" data-testid=test_ids::FILE on:click=handler(save)>{label}</button>
            }
        };
        let names = state.files.with(|files| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
        names.into_iter().enumerate().map(button).collect::<Vec<_>>()
    };
    let is_none = move || state.trace.with(|trace| trace.len()) == 0;
    let trace = move |event: MouseEvent| {
        event.prevent_default();
        offer("trace.json", state.trace_json().as_bytes());
    };
    view! {
        <div class="row">
            <a
                href="#python-trace"
                class="y-trace"
                data-testid=test_ids::TRACE
                hidden=flag(is_none)
                on:click=handler(trace)
            >
                {say(|t| t.trace)}
            </a>
            {list(files)}
        </div>
    }
    .into_any()
}
