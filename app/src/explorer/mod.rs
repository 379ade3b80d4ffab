//! The explorer: the MobileNets as their papers have them, at any width and resolution, block by block.

mod block;
mod blocks;
mod controls;
mod plot;
mod state;
mod steps;
mod subject;
mod table;
mod texts;
mod tiles;

pub use state::{ExplorerState, FIRST_BLOCK};

use crate::state::Lab;
use karui_protocol::decode;
use leptos::prelude::*;

/// The tab's content.
pub fn panel() -> AnyView {
    let lab = Lab::here();
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
pub fn hear(lab: Lab, event: &[u8]) {
    if let Some(told) = decode(event) {
        lab.explorer.take(told);
    }
}
