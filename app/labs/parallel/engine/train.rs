//! A data-parallel run on real workers.

use super::crew::{Crew, Heard, Heeded, Trouble, lost};
use super::wire::{Answer, IMAGES, Order, Step, model, numbers, sampling, train_spec};
use crate::parallel::messages::{End, Progress, Told, Training, Update, WorkerState};
use karui_core::data::{Dataset, Sampler, info};
use karui_core::exec::{Cpu, Executor, Mode as Running};
use karui_core::graph::Graph;
use karui_core::measure::Evaluator;
use karui_core::{Divergence, Error, Result, models};
use karui_parallel::allreduce::{AllReduce, traffic};
use karui_parallel::recovery::resume;
use karui_protocol::{DataKind, Figure};
use karui_runtime::clock::now;
use karui_runtime::post::post_to_lab;
use karui_runtime::trainer::{self, MakeTrainer};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The page is told every so many milliseconds.
const EVERY: f64 = 100.0;
/// Steps that each does on its own before the mean of the weights.
pub const LOCAL: u64 = 8;
/// Held-out images on which the network is looked at in the end.
pub const HELD_OUT: usize = 1000;
/// Bytes of a number.
pub(super) const BYTES: u64 = 4;
/// Where more workers than this are lost, something else is wrong than a worker.
const MOST_LOST: usize = 16;

/// What the learner changes while a run goes on.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Whether it is to end.
    pub is_stopped: bool,
    /// How slow each worker is.
    pub slow: BTreeMap<usize, u32>,
    /// Who is not to be there.
    pub away: Vec<usize>,
}

/// The images of a run.
pub struct Images {
    /// Which they are.
    pub kind: DataKind,
    /// Those to train on: [`IMAGES`].
    pub train: Dataset,
    /// Those to look at it with.
    pub test: Dataset,
}

/// How many training and held-out images a run takes that trains on `images`.
pub fn needs(kind: DataKind, images: usize) -> [usize; 2] {
    let facts = info(kind);
    [images.min(facts.train_len), HELD_OUT.min(facts.test_len)]
}

/// Trains, and tells the page; with its end.
pub async fn run(training: Training, images: Images, wishes: Rc<RefCell<Wishes>>) {
    let mut weights = None;
    let done = begin(training, &images, &wishes, &mut weights).await;
    let end = match done {
        // Also where a worker did not answer any more.
        _ if wishes.borrow().is_stopped => End::Stopped,
        Ok(()) => End::Done,
        Err(error) => End::Failed(error),
    };
    let accuracy = weights.and_then(|weights: Vec<f32>| accuracy(&training, &images, &weights).ok());
    post_to_lab(&Told::Ended { id: training.id, end, accuracy });
}

async fn begin(
    training: Training,
    images: &Images,
    wishes: &Rc<RefCell<Wishes>>,
    weights: &mut Option<Vec<f32>>,
) -> Result<()> {
    let not_fetched = |_| Error::misuse("trainer", "its code", "nothing");
    let make = trainer::fetched().await.map_err(not_fetched)?;
    let facts = info(images.kind);
    let graph = models::build(model(training.network), facts.shape, facts.classes.len())?;
    let (kind, n) = (images.kind, IMAGES.min(images.train.len()));
    let pixels = images.train.images()[..n * images.train.shape().len()].to_vec();
    let begin = move |_| Order::Begin(training, kind);
    let crew = Crew::new(begin, [pixels, images.train.labels()[..n].to_vec()], wishes.clone());
    let mut run = Run::new(training, make, graph, crew, wishes.clone());
    for rank in 0..training.workers {
        run.crew.hire(rank).await.map_err(Trouble::error)?;
    }
    if training.update.is_among_workers() && training.algorithm == AllReduce::Server {
        run.crew.hire(training.workers).await.map_err(Trouble::error)?;
    }
    run.start = now();
    let done =
        if training.update.is_among_workers() { run.together(images).await } else { run.at_a_server(images).await };
    run.tell(true);
    *weights = run.weights.take();
    done
}

/// A run that goes on.
pub(super) struct Run {
    pub(super) training: Training,
    pub(super) make: MakeTrainer,
    pub(super) graph: Graph,
    pub(super) crew: Crew,
    wishes: Rc<RefCell<Wishes>>,
    pub(super) start: f64,
    told: f64,
    pub(super) progress: Progress,
    /// Staleness summed over gradients, and how many.
    pub(super) stale: (u64, u64),
    /// Steps that all have done, and those that were begun.
    step: u64,
    attempts: u64,
    pub(super) weights: Option<Vec<f32>>,
}

impl Run {
    fn new(training: Training, make: MakeTrainer, graph: Graph, crew: Crew, wishes: Rc<RefCell<Wishes>>) -> Self {
        let here = WorkerState { is_here: true, ..WorkerState::default() };
        let progress = Progress {
            id: training.id,
            updates: 0,
            images: 0,
            seconds: 0.0,
            loss: f32::NAN,
            workers: vec![here; training.workers],
            counted: 0,
            formula: 0,
            staleness: 0.0,
            difference: None,
            lost: Vec::new(),
        };
        let (start, told, stale, step, attempts) = (0.0, 0.0, (0, 0), 0, 0);
        Run { training, make, graph, crew, wishes, start, told, progress, stale, step, attempts, weights: None }
    }

    pub(super) fn tell(&mut self, is_due: bool) {
        if is_due || now() - self.told >= EVERY {
            self.told = now();
            self.progress.seconds = (now() - self.start) / 1000.0;
            self.progress.staleness = self.stale.0 as f64 / self.stale.1.max(1) as f64;
            post_to_lab(&Told::Step(self.progress.clone()));
        }
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.wishes.borrow().is_stopped
    }

    pub(super) fn slow(&self, worker: usize) -> u32 {
        self.wishes.borrow().slow.get(&worker).copied().unwrap_or(1)
    }

    pub(super) fn images_left(&self) -> bool {
        self.progress.images < self.training.batches * self.training.batch as u64
    }

    pub(super) fn see(&mut self, worker: usize, compute: f64, wait: f64) {
        if let Some(state) = self.progress.workers.get_mut(worker) {
            state.compute += compute;
            state.wait += wait;
            state.delivered += 1;
        }
    }

    /// The loss, smoothed over what has come lately.
    pub(super) fn see_loss(&mut self, loss: f32, share: f32) {
        let before = self.progress.loss;
        self.progress.loss = if before.is_finite() { before + share * 0.2 * (loss - before) } else { loss };
    }

    /// The gradient of the first batch as one worker has it, against what all have together.
    pub(super) fn compare(&mut self, images: &Images, together: &[f32]) -> Result<()> {
        let mut sampler = Sampler::new(sampling(&self.training));
        let indices = sampler.batch(0);
        let mut trainer = (self.make)(&self.graph, &train_spec(&self.training), indices.len(), 1)?;
        let (mut pixels, mut labels) = (vec![0.0; indices.len() * images.train.shape().len()], vec![0; indices.len()]);
        images.train.batch(indices, &mut pixels, &mut labels)?;
        trainer.gradients(&pixels, &labels)?;
        let alone = trainer.gradient();
        let apart = alone.iter().zip(together).fold(0.0f32, |most, (a, b)| most.max((a - b).abs()));
        let largest = alone.iter().fold(0.0f32, |most, a| most.max(a.abs()));
        self.progress.difference = Some((apart, largest));
        Ok(())
    }

    /// Brings those there who are to be, and ends those who are not.
    async fn change_crew(&mut self, members: &mut Vec<usize>) -> Heeded<()> {
        if self.training.algorithm == AllReduce::Server && !self.crew.has(self.training.workers) {
            self.crew.hire(self.training.workers).await?;
        }
        let away = self.wishes.borrow().away.clone();
        let leaving: Vec<usize> = members.iter().copied().filter(|rank| away.contains(rank)).collect();
        for rank in leaving.into_iter().take(members.len().saturating_sub(1)) {
            self.crew.dismiss(rank);
            members.retain(|other| *other != rank);
            self.progress.workers[rank].is_here = false;
        }
        for rank in 0..self.training.workers {
            if away.contains(&rank) || members.contains(&rank) {
                continue;
            }
            // One that did not come up before.
            self.crew.dismiss(rank);
            self.crew.hire(rank).await?;
            let weights = self.ask_weights(members[0]).await?;
            self.crew.tell(rank, &Order::Weights(self.step), Some(&weights));
            members.push(rank);
            members.sort_unstable();
            self.progress.workers[rank].is_here = true;
        }
        Ok(())
    }

    async fn ask_weights(&mut self, rank: usize) -> Heeded<Vec<f32>> {
        self.crew.tell(rank, &Order::Give, None);
        loop {
            let Heard { answer, with, .. } = self.crew.hear().await?;
            if answer == Answer::Weights {
                return Ok(numbers(&with.get(1)));
            }
        }
    }

    /// Steps that each does on its own before the weights are averaged; 0 where gradients are.
    fn local(&self) -> u64 {
        if self.training.update == Update::Local { LOCAL } else { 0 }
    }

    /// Step by step, with messages among the workers. Where one is gone the others go on from the last step that all have done.
    async fn together(&mut self, images: &Images) -> Result<()> {
        let mut members: Vec<usize> = (0..self.training.workers).collect();
        while self.images_left() && !self.is_stopped() {
            match self.step(images, &mut members).await {
                Ok(()) if !self.progress.loss.is_finite() => return Err(self.diverged()),
                Ok(()) => self.tell(false),
                Err(Trouble::Gone(rank)) => self.recover(rank, &mut members).await?,
                Err(Trouble::Failed(error)) => return Err(error),
            }
        }
        for rank in members {
            match self.ask_weights(rank).await {
                Err(Trouble::Gone(_)) => {}
                weights => {
                    self.weights = Some(weights.map_err(Trouble::error)?);
                    return Ok(());
                }
            }
        }
        Err(lost(0))
    }

    async fn step(&mut self, images: &Images, members: &mut Vec<usize>) -> Heeded<()> {
        let (local, len, step) = (self.local(), self.trained(), self.step);
        self.change_crew(members).await?;
        self.attempts += 1;
        let (attempt, workers) = (self.attempts, members.len());
        let mut all = members.clone();
        if self.training.algorithm == AllReduce::Server {
            all.push(self.training.workers);
        }
        for (place, &rank) in all.iter().enumerate() {
            let (algorithm, slow) = (self.training.algorithm, self.slow(rank));
            let wants_gradient = step == 0 && place == 0 && local == 0;
            let members = all.clone();
            let order = Step { step, attempt, members, place, algorithm, slow, local, wants_gradient };
            self.crew.tell(rank, &Order::Step(order), None);
        }
        let (mut loss, mut seen, mut counted, mut left) = (0.0, 0, 0, all.len());
        while left > 0 {
            let Heard { worker, answer, with } = self.crew.hear().await?;
            let Answer::Stepped { loss: own, images: n, compute, wait, sent } = answer else { continue };
            left -= 1;
            loss += own * n as f32;
            seen += n;
            counted += sent;
            self.see(worker, compute, wait);
            if with.length() > 1 {
                self.compare(images, &numbers(&with.get(1)))?;
            }
        }
        let sent = |place| traffic(self.training.algorithm, workers, len, place).sent;
        let formula: usize = (0..all.len()).map(sent).sum();
        self.progress.formula += BYTES * formula as u64;
        self.progress.counted += counted;
        self.done(seen as u64);
        self.see_loss(loss / seen.max(1) as f32, 1.0);
        Ok(())
    }

    /// A step is done, with so many images.
    fn done(&mut self, images: u64) {
        self.progress.updates += self.local().max(1);
        self.progress.images += images;
        self.step += 1;
    }

    /// Worker `rank` is gone: the others give up the step that goes on, and all take the weights of the one that has got furthest.
    async fn recover(&mut self, rank: usize, members: &mut Vec<usize>) -> Result<()> {
        let mut gone = Some(rank);
        let mut stands = BTreeMap::new();
        while let Some(rank) = gone.take() {
            self.lose(rank)?;
            members.retain(|other| *other != rank);
            stands.clear();
            let server = Some(self.training.workers).filter(|rank| self.crew.has(*rank));
            let asked: Vec<usize> = members.iter().copied().chain(server).collect();
            asked.iter().for_each(|&rank| self.crew.tell(rank, &Order::Abandon, None));
            while stands.len() < asked.len() && gone.is_none() {
                match self.crew.hear().await {
                    Ok(Heard { worker, answer: Answer::Stands(steps), with }) => {
                        stands.insert(worker, (steps, numbers(&with.get(1))));
                    }
                    Ok(_) => {}
                    Err(Trouble::Gone(other)) => gone = Some(other),
                    Err(Trouble::Failed(error)) => return Err(error),
                }
            }
        }
        let of = |rank: &usize| Some((*rank, stands.get(rank)?.0));
        let resumed = resume(self.step, &members.iter().filter_map(of).collect::<Vec<_>>())?;
        if let Some((_, weights)) = stands.get(&resumed.from) {
            for rank in resumed.behind {
                self.crew.tell(rank, &Order::Weights(resumed.steps), Some(weights));
            }
        }
        if resumed.steps > self.step {
            // It was finished, only not by all: its images are in the weights.
            self.done(self.training.batch as u64 * self.local().max(1));
        }
        self.tell(true);
        Ok(())
    }

    /// Takes down that a worker is gone. Among workers its place stays empty until the learner fills it.
    pub(super) fn lose(&mut self, rank: usize) -> Result<()> {
        self.crew.dismiss(rank);
        self.progress.lost.push(rank);
        if self.progress.lost.len() > MOST_LOST {
            return Err(lost(rank));
        }
        if let Some(state) = self.progress.workers.get_mut(rank).filter(|_| self.training.update.is_among_workers()) {
            state.is_here = false;
            self.wishes.borrow_mut().away.push(rank);
        }
        Ok(())
    }

    pub(super) fn diverged(&self) -> Error {
        Error::Diverged { step: self.progress.updates, kind: Divergence::NotANumber }
    }

    pub(super) fn trained(&self) -> usize {
        karui_core::graph::Weights::zeros(&self.graph).trainable_len()
    }
}

/// The share of held-out images that the network with these trained weights classifies rightly.
fn accuracy(training: &Training, images: &Images, trained: &[f32]) -> Result<Figure> {
    let facts = info(images.kind);
    let graph = models::build(model(training.network), facts.shape, facts.classes.len())?;
    let mut weights = karui_core::graph::Weights::init(&graph, u64::from(train_spec(training).seed));
    // Running statistics stay with the workers: each has those of its own shards.
    if weights.values().len() > trained.len() {
        return Err(Error::misuse("network", "one without batch norm", "one with it"));
    }
    let own = weights.split_mut().0;
    Error::check_len("weights", own.len(), trained.len())?;
    own.copy_from_slice(trained);
    score(&graph, &weights, &images.test)
}

/// The share of held-out images that a network classifies rightly.
pub fn score(graph: &Graph, weights: &karui_core::graph::Weights, test: &Dataset) -> Result<Figure> {
    let batch = 100;
    let mut executor = Executor::<Cpu>::new(graph, batch, Running::Inference)?;
    let mut evaluator = Evaluator::new(graph, batch, test.len());
    while evaluator.advance(test, |pixels| executor.forward(weights, pixels))? {}
    Ok(Figure::counted(evaluator.score().hits(), evaluator.score().count()))
}
