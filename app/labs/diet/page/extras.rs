//! What the bench adds to the cards of techniques.

use super::line::number_line;
use super::state::diet_of;
use crate::diet::messages::RecipeForm;
use crate::diet::page::test_ids;
use karui_protocol::recipe::TechniqueKind;
use karui_shell::recipe::texts::say;
use karui_shell::recipe::{Extra, without_teacher};
use karui_shell::state::Lab;
use karui_ui::reactive::{flag, handler};
use leptos::prelude::*;

/// By technique.
pub static EXTRAS: [Extra; 3] = [
    (TechniqueKind::Quantize, number_line),
    (TechniqueKind::Prune, mask_and_remove),
    (TechniqueKind::Distill, control),
];

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

/// A button for the control experiment.
fn control() -> AnyView {
    let lab = Lab::here();
    let run = move |_| {
        let mut recipe = lab.recipe.now.get_untracked();
        without_teacher(&mut recipe);
        diet_of(lab).compress_as(RecipeForm::Typed(recipe), true);
    };
    view! {
        <div class="d-extra">
            <button
                type="button"
                class="btn small"
                disabled=flag(move || !diet_of(lab).can_compress())
                on:click=handler(run)
            >
                {say(|t| t.distill_control)}
            </button>
            <p class="help">{say(|t| t.distill_control_help)}</p>
        </div>
    }
    .into_any()
}
