//! The diet bench: techniques that make the network lighter, with their settings, and what they come to.

mod cards;
mod commands;
mod knob;
mod measured;
mod pair;
mod presets;
mod results;
mod rivals;
mod run;
mod scores;
mod state;
mod texts;

pub use cards::{cards, technique_name};
pub(crate) use measured::keep_measured;
pub use results::{Board, Done, Markup, Trials};
pub(crate) use results::{board, chart, markup};
pub use scores::{MainScores, MoreScores, is_shown};
pub use state::DietState;

use crate::live::{memo, part};
use crate::state::{Lab, Tab};
use leptos::prelude::*;

/// The bench: what can be done, the run, and what it has come to.
#[component]
pub fn DietPanel() -> impl IntoView {
    let lab = Lab::here();
    // On the tab of the real networks the cards stand there: the recipe is the same one.
    let is_here = memo(move || lab.view.tab.get() != Tab::Real);
    view! {
        <presets::Presets />
        {part(move || is_here.get().then(|| cards(|_| true)))}
        <run::Run />
        <results::Results />
        <run::TakeAway />
    }
    .into_any()
}
