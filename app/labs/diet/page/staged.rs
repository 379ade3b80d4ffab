//! A recipe that waits for its network: settings that were asked for, with their shipped weights.

use super::state::DietState;
use crate::diet::messages::RecipeForm;
use karui_protocol::{Experiment, Recipe, WeightsOrigin};
use leptos::prelude::*;

/// What is done as soon as the stage is set for it.
#[derive(Clone)]
pub struct Staged {
    /// The settings of the stage.
    pub experiment: Experiment,
    /// What is done to its network.
    pub recipe: Recipe,
    /// Whether the result becomes one of the trials.
    pub keep: bool,
    /// Whether the shipped weights were asked back.
    pub was_reset: bool,
}

impl DietState {
    /// Does what is staged, now that there are weights; gives whether there was anything. Weights that were trained here give
    /// way to the shipped ones, and another choice of the learner's ends the waiting.
    pub(super) fn run_staged(self) -> bool {
        let Some(staged) = self.staged.get_value() else { return false };
        let lab = self.lab;
        let origin = lab.weights.with_untracked(|it| it.as_ref().map(|it| it.0));
        if lab.applied.get_untracked() != Some(staged.experiment) {
            self.leave_stage();
            return false;
        }
        if origin == Some(WeightsOrigin::Shipped) {
            self.staged.set_value(None);
            self.compress_as(RecipeForm::Typed(staged.recipe), staged.keep);
            self.by_tour.set(true);
        } else if !staged.was_reset {
            self.staged.set_value(Some(Staged { was_reset: true, ..staged }));
            lab.weights.set(None);
            lab.evaluation.set(None);
            lab.reset();
        } else {
            self.leave_stage();
            return false;
        }
        true
    }

    /// Gives up what is staged, and the tour that it is of.
    pub(super) fn leave_stage(self) {
        self.staged.set_value(None);
        self.notes.update(super::tours::TourNotes::give_up);
    }
}
