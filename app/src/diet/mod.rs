//! The diet bench: techniques that make the network lighter, with their settings, and what they come to.

mod cards;
mod knob;
mod presets;
mod results;
mod run;
mod scores;
mod state;
mod texts;

pub(crate) use results::{board, chart, markup};

pub use results::Trials;
pub use scores::{MainScores, MoreScores, is_shown};
pub use state::DietState;
pub(crate) use state::keep_measured;

use leptos::prelude::*;

/// The bench: what can be done, the run, and what it has come to.
#[component]
pub fn DietPanel() -> impl IntoView {
    view! {
        <presets::Presets />
        <cards::Cards />
        <run::Run />
        <results::Results />
        <run::TakeAway />
    }
    .into_any()
}
