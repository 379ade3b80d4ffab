use super::Network;
use super::cluster::{Clusters, cluster};
use super::distill::Lesson;
use super::fold_bn::fold_bn;
use super::low_rank::Factoring;
use super::prune::{self, Mask, prune};
use super::quantize::{finish_aware, prepare_aware, quantize};
use super::tuning::{Keep, Tuning, steps};
use crate::data::Dataset;
use crate::exec::{Cpu, Executor, Mode};
use crate::graph::Weights;
use crate::models;
use crate::rng::Rng;
use crate::spec::Experiment;
use crate::spec::recipe::{
    Cluster, Criterion, Distill, FineTune, LowRank, Prune, PruneUnit, QuantMethod, Quantize, Recipe, Technique,
};
use crate::{Error, Result};
use std::collections::VecDeque;

/// Training images that the gradient criterion looks at.
const GRADIENT_IMAGES: usize = 512;
/// Images at a time for it.
const GRADIENT_BATCH: usize = 64;

/// How a [`RecipeRun`] stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Status {
    /// The technique at work; the last one when nothing is left to do.
    pub technique: Option<Technique>,
    /// Training steps done.
    pub step: u64,
    /// Training steps in all.
    pub steps: u64,
    /// The loss of the last training step.
    pub loss: Option<f32>,
    /// Layers that the technique at work is done with, of how many; 0 of 0 where it does them at once.
    pub layers: (usize, usize),
    /// Whether the network is ready.
    pub is_done: bool,
}

/// A recipe at work on a network, in pieces between which the caller may look, wait or stop.
#[derive(Debug)]
pub struct RecipeRun {
    network: Network,
    experiment: Experiment,
    todo: VecDeque<Task>,
    tuning: Option<Tuning>,
    /// Low rank, while it factors.
    factoring: Option<(LowRank, Factoring)>,
    /// What pruning and clustering ask later training to keep.
    mask: Option<Mask>,
    /// Which output channels of each layer have stayed, where some were removed.
    kept: Vec<(String, Vec<bool>)>,
    status: Status,
    /// Whether no training is wanted any more.
    is_stopped: bool,
}

#[derive(Debug, Clone)]
enum Task {
    Student(Distill),
    LowRank(LowRank),
    Prune(Prune, usize),
    FoldBn,
    Cluster(Cluster),
    Quantize(Quantize),
    PrepareAware(Quantize),
    FinishAware(Quantize),
    /// Takes in what the clusters have learned.
    FinishClusters(Clusters),
}

impl Task {
    const fn technique(&self) -> Technique {
        match self {
            Task::Student(_) => Technique::Distill,
            Task::LowRank(_) => Technique::LowRank,
            Task::Prune(..) => Technique::Prune,
            Task::FoldBn => Technique::FoldBn,
            Task::Cluster(_) | Task::FinishClusters(_) => Technique::Cluster,
            Task::Quantize(_) | Task::PrepareAware(_) | Task::FinishAware(_) => Technique::Quantize,
        }
    }

    const fn training(&self) -> Option<FineTune> {
        match self {
            Task::Student(it) => Some(it.train),
            Task::LowRank(it) => Some(it.fine_tune),
            Task::Prune(it, _) => Some(it.fine_tune),
            Task::Cluster(it) => Some(it.fine_tune),
            Task::PrepareAware(it) => Some(it.train),
            Task::FoldBn | Task::Quantize(_) | Task::FinishAware(_) | Task::FinishClusters(_) => None,
        }
    }
}

/// The order in which techniques are done: a student is taught before it is cut, and what is left is cut before it
/// is rounded.
fn tasks(recipe: &Recipe) -> VecDeque<Task> {
    let mut tasks = VecDeque::new();
    tasks.extend(recipe.distill.map(Task::Student));
    tasks.extend(recipe.low_rank.map(Task::LowRank));
    if let Some(prune) = &recipe.prune {
        tasks.extend((1..=prune.rounds.max(1)).map(|round| Task::Prune(prune.clone(), round)));
    }
    if recipe.fold_bn || recipe.quantize.is_some_and(|q| q.method != QuantMethod::Weights) {
        tasks.push_back(Task::FoldBn);
    }
    tasks.extend(recipe.cluster.map(Task::Cluster));
    match recipe.quantize {
        Some(it) if it.method == QuantMethod::Aware => {
            tasks.extend([Task::PrepareAware(it), Task::FinishAware(it)]);
        }
        it => tasks.extend(it.map(Task::Quantize)),
    }
    tasks
}

/// How many of the training images a recipe looks at.
pub fn images_needed(recipe: &Recipe, experiment: &Experiment) -> usize {
    if tasks(recipe).iter().filter_map(Task::training).any(|t| steps(t, experiment) > 0) {
        return experiment.train_size;
    }
    let calibration = recipe.quantize.map_or(0, |q| match q.method {
        QuantMethod::Weights | QuantMethod::Dynamic => 0,
        QuantMethod::Static | QuantMethod::Aware => q.calibration,
    });
    let by_gradient = recipe.prune.as_ref().is_some_and(|p| p.criterion == Criterion::Gradient);
    calibration.max(if by_gradient { GRADIENT_IMAGES } else { 0 }).min(experiment.train_size)
}

impl RecipeRun {
    /// `recipe` on `network`; the experiment says which images, which batches and which seed.
    pub fn new(network: Network, recipe: &Recipe, experiment: &Experiment) -> Result<Self> {
        check(recipe)?;
        let todo = tasks(recipe);
        let steps = todo.iter().filter_map(Task::training).map(|t| steps(t, experiment)).sum();
        let status = Status { technique: None, step: 0, steps, loss: None, layers: (0, 0), is_done: todo.is_empty() };
        let (tuning, factoring, mask, kept) = (None, None, None, Vec::new());
        Ok(RecipeRun {
            network,
            experiment: *experiment,
            todo,
            tuning,
            factoring,
            mask,
            kept,
            status,
            is_stopped: false,
        })
    }

    /// The network as far as it has come; what training has learned is put in when it ends.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Which output channels of each layer have stayed, where some were removed.
    pub fn kept_channels(&self) -> &[(String, Vec<bool>)] {
        &self.kept
    }

    /// The finished network.
    pub fn into_network(self) -> Network {
        self.network
    }

    /// How it stands.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Ends training now, keeping the best so far; the techniques that are left follow without any.
    pub fn stop_training(&mut self) {
        self.is_stopped = true;
    }

    /// Does the next piece: a training step, or a technique. `train` holds [`images_needed`] images.
    pub fn advance(&mut self, train: &Dataset) -> Result<Status> {
        if let Some(tuning) = &mut self.tuning {
            if !self.is_stopped && !tuning.is_finished() {
                self.status.loss = Some(tuning.step(&self.network, train)?.loss);
                self.status.step += 1;
                return Ok(self.status);
            }
            if let Some(tuning) = self.tuning.take() {
                self.mask = tuning.finish(&mut self.network)?.mask;
            }
        } else if let Some((_, factoring)) = &mut self.factoring {
            let goes_on = factoring.advance(&self.network);
            self.status.layers = factoring.progress();
            if !goes_on && let Some((settings, factoring)) = self.factoring.take() {
                self.status.layers = (0, 0);
                self.network = factoring.finish(&self.network)?;
                self.train(settings.fine_tune, Keep::default(), None)?;
            }
        } else if let Some(task) = self.todo.pop_front() {
            self.status.technique = Some(task.technique());
            self.begin(task, train)?;
        }
        self.status.is_done = self.todo.is_empty() && self.tuning.is_none() && self.factoring.is_none();
        Ok(self.status)
    }

    /// Does everything that is left.
    pub fn finish(mut self, train: &Dataset) -> Result<Network> {
        while !self.advance(train)?.is_done {}
        Ok(self.network)
    }

    fn begin(&mut self, task: Task, train: &Dataset) -> Result<()> {
        let training = task.training().filter(|&t| self.trains(t));
        let mut keep = Keep::default();
        let mut lesson = None;
        match task {
            Task::Student(it) => {
                let teacher = self.network.clone();
                self.network = self.student(&it)?;
                lesson = Some((it, teacher));
            }
            Task::LowRank(it) => {
                // Its training follows when it has factored.
                self.factoring = Some((it, Factoring::new(&self.network, &it)?));
                return Ok(());
            }
            Task::Prune(it, round) => self.prune(&it, round, train)?,
            Task::FoldBn => {
                self.network = fold_bn(&self.network)?;
                self.mask = self.mask.take().and_then(|_| zeros(&self.network));
            }
            Task::Cluster(it) => {
                self.network = cluster(&self.network, &it)?;
                if training.is_some() {
                    let clusters = Clusters::of(&self.network);
                    self.todo.push_front(Task::FinishClusters(clusters.clone()));
                    keep.clusters = Some(clusters);
                }
            }
            Task::FinishClusters(clusters) => clusters.refresh(&mut self.network),
            Task::Quantize(it) => self.network = quantize(&self.network, &it, &calibration(&it, train)?)?,
            Task::PrepareAware(it) => {
                self.network = prepare_aware(&self.network, &it, &calibration(&it, train)?)?;
                keep.rounding = Some(it);
                keep.clusters = Some(Clusters::of(&self.network));
            }
            Task::FinishAware(it) => self.network = finish_aware(&self.network, &it)?,
        }
        match training {
            Some(training) => self.train(training, keep, lesson),
            None => Ok(()),
        }
    }

    /// Whether `training` is still wanted and trains at all.
    fn trains(&self, training: FineTune) -> bool {
        !self.is_stopped && steps(training, &self.experiment) > 0
    }

    /// Begins training of the network as it is, with a teacher where there is a lesson.
    fn train(&mut self, training: FineTune, mut keep: Keep, lesson: Option<(Distill, Network)>) -> Result<()> {
        if !self.trains(training) {
            return Ok(());
        }
        keep.mask = self.mask.take();
        let tuning = Tuning::new(&self.network, training, &self.experiment, keep)?;
        self.tuning = Some(match lesson {
            None => tuning,
            Some((settings, teacher)) => tuning.taught(|trainer| {
                let seed = self.experiment.train.seed;
                Lesson::new(settings, (&teacher.graph, &teacher.weights), trainer.executor_mut(), seed)
            })?,
        });
        Ok(())
    }

    /// An untrained student.
    fn student(&self, it: &Distill) -> Result<Network> {
        let (input, output) = (self.network.graph.input_shape(), self.network.graph.output_shape());
        let graph = models::narrow(it.student, it.width, input, output.len())?;
        let weights = Weights::init(&graph, u64::from(self.experiment.train.seed));
        Ok(Network::float(graph, weights))
    }

    fn prune(&mut self, it: &Prune, round: usize, train: &Dataset) -> Result<()> {
        let amount = prune::schedule::cubic(0.0, it.amount, round, it.rounds.max(1));
        let gradient = match it.criterion {
            Criterion::Gradient => Some(gradient(&self.network, train)?),
            _ => None,
        };
        // Amounts are parts of the whole network, so channels stay, as zeros, until the last round.
        let last = round == it.rounds.max(1);
        let it = &Prune { remove: it.remove && last, ..it.clone() };
        let seed = u64::from(self.experiment.train.seed);
        if it.remove && it.unit == PruneUnit::Channel {
            let chosen = prune::choose_channels(&self.network, it, amount, gradient.as_deref(), seed)?;
            self.kept = chosen.of_layers(&self.network.graph);
            if it.rewind {
                // Initial values have their places in the whole network, so they come before the cut.
                self.network.weights = Weights::init(&self.network.graph, seed);
            }
            (self.network, self.mask) = (prune::channels::remove_channels(&self.network, &chosen)?, None);
            return Ok(());
        }
        let (mut network, mask) = prune(&self.network, it, amount, gradient.as_deref(), seed)?;
        if let (true, Some(mask)) = (it.rewind, &mask) {
            network.weights.set_values(Weights::init(&network.graph, seed).values())?;
            mask.apply(network.weights.values_mut());
        }
        (self.network, self.mask) = (network, mask);
        Ok(())
    }
}

/// The first training images that `it` calibrates on, `[N, H, W, C]`.
fn calibration(it: &Quantize, train: &Dataset) -> Result<Vec<f32>> {
    match it.method {
        QuantMethod::Weights | QuantMethod::Dynamic => Ok(Vec::new()),
        QuantMethod::Static | QuantMethod::Aware => first_images(train, it.calibration).map(|(images, _)| images),
    }
}

fn first_images(train: &Dataset, n: usize) -> Result<(Vec<f32>, Vec<u8>)> {
    let n = n.min(train.len());
    let (mut images, mut labels) = (vec![0.0; n * train.shape().len()], vec![0; n]);
    let indices: Vec<u32> = (0..n as u32).collect();
    train.batch(&indices, &mut images, &mut labels)?;
    Ok((images, labels))
}

/// The gradient of the loss over the first training images, laid out as the trained weights.
fn gradient(network: &Network, train: &Dataset) -> Result<Vec<f32>> {
    let (images, labels) = first_images(train, GRADIENT_IMAGES)?;
    let batch = GRADIENT_BATCH.min(labels.len()).max(1);
    let mut executor = Executor::<Cpu>::new(&network.graph, batch, Mode::Training)?;
    let mut weights = network.weights.clone();
    let mut rng = Rng::new(0, 2);
    let mut sum = vec![0.0; weights.trainable_len()];
    let mut one = sum.clone();
    let len = batch * train.shape().len();
    for (images, labels) in images.chunks_exact(len).zip(labels.chunks_exact(batch)) {
        executor.forward_train(&mut weights, images, &mut rng)?;
        executor.loss(labels, 0.0)?;
        executor.backward(&weights, &mut one)?;
        sum.iter_mut().zip(&one).for_each(|(s, g)| *s += g);
    }
    Ok(sum)
}

/// The mask of the weights that are zero, where any tensor leaves its zeros out.
fn zeros(network: &Network) -> Option<Mask> {
    network.storage.iter().any(|s| s.sparse).then(|| Mask::of(network))
}

/// Whether all settings are within their ranges.
fn check(recipe: &Recipe) -> Result<()> {
    let within = |field: &str, value: f32, least: f32, most: f32| {
        if (least..=most).contains(&value) {
            return Ok(());
        }
        Err(Error::setting(field, format!("{least} … {most}"), value.to_string()))
    };
    let training = |it: FineTune| {
        within("epochs", it.epochs, 0.0, 200.0)?;
        within("lr", it.lr, 1e-6, 10.0)
    };
    if let Some(it) = &recipe.distill {
        within("width", it.width, 0.01, 4.0)?;
        within("temperature", it.temperature, 0.1, 100.0)?;
        within("alpha", it.alpha, 0.0, 1.0)?;
        within("beta", it.beta, 0.0, 1e4)?;
        training(it.train)?;
    }
    if let Some(it) = &recipe.low_rank {
        within("energy", it.energy, 0.01, 1.0)?;
        within("saving", it.saving, 0.0, 0.99)?;
        training(it.fine_tune)?;
    }
    if let Some(it) = &recipe.prune {
        within("amount", it.amount, 0.0, 0.999)?;
        within("rounds", it.rounds as f32, 1.0, 50.0)?;
        it.layers.iter().try_for_each(|(name, amount)| within(name, *amount, 0.0, 0.999))?;
        training(it.fine_tune)?;
    }
    if let Some(it) = &recipe.cluster {
        within("bits", f32::from(it.bits), 1.0, 8.0)?;
        training(it.fine_tune)?;
    }
    if let Some(it) = &recipe.quantize {
        within("percentile", it.percentile, 50.0, 100.0)?;
        within("calibration", it.calibration as f32, 1.0, 10_000.0)?;
        training(it.train)?;
    }
    Ok(())
}
