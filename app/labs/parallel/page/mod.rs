//! The page of distributed training: a row of parts, one of them shown.

mod allreduce;
mod batch;
mod compression;
mod contest;
mod federated;
mod fields;
pub mod link;
mod memory;
mod pipeline;
mod speed;
mod start;
mod state;
mod tensor;
mod test_ids;
mod texts;
mod training;

use super::ID;
use super::messages::Told;
use karui_protocol::decode;
use karui_shell::labs::Tab;
use karui_shell::state::Lab;
use karui_shell::{LabPage, PageCode, Panel, TabRow};
use karui_ui::reactive::{handler, maybe_view, text, views};
use karui_ui::use_lang;
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use state::{Part, parallel_of};

const TAB: Tab = Tab::new("parallel");

const TABS: &[TabRow] = &[TabRow {
    tab: TAB,
    place: 120,
    title: |lang| lang.pick("分散処理", "Distributed training"),
    panel: Panel::Later,
}];

/// The lab as the page knows it.
pub static PAGE: LabPage = LabPage { pairs: link::NAMES, ..LabPage::new(ID, TABS, || Box::pin(code())) };

#[wasm_split(parallel, fallible, wasm_split_path = leptos::wasm_split)]
fn code() -> Result<PageCode, SplitLoaderError> {
    Ok(PageCode { view: |_| panel(), on_event })
}

/// The tab's content.
fn panel() -> AnyView {
    let (lab, lang) = (Lab::here(), use_lang());
    let state = parallel_of(lab);
    link::bind(lab);
    let button = move |part: Part| {
        let is_shown = move || state.part.get() == part;
        view! {
            <button
                type="button"
                class=text(move || if is_shown() { "btn small primary" } else { "btn small quiet" })
                aria-pressed=text(move || is_shown().to_string())
                data-testid=["parallel-", part.id()].concat()
                on:click=handler(move |_| state.part.set(part))
            >
                {text(move || (texts::of(lang.get()).part)(part))}
            </button>
        }
    };
    let shown = move || {
        let part = state.part.get();
        // What it reads is its own affair.
        Some(untrack(|| match part {
            Part::AllReduce => allreduce::view(lab),
            Part::Data => training::view(lab),
            Part::Compression => compression::view(lab),
            Part::Batch => batch::view(lab),
            Part::Tensor => tensor::view(lab),
            Part::Pipeline => pipeline::view(lab),
            Part::Memory => memory::view(lab),
            Part::Federated => federated::view(lab),
            Part::Speed => speed::view(lab),
        }))
    };
    view! {
        <nav class="p-parts" aria-label=text(move || texts::of(lang.get()).parts)>
            {views(Part::ALL.iter().copied().map(button))}
        </nav>
        {maybe_view(shown)}
    }
    .into_any()
}

/// Takes in what the engine says to it: an encoded `Told`.
fn on_event(lab: Lab, event: &[u8]) {
    if let Some(told) = decode::<Told>(event) {
        let state = parallel_of(lab);
        match &told {
            Told::Step(_) | Told::Ended { .. } | Told::Script(_) => state.training.apply(told),
            Told::Piped { .. } | Told::NotPiped { .. } | Told::Layers(..) => state.pipeline.apply(told),
            Told::Joined { .. } | Told::NotJoined { .. } => state.tensor.apply(told),
            Told::Standing { .. } | Told::Judged { .. } => {
                state.compression.contest.apply(&told);
                state.batch.contest.apply(&told);
            }
            Told::Clients { .. } | Told::Round { .. } | Told::NotFederated { .. } => state.federated.apply(told),
        }
    }
}
