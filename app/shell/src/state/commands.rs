use super::{Lab, needs_new_network};
use karui_protocol::{
    About, Experiment, ImageRef, KeptRun, Picture, Progress, Request, RunId, RunState, WeightsOrigin,
};
use leptos::prelude::*;

impl Lab {
    /// Changes settings. Where the network stays the same they wait for the next run; otherwise the new network is
    /// shown at once, but never at the cost of a run that is under way.
    pub fn change(self, change: impl FnOnce(&mut Experiment)) {
        let mut draft = self.draft.get_untracked();
        change(&mut draft);
        if draft != self.draft.get_untracked() {
            self.draft.set(draft);
            self.show_draft();
        }
    }

    /// Shows the network of the settings, unless it is shown already or a run is under way.
    pub fn show_draft(self) {
        let draft = self.draft.get_untracked();
        let other = self.applied.get_untracked().is_some_and(|applied| needs_new_network(&applied, &draft));
        if other && !untrack(|| self.is_under_way()) {
            self.configure(draft);
        }
    }

    /// Gives up what is under way for the settings as they are.
    pub fn switch_to_draft(self) {
        self.configure(self.draft.get_untracked());
    }

    /// Puts the settings back to those of what is shown.
    pub fn undo_changes(self) {
        if let Some(applied) = self.applied.get_untracked() {
            self.draft.set(applied);
        }
    }

    /// Has the engine build the network of `experiment`. What was shown of another network goes; the faults that it
    /// had go too.
    pub fn configure(self, experiment: Experiment) {
        // Before the first one nothing was shown of another: a link's image and layer are of this one.
        let same_network = self.applied.get_untracked().is_none_or(|applied| !needs_new_network(&applied, &experiment));
        self.begin_session(experiment, same_network);
        self.engine.configure(experiment);
    }

    fn begin_session(self, experiment: Experiment, same_network: bool) {
        let work = |it: &Experiment| (it.data, it.model, it.train.batch);
        if self.applied.get_untracked().is_some_and(|applied| work(&applied) != work(&experiment)) {
            self.device_benchmark.set(None);
            self.validation_benchmark.set(None);
        }
        self.applied.set(Some(experiment));
        self.faults.update(|faults| faults.retain(|fault| matches!(fault.about, About::STORAGE | About::ENGINE)));
        self.forget_run();
        self.data.set(None);
        self.progress.set(None);
        self.activations.set(None);
        self.forget_weights();
        if !same_network {
            self.network.set(None);
            self.weights.set(None);
            self.evaluation.set(None);
            self.samples.set(Vec::new());
            self.filters.set(Vec::new());
            self.layer_times.set(Vec::new());
            self.latency.set(None);
            self.throughput.set(None);
            self.prediction.set(None);
            self.view.image.set(None);
            self.view.layer.set(None);
        }
    }

    fn forget_run(self) {
        self.run_asked.set(false);
        self.evaluation_is_old.set(false);
        self.curve.set(Vec::new());
        self.compared.set(None);
    }

    /// Starts a run, or goes on with a paused one.
    pub fn train(self) {
        self.begin_run(Request::Train);
    }

    /// Does one step, starting a run if there is none.
    pub fn step(self) {
        self.begin_run(Request::Step);
    }

    fn begin_run(self, request: Request) {
        if self.progress.with_untracked(|p| p.as_ref().is_none_or(|p| p.state != RunState::Paused)) {
            let draft = self.draft.get_untracked();
            if self.applied.get_untracked() != Some(draft) {
                self.configure(draft);
            } else {
                self.forget_run();
            }
            self.evaluation_is_old.set(true);
            // What pressing the button does shows at once; the engine's own word follows.
            self.progress.set(Some(Progress {
                state: RunState::Loading,
                step: 0,
                steps: draft.steps(),
                loss: None,
                images_per_second: None,
                seconds_left: None,
            }));
            // It waits in the list.
            self.offered.set(None);
        }
        self.forget_faults(About::TRAINING);
        self.run_asked.set(true);
        self.engine.send(&request);
    }

    /// Has the CPU do the run's first steps too.
    pub fn compare_devices(self) {
        self.compared.set(Some(None));
        self.engine.send(&Request::CompareDevices);
    }

    /// Stops between two steps.
    pub fn pause(self) {
        self.engine.send(&Request::Pause);
    }

    /// Gives up the run; where there is none, weights that came from a file.
    pub fn reset(self) {
        let draft = self.draft.get_untracked();
        let has_file = self.has_opened_weights();
        if self.applied.get_untracked() == Some(draft) && !has_file {
            self.forget_run();
            self.engine.send(&Request::Reset);
        } else {
            self.configure(draft);
        }
    }

    /// Whether the weights are those of a file that was opened, and no run's; untracked.
    fn has_opened_weights(self) -> bool {
        untrack(|| self.is_from_file() && !self.is_under_way())
    }

    /// Whether the weights are those of a file that was opened.
    pub fn is_from_file(self) -> bool {
        self.weights.with(|weights| weights.as_ref().is_some_and(|(origin, _)| *origin == WeightsOrigin::Imported))
    }

    /// Shows a kept run's network, with its settings; one that was interrupted can go on.
    pub fn open_run(self, run: KeptRun) {
        let experiment = run.experiment;
        let same = self.applied.get_untracked().is_some_and(|applied| !needs_new_network(&applied, &experiment));
        self.offered.set(None);
        self.draft.set(experiment);
        self.begin_session(experiment, same);
        self.run_asked.set(true);
        self.evaluation_is_old.set(true);
        self.engine.open_run(run.id);
    }

    /// Forgets a kept run.
    pub fn delete_run(self, run: RunId) {
        self.offered.update(|offered| {
            offered.take_if(|it| it.id == run);
        });
        self.engine.send(&Request::DeleteRun(run));
    }

    /// Asks which runs are kept now.
    pub fn list_runs(self) {
        self.engine.send(&Request::ListRuns);
    }

    /// Classifies a picture.
    pub fn predict(self, picture: Picture) {
        let (asked, shown) = self.pictures.get_value();
        let id = asked.wrapping_add(1);
        self.pictures.set_value((id, shown));
        self.forget_faults(About::PICTURE);
        self.engine.send(&Request::Predict { id, picture });
    }

    /// Asks for what a layer makes of a held-out image.
    pub fn inspect(self, image: usize, layer: usize) {
        self.engine.send(&Request::Inspect { image: ImageRef::Test(image), layer });
    }

    /// Measures each layer's time.
    pub fn measure(self) {
        self.engine.send(&Request::Measure);
    }

    /// Asks for the weights as a file, which comes as a download.
    pub fn save_weights(self) {
        self.engine.send(&Request::ExportWeights);
    }

    /// Takes weights from a file's bytes.
    pub fn open_weights(self, bytes: Vec<u8>) {
        self.forget_faults(About::WEIGHTS);
        self.engine.send(&Request::ImportWeights(bytes));
    }

    /// Starts the engine again after it failed.
    pub fn restart_engine(self) {
        self.engine.start(self);
    }

    /// The held-out image whose activations are shown: the chosen one, else the first sample.
    pub fn inspected_image(self) -> Option<usize> {
        self.view.image.get().or_else(|| self.samples.with(|samples| samples.first().map(|sample| sample.index)))
    }

    /// The layer whose output is shown: the chosen one, else the first that computes.
    pub fn inspected_layer(self) -> usize {
        let layers = self.network.with(|network| network.as_ref().map_or(0, |network| network.layers.len()));
        self.view.layer.get().unwrap_or(1).min(layers.saturating_sub(1))
    }
}
