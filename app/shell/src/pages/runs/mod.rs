//! Runs and weights beyond the present ones: the list of the runs that are kept, what is said of those of earlier visits, what
//! a new one takes the place of, and the weights as a file. The first view does without.

mod linked;
mod list;
mod offers;
mod replaced;
mod texts;
mod words;

use super::weights_file::WeightsFile;
use crate::state::{Lab, Persistence};
use karui_ui::reactive::effect;
use leptos::prelude::*;

/// The weights as a file, and the runs that are kept in this browser.
pub fn files() -> AnyView {
    view! {
        <WeightsFile />
        <list::KeptRuns />
    }
    .into_any()
}

/// The runs that are kept in this browser, to open and to delete.
pub fn kept() -> AnyView {
    list::rows(Lab::here())
}

/// What a run takes the place of, and how that comes back.
pub fn replaced() -> AnyView {
    view! { <replaced::Replaced /> }.into_any()
}

/// A run that was interrupted and can go on; one that was brought back, and the way to what was there before.
pub fn offers() -> AnyView {
    let lab = Lab::here();
    effect(move || {
        if lab.runs.with(|runs| !runs.is_empty()) {
            lab.state::<Persistence>().ask();
        }
    });
    linked::follow(lab);
    view! {
        <linked::Linked />
        <linked::Copied />
        <offers::BroughtBack />
        <offers::Offer />
    }
    .into_any()
}
