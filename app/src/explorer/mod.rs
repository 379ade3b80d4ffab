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

use crate::live::{effect, part};
use crate::state::{Lab, Tab};
use leptos::prelude::*;

/// The tab's content, made when the tab is first opened.
pub fn panel() -> AnyView {
    let lab = Lab::here();
    let was_seen = RwSignal::new(false);
    effect(move || {
        if lab.view.tab.get() == Tab::Mobilenet {
            was_seen.set(true);
        }
    });
    part(move || was_seen.get().then(content)).into_any()
}

fn content() -> AnyView {
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
