//! The accelerator page: the same work on CPU and GPU, one step of optimization after the other, timed here and now.

mod bars;
mod controls;
mod grid;
mod kernel;
mod network;
mod roofline;
mod state;
mod systolic;
mod terms;
mod texts;

pub use state::{AccelerateState, FIRST_KERNEL};

use crate::state::Lab;
use karui_protocol::{About, decode};
use leptos::prelude::*;

/// The tab's content.
pub fn panel() -> AnyView {
    let lab = Lab::here();
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
pub fn hear(lab: Lab, event: &[u8]) {
    if let Some(told) = decode(event) {
        lab.accelerate.take(told);
    }
}

/// The engine's part did not arrive, or the engine ended: nothing is under way any more.
pub fn failed(lab: Lab, _about: About) {
    lab.accelerate.waiting.set(Vec::new());
}
