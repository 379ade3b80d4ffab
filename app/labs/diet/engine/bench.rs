//! Recipes at work on the weights of one moment.

use super::exam::{Exam, HELD_OUT, Stage};
use super::requests::network;
use super::scan::{Scan, scan};
use super::trials::Trials;
use super::{say, tell};
use crate::diet::messages::{Diet, DietEvent};
use karui_core::Result;
use karui_core::compress::{Network, Outcome, Progress, images_needed, run_recipe, training_steps};
use karui_core::data::{Sampling, Split, info};
use karui_core::models::plain_of_equal_cost;
use karui_core::train::TrainContext;
use karui_protocol::{Experiment, Recipe, RecipeProgress};
use karui_runtime::lab::Context;
use karui_runtime::library::{Library, SplitImages};
use karui_runtime::task::SlicedTask;

/// What the bench knows of the session's weights.
#[derive(Default)]
pub struct Bench {
    /// The network that recipes start from.
    before: Option<Exam>,
    job: Option<Job>,
    scan: Option<Scan>,
    /// What the last recipe came to.
    result: Option<Network>,
    /// Of which weights all that is.
    weights_version: u32,
}

/// A recipe, from its beginning to the last figure.
struct Job {
    recipe: Recipe,
    json: String,
    kept: bool,
    /// Training images that it looks at.
    needs: usize,
    run: Option<SlicedTask<Outcome, Progress>>,
    exam: Option<Exam>,
    /// Which channels have stayed where it removes some.
    kept_channels: tell::Kept,
    /// What the page was told when the scores were known.
    told: Option<Diet>,
}

impl Bench {
    /// Starts `recipe` on the session's network, in place of one that is under way.
    pub fn compress(
        &mut self,
        context: &Context,
        experiment: &Experiment,
        recipe: Recipe,
        json: String,
        kept: bool,
    ) -> Result<()> {
        self.job = None;
        recipe.check()?;
        let Some(before) = self.before(context) else { return Ok(()) };
        let sampling = Sampling::from(experiment);
        tell_progress(RecipeProgress { steps: training_steps(&recipe, sampling), ..RecipeProgress::default() });
        let needs = images_needed(&recipe, sampling);
        let (network, to_do, images) = (
            before.network().clone(),
            recipe.clone(),
            SplitImages { library: context.library.clone(), split: Split::Train },
        );
        let run = SlicedTask::new(context.inbox, |ctx| async move {
            let train = TrainContext { sampling, images: &images };
            run_recipe(network, &to_do, &train, &ctx).await
        });
        self.job =
            Some(Job { recipe, json, kept, needs, run: Some(run), exam: None, kept_channels: Vec::new(), told: None });
        Ok(())
    }

    /// Takes in a network that was compressed elsewhere.
    pub fn open(&mut self, context: &Context, opened: Network) {
        if self.before(context).is_none() {
            return;
        }
        let exam = Some(Exam::new(opened, context.library, context.inbox));
        let (recipe, json) = (Recipe::default(), String::new());
        self.job =
            Some(Job { recipe, json, kept: false, needs: 0, run: None, exam, kept_channels: Vec::new(), told: None });
    }

    /// Finds out how the layers of the session's network bear pruning.
    pub fn scan(&mut self, context: &Context) {
        let before = self.before(context).map(|before| before.network().clone());
        self.scan = before.map(|network| scan(network, context.library, context.inbox));
    }

    /// The network that recipes start from, being examined; `None` while the session has no weights.
    fn before(&mut self, context: &Context) -> Option<&Exam> {
        if self.before.is_none() {
            self.before = network(context).map(|network| Exam::new(network, context.library, context.inbox));
        }
        self.before.as_ref()
    }

    /// Training images that the recipe under way looks at.
    pub fn images_needed(&self) -> usize {
        self.job.as_ref().map_or(0, |job| job.needs)
    }

    /// Ends the training of the recipe under way, keeping the best so far.
    pub fn stop_training(&mut self) {
        if let Some(run) = self.job.as_ref().and_then(|job| job.run.as_ref()) {
            run.finish_early();
        }
    }

    /// Gives up the recipe under way and forgets what the last one came to.
    pub fn reset(&mut self) {
        (self.job, self.scan, self.result) = (None, None, None);
    }

    /// Forgets what is of other weights than those of this version.
    pub fn keep(&mut self, weights_version: u32) {
        if self.weights_version != weights_version {
            *self = Bench { weights_version, ..Bench::default() };
        }
    }

    /// What the last recipe came to.
    pub fn result(&self) -> Option<&Network> {
        self.result.as_ref()
    }

    /// Works for a slice of time; gives whether there was anything to do. An error ends the recipe.
    pub fn advance(&mut self, experiment: &Experiment, context: &Context, trials: &mut Trials) -> Result<bool> {
        let done = self.try_advance(experiment, context, trials);
        if done.is_err() {
            (self.job, self.scan) = (None, None);
            // An examination that has failed does not go on.
            self.before.take_if(|before| before.times().is_empty());
        }
        done
    }

    fn try_advance(&mut self, experiment: &Experiment, context: &Context, trials: &mut Trials) -> Result<bool> {
        let (Some(before), true) = (&mut self.before, self.job.is_some() || self.scan.is_some()) else {
            return Ok(false);
        };
        let needs = self.job.as_ref().map_or(0, |job| job.needs);
        if !has_images(&context.library.borrow(), needs) {
            return Ok(false);
        }
        if before.times().is_empty() {
            if before.advance()? == Stage::Finished
                && let Some(scores) = before.scores()
            {
                say(DietEvent::Before(Box::new(scores.clone())));
                let info = info(experiment.data);
                say(DietEvent::Rival(plain_of_equal_cost(experiment.model, info.shape, info.classes.len())));
            }
            return Ok(true);
        }
        let Some(job) = &mut self.job else {
            if let Some(scan) = &mut self.scan {
                let done = scan.advance().transpose()?;
                if let Some(layers) = scan.progress() {
                    say(DietEvent::Sensitivity(layers));
                }
                if done.is_some() {
                    self.scan = None;
                }
            }
            return Ok(true);
        };
        if let Some(run) = &mut job.run {
            if let Some(outcome) = run.advance() {
                let Outcome { network, kept_channels } = outcome?;
                (job.run, job.exam) = (None, Some(Exam::new(network, context.library, context.inbox)));
                job.kept_channels = kept_channels;
                tell_progress(RecipeProgress { is_measuring: true, ..RecipeProgress::default() });
            } else if let Some(Progress { technique, step, steps, loss, .. }) = run.progress() {
                tell_progress(RecipeProgress { technique: Some(technique), step, steps, loss, is_measuring: false });
            }
            return Ok(true);
        }
        let Some(exam) = &mut job.exam else { return Ok(false) };
        match exam.advance()? {
            Stage::Working => {}
            Stage::Scored => {
                self.result = Some(exam.network().clone());
                let diet = tell::diet(
                    &job.recipe,
                    &job.json,
                    before,
                    (exam, &job.kept_channels),
                    context.library.borrow().test(),
                )?;
                if job.kept {
                    trials.add(experiment, &diet);
                }
                say(DietEvent::Done(Box::new(diet.clone())));
                job.told = Some(diet);
            }
            Stage::Finished => {
                if let Some(mut diet) = job.told.take() {
                    tell::put_times(&mut diet, exam);
                    say(DietEvent::Done(Box::new(diet)));
                }
                self.job = None;
            }
        }
        Ok(true)
    }
}

/// Whether the held-out images are there, and so many of the training images.
fn has_images(library: &Library, train: usize) -> bool {
    let held_out = HELD_OUT.min(info(library.kind()).test_len);
    library.test().len() >= held_out && library.train().len() >= train
}

/// Tells the page how a recipe comes on.
fn tell_progress(progress: RecipeProgress) {
    say(DietEvent::Progress(progress));
}
