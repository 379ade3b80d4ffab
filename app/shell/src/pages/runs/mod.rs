//! Runs of earlier visits: what is said of them when they come back, and the list of all that are kept. The first view does
//! without.

mod list;
mod offers;
mod words;

use leptos::prelude::*;

/// The runs that are kept in this browser.
pub fn kept_runs() -> AnyView {
    view! { <list::KeptRuns /> }.into_any()
}

/// A run that was interrupted and can go on; one that was brought back, and the way to what was there before.
pub fn offers() -> AnyView {
    view! {
        <offers::BroughtBack />
        <offers::Offer />
    }
    .into_any()
}
