//! A recipe from its beginning to its end.

use super::Model;
use super::cluster::{Clusters, cluster};
use super::fine_tune::{Constraints, fine_tune, steps};
use super::fold_bn::fold_bn;
use super::low_rank::factorize;
use super::prune::{self, Mask, prune};
use super::quantize::{prepare_aware, quantize};
use crate::Result;
use crate::data::{Images, Sampling};
use crate::exec::{Cpu, Executor, Mode};
use crate::graph::Weights;
use crate::models;
use crate::rng::Rng;
use crate::spec::ModelKind;
use crate::spec::recipe::{
    Cluster, Distill, FineTune, GRADIENT_IMAGES, Hint, LowRank, Prune, PruneUnit, QuantMethod, Quantize, Recipe,
    Student, Technique, TechniqueKind,
};
use crate::task::Context;
use crate::train::TrainContext;
use std::cell::Cell;
use std::rc::Rc;

/// Images at a time for the gradient criterion.
const GRADIENT_BATCH: usize = 64;

/// Training that rounds learns from the network before it was rounded, and from the labels (Mishra & Marr 2018, "Apprentice";
/// Polino et al. 2018). From the labels of images that it knows by heart alone, a network of floats grows worse on those
/// that it has not seen, and one that is rounded with it.
const UNROUNDED: Distill = Distill {
    student: Student { kind: ModelKind::Lenet, alpha: 1.0 },
    width: 1.0,
    temperature: 2.0,
    alpha: 0.7,
    hint: Hint::None,
    beta: 0.0,
    train: FineTune::NONE,
};

/// How far a recipe has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// The technique at work.
    pub technique: TechniqueKind,
    /// Training steps done.
    pub step: u64,
    /// Training steps in all.
    pub steps: u64,
    /// The loss of the last training step.
    pub loss: Option<f32>,
    /// Layers that the technique at work is done with, of how many; 0 of 0 where it does them at once.
    pub layers: (usize, usize),
}

/// What a recipe has come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The lighter network.
    pub network: Model,
    /// Which output channels of each layer have stayed, by the layer's name, where some were removed.
    pub kept_channels: Vec<(String, Vec<bool>)>,
}

/// How many training steps a recipe makes.
pub fn training_steps(recipe: &Recipe, sampling: impl Into<Sampling>) -> u64 {
    let sampling = sampling.into();
    recipe.trainings().map(|training| steps(training, sampling)).sum()
}

/// How many of the training images a recipe looks at.
pub fn images_needed(recipe: &Recipe, sampling: impl Into<Sampling>) -> usize {
    let sampling = sampling.into();
    if training_steps(recipe, sampling) > 0 {
        return sampling.images;
    }
    recipe.images().min(sampling.images)
}

/// Does `recipe` to `network`, with training between its techniques: a student is taught before it is cut, and what is left
/// is cut before it is rounded. `train` holds [`images_needed`] images.
///
/// It pauses after each training step and each technique, and within those that take long. A caller who asks it to
/// [finish early](Context::finish_early) gets what training has come to so far; the techniques that are left follow without any.
///
/// # Errors
/// When a setting is out of its range, an image is missing, or the loss is not finite.
pub async fn run_recipe(
    network: Model,
    recipe: &Recipe,
    train: &TrainContext<'_>,
    ctx: &Context<Progress>,
) -> Result<Outcome> {
    recipe.check()?;
    let steps = training_steps(recipe, train.sampling);
    let progress = Progress { technique: TechniqueKind::Distill, step: 0, steps, loss: None, layers: (0, 0) };
    let mut run = Run { network, train, ctx, mask: None, kept_channels: Vec::new(), progress };
    for technique in recipe.clone().with_needs().techniques() {
        match technique {
            Technique::Distill(it) => run.distill(it).await?,
            Technique::LowRank(it) => run.low_rank(it).await?,
            Technique::Prune(it) => {
                for round in 1..=it.rounds.max(1) {
                    run.prune(it, round).await?;
                }
            }
            Technique::FoldBn(_) => run.fold_bn().await?,
            Technique::Cluster(it) => run.cluster(it).await?,
            Technique::Quantize(it) => run.quantize(it).await?,
        }
    }
    Ok(Outcome { network: run.network, kept_channels: run.kept_channels })
}

/// A recipe at work.
struct Run<'a> {
    network: Model,
    train: &'a TrainContext<'a>,
    ctx: &'a Context<Progress>,
    /// What pruning asks later training to keep.
    mask: Option<Mask>,
    kept_channels: Vec<(String, Vec<bool>)>,
    progress: Progress,
}

impl Run<'_> {
    async fn distill(&mut self, it: &Distill) -> Result<()> {
        self.begin(TechniqueKind::Distill).await;
        // The student is untrained.
        let (input, output) = (self.network.graph.input_shape(), self.network.graph.output_shape());
        let graph = models::scale_width(it.student.into(), it.width, input, output.len())?;
        let weights = Weights::init(&graph, self.seed());
        let teacher = std::mem::replace(&mut self.network, Model::float(graph, weights));
        self.fine_tune(it.train, Constraints::default(), Some((*it, &teacher))).await
    }

    async fn low_rank(&mut self, it: &LowRank) -> Result<()> {
        self.begin(TechniqueKind::LowRank).await;
        let progress = self.progress;
        let ctx = self.ctx.part(move |layers| Progress { layers, ..progress });
        self.network = factorize(&self.network, it, &ctx).await?;
        self.fine_tune(it.fine_tune, Constraints::default(), None).await
    }

    async fn prune(&mut self, it: &Prune, round: usize) -> Result<()> {
        self.begin(TechniqueKind::Prune).await;
        let amount = prune::schedule::cubic(0.0, it.amount, round, it.rounds.max(1));
        let gradient = match it.criterion.needs_gradient() {
            true => Some(gradient(&self.network, self.train.images, self.ctx).await?),
            false => None,
        };
        // Amounts are parts of the whole network, so channels stay, as zeros, until the last round.
        let last = round == it.rounds.max(1);
        self.prune_by(&Prune { remove: it.remove && last, ..it.clone() }, amount, gradient.as_deref())?;
        let mask = self.mask.take();
        self.fine_tune(it.fine_tune, Constraints { mask: mask.as_ref(), ..Constraints::default() }, None).await?;
        self.mask = mask;
        Ok(())
    }

    fn prune_by(&mut self, it: &Prune, amount: f32, gradient: Option<&[f32]>) -> Result<()> {
        let seed = self.seed();
        if it.remove && it.unit == PruneUnit::Channel {
            let chosen = prune::choose_channels(&self.network, it, amount, gradient, seed)?;
            self.kept_channels = chosen.of_layers(&self.network.graph);
            if it.rewind {
                // Initial values have their places in the whole network, so they come before the cut.
                self.network.weights = Weights::init(&self.network.graph, seed);
            }
            (self.network, self.mask) = (prune::channels::remove_channels(&self.network, &chosen)?, None);
            return Ok(());
        }
        let (mut network, mask) = prune(&self.network, it, amount, gradient, seed)?;
        if let (true, Some(mask)) = (it.rewind, &mask) {
            network.weights.set_values(Weights::init(&network.graph, seed).values())?;
            mask.apply(network.weights.values_mut());
        }
        (self.network, self.mask) = (network, mask);
        Ok(())
    }

    async fn fold_bn(&mut self) -> Result<()> {
        self.begin(TechniqueKind::FoldBn).await;
        self.network = fold_bn(&self.network)?;
        self.mask = self.mask.take().and_then(|_| zeros(&self.network));
        Ok(())
    }

    async fn cluster(&mut self, it: &Cluster) -> Result<()> {
        self.begin(TechniqueKind::Cluster).await;
        self.network = cluster(&self.network, it)?;
        if self.trains(it.fine_tune) {
            let (clusters, mask) = (Clusters::of(&self.network), self.mask.take());
            let constraints = Constraints { mask: mask.as_ref(), clusters: Some(&clusters), rounding: None };
            self.fine_tune(it.fine_tune, constraints, None).await?;
            clusters.refresh(&mut self.network);
            self.mask = mask;
        }
        Ok(())
    }

    async fn quantize(&mut self, it: &Quantize) -> Result<()> {
        self.begin(TechniqueKind::Quantize).await;
        let images = match it.method {
            QuantMethod::Weights | QuantMethod::Dynamic => Vec::new(),
            QuantMethod::Static | QuantMethod::Aware => self.train.images.first(it.calibration)?.0,
        };
        if it.method != QuantMethod::Aware {
            self.network = quantize(&self.network, it, &images)?;
            return Ok(());
        }
        let (prepared, mut aware) = prepare_aware(&self.network, it, &images)?;
        let unrounded = std::mem::replace(&mut self.network, prepared);
        let (clusters, mask) = (Clusters::of(&self.network), self.mask.take());
        let constraints = Constraints { mask: mask.as_ref(), clusters: Some(&clusters), rounding: Some(&mut aware) };
        self.fine_tune(it.train, constraints, Some((UNROUNDED, &unrounded))).await?;
        self.network = aware.finish(&self.network)?;
        Ok(())
    }

    /// Tells which technique is at work now.
    async fn begin(&mut self, technique: TechniqueKind) {
        self.progress = Progress { technique, layers: (0, 0), ..self.progress };
        self.ctx.report(self.progress);
        self.ctx.pause().await;
    }

    fn seed(&self) -> u64 {
        u64::from(self.train.sampling.seed)
    }

    /// Whether `training` is still wanted and trains at all.
    fn trains(&self, training: FineTune) -> bool {
        !self.ctx.is_to_finish() && steps(training, self.train.sampling) > 0
    }

    /// Trains the network as it is, with a teacher where there is one.
    async fn fine_tune(
        &mut self,
        training: FineTune,
        constraints: Constraints<'_>,
        teacher: Option<(Distill, &Model)>,
    ) -> Result<()> {
        if !self.trains(training) {
            return Ok(());
        }
        let step = Rc::new(Cell::new(self.progress));
        let told = step.clone();
        let ctx = self.ctx.part(move |loss| {
            let now = told.get();
            told.set(Progress { step: now.step + 1, loss: Some(loss), ..now });
            told.get()
        });
        fine_tune(&mut self.network, training, constraints, teacher, self.train, &ctx).await?;
        self.progress = step.get();
        Ok(())
    }
}

/// The gradient of the loss over the first training images, laid out as the trained weights.
async fn gradient<P>(network: &Model, images: &dyn Images, ctx: &Context<P>) -> Result<Vec<f32>> {
    let len = images.shape().len();
    let (images, labels) = images.first(GRADIENT_IMAGES)?;
    let batch = GRADIENT_BATCH.min(labels.len()).max(1);
    let mut executor = Executor::<Cpu>::new(&network.graph, batch, Mode::Training)?;
    let mut weights = network.weights.clone();
    let mut rng = Rng::new(0, 2);
    let mut sum = vec![0.0; weights.trainable_len()];
    let mut one = sum.clone();
    for (images, labels) in images.chunks_exact(batch * len).zip(labels.chunks_exact(batch)) {
        executor.forward_train(&mut weights, images, &mut rng)?;
        executor.loss(labels, 0.0)?;
        executor.backward(&weights, &mut one)?;
        sum.iter_mut().zip(&one).for_each(|(s, g)| *s += g);
        ctx.pause().await;
    }
    Ok(sum)
}

/// The mask of the weights that are zero, where any tensor leaves its zeros out.
fn zeros(network: &Model) -> Option<Mask> {
    network.storage.iter().any(|s| s.sparse).then(|| Mask::of(network))
}
