//! The explorer: the MobileNets as their papers have them, at any width and resolution, block by block.

mod block;
mod blocks;
mod controls;
pub mod link;
mod plot;
mod state;
mod steps;
mod subject;
mod table;
mod test_ids;
mod texts;
mod tiles;

use super::ID;
use karui_protocol::decode;
use karui_shell::labs::Tab;
use karui_shell::state::Lab;
use karui_shell::{LabPage, PageCode, Panel, TabRow};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use state::explorer_of;

const TAB: Tab = Tab::new("mobilenet");

const TABS: &[TabRow] = &[TabRow { tab: TAB, place: 80, title: |_| "MobileNet", panel: Panel::Later }];

/// The lab as the page knows it.
pub static PAGE: LabPage = LabPage { pairs: link::PAIRS, ..LabPage::new(ID, TABS, || Box::pin(code())) };

#[wasm_split(mobilenet, fallible, wasm_split_path = leptos::wasm_split)]
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
        {blocks::view(lab)}
        {block::view(lab)}
        {table::view(lab)}
        {plot::view(lab)}
    }
    .into_any()
}

/// Takes in what the engine says to it: an encoded `Explored`.
fn on_event(lab: Lab, event: &[u8]) {
    if let Some(told) = decode(event) {
        explorer_of(lab).apply(told);
    }
}
