//! A kernel's source, to be read, changed and run.

use super::bars::said;
use super::state::AccelerateState;
use super::texts::{self, say};
use crate::accelerate::messages::{KernelVariant, Note, Refusal};
use crate::accelerate::page::state::accelerator_of;
use crate::accelerate::page::test_ids;
use karui_shell::state::Lab;
use karui_ui::editor::{Editor, select_line};
use karui_ui::figure::FigureButton;
use karui_ui::reactive::{flag, handler, list, maybe_view, optional, text};
use karui_ui::{number, use_lang};
use leptos::{html, prelude::*};
use std::sync::Arc;
use web_sys::Event;

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), accelerator_of(lab));
    let node = NodeRef::<html::Textarea>::new();
    let ways = move || {
        let of_gpu = state.task.get().work.variants().iter().copied().filter(|way| way.is_gpu());
        let option = move |way: KernelVariant| {
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
        if let Some(&way) = untrack(|| state.task.get()).work.variants().iter().find(|way| way.id() == id) {
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
    let editor = Editor {
        testid: test_ids::KERNEL_SOURCE,
        label: Arc::new(move || texts::of(lang.get()).source),
        value: Arc::new(move || state.source.get()),
        typed: Box::new(move |typed| state.source.set(typed)),
        mark: Box::new(
            move |line| if notes(state).iter().any(|note| note.line as usize == line) { "wrong" } else { "" },
        ),
    };
    let editor = editor.view(node);
    let told = move || {
        let t = texts::of(lang.get());
        notes(state)
            .into_iter()
            .map(|note| {
                let at = if note.line > 0 { (t.line)(note.line, note.column) } else { String::new() };
                let said = [&at, &*note.text].concat();
                view! {
                    <li>
                        <button type="button" class="r-link" on:click=handler(move |_| select_line(node, note.line as usize))>{said}</button>
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
            {editor}
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
