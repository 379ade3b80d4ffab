//! Has networks measured without being asked: as they are once the bench is looked at, and each that was trained here,
//! which becomes a dot in the plots.

use super::rivals::Awaited;
use crate::diet::messages::RecipeForm;
use crate::diet::page::state::{DietState, diet_of};
use crate::diet::page::{DIET, TRIALS};
use karui_protocol::{Recipe, RunState};
use karui_shell::state::Lab;
use karui_ui::reactive::{effect, memo};
use leptos::prelude::*;

/// Whether the network of a run that has ended is among the trials.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kept {
    /// Not yet.
    No,
    /// It is being measured.
    Asked,
    /// It is.
    Yes,
}

/// Has the network measured as it is once it is looked at on this bench or its run has ended, and then the recipe of a
/// link or of the controls done with it. Not in the middle of a run, which that would hold up.
pub(crate) fn keep_measured(lab: Lab) {
    let diet = diet_of(lab);
    let is_kept = move || diet.kept.get_value() != Kept::No;
    // A network that is to stand beside another one is kept as it was shipped.
    let is_wanted = move || matches!(diet.awaited.get_value(), Some(Awaited::Other(_)));
    let is_trained = move || lab.run_state() == RunState::Finished || is_wanted();
    let is_due = memo(move || {
        let is_looked_at = [DIET, TRIALS].contains(&lab.view.tab.get()) || diet.brought.with(Option::is_some);
        let has_weights = lab.evaluation.with(Option::is_some) && !lab.evaluation_is_old.get();
        let is_free = !lab.is_under_way() && !lab.awaits_run() && !diet.asked.get();
        has_weights && is_free && (is_looked_at || is_trained() && !is_kept())
    });
    effect(move || {
        if !is_due.get() {
            return;
        }
        if diet.run_staged() {
            return;
        }
        if untrack(is_trained) && !is_kept() {
            let awaited = diet.awaited.get_value();
            diet_of(lab).compress_as(RecipeForm::Typed(Recipe::default()), true);
            diet.kept.set_value(Kept::Asked);
            diet.awaited.set_value(awaited);
        } else {
            let brought = diet.brought.try_update(Option::take).flatten();
            diet_of(lab).compress_as(at_first(brought, diet.recipe.get_untracked()), false);
        }
    });
}

impl DietState {
    /// The network of a run is kept: what else is asked of it may follow.
    pub(super) fn follow_run(self) {
        if self.kept.get_value() == Kept::Asked {
            self.kept.set_value(Kept::Yes);
            self.asked.set(false);
        }
    }
}

/// What is done with new weights: a link's recipe, else that of the controls; where it trains, nothing yet.
fn at_first(brought: Option<String>, shown: Recipe) -> RecipeForm {
    match brought {
        Some(json) if !json.is_empty() => RecipeForm::Json(json),
        _ if shown.trains() => RecipeForm::Typed(Recipe::default()),
        _ => RecipeForm::Typed(shown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_protocol::recipe::{Distill, FoldBn};

    #[test]
    fn new_weights_are_measured_with_what_takes_no_time() {
        let fold = Recipe::default().with(FoldBn);
        let slow = Recipe::default().with(Distill::default());
        assert_eq!(at_first(Some("{}".into()), fold.clone()), RecipeForm::Json("{}".into()));
        assert_eq!(at_first(Some(String::new()), fold.clone()), RecipeForm::Typed(fold));
        assert_eq!(at_first(None, slow), RecipeForm::Typed(Recipe::default()));
    }
}
