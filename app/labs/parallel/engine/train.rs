//! A data-parallel run on real workers.

use super::crew::{Crew, Heard};
use super::wire::{Answer, IMAGES, Order, Step, model, numbers, prepare, sampling, shard, train_spec};
use crate::parallel::messages::{Division, End, Progress, Told, Training, Update, WorkerState};
use karui_core::data::{Dataset, Sampler, info};
use karui_core::exec::{Cpu, Executor, Mode as Running};
use karui_core::graph::Graph;
use karui_core::measure::Evaluator;
use karui_core::parallel::average;
use karui_core::{Error, Result, models};
use karui_parallel::allreduce::{AllReduce, traffic};
use karui_parallel::updates::{Coordinator, Mode};
use karui_protocol::{DataKind, Figure};
use karui_runtime::clock::{now, yield_now};
use karui_runtime::post::post_to_lab;
use karui_runtime::trainer::{self, CpuTrainer, MakeTrainer};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The page is told every so many milliseconds.
const EVERY: f64 = 100.0;
/// Backups and the bound on staleness: of each, one worker or so many gradients.
const BACKUP: usize = 1;
const STALENESS: usize = 2;
/// Steps that each does on its own before the mean of the weights.
pub const LOCAL: u64 = 8;
/// Held-out images on which the network is looked at in the end.
pub const HELD_OUT: usize = 1000;
/// Bytes of a number.
const BYTES: u64 = 4;

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
        Ok(()) if wishes.borrow().is_stopped => End::Stopped,
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
    let crew = Crew::new(move |_| Order::Begin(training, kind), [pixels, images.train.labels()[..n].to_vec()]);
    let mut run = Run::new(training, make, graph, crew, wishes.clone());
    for rank in 0..training.workers {
        run.crew.hire(rank).await?;
    }
    if training.update.is_among_workers() && training.algorithm == AllReduce::Server {
        run.crew.hire(training.workers).await?;
    }
    run.start = now();
    let done =
        if training.update.is_among_workers() { run.together(images).await } else { run.at_a_server(images).await };
    run.tell(true);
    *weights = run.weights.take();
    done
}

struct Run {
    training: Training,
    make: MakeTrainer,
    graph: Graph,
    crew: Crew,
    wishes: Rc<RefCell<Wishes>>,
    start: f64,
    told: f64,
    progress: Progress,
    /// Staleness summed over gradients, and how many.
    stale: (u64, u64),
    weights: Option<Vec<f32>>,
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
        };
        Run { training, make, graph, crew, wishes, start: 0.0, told: 0.0, progress, stale: (0, 0), weights: None }
    }

    fn tell(&mut self, is_due: bool) {
        if is_due || now() - self.told >= EVERY {
            self.told = now();
            self.progress.seconds = (now() - self.start) / 1000.0;
            self.progress.staleness = self.stale.0 as f64 / self.stale.1.max(1) as f64;
            post_to_lab(&Told::Step(self.progress.clone()));
        }
    }

    fn is_stopped(&self) -> bool {
        self.wishes.borrow().is_stopped
    }

    fn slow(&self, worker: usize) -> u32 {
        self.wishes.borrow().slow.get(&worker).copied().unwrap_or(1)
    }

    fn images_left(&self) -> bool {
        self.progress.images < self.training.batches * self.training.batch as u64
    }

    fn see(&mut self, worker: usize, compute: f64, wait: f64) {
        if let Some(state) = self.progress.workers.get_mut(worker) {
            state.compute += compute;
            state.wait += wait;
            state.delivered += 1;
        }
    }

    /// The loss, smoothed over what has come lately.
    fn see_loss(&mut self, loss: f32, share: f32) {
        let before = self.progress.loss;
        self.progress.loss = if before.is_finite() { before + share * 0.2 * (loss - before) } else { loss };
    }

    /// The gradient of the first batch as one worker has it, against what all have together.
    fn compare(&mut self, images: &Images, together: &[f32]) -> Result<()> {
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
    async fn change_crew(&mut self, members: &mut Vec<usize>) -> Result<()> {
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
            self.crew.hire(rank).await?;
            let weights = self.ask_weights(members[0]).await?;
            self.crew.tell(rank, &Order::Weights, Some(&weights));
            members.push(rank);
            members.sort_unstable();
            self.progress.workers[rank].is_here = true;
        }
        Ok(())
    }

    async fn ask_weights(&mut self, rank: usize) -> Result<Vec<f32>> {
        self.crew.tell(rank, &Order::Give, None);
        loop {
            let Heard { answer, with, .. } = self.crew.hear().await?;
            if answer == Answer::Weights {
                return Ok(numbers(&with.get(1)));
            }
        }
    }

    /// Step by step, with messages among the workers.
    async fn together(&mut self, images: &Images) -> Result<()> {
        let local = if self.training.update == Update::Local { LOCAL } else { 0 };
        let mut members: Vec<usize> = (0..self.training.workers).collect();
        let len = self.trained();
        let mut step = 0;
        while self.images_left() && !self.is_stopped() {
            self.change_crew(&mut members).await?;
            let workers = members.len();
            let mut all = members.clone();
            if self.training.algorithm == AllReduce::Server {
                all.push(self.training.workers);
            }
            for (place, &rank) in all.iter().enumerate() {
                let (algorithm, slow) = (self.training.algorithm, self.slow(rank));
                let wants_gradient = step == 0 && place == 0 && local == 0;
                let members = all.clone();
                let order = Step { step, members, place, algorithm, slow, local, wants_gradient };
                self.crew.tell(rank, &Order::Step(order), None);
            }
            let (mut loss, mut seen) = (0.0, 0);
            for _ in 0..all.len() {
                let Heard { worker, answer, with } = self.crew.hear().await?;
                let Answer::Stepped { loss: own, images: n, compute, wait, sent } = answer else { continue };
                loss += own * n as f32;
                seen += n;
                self.progress.counted += sent;
                self.see(worker, compute, wait);
                if with.length() > 1 {
                    self.compare(images, &numbers(&with.get(1)))?;
                }
            }
            let formula: usize =
                (0..all.len()).map(|place| traffic(self.training.algorithm, workers, len, place).sent).sum();
            self.progress.formula += BYTES * formula as u64;
            self.progress.updates += local.max(1);
            self.progress.images += seen as u64;
            self.see_loss(loss / seen.max(1) as f32, 1.0);
            if !self.progress.loss.is_finite() {
                break;
            }
            self.tell(false);
            step += 1;
        }
        self.weights = Some(self.ask_weights(members[0]).await?);
        Ok(())
    }

    fn trained(&self) -> usize {
        karui_core::graph::Weights::zeros(&self.graph).trainable_len()
    }

    /// Gradient by gradient, all to one place that has the weights.
    async fn at_a_server(&mut self, images: &Images) -> Result<()> {
        let Training { workers, batch, division, update, .. } = self.training;
        let mode = match update {
            Update::Backup => Mode::Synchronous { backup: BACKUP.min(workers - 1) },
            Update::Bounded => Mode::Bounded { staleness: STALENESS },
            _ => Mode::Asynchronous,
        };
        let mut coordinator = Coordinator::new(mode, workers)?;
        let mut server = (self.make)(&self.graph, &train_spec(&self.training), 1, u64::MAX)?;
        let size = BYTES * self.trained() as u64;
        let mut counts = vec![0u64; workers];
        let mut idle = vec![self.start; workers];
        let mut waiting: BTreeMap<usize, Vec<f32>> = BTreeMap::new();
        let share = |worker| shard(division, batch, worker, workers).len();
        for worker in 0..workers {
            self.send(worker, &mut *server, &mut counts);
        }
        while self.images_left() && !self.is_stopped() {
            let Heard { worker, answer, with } = self.crew.hear().await?;
            let Answer::Gradient { loss, images: n, compute } = answer else { continue };
            let gradient = numbers(&with.get(1));
            self.progress.counted += BYTES * gradient.len() as u64;
            let before = idle[worker];
            self.see(worker, compute, 0.0);
            self.progress.workers[worker].wait += (now() - before - compute).max(0.0);
            idle[worker] = now();
            self.progress.images += n as u64;
            self.see_loss(loss, n as f32 / batch as f32);
            waiting.insert(worker, gradient);
            let decision = coordinator.arrived(worker)?;
            if decision.is_dropped {
                waiting.remove(&worker);
                self.progress.workers[worker].dropped += 1;
            }
            if !decision.update.is_empty() {
                let ranks: Vec<usize> = decision.update.iter().map(|(worker, _)| *worker).collect();
                self.stale.0 += decision.update.iter().map(|(_, stale)| *stale as u64).sum::<u64>();
                self.stale.1 += ranks.len() as u64;
                let mut parts: Vec<Vec<f32>> = ranks.iter().filter_map(|rank| waiting.remove(rank)).collect();
                self.join(&mut parts, &ranks, share)?;
                if let Some(sum) = parts.first() {
                    if self.progress.updates == 0 && update == Update::Backup {
                        self.compare(images, sum)?;
                    }
                    server.gradient_mut().copy_from_slice(sum);
                    server.apply();
                    self.progress.updates += 1;
                }
            }
            for &worker in &decision.go {
                self.send(worker, &mut *server, &mut counts);
            }
            if !self.progress.loss.is_finite() {
                break;
            }
            // S up for each gradient, S down for each time that a worker went on.
            let delivered: u64 = self.progress.workers.iter().map(|state| state.delivered).sum();
            self.progress.formula = size * (delivered + counts.iter().sum::<u64>());
            self.tell(false);
            yield_now().await;
        }
        self.weights = Some(server.weights_mut().split_mut().0.to_vec());
        Ok(())
    }

    /// The mean of gradients, in the first, as the run's division has it.
    fn join(&self, parts: &mut [Vec<f32>], ranks: &[usize], share: impl Fn(usize) -> usize) -> Result<()> {
        match self.training.division {
            Division::Sum => {
                let (workers, batch) = (ranks.len(), self.training.batch);
                if let Some((first, rest)) = parts.split_first_mut() {
                    prepare(first, Division::Sum, batch, 0, workers);
                    rest.iter().for_each(|other| first.iter_mut().zip(other).for_each(|(sum, g)| *sum += g));
                }
                Ok(())
            }
            division => {
                let is_weighted = division != Division::Unweighted;
                let sizes: Vec<usize> = ranks.iter().map(|&rank| if is_weighted { share(rank) } else { 1 }).collect();
                let mut all: Vec<&mut [f32]> = parts.iter_mut().map(|part| &mut part[..]).collect();
                average(&mut all, &sizes)
            }
        }
    }

    /// Sends a worker the weights and the next batch that it shares in.
    fn send(&mut self, worker: usize, server: &mut dyn CpuTrainer, counts: &mut [u64]) {
        let (batch, place) = (counts[worker], (worker, counts.len()));
        let weights = server.weights_mut().split_mut().0;
        self.progress.counted += BYTES * weights.len() as u64;
        self.crew.tell(worker, &Order::Gradient { batch, place, slow: self.slow(worker) }, Some(weights));
        counts[worker] += 1;
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
