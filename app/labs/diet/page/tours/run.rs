//! Doing a step of a tour: the stage is set for it, what it is compared with is done first, and what comes is noted.

use super::super::staged::Staged;
use crate::diet::messages::{Diet, RecipeForm};
use crate::diet::page::state::DietState;
use karui_protocol::{Experiment, WeightsOrigin};
use karui_spec::tour::{Step, Tour};
use leptos::prelude::*;

impl DietState {
    /// Does a step on its own data, network and setting, whatever is shown now.
    pub fn run_step(self, tour: &'static Tour, step: &'static Step) {
        self.notes.update(|notes| notes.begin(tour, step));
        self.run_next_step();
    }

    /// Goes on with a tour after a result.
    pub(in crate::diet::page) fn follow_tour(self, diet: &Diet) {
        if self.notes.try_update(|notes| notes.take(diet)) == Some(true) {
            self.run_next_step();
        }
    }

    fn run_next_step(self) {
        let next = |notes: &super::TourNotes| notes.running().and_then(|it| it.steps.first().copied());
        let Some(step) = self.notes.with_untracked(next) else { return };
        let (lab, recipe) = (self.lab, (step.recipe)());
        let experiment = step.experiment(&lab.draft.get_untracked());
        // Done a second time it is no other dot in the plots.
        let is_kept = |trial: &crate::diet::messages::Trial| {
            (trial.data, trial.model, &trial.recipe) == (experiment.data, experiment.model, &recipe)
        };
        let keep = !self.trials.with_untracked(|trials| trials.iter().any(is_kept));
        self.show_recipe(&recipe);
        if self.is_set_for(experiment) {
            self.compress_as(RecipeForm::Typed(recipe), keep);
            self.by_tour.set(true);
            return;
        }
        self.staged.set_value(Some(Staged { experiment, recipe, keep, was_reset: false }));
        lab.draft.set(experiment);
        lab.configure(experiment);
        // What is still known of these settings may be of weights that were trained here.
        lab.weights.set(None);
        lab.evaluation.set(None);
    }

    /// Whether the shipped network of these settings is shown, measured.
    fn is_set_for(self, experiment: Experiment) -> bool {
        let lab = self.lab;
        let is_shipped = lab.weights.with_untracked(|it| it.as_ref().is_some_and(|it| it.0 == WeightsOrigin::Shipped));
        let is_measured = lab.evaluation.with_untracked(Option::is_some) && !lab.evaluation_is_old.get_untracked();
        lab.applied.get_untracked() == Some(experiment) && is_shipped && is_measured
    }
}
