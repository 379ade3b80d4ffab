//! What the bench has the engine do, and how it takes in what the engine says.

use super::state::{put, trains};
use crate::state::{EngineState, Lab, Tab};
use karui_protocol::{
    About, Cooking, Diet, DietEvent, FileFormat, Recipe, RecipeForm, Request, TableFormat, Trial, decode,
};
use leptos::prelude::*;
use std::time::Duration;

/// A changed control counts when it has rested so long: a slider that is drawn is one change.
const REST: Duration = Duration::from_millis(250);

impl Lab {
    /// Changes the recipe. One that does not train is tried as soon as the controls rest.
    pub fn change_recipe(self, change: impl FnOnce(&mut Recipe)) {
        self.change_recipe_after(REST, change);
    }

    /// The same by a press of a button, which is one change by itself.
    pub fn press_recipe(self, change: impl FnOnce(&mut Recipe)) {
        self.change_recipe_after(Duration::ZERO, change);
    }

    fn change_recipe_after(self, rest: Duration, change: impl FnOnce(&mut Recipe)) {
        let before = self.diet.recipe.get_untracked();
        let mut recipe = before.clone();
        change(&mut recipe);
        if recipe == before {
            return;
        }
        if recipe.is_empty() {
            self.reset_compress();
            return;
        }
        self.show_recipe(&recipe);
        let Some(change) = self.diet.changes.try_update_value(|n| {
            *n += 1;
            *n
        }) else {
            return;
        };
        if !trains(&recipe) {
            set_timeout(
                move || {
                    if self.diet.changes.get_value() != change {
                        return;
                    }
                    // The real networks wait for their button.
                    let is_here = self.view.tab.get_untracked() != Tab::Real;
                    if is_here && untrack(|| self.can_compress()) {
                        self.compress(false);
                    } else {
                        // Tried as soon as there is a network for it.
                        self.diet.asked.set(false);
                    }
                },
                rest,
            );
        }
    }

    /// Has the controls show a recipe.
    fn show_recipe(self, recipe: &Recipe) {
        self.diet.shelf.update_value(|shelf| put(shelf, recipe));
        self.diet.recipe.set(recipe.clone());
        if recipe.is_empty() {
            self.diet.json.set(String::new());
        }
    }

    /// Runs the recipe of the controls; a result that is `kept` becomes one of the trials.
    pub fn compress(self, kept: bool) {
        let recipe = self.diet.recipe.get_untracked();
        self.forget_recipe_faults();
        self.compress_as(RecipeForm::Typed(recipe), kept);
    }

    /// Shows a recipe and runs it as one of the trials.
    pub fn run_recipe(self, recipe: &Recipe) {
        self.show_recipe(recipe);
        self.compress(true);
    }

    /// Runs a recipe and leaves the controls as they are.
    pub fn compress_as(self, recipe: RecipeForm, kept: bool) {
        let diet = self.diet;
        // A change that still waits to be tried is overtaken.
        diet.changes.update_value(|n| *n += 1);
        diet.pair.set_value(None);
        diet.awaited.set_value(None);
        diet.opened.set_value(false);
        diet.asked.set(true);
        let waits = match &recipe {
            RecipeForm::Typed(recipe) => trains(recipe),
            RecipeForm::Json(_) => true,
        };
        diet.reads.set_value(matches!(recipe, RecipeForm::Json(_)));
        // That the button was pressed shows at once; the engine's own word follows.
        if kept || waits {
            diet.cooking.set(Some(Cooking { technique: None, step: 0, steps: 0, loss: None, is_measuring: false }));
        }
        self.engine.send(&Request::Compress { recipe, kept });
    }

    /// Ends the training of the recipe under way, keeping the best so far.
    pub fn stop_compress(self) {
        self.engine.send(&Request::StopCompress);
    }

    /// Back to the network as it was, with no technique on.
    pub fn reset_compress(self) {
        self.diet.changes.update_value(|n| *n += 1);
        self.diet.pair.set_value(None);
        self.diet.awaited.set_value(None);
        self.diet.opened.set_value(false);
        self.forget_recipe_faults();
        self.show_recipe(&Recipe::default());
        self.diet.cooking.set(None);
        self.diet.scans.set(false);
        self.diet.result.set(None);
        self.engine.send(&Request::ResetCompress);
        if self.diet.before.with_untracked(Option::is_none) {
            // What was given up was the first to measure the network as it is.
            self.diet.asked.set(false);
        }
    }

    /// Asks for the compressed network as a file, which comes as a download.
    pub fn export_network(self, format: FileFormat) {
        self.engine.send(&Request::ExportNetwork(format));
    }

    /// Opens a packed file.
    pub fn open_packed(self, bytes: Vec<u8>) {
        self.forget_recipe_faults();
        self.diet.changes.update_value(|n| *n += 1);
        self.diet.opened.set_value(true);
        self.engine.send(&Request::OpenPacked(bytes));
    }

    /// Finds out how each layer bears pruning.
    pub fn scan(self) {
        self.diet.sensitivity.set(Vec::new());
        self.diet.scans.set(true);
        self.engine.send(&Request::Scan);
    }

    /// Softens the present network's probabilities for a held-out image.
    pub fn soften(self, image: usize, temperature: f32) {
        self.engine.send(&Request::Soften { image, temperature });
    }

    /// Gives a trial a name.
    pub fn rename_trial(self, id: u32, name: String) {
        self.engine.send(&Request::RenameTrial { id, name });
    }

    /// Forgets a trial.
    pub fn delete_trial(self, id: u32) {
        self.engine.send(&Request::DeleteTrial(id));
    }

    /// Asks for all trials as a file, which comes as a download.
    pub fn export_trials(self, format: TableFormat) {
        self.engine.send(&Request::ExportTrials(format));
    }

    /// Brings back what a trial was made of: its recipe, and its data and network where they differ. A recipe that
    /// trains waits for its button.
    pub fn use_trial(self, trial: &Trial) {
        self.view.tab.set(Tab::Diet);
        self.diet.brought.set(None);
        let recipe = trial.recipe.clone();
        self.change_recipe(move |shown| *shown = recipe);
        self.change(|experiment| (experiment.data, experiment.model) = (trial.data, trial.model));
    }

    fn forget_recipe_faults(self) {
        self.faults.update(|faults| faults.retain(|fault| fault.about != About::Recipe));
    }

    /// Takes in what the engine says of the bench: an encoded [`DietEvent`].
    pub(crate) fn take_diet(self, event: &[u8]) {
        let diet = self.diet;
        // One of another build is refused with the worker itself.
        let Some(event) = decode(event) else { return };
        match event {
            DietEvent::Before(scores) => diet.before.set(Some(*scores)),
            DietEvent::Cooking(cooking) => diet.cooking.set(Some(cooking)),
            DietEvent::Done(result) => self.take_result(*result),
            DietEvent::Rival(rival) => diet.rival.set(rival),
            DietEvent::Trials(trials) => self.take_trials(trials),
            DietEvent::Recipe(recipe) => {
                diet.reads.set_value(false);
                self.show_recipe(&recipe);
            }
            DietEvent::Sensitivity(layers) => {
                diet.scans.set(layers.iter().any(|layer| layer.points.is_empty()));
                diet.sensitivity.set(layers);
            }
            DietEvent::SoftTargets(probabilities) => diet.soft_targets.set(probabilities),
        }
    }

    /// A recipe, or a file, came to nothing.
    pub(crate) fn give_up_recipe(self) {
        let diet = self.diet;
        diet.cooking.set(None);
        diet.pair.set_value(None);
        diet.awaited.set_value(None);
        diet.scans.set(false);
        if diet.reads.try_update_value(std::mem::take) == Some(true) {
            // A link's recipe that is none: the network is measured without it.
            diet.json.set(String::new());
            diet.asked.set(false);
        }
    }

    /// Whether there is a network for a recipe, and nothing else at work on it.
    pub fn can_compress(self) -> bool {
        let is_ready = matches!(self.engine_state.get(), EngineState::Ready(_));
        is_ready && self.evaluation.with(Option::is_some) && !self.is_under_way()
    }

    fn take_trials(self, trials: Vec<Trial>) {
        let latest = |trials: &Vec<Trial>| trials.last().map(|trial| trial.id);
        let (before, newest) = (self.diet.trials.with_untracked(latest), latest(&trials));
        self.diet.trials.set(trials);
        if let Some(newest) = newest.filter(|newest| before.is_none_or(|before| *newest > before)) {
            self.follow_rival(newest);
        }
    }

    fn take_result(self, result: Diet) {
        let diet = self.diet;
        diet.cooking.set(None);
        diet.reads.set_value(false);
        diet.before.set(Some(result.before.clone()));
        let shown = diet.recipe.get_untracked();
        if diet.opened.get_value() {
            self.show_recipe(&result.recipe);
        } else if result.recipe.is_empty() || shown.is_empty() {
            // Nothing was done, or it was given up meanwhile.
            diet.result.set(None);
            self.follow_run();
            return;
        }
        if result.recipe == diet.recipe.get_untracked() && !result.recipe.is_empty() {
            diet.json.set(result.json.clone());
        }
        let recipe = result.recipe.clone();
        diet.result.set(Some(result));
        self.follow_pair(&recipe);
    }
}
