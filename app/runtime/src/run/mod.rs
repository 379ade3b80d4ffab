//! A run: the loop that core leaves to its caller. It advances in slices, between which the engine reads its mail.

mod place;
mod sharing;

use crate::checkpoint::Checkpoint;
use crate::clock::{SLICE, now, today};
use crate::curve::Curve;
use crate::data_store::DataStore;
use crate::evaluate::Evaluating;
use crate::gpu::{GpuRun, Placing};
use crate::mail::Inbox;
use crate::post::{fault, post};
use crate::replicas::Replicas;
use crate::scope::KERNEL;
use crate::session::Executors;
use crate::shard::Shard;
use crate::trainer::MakeTrainer;
use karui_core::data::Sampling;
use karui_core::graph::{Graph, Weights};
use karui_core::measure::Speed;
use karui_core::train::DivergenceWatch;
use karui_core::{Error, Result};
use karui_protocol::{About, Device, Event, Experiment, Problem, Progress, RunId, RunState};
use std::cell::RefCell;

/// How often the page is told how the run stands, in milliseconds.
const TELL_EVERY: f64 = 200.0;
/// A checkpoint is made when the last is so old …
const SAVE_EVERY: f64 = 5_000.0;
/// … or so old and an epoch ends.
const SAVE_EPOCH_EVERY: f64 = 2_000.0;
/// Within an epoch the network is validated on so many held-out images …
const PROBE: usize = 1_000;
/// … about each time it has trained on so many.
const PROBE_EVERY: usize = 5_000;

/// What a slice of work came to.
pub enum Outcome {
    /// There is more to do.
    More,
    /// A checkpoint is due.
    Save,
    /// An epoch has ended and the network has been evaluated.
    Epoch(Evaluating),
    /// The run stops here: paused after a single step, finished or diverged.
    Stopped,
}

/// A run of an experiment.
///
/// With several workers each computes the gradient of its shard of every batch: see [`sharing`].
///
/// On a GPU the shard's trainer is a copy from a moment ago: see [`Run::catch_up`].
pub struct Run {
    /// Its number in the storage.
    pub id: RunId,
    experiment: Experiment,
    graph: Graph,
    shard: Shard,
    replicas: Option<Replicas>,
    gpu: Option<GpuRun>,
    /// Losses of the first steps, as far as a GPU did them.
    first: Vec<f32>,
    /// A place on a GPU, while that compiles its kernels.
    placing: Option<Placing>,
    /// Whether it is known that there is one, or none.
    placed: bool,
    state: RunState,
    /// Whether it is to pause after the next step.
    single: bool,
    curve: Curve,
    watch: DivergenceWatch,
    speed: Speed,
    evaluating: Option<Evaluating>,
    /// The step after which it was last validated.
    validated: Option<u64>,
    loss: Option<f32>,
    told_at: f64,
    saved_at: f64,
}

impl Run {
    /// A run from the initial weights of the seed, waiting for its data.
    pub fn new(id: RunId, make: MakeTrainer, graph: &Graph, experiment: &Experiment) -> Result<Self> {
        Ok(Run {
            id,
            experiment: *experiment,
            graph: graph.clone(),
            shard: Shard::new(make, graph, experiment, 0, 1)?,
            replicas: None,
            gpu: None,
            first: Vec::new(),
            placing: None,
            placed: false,
            state: RunState::Loading,
            single: false,
            curve: Curve::default(),
            watch: DivergenceWatch::new(
                graph.output_shape().len(),
                Sampling::from(experiment).batch_size(),
                experiment.steps_per_epoch() as u64,
            ),
            speed: Speed::default(),
            evaluating: None,
            validated: None,
            loss: None,
            told_at: 0.0,
            saved_at: 0.0,
        })
    }

    /// The run of a checkpoint, paused or at its end.
    pub fn restore(id: RunId, make: MakeTrainer, graph: &Graph, checkpoint: Checkpoint) -> Result<Self> {
        let mut run = Run::new(id, make, graph, &checkpoint.experiment)?;
        run.state = if checkpoint.is_finished() { RunState::Finished } else { RunState::Paused };
        run.shard.trainer_mut().restore(checkpoint.trainer)?;
        run.curve = checkpoint.curve;
        run.validated = checkpoint.validated;
        run.loss = checkpoint.loss;
        Ok(run)
    }

    /// All that it needs to go on another day.
    pub fn checkpoint(&mut self) -> Checkpoint {
        self.saved_at = now();
        Checkpoint {
            experiment: self.experiment,
            trainer: self.shard.trainer().state(),
            curve: self.curve.clone(),
            validated: self.validated,
            loss: self.loss,
            stored_at: today(),
        }
    }

    /// How it stands.
    pub fn state(&self) -> RunState {
        self.state
    }

    /// Whether it wants to work.
    pub fn is_active(&self) -> bool {
        matches!(self.state, RunState::Loading | RunState::Running | RunState::Evaluating)
    }

    /// Whether it has gone some way and not all of it.
    pub fn is_under_way(&self) -> bool {
        self.step() > 0 && !matches!(self.state, RunState::Finished | RunState::Diverged)
    }

    /// Steps done.
    pub fn step(&self) -> u64 {
        self.gpu.as_ref().map_or(self.shard.trainer().step_count(), GpuRun::step)
    }

    /// The weights as they are now, or on a GPU as they were at [`Run::catch_up`].
    pub fn weights(&self) -> &Weights {
        self.shard.trainer().weights()
    }

    /// Goes on; `single` says for one step only.
    pub fn resume(&mut self, single: bool) {
        self.single = single;
        self.state = RunState::Loading;
    }

    /// Asked to go on while it does: what it has been asked last counts.
    pub fn go_on(&mut self, single: bool) {
        self.single = single;
    }

    /// Stops between two steps.
    pub fn pause(&mut self) {
        if self.is_active() {
            self.state = RunState::Paused;
        }
    }

    /// Whether its images are there.
    pub fn has_data(&self, data_store: &RefCell<DataStore>) -> bool {
        let it = data_store.borrow();
        it.is_test_complete() && it.train().len() >= self.experiment.train_size
    }

    /// Works for a slice of time, its data being there.
    pub async fn advance(
        &mut self,
        data_store: &RefCell<DataStore>,
        executors: &mut Executors,
        inbox: &Inbox,
    ) -> Result<Outcome> {
        if self.state == RunState::Loading {
            self.tell();
            if !self.find_place(data_store, inbox).await {
                return Ok(Outcome::More);
            }
            self.start_replicas(data_store).await;
            self.state = RunState::Running;
            self.saved_at = now();
            self.tell();
        }
        let start = now();
        while now() - start < SLICE {
            if let Some(outcome) = self.do_next(data_store, executors).await? {
                self.catch_up().await;
                self.tell();
                return Ok(outcome);
            }
            if !inbox.is_empty() {
                break;
            }
        }
        if now() - self.told_at >= TELL_EVERY {
            self.tell();
        }
        if now() - self.saved_at < SAVE_EVERY || self.state != RunState::Running {
            return Ok(Outcome::More);
        }
        self.catch_up().await;
        Ok(Outcome::Save)
    }

    /// One step, or on a GPU some, or one batch of a validation that is due.
    async fn do_next(&mut self, data_store: &RefCell<DataStore>, executors: &mut Executors) -> Result<Option<Outcome>> {
        if self.evaluating.is_none() && self.is_due(self.step()) && self.validated != Some(self.step()) {
            self.catch_up().await;
            // A GPU that is lost here takes the run some steps back.
            if self.is_due(self.step()) {
                self.evaluating = Some(self.validation(&data_store.borrow()));
            }
        }
        let (step, steps) = (self.step(), self.experiment.steps());
        let is_whole = self.is_epoch_end();
        if let Some(evaluating) = &mut self.evaluating {
            self.state = if is_whole { RunState::Evaluating } else { RunState::Running };
            let (many, weights) = (&mut executors.many, self.shard.trainer().weights());
            match &mut self.gpu {
                Some(gpu) => {
                    if let Err(error) = gpu.validate(evaluating, many, weights, data_store).await {
                        // The CPU begins it anew: it has the same weights.
                        self.evaluating = None;
                        self.leave_gpu(error);
                        return Ok(None);
                    }
                }
                None => {
                    evaluating.advance(many, weights, data_store.borrow().test())?;
                }
            }
            if !evaluating.is_finished() {
                return Ok(None);
            }
            let (loss, accuracy) = evaluating.summary();
            self.curve.add_validation(step, loss, accuracy);
            self.validated = Some(step);
            self.state = RunState::Running;
            if self.single && is_whole && step < steps {
                self.halt();
            }
            let done = self.evaluating.take();
            return Ok(done.filter(|_| is_whole).map(Outcome::Epoch));
        }
        if step >= steps {
            self.state = RunState::Finished;
            if let Err(error) = self.watch.end() {
                self.diverge(error);
            }
            return Ok(Some(Outcome::Stopped));
        }
        let before = now();
        let trained = match &self.gpu {
            Some(_) => self.train_on_gpu(data_store).await,
            None => self.train_step(data_store).await.map(|()| 1),
        };
        match trained {
            Ok(steps) => self.speed.add(steps * self.shard.batch_size(), now() - before),
            Err(error @ Error::Diverged { .. }) => {
                self.diverge(error);
                return Ok(Some(Outcome::Stopped));
            }
            Err(error) => match self.gpu.take() {
                Some(_) => {
                    self.leave_gpu(error);
                    return Ok(None);
                }
                None => return Err(error),
            },
        }
        // A step that ends an epoch brings its validation with it.
        if self.single && !self.is_epoch_end() {
            self.halt();
            return Ok(Some(Outcome::Stopped));
        }
        Ok(None)
    }

    /// Stops for good: there is nothing to be learned any more.
    fn diverge(&mut self, error: Error) {
        self.state = RunState::Diverged;
        fault(About::TRAINING, Problem::Engine(error));
    }

    fn halt(&mut self) {
        self.single = false;
        self.state = RunState::Paused;
    }

    /// A validation of the steps done so far: on all held-out images when an epoch ends, on the first ones at the start
    /// and within an epoch.
    fn validation(&self, data_store: &DataStore) -> Evaluating {
        Evaluating::new(&self.graph, if self.is_epoch_end() { data_store.test().len() } else { PROBE })
    }

    /// Whether a validation is due after step `step`.
    fn is_due(&self, step: u64) -> bool {
        let per_epoch = self.experiment.steps_per_epoch() as u64;
        let parts = (self.experiment.train_size / PROBE_EVERY).max(2) as u64;
        let every = (per_epoch / parts).max(1);
        let within = step % per_epoch;
        // Not so near to the epoch's end that two points would stand side by side.
        step == 0 || within == 0 || (within.is_multiple_of(every) && within + every <= per_epoch)
    }

    fn is_epoch_end(&self) -> bool {
        let step = self.step();
        step > 0 && step.is_multiple_of(self.experiment.steps_per_epoch() as u64)
    }

    async fn train_step(&mut self, data_store: &RefCell<DataStore>) -> Result<()> {
        let (step, steps) = (self.step(), self.experiment.steps());
        let stats = loop {
            if self.replicas.is_none() {
                break self.shard.gradients(data_store.borrow().train(), step)?;
            }
            if let Some(stats) = self.shared_gradients(data_store, step).await? {
                break stats;
            }
        };
        let lr = self.shard.trainer_mut().apply();
        self.loss = Some(stats.loss);
        self.curve.add_step(step + 1, steps, stats, self.shard.batch_size(), lr);
        self.watch.see(step, stats)
    }

    /// Whether a checkpoint is due at the end of an epoch.
    pub fn is_worth_saving(&self) -> bool {
        self.step() < self.experiment.steps() && now() - self.saved_at >= SAVE_EPOCH_EVERY
    }

    /// Tells the page how it stands, with the new points of the curves.
    pub fn tell(&mut self) {
        self.told_at = now();
        let points = self.curve.news();
        if !points.is_empty() {
            post(Event::Curve(points));
        }
        let (step, steps) = (self.step(), self.experiment.steps());
        let batch = self.shard.batch_size();
        let workers = self.replicas.as_ref().map_or(1, |r| r.len() + 1);
        let kernel = self.gpu.as_ref().map_or_else(|| kernel(workers), GpuRun::kernel);
        let speed = self.speed.figure(&kernel, batch);
        let seconds_left = speed.as_ref().map(|f| (steps - step.min(steps)) as f64 * batch as f64 / f.value);
        post(Event::Progress(Progress {
            state: self.state,
            step,
            steps,
            loss: self.loss,
            images_per_second: speed,
            seconds_left,
        }));
    }
}

fn kernel(workers: usize) -> String {
    if workers > 1 { format!("{KERNEL} × {workers}") } else { KERNEL.into() }
}

/// Where the run takes place.
pub fn running(workers: usize) -> Event {
    Event::Running { device: Device::Cpu, name: KERNEL.into(), workers }
}
