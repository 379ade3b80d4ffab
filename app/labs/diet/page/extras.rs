//! What the bench adds to the cards of techniques.

use super::line::number_line;
use super::results::soft_part;
use super::state::diet_of;
use crate::diet::page::test_ids;
use crate::diet::page::told::nothing_to_fold;
use karui_protocol::recipe::TechniqueKind;
use karui_shell::recipe::Extra;
use karui_shell::recipe::texts::say;
use karui_shell::state::Lab;
use karui_ui::reactive::{flag, handler, maybe_view, memo, text};
use karui_ui::use_lang;
use leptos::prelude::*;

/// By technique.
pub static EXTRAS: [Extra; 5] = [
    (TechniqueKind::Quantize, number_line),
    (TechniqueKind::Prune, mask_and_remove),
    (TechniqueKind::Distill, soft_part),
    (TechniqueKind::Distill, control),
    (TechniqueKind::FoldBn, has_none),
];

/// Says so where the network has no batch norm.
fn has_none() -> AnyView {
    let (lab, lang) = (Lab::here(), use_lang());
    let has_any = |network: &karui_protocol::Network| network.layers.iter().any(|layer| layer.op == "batch_norm");
    let has_none = memo(move || lab.network.with(|network| network.as_ref().is_some_and(|network| !has_any(network))));
    let words = move || view! { <p class="help">{text(move || nothing_to_fold(lang.get()))}</p> };
    view! { <div role="status">{maybe_view(move || has_none.get().then(words))}</div> }.into_any()
}

/// The same channels as zeros and taken out, one beside the other.
fn mask_and_remove() -> AnyView {
    let lab = Lab::here();
    view! {
        <div>
            <button
                type="button"
                class="btn small"
                data-testid=test_ids::MASK_AND_REMOVE
                disabled=flag(move || !diet_of(lab).can_compress())
                on:click=handler(move |_| diet_of(lab).mask_and_remove())
            >
                {say(|t| t.prune_pair)}
            </button>
            <p class="help">{say(|t| t.prune_pair_help)}</p>
        </div>
    }
    .into_any()
}

/// The same student as a control and taught, one beside the other.
fn control() -> AnyView {
    let lab = Lab::here();
    view! {
        <div class="d-extra">
            <button
                type="button"
                class="btn small"
                data-testid=test_ids::CONTROL_AND_TAUGHT
                disabled=flag(move || !diet_of(lab).can_compress())
                on:click=handler(move |_| diet_of(lab).control_and_taught())
            >
                {say(|t| t.distill_control)}
            </button>
            <p class="help">{say(|t| t.distill_control_help)}</p>
        </div>
    }
    .into_any()
}
