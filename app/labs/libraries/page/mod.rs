//! Libraries: a program, what each of its lines does, and the same computation in the words of other libraries.

mod breaks;
mod controls;
pub mod link;
mod loss;
mod numbers;
mod optimizers;
mod problem;
mod programs;
mod run;
mod spellings;
mod state;
mod tape;
mod tensors;
mod test_ids;
mod texts;
mod trace;

use super::ID;
use super::messages::Told;
use karui_protocol::decode;
use karui_shell::labs::Tab;
use karui_shell::state::Lab;
use karui_shell::{LabPage, PageCode, Panel, TabRow};
use karui_ui::reactive::{handler, maybe_view, memo, text, views};
use karui_ui::use_lang;
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use state::{Part, libraries_of};

const TAB: Tab = Tab::new("python");

const TABS: &[TabRow] =
    &[TabRow { tab: TAB, place: 110, title: |lang| lang.pick("ライブラリ", "Libraries"), panel: Panel::Later }];

/// What links say of it: the part, the program that was begun with, its text where it is another, and the seed.
const PAIRS: &[&str] = &["libraries", "program", "code", "rng"];

/// The lab as the page knows it.
pub static PAGE: LabPage = LabPage { pairs: PAIRS, ..LabPage::new(ID, TABS, || Box::pin(code())) };

#[wasm_split(libraries, fallible, wasm_split_path = leptos::wasm_split)]
fn code() -> Result<PageCode, SplitLoaderError> {
    Ok(PageCode { view: |_| panel(Lab::here()), on_event })
}

/// The tab's content: a row of parts, one of them shown.
fn panel(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), libraries_of(lab));
    link::bind(lab);
    run::keep(lab);
    let button = move |part: Part| {
        let is_shown = move || state.part.get() == part;
        view! {
            <button
                type="button"
                class=text(move || if is_shown() { "btn small primary" } else { "btn small quiet" })
                aria-pressed=text(move || is_shown().to_string())
                data-testid=[test_ids::PART, part.id()].concat()
                on:click=handler(move |_| state.part.set(part))
            >
                {text(move || (texts::of(lang.get()).part)(part))}
            </button>
        }
    };
    // Told only when it is another: a part that is drawn over itself would lose what listens to it.
    let part = memo(move || state.part.get());
    let shown = move || {
        let part = part.get();
        // What it reads is its own affair.
        Some(untrack(|| match part {
            Part::Run => run::view(lab),
            Part::Spellings => spellings::view(lab),
        }))
    };
    view! {
        <nav class="row" aria-label=text(move || texts::of(lang.get()).parts)>{views(Part::ALL.map(button))}</nav>
        {maybe_view(shown)}
    }
    .into_any()
}

/// Takes in what the engine says to it: an encoded `Told`.
fn on_event(lab: Lab, event: &[u8]) {
    if let Some(told) = decode::<Told>(event) {
        libraries_of(lab).apply(lab, told);
    }
}
