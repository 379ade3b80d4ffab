//! The row that begins a run and ends it, alike for all runs of the lab: the engine must be there, and one run at a time is enough.

use super::state::can_ask;
use super::texts;
use karui_shell::state::Lab;
use karui_ui::reactive::{flag, handler, optional, text};
use karui_ui::{Lang, use_lang};
use leptos::prelude::*;

/// What the results that are shown were made with, and whether something else is chosen by now; nothing where there are no results.
pub fn belongs(of: impl Fn() -> Option<(String, bool)> + Copy + Send + Sync + 'static) -> AnyView {
    let lang = use_lang();
    let told = move || {
        let told = of().map(|(settings, is_stale)| (texts::of(lang.get()).belongs)(is_stale, &settings));
        told.unwrap_or_default()
    };
    view! {
        <p class="help p-belongs" data-stale=optional(move || of().map(|(_, is_stale)| is_stale.to_string()))>{text(told)}</p>
    }
    .into_any()
}

/// What stands on the buttons.
#[derive(Clone, Copy)]
pub struct Buttons {
    /// It begins.
    pub start: fn(Lang) -> &'static str,
    /// It ends.
    pub stop: fn(Lang) -> &'static str,
}

/// The row, with `more` at its end: beginning is possible while nothing goes on, ending while something does.
pub fn buttons(
    lab: Lab,
    words: Buttons,
    [start_id, stop_id]: [&'static str; 2],
    is_busy: impl Fn() -> bool + Clone + Send + Sync + 'static,
    start: impl Fn() + Send + Sync + 'static,
    stop: impl Fn() + Send + Sync + 'static,
    more: AnyView,
) -> AnyView {
    let lang = use_lang();
    let is_idle = {
        let is_busy = is_busy.clone();
        move || !is_busy()
    };
    view! {
        <div class="row">
            <button
                type="button"
                class="btn primary"
                data-testid=start_id
                disabled=flag(move || is_busy() || !can_ask(lab))
                on:click=handler(move |_: web_sys::MouseEvent| start())
            >
                {text(move || (words.start)(lang.get()))}
            </button>
            <button
                type="button"
                class="btn"
                data-testid=stop_id
                disabled=flag(is_idle)
                on:click=handler(move |_: web_sys::MouseEvent| stop())
            >
                {text(move || (words.stop)(lang.get()))}
            </button>
            {more}
        </div>
    }
    .into_any()
}
