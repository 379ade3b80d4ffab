//! What the bench has the engine do, and how it takes in what the engine says.

use crate::diet::messages::{Diet, DietEvent, DietRequest, RECIPE, RecipeForm, TableFormat, Timed, TrainBy, Trial};
use crate::diet::page::DIET;
use crate::diet::page::memory::MemoryState;
use crate::diet::page::state::DietState;
use karui_protocol::{FileFormat, Recipe, RecipeProgress};
use karui_shell::state::{EngineState, Persistence};
use leptos::prelude::*;
use std::time::Duration;

impl DietState {
    /// The recipe was changed: one that does not train is tried as soon as the controls rest.
    pub fn follow_change(self, rest: Duration) {
        let recipe = self.recipe.get_untracked();
        if recipe.is_empty() {
            self.reset_compress();
            return;
        }
        let Some(change) = self.changes.try_update_value(|n| {
            *n += 1;
            *n
        }) else {
            return;
        };
        if !recipe.trains() {
            set_timeout(
                move || {
                    if self.changes.get_value() != change {
                        return;
                    }
                    // Another lab that shows the controls has a button of its own.
                    let is_here = self.lab.recipe.shown_in.get_untracked().is_none();
                    if is_here && untrack(|| self.can_compress()) {
                        self.compress(false);
                    } else {
                        // Tried as soon as there is a network for it.
                        self.asked.set(false);
                    }
                },
                rest,
            );
        }
    }

    /// Has the controls show a recipe.
    pub(super) fn show_recipe(self, recipe: &Recipe) {
        self.lab.recipe.show(recipe);
        if recipe.is_empty() {
            self.json.set(String::new());
        }
    }

    /// Runs the recipe of the controls; a result that is `kept` becomes one of the trials.
    pub fn compress(self, kept: bool) {
        let recipe = self.recipe.get_untracked();
        self.lab.forget_faults(RECIPE);
        self.compress_as(RecipeForm::Typed(recipe), kept);
    }

    /// Shows a recipe and runs it as one of the trials.
    pub fn run_recipe(self, recipe: &Recipe) {
        self.show_recipe(recipe);
        self.compress(true);
    }

    /// Runs a recipe and leaves the controls as they are.
    pub fn compress_as(self, recipe: RecipeForm, kept: bool) {
        let diet = self;
        // A change that still waits to be tried is overtaken.
        diet.changes.update_value(|n| *n += 1);
        diet.pair.set_value(None);
        diet.awaited.set_value(None);
        diet.by_tour.set(false);
        diet.opened.set(false);
        diet.measures_again.set(false);
        diet.asked.set(true);
        let waits = match &recipe {
            RecipeForm::Typed(recipe) => recipe.trains(),
            RecipeForm::Json(_) => true,
        };
        diet.reads.set_value(match &recipe {
            RecipeForm::Typed(_) => None,
            RecipeForm::Json(json) => Some(json.clone()),
        });
        // That the button was pressed shows at once; the engine's own word follows.
        if kept || waits {
            diet.cooking.set(Some(RecipeProgress {
                technique: None,
                step: 0,
                steps: 0,
                loss: None,
                is_measuring: false,
            }));
        }
        let draft = self.lab.draft.get_untracked();
        let by = TrainBy { images: draft.train_size, batch: draft.train.batch, seed: draft.train.seed };
        self.lab.ask(&DietRequest::Compress { recipe, kept, by });
    }

    /// Ends the training of the recipe under way, keeping the best so far.
    pub fn stop_compress(self) {
        self.lab.ask(&DietRequest::StopCompress);
    }

    /// Back to the network as it was, with no technique on.
    pub fn reset_compress(self) {
        self.changes.update_value(|n| *n += 1);
        self.pair.set_value(None);
        self.awaited.set_value(None);
        self.leave_stage();
        self.opened.set(false);
        self.lab.forget_faults(RECIPE);
        self.show_recipe(&Recipe::default());
        self.cooking.set(None);
        self.scans.set(false);
        self.result.set(None);
        self.lab.ask(&DietRequest::ResetCompress);
        if self.before.with_untracked(Option::is_none) {
            // What was given up was the first to measure the network as it is.
            self.asked.set(false);
        }
    }

    /// Asks for the compressed network as a file, which comes as a download.
    pub fn export_network(self, format: FileFormat) {
        self.lab.ask(&DietRequest::ExportNetwork(format));
    }

    /// Opens a packed file.
    pub fn open_packed(self, bytes: Vec<u8>) {
        self.lab.forget_faults(RECIPE);
        self.changes.update_value(|n| *n += 1);
        self.opened.set(true);
        self.lab.ask(&DietRequest::OpenPacked(bytes));
    }

    /// Has the original and the present network timed in turn once more, at length.
    pub fn measure_again(self) {
        self.measures_again.set(true);
        self.lab.ask(&DietRequest::MeasureAgain);
    }

    /// Finds out how each layer bears pruning.
    pub fn scan(self) {
        self.sensitivity.set(Vec::new());
        self.scans.set(true);
        self.lab.ask(&DietRequest::Scan);
    }

    /// Softens the present network's probabilities for a held-out image.
    pub fn soften(self, image: usize, temperature: f32) {
        self.lab.ask(&DietRequest::Soften { image, temperature });
    }

    /// Gives a trial a name.
    pub fn rename_trial(self, id: u32, name: String) {
        self.lab.ask(&DietRequest::RenameTrial { id, name });
    }

    /// Forgets a trial.
    pub fn delete_trial(self, id: u32) {
        self.lab.ask(&DietRequest::DeleteTrial(id));
    }

    /// Asks for all trials as a file, which comes as a download.
    pub fn export_trials(self, format: TableFormat) {
        self.lab.ask(&DietRequest::ExportTrials(format));
    }

    /// Brings back what a trial was made of: its recipe, and its data and network where they differ. A recipe that
    /// trains waits for its button.
    pub fn use_trial(self, trial: &Trial) {
        self.lab.view.tab.set(DIET);
        self.brought.set(None);
        let recipe = trial.recipe.clone();
        self.lab.recipe.change(self.lab, move |shown| *shown = recipe);
        self.lab.change(|experiment| (experiment.data, experiment.model) = (trial.data, trial.model));
    }

    /// Takes in what the engine says of the bench.
    pub fn apply(self, event: DietEvent) {
        let diet = self;
        match event {
            DietEvent::Before(scores) => diet.before.set(Some(*scores)),
            DietEvent::Picture(picture) => self.take_picture(*picture),
            DietEvent::Flow(flow) => self.take_flow(*flow),
            DietEvent::Line(line) => self.line.take(line.map(|line| *line)),
            DietEvent::Memory(told) => self.lab.state::<MemoryState>().take(*told),
            DietEvent::Progress(progress) => diet.cooking.set(Some(progress)),
            DietEvent::Done(result) => self.take_result(*result),
            DietEvent::Timed(timed) => self.take_timed(*timed),
            DietEvent::Rival(rival) => diet.rival.set(rival),
            DietEvent::Trials(trials) => self.take_trials(trials),
            DietEvent::Begun { recipe, json } => self.take_begun(&recipe, json),
            DietEvent::Sensitivity(layers) => {
                diet.scans.set(layers.iter().any(|layer| layer.points.is_empty()));
                diet.sensitivity.set(layers);
            }
            DietEvent::SoftTargets(probabilities) => diet.soft_targets.set(probabilities),
        }
    }

    /// A recipe, or a file, came to nothing.
    pub fn give_up_recipe(self) {
        let diet = self;
        diet.cooking.set(None);
        diet.measures_again.set(false);
        diet.pair.set_value(None);
        diet.awaited.set_value(None);
        diet.scans.set(false);
        diet.leave_stage();
        if diet.reads.try_update_value(Option::take).flatten().is_some() {
            // A link's recipe that is none: the network is measured without it.
            diet.json.set(String::new());
            diet.asked.set(false);
        }
    }

    /// Whether there is a network for a recipe, and nothing else at work on it.
    pub fn can_compress(self) -> bool {
        let is_ready = matches!(self.lab.engine_state.get(), EngineState::Ready(_));
        is_ready && self.lab.evaluation.with(Option::is_some) && !self.lab.is_under_way()
    }

    /// A recipe is begun: the address says so at once, as it may take a while.
    fn take_begun(self, recipe: &Recipe, json: String) {
        // What was begun before it may be told of later.
        if self.reads.with_value(|awaited| awaited.as_ref() == Some(&json)) {
            self.reads.set_value(None);
            self.show_recipe(recipe);
        }
        // What is measured unasked is not what the controls say.
        if !recipe.is_empty() && *recipe == self.recipe.get_untracked() {
            self.json.set(json);
        }
    }

    fn take_timed(self, timed: Timed) {
        self.measures_again.set(false);
        self.result.update(|result| {
            if let Some(diet) = result {
                diet.put_timed(timed);
            }
        });
        if let Some(before) = self.result.with_untracked(|result| result.as_ref().map(|diet| diet.before.clone())) {
            self.before.set(Some(before));
        }
    }

    fn take_trials(self, trials: Vec<Trial>) {
        let latest = |trials: &Vec<Trial>| trials.last().map(|trial| trial.id);
        let (before, newest) = (self.trials.with_untracked(latest), latest(&trials));
        if !trials.is_empty() {
            self.lab.state::<Persistence>().ask();
        }
        self.trials.set(trials);
        if let Some(newest) = newest.filter(|newest| before.is_none_or(|before| *newest > before)) {
            self.follow_rival(newest);
        }
    }

    fn take_result(self, result: Diet) {
        let diet = self;
        diet.cooking.set(None);
        diet.before.set(Some(result.before.clone()));
        let shown = diet.recipe.get_untracked();
        if diet.opened.get_untracked() {
            self.show_recipe(&result.recipe);
        } else if result.recipe.is_empty() || shown.is_empty() {
            // Nothing was done, or it was given up meanwhile.
            diet.result.set(None);
            self.follow_run();
            self.follow_pair(&result);
            return;
        }
        if result.recipe == diet.recipe.get_untracked() && !result.recipe.is_empty() {
            diet.json.set(result.json.clone());
        }
        diet.result.set(Some(result.clone()));
        self.follow_pair(&result);
        self.follow_tour(&result);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diet::messages::LayerSensitivity;
    use crate::diet::page::PAGE;
    use karui_protocol::recipe::FoldBn;
    use karui_shell::state::Lab;

    #[test]
    fn a_scan_is_under_way_until_every_layer_is_known() {
        Owner::new().with(|| {
            let diet = crate::diet::page::state::diet_of(Lab::new(&[]));
            let layer = |points| LayerSensitivity { name: "conv1".into(), points };
            let known = || layer(vec![(0.5, karui_protocol::Figure::counted(1, 2))]);
            diet.apply(DietEvent::Sensitivity(vec![known(), layer(Vec::new())]));
            assert!(diet.scans.get_untracked());
            diet.apply(DietEvent::Sensitivity(vec![known(), known()]));
            assert!(!diet.scans.get_untracked());
        });
    }

    #[test]
    fn a_recipe_of_a_link_that_is_none_leaves_the_link() {
        Owner::new().with(|| {
            let lab = Lab::new(&[]);
            let diet = crate::diet::page::state::diet_of(lab);
            diet.bring("{".into());
            diet.compress_as(RecipeForm::Json("{".into()), false);
            assert!(diet.cooking.get_untracked().is_some());
            (PAGE.failed)(lab, RECIPE);
            assert!(diet.cooking.get_untracked().is_none() && diet.json.get_untracked().is_empty());
        });
    }

    #[test]
    fn a_recipe_that_the_engine_has_read_is_shown() {
        Owner::new().with(|| {
            let lab = Lab::new(&[]);
            let recipe = Recipe::default().with(FoldBn);
            let diet = crate::diet::page::state::diet_of(lab);
            let begun = || DietEvent::Begun { recipe: recipe.clone(), json: "{1}".into() };
            // What was measured unasked is not shown.
            diet.apply(begun());
            assert!(lab.recipe.now.get_untracked().is_empty() && diet.json.get_untracked().is_empty());
            diet.compress_as(RecipeForm::Json("{1}".into()), false);
            // An earlier one that is told of late is not shown in its place.
            diet.apply(DietEvent::Begun { recipe: Recipe::default(), json: "{}".into() });
            diet.apply(begun());
            assert_eq!((lab.recipe.now.get_untracked(), diet.json.get_untracked()), (recipe, "{1}".into()));
        });
    }
}
