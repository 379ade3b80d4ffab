//! What is asked of the engine when it comes into view.

use super::{FILTERS, LAYERS};
use karui_shell::state::Lab;
use karui_ui::reactive::{effect, memo};
use leptos::prelude::*;

/// Asks for activations whenever they are in view and would differ: another image, another layer, new weights.
pub fn as_chosen(lab: Lab) {
    effect(move || {
        let in_view = lab.view.tab.get() == FILTERS;
        let has_weights = lab.evaluation.with(Option::is_some);
        let has_network = lab.network.with(Option::is_some);
        if let (true, true, true, Some(image)) = (in_view, has_weights, has_network, lab.inspected_image()) {
            let layer = lab.inspected_layer();
            lab.inspect(image, layer);
        }
    });
    // Times are measured once they are looked at, and not in the middle of a run, which they would hold up.
    let is_due = memo(move || {
        let in_view = lab.view.tab.get() == LAYERS;
        let has_weights = lab.evaluation.with(Option::is_some);
        in_view && has_weights && !lab.is_busy() && lab.layer_times.with(Vec::is_empty)
    });
    effect(move || {
        if is_due.get() {
            lab.measure();
        }
    });
}
