//! The accelerator page: the same work on CPU and GPU, one step of optimization after the other, timed here and now.

mod bars;
mod controls;
mod grid;
mod kernel;
pub mod link;
mod network;
mod roofline;
mod state;
mod systolic;
mod terms;
mod test_ids;
mod texts;

use super::ID;
use karui_protocol::decode;
use karui_shell::labs::Tab;
use karui_shell::state::Lab;
use karui_shell::{LabPage, PageCode, Panel, TabRow};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use state::accelerator_of;

const TAB: Tab = Tab::new("accelerate");

const TABS: &[TabRow] =
    &[TabRow { tab: TAB, place: 100, title: |lang| lang.pick("高速化", "Accelerate"), panel: Panel::Later }];

/// The lab as the page knows it.
pub static PAGE: LabPage = LabPage { pairs: link::PAIRS, ..LabPage::new(ID, TABS, || Box::pin(code())) };

#[wasm_split(accelerate, fallible, wasm_split_path = leptos::wasm_split)]
fn code() -> Result<PageCode, SplitLoaderError> {
    Ok(PageCode { view: |_| panel(), on_event })
}

/// The tab's content.
fn panel() -> AnyView {
    let lab = Lab::here();
    link::bind(lab);
    state::keep(lab);
    view! {
        {controls::view(lab)}
        {bars::view(lab)}
        {roofline::view(lab)}
        {network::view(lab)}
        {kernel::view(lab)}
        {grid::view(lab)}
        {terms::view()}
        {systolic::view()}
    }
    .into_any()
}

/// Takes in what the engine says to it: an encoded `Accelerated`.
fn on_event(lab: Lab, event: &[u8]) {
    if let Some(told) = decode(event) {
        accelerator_of(lab).apply(told);
    }
}
