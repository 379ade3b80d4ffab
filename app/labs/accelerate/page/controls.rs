//! What is computed, and the button that has it timed.

use super::state::{AccelerateState, Asked, workers};
use super::texts::{self, say};
use crate::accelerate::messages::{KernelVariant, Task, Workload};
use crate::accelerate::page::state::accelerator_of;
use crate::accelerate::page::test_ids;
use karui_shell::state::Lab;
use karui_ui::reactive::{flag, handler, text, views};
use karui_ui::{number, use_lang};
use leptos::prelude::*;
use web_sys::Event;

/// What is being timed, where it is of the kind that `is_ours` says.
pub(super) fn under_way(state: AccelerateState, is_ours: fn(Asked) -> bool) -> impl IntoView {
    let lang = use_lang();
    let told = move || {
        let t = texts::of(lang.get());
        let first = |all: &Vec<(u32, Asked)>| {
            let (_, asked) = all.first().filter(|(_, asked)| is_ours(*asked))?;
            Some((t.timing)(t.asked(*asked), all.len()))
        };
        state.waiting.with(first).unwrap_or_default()
    };
    view! { <span role="status" class="muted">{text(told)}</span> }
}

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), accelerator_of(lab));
    let work = move |work: Workload| {
        view! {
            <option value=work.id() prop:selected=flag(move || state.task.get().work == work)>
                {text(move || (texts::of(lang.get()).work)(work))}
            </option>
        }
    };
    let choose = move |event: Event| {
        let id = event_target_value(&event);
        if let Some(work) = Workload::ALL.into_iter().find(|work| work.id() == id) {
            state.choose(work);
        }
    };
    let sizes = move || {
        let task = state.task.get();
        let sizes = task.work.sizes().iter().map(move |&size| {
            let is_chosen = move || state.task.get().size == size;
            let class = if task.size == size { "btn small primary" } else { "btn small" };
            view! {
                <button
                    type="button"
                    class=class
                    aria-pressed=text(move || is_chosen().to_string())
                    on:click=handler(move |_| state.task.update(|task| task.size = size))
                >
                    {size.to_string()}
                </button>
            }
            .into_any()
        });
        sizes.collect::<Vec<_>>()
    };
    let is_busy = move || state.waiting.with(|all| !all.is_empty());
    let told = move || {
        let (lang, Task { work, size }) = (lang.get(), state.task.get());
        let task = Task { work, size };
        let amount = number::significant(lang, task.operations() / 1e6, 3);
        let moved = task.bytes(KernelVariant::Plain);
        let bytes = number::bytes(lang, moved);
        let each = number::significant(lang, task.operations() / moved, 3);
        (texts::of(lang).amount)(&amount, &bytes, &each)
    };
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.title)}</h3>
            <p class="help">{say(|t| t.note)}</p>
            <div class="a-controls">
                <div class="field">
                    <label for="a-work">{say(|t| t.what)}</label>
                    <select id="a-work" data-testid=test_ids::ACCELERATOR_WORK on:change=handler(choose)>
                        {views(Workload::ALL.map(work))}
                    </select>
                </div>
                <div class="field" role="group" aria-labelledby="a-size">
                    <span class="a-label" id="a-size">{say(|t| t.size)}</span>
                    <div class="row">{Box::new(sizes) as Box<dyn FnMut() -> Vec<AnyView> + Send>}</div>
                </div>
            </div>
            <p class="help">{text(move || (texts::of(lang.get()).about)(state.task.get().work, workers()))}</p>
            <p class="help num">{text(told)}</p>
            <div class="row">
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::ACCELERATOR_RUN
                    disabled=flag(is_busy)
                    on:click=handler(move |_| state.time_all(lab))
                >
                    {say(|t| t.time_all)}
                </button>
                <button type="button" class="btn" disabled=flag(move || !is_busy()) on:click=handler(move |_| state.stop(lab))>
                    {say(|t| t.stop)}
                </button>
                {under_way(state, |asked| matches!(asked, Asked::KernelVariant(_)))}
            </div>
        </section>
    }
    .into_any()
}
