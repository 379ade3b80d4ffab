//! A kernel's source, to be read, changed and run.

use super::bars::said;
use super::state::AccelerateState;
use super::texts::{self, say};
use crate::accelerate::messages::{Note, Refusal, Way};
use crate::accelerate::page::state::accelerator_of;
use crate::accelerate::page::test_ids;
use karui_shell::state::Lab;
use karui_ui::figure::FigureButton;
use karui_ui::reactive::{effect, flag, handler, list, maybe_view, optional, text};
use karui_ui::{number, use_lang};
use leptos::{html, prelude::*};
use web_sys::Event;

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), accelerator_of(lab));
    let node = NodeRef::<html::Textarea>::new();
    effect(move || {
        let (source, Some(area)) = (state.source.get(), node.get()) else { return };
        if area.value() != source {
            area.set_value(&source);
        }
    });
    let ways = move || {
        let of_gpu = state.task.get().work.ways().iter().copied().filter(|way| way.is_gpu());
        let option = move |way: Way| {
            view! {
                <option value=way.id() prop:selected=flag(move || state.way.get() == way)>
                    {text(move || texts::of(lang.get()).way(way))}
                </option>
            }
        };
        of_gpu.map(option).collect::<Vec<_>>()
    };
    let choose = move |event: Event| {
        let id = event_target_value(&event);
        if let Some(&way) = untrack(|| state.task.get()).work.ways().iter().find(|way| way.id() == id) {
            state.way.set(way);
        }
    };
    let is_running = move || state.waiting.with(|all| !all.is_empty());
    let figure = Signal::derive(move || state.mine.get().and_then(Result::ok).map(|it| it.speed));
    let label = Signal::derive(move || texts::of(lang.get()).way(state.way.get()).to_owned());
    let result = move || {
        let (lang, t) = (lang.get(), texts::of(lang.get()));
        match state.mine.get() {
            None => String::new(),
            Some(Err(why)) => said(lang, t, &why),
            Some(Ok(it)) if it.is_right() => (t.right)(&number::figure(lang, &it.time), &number::tiny(it.difference)),
            Some(Ok(it)) => (t.is_wrong)(&number::percent(lang, f64::from(it.difference), 2)),
        }
    };
    let is_wrong =
        move || state.mine.with(|mine| mine.as_ref().is_some_and(|it| it.as_ref().map_or(true, |it| !it.is_right())));
    let numbers = move || {
        let wrong: Vec<u32> = notes(state).into_iter().map(|note| note.line).collect();
        (1..=lines(&state.source.get()) as u32)
            .map(|line| {
                let class = if wrong.contains(&line) { "a-line wrong" } else { "a-line" };
                view! { <span class=class>{line.to_string()}</span> }
            })
            .collect::<Vec<_>>()
    };
    let told = move || {
        let t = texts::of(lang.get());
        notes(state)
            .into_iter()
            .map(|note| {
                let at = if note.line > 0 { (t.line)(note.line, note.column) } else { String::new() };
                let said = [&at, &*note.text].concat();
                view! {
                    <li>
                        <button type="button" class="r-link" on:click=handler(move |_| select(node, note.line))>{said}</button>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <section class="part r-part" id="kernel">
            <h3>{say(|t| t.kernel_title)}</h3>
            <p class="help">{say(|t| t.kernel_note)}</p>
            <div class="field">
                <label for="a-kernel">{say(|t| t.kernel)}</label>
                <select id="a-kernel" data-testid=test_ids::KERNEL_SELECT on:change=handler(choose)>{list(ways)}</select>
            </div>
            <div class="a-editor">
                <div class="a-lines num" aria-hidden="true">{list(numbers)}</div>
                <textarea
                    node_ref=node
                    data-testid=test_ids::KERNEL_SOURCE
                    aria-label=text(move || texts::of(lang.get()).source)
                    rows=text(move || lines(&state.source.get()).to_string())
                    spellcheck="false"
                    autocapitalize="off"
                    autocomplete="off"
                    wrap="off"
                    on:input=handler(move |event: Event| state.source.set(event_target_value(&event)))
                ></textarea>
            </div>
            <div class="row">
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::KERNEL_RUN
                    disabled=flag(is_running)
                    on:click=handler(move |_| state.run(lab))
                >
                    {say(|t| t.run)}
                </button>
                <button
                    type="button"
                    class="btn"
                    disabled=flag(move || !state.is_changed())
                    on:click=handler(move |_| state.source.set(state.original.get_untracked()))
                >
                    {say(|t| t.reset)}
                </button>
                <span class="a-result">
                    <FigureButton figure label testid=test_ids::KERNEL_RESULT />
                </span>
            </div>
            <p role="status" class="help num" class:wrong=flag(is_wrong) data-testid=test_ids::KERNEL_SAID>{text(result)}</p>
            {maybe_view(move || {
                (!notes(state).is_empty()).then(|| view! {
                    <ul class="a-notes" data-testid=test_ids::KERNEL_NOTES data-line=optional(move || notes(state).first().map(|n| n.line.to_string()))>
                        {list(told)}
                    </ul>
                })
            })}
        </section>
    }
    .into_any()
}

/// What the compiler said of the editor's source.
fn notes(state: AccelerateState) -> Vec<Note> {
    match state.mine.get() {
        Some(Err(Refusal::Compile(notes))) => notes,
        _ => Vec::new(),
    }
}

fn lines(source: &str) -> usize {
    source.split('\n').count()
}

/// Marks a line in the editor and brings it into view.
fn select(node: NodeRef<html::Textarea>, line: u32) {
    let Some(area) = node.get_untracked().filter(|_| line > 0) else { return };
    let text = area.value();
    let units = |s: &str| s.encode_utf16().count() as u32;
    let mut start = 0;
    for (i, content) in text.split('\n').enumerate() {
        if i as u32 + 1 == line {
            let _ = area.focus();
            let _ = area.set_selection_range(start, start + units(content));
            return;
        }
        start += units(content) + 1;
    }
}
