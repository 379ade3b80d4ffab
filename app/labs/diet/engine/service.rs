//! Recipes at work on the weights of one moment.

use super::benchmark::{Benchmark, HELD_OUT, Stage};
use super::picture::Pictures;
use super::requests::network;
use super::scan::{Scan, scan};
use super::trials::Trials;
use super::{say, tell};
use crate::diet::messages::{Diet, DietEvent, Timed};
use karui_core::compress::{Model, Outcome, Progress, images_needed, run_recipe, training_steps};
use karui_core::data::{Sampling, Split, info};
use karui_core::measure::Versus;
use karui_core::models::plain_of_equal_cost;
use karui_core::train::TrainContext;
use karui_core::{Error, Result};
use karui_protocol::{Experiment, Recipe, RecipeProgress};
use karui_runtime::compressed::Compressed;
use karui_runtime::data_store::{DataStore, SplitImages};
use karui_runtime::lab::Context;
use karui_runtime::mail::Inbox;
use karui_runtime::measure::STOPWATCH;
use karui_runtime::task::SlicedTask;
use std::rc::Rc;

/// For how long two networks are timed in turn after a recipe, in milliseconds for each way of running them.
const AT_ONCE: f64 = 700.0;
/// For how long where the learner asks for it.
const AGAIN: f64 = 2_500.0;

/// What the bench knows of the session's weights.
#[derive(Default)]
pub struct RecipeService {
    /// The network that recipes start from.
    before: Option<Benchmark>,
    job: Option<RecipeJob>,
    scan: Option<Scan>,
    /// What the last recipe came to.
    result: Option<Rc<Model>>,
    /// The same beside the network before, for whoever shows networks; none where nothing has changed, and none while another
    /// recipe is at work.
    compressed: Option<Rc<Compressed>>,
    /// The network before and the result, being timed in turn.
    versus: Option<SlicedTask<Versus, ()>>,
    /// What the page is shown of recipes before they are measured.
    pub pictures: Pictures,
    /// Of which weights all that is.
    weights_version: u32,
}

/// A recipe, from its beginning to the last figure.
struct RecipeJob {
    recipe: Recipe,
    json: String,
    kept: bool,
    /// The number of the trial that its result became.
    trial: Option<u32>,
    /// Training images that it looks at.
    needs: usize,
    run: Option<SlicedTask<Outcome, Progress>>,
    exam: Option<Benchmark>,
    /// Which channels have stayed where it removes some.
    kept_channels: tell::Kept,
    /// What the page was told when the scores were known.
    told: Option<Diet>,
}

impl RecipeJob {
    /// Nothing of `recipe` is done yet.
    fn new(recipe: Recipe, json: String) -> Self {
        let (kept, needs, trial, run, exam, kept_channels, told) = (false, 0, None, None, None, Vec::new(), None);
        RecipeJob { recipe, json, kept, trial, needs, run, exam, kept_channels, told }
    }
}

impl RecipeService {
    /// Starts `recipe` on the session's network, in place of one that is under way.
    pub fn compress(
        &mut self,
        context: &Context,
        sampling: Sampling,
        recipe: Recipe,
        json: String,
        kept: bool,
    ) -> Result<()> {
        (self.job, self.versus, self.compressed) = (None, None, None);
        if let Err(error) = recipe.check() {
            if self.before.is_none() {
                // What nothing was done to is measured all the same.
                self.compress(context, sampling, Recipe::default(), String::new(), false)?;
            }
            return Err(error);
        }
        let Some(before) = self.before(context) else { return Ok(()) };
        tell_progress(RecipeProgress { steps: training_steps(&recipe, sampling), ..RecipeProgress::default() });
        let needs = images_needed(&recipe, sampling);
        let (network, to_do, images) = (
            Model::clone(before.network()),
            recipe.clone(),
            SplitImages { data_store: context.data_store.clone(), split: Split::Train },
        );
        let run = SlicedTask::new(context.inbox, |ctx| async move {
            let train = TrainContext { sampling, images: &images };
            run_recipe(network, &to_do, &train, &ctx).await
        });
        self.job = Some(RecipeJob { kept, needs, run: Some(run), ..RecipeJob::new(recipe, json) });
        Ok(())
    }

    /// Takes in a network that was compressed elsewhere.
    pub fn open(&mut self, context: &Context, opened: Model) -> Result<()> {
        self.before(context);
        let Some(before) = &self.before else { return Ok(()) };
        self.pictures.show(&Recipe::default(), before.network(), &opened, &[])?;
        let exam = Some(Benchmark::new(opened, context.data_store, context.inbox));
        (self.job, self.versus) = (Some(RecipeJob { exam, ..RecipeJob::new(Recipe::default(), String::new()) }), None);
        self.compressed = None;
        Ok(())
    }

    /// Times the network before and the last result once more, at length.
    ///
    /// # Errors
    /// Where there is no result.
    pub fn measure_again(&mut self, context: &Context) -> Result<()> {
        let (Some(before), Some(result)) = (&self.before, &self.result) else {
            let (expected, got) = ("a compressed network".into(), "none".into());
            return Err(Error::Misuse { what: "network".into(), expected, got });
        };
        self.versus = Some(versus(before.network().clone(), result.clone(), AGAIN, context.inbox));
        Ok(())
    }

    /// Finds out how the layers of the session's network bear pruning.
    pub fn scan(&mut self, context: &Context) {
        let before = self.before(context).map(|before| Model::clone(before.network()));
        self.scan = before.map(|network| scan(network, context.data_store, context.inbox));
    }

    /// The network that recipes start from, being examined; `None` while the session has no weights.
    fn before(&mut self, context: &Context) -> Option<&Benchmark> {
        if self.before.is_none() {
            self.before = network(context).map(|network| Benchmark::new(network, context.data_store, context.inbox));
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
        (self.job, self.scan, self.result, self.versus) = (None, None, None, None);
        self.compressed = None;
        self.pictures.forget_result();
    }

    /// Forgets what is of other weights than those of this version.
    pub fn keep(&mut self, weights_version: u32) {
        if self.weights_version != weights_version {
            *self = RecipeService { weights_version, ..RecipeService::default() };
        }
    }

    /// What the last recipe came to.
    pub fn result(&self) -> Option<&Model> {
        self.result.as_deref()
    }

    /// What the last recipe came to beside the network before, where that is another one.
    pub fn compressed(&self) -> Option<Rc<Compressed>> {
        self.compressed.clone()
    }

    /// Works for a slice of time; gives whether there was anything to do. An error ends the recipe.
    pub fn advance(&mut self, experiment: &Experiment, context: &Context, trials: &mut Trials) -> Result<bool> {
        if self.pictures.advance(experiment, context) {
            return Ok(true);
        }
        let done = self.try_advance(experiment, context, trials);
        if done.is_err() {
            (self.job, self.scan, self.versus) = (None, None, None);
            // An examination that has failed does not go on.
            self.before.take_if(|before| before.times().is_empty());
        }
        done
    }

    fn try_advance(&mut self, experiment: &Experiment, context: &Context, trials: &mut Trials) -> Result<bool> {
        let is_at_work = self.job.is_some() || self.scan.is_some() || self.versus.is_some();
        let (Some(before), true) = (&mut self.before, is_at_work) else {
            return Ok(false);
        };
        let needs = self.job.as_ref().map_or(0, |job| job.needs);
        if !has_images(&context.data_store.borrow(), needs) {
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
        if let Some(task) = &mut self.versus {
            if let Some(versus) = task.advance().transpose()? {
                self.versus = None;
                let timed = Timed { latency: versus.latency, throughput: versus.throughput };
                if let Some(told) = self.job.as_mut().and_then(|job| job.told.as_mut()) {
                    told.put_timed(timed.clone());
                }
                if let Some(trial) = self.job.as_ref().and_then(|job| job.trial) {
                    trials.put_times(trial, &timed);
                }
                say(DietEvent::Timed(Box::new(timed)));
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
                self.pictures.show(&job.recipe, before.network(), &network, &kept_channels)?;
                (job.run, job.exam) = (None, Some(Benchmark::new(network, context.data_store, context.inbox)));
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
                let result = exam.network().clone();
                let diet = tell::diet(
                    &job.recipe,
                    &job.json,
                    before,
                    (exam, &job.kept_channels),
                    context.data_store.borrow().test(),
                )?;
                job.trial = if job.kept { trials.add(experiment, &diet) } else { None };
                if !diet.is_unchanged {
                    self.compressed = Some(Rc::new(Compressed {
                        recipe: diet.recipe.clone(),
                        before: before.network().clone(),
                        now: result.clone(),
                        kept_channels: job.kept_channels.clone(),
                        predicted: [before.predicted(), exam.predicted()].map(<[u8]>::to_vec),
                    }));
                    self.versus = Some(versus(before.network().clone(), result.clone(), AT_ONCE, context.inbox));
                }
                self.result = Some(result);
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

/// `before` and `now` timed in turn for about `budget` milliseconds in each way of running them.
fn versus(before: Rc<Model>, now: Rc<Model>, budget: f64, inbox: &Inbox) -> SlicedTask<Versus, ()> {
    SlicedTask::new(inbox, |ctx| async move { STOPWATCH.versus(&before, &now, budget, &ctx).await })
}

/// Whether the held-out images are there, and so many of the training images.
fn has_images(data_store: &DataStore, train: usize) -> bool {
    let held_out = HELD_OUT.min(info(data_store.kind()).test_len);
    data_store.test().len() >= held_out && data_store.train().len() >= train
}

/// Tells the page how a recipe comes on.
fn tell_progress(progress: RecipeProgress) {
    say(DietEvent::Progress(progress));
}
