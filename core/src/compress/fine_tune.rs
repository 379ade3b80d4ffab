//! Training within a recipe, with a cosine: by momentum for what is mended, by Adam for a student.

use super::Model;
use super::cluster::Clusters;
use super::distill::DistillationLoss;
use super::prune::Mask;
use super::quantize::Aware;
use crate::Result;
use crate::data::{DataLoader, Sampling};
use crate::spec::recipe::{Distill, FineTune};
use crate::spec::{OptimizerKind, ScheduleKind, TrainSpec};
use crate::task::Context;
use crate::train::{DivergenceWatch, TrainContext, Trainer};

/// What training must leave as it is.
#[derive(Debug, Default)]
pub(super) struct Constraints<'a> {
    /// Weights that stay zero.
    pub mask: Option<&'a Mask>,
    /// Weights that stay equal.
    pub clusters: Option<&'a Clusters>,
    /// Weights that are rounded in the forward pass, while the gradient moves the unrounded ones (the straight-through
    /// estimator, Bengio et al. 2013).
    pub rounding: Option<&'a mut Aware>,
}

/// How many steps `settings` asks for.
pub(super) fn steps(settings: FineTune, sampling: Sampling) -> u64 {
    (f64::from(settings.epochs.max(0.0)) * sampling.steps_per_epoch() as f64).round() as u64
}

/// Trains `network` from its present weights, with a teacher where there is one, and puts what was learned into it. After each
/// step it reports the loss and pauses. Where it is broken off, the weights are those with the lowest loss so far: the last
/// ones are those of a high learning rate.
pub(super) async fn fine_tune(
    network: &mut Model,
    settings: FineTune,
    mut constraints: Constraints<'_>,
    teacher: Option<(Distill, &Model)>,
    train: &TrainContext<'_>,
    ctx: &Context<f32>,
) -> Result<()> {
    let steps = steps(settings, train.sampling);
    let mut loader = DataLoader::new(train.sampling, network.graph.input_shape());
    // A student that is drawn at random is not to be mended, and its gradients are those of its loss, not of damage.
    let is_mending = teacher.is_none() || constraints.rounding.is_some();
    let spec = TrainSpec {
        // The teacher's part of the loss, with T², has larger gradients than the labels'. Adam's steps do not depend on that, so one
        // rate gives a taught student and its control the same chances.
        optimizer: if is_mending { OptimizerKind::Momentum } else { OptimizerKind::Adam },
        lr: settings.lr,
        schedule: ScheduleKind::Cosine,
        batch: loader.batch_size(),
        weight_decay: 0.0,
        label_smoothing: 0.0,
        epochs: 1,
        seed: train.sampling.seed,
    };
    let mut trainer = Trainer::new(&network.graph, &spec, loader.batch_size(), steps)?;
    trainer.weights_mut().set_values(network.weights.values())?;
    let mut distillation = match teacher {
        Some((settings, Model { graph, weights, .. })) => {
            Some(DistillationLoss::new(settings, (graph, weights), trainer.executor_mut(), spec.seed)?)
        }
        None => None,
    };
    let watch = DivergenceWatch::new(
        network.graph.output_shape().len(),
        loader.batch_size(),
        train.sampling.steps_per_epoch() as u64,
    );
    let mut watch = if distillation.is_some() { watch.of_any_loss() } else { watch };
    let mut latent = Vec::new();
    let mut best = Best { every: (steps / 20).max(10), sum: 0.0, loss: f32::INFINITY, weights: Vec::new() };
    while trainer.step_count() < steps && !ctx.is_to_finish() {
        let (images, labels) = loader.load(train.images, trainer.step_count())?;
        if let Some(rounding) = &constraints.rounding {
            latent.clear();
            latent.extend_from_slice(trainer.weights().values());
            rounding.round(network, &latent, trainer.weights_mut().values_mut())?;
        }
        let stats = match &mut distillation {
            None => trainer.gradients(images, labels)?,
            Some(loss) => trainer.gradients_of(images, labels, |student| loss.of(student, images, labels))?,
        };
        if let Some(rounding) = &mut constraints.rounding {
            trainer.weights_mut().set_values(&latent)?;
            let lr = trainer.lr();
            rounding.look_through(lr, &latent, trainer.gradient_mut())?;
        }
        if let Some(clusters) = constraints.clusters {
            clusters.average(trainer.gradient_mut());
        }
        if is_mending {
            clip(trainer.gradient_mut());
        }
        trainer.apply();
        if let Some(mask) = constraints.mask {
            mask.apply(trainer.weights_mut().values_mut());
        }
        best.add(stats.loss, trainer.step_count(), trainer.weights().values());
        watch.see(trainer.step_count() - 1, stats)?;
        ctx.report(stats.loss);
        ctx.pause().await;
    }
    watch.end()?;
    let is_whole = trainer.step_count() >= steps || best.weights.is_empty();
    network.weights.set_values(if is_whole { trainer.weights().values() } else { &best.weights })
}

/// The greatest norm of a gradient.
const MOST: f32 = 1.0;

/// Shortens a gradient that is longer than [`MOST`] (Pascanu et al. 2013, alg. 1). What a technique has broken has gradients as
/// long as that, and so has a network whose batch norm is folded, where nothing bounds them; one step along such a gradient
/// takes the network further from where it was than it finds back.
fn clip(gradient: &mut [f32]) {
    let norm = gradient.iter().map(|g| f64::from(g * g)).sum::<f64>().sqrt() as f32;
    if norm > MOST {
        gradient.iter_mut().for_each(|g| *g *= MOST / norm);
    }
}

/// The weights with the lowest loss so far, as a mean over some steps.
#[derive(Debug)]
struct Best {
    every: u64,
    sum: f32,
    loss: f32,
    weights: Vec<f32>,
}

impl Best {
    fn add(&mut self, loss: f32, step: u64, weights: &[f32]) {
        self.sum += loss;
        if step.is_multiple_of(self.every) {
            let mean = self.sum / self.every as f32;
            self.sum = 0.0;
            if mean < self.loss {
                self.loss = mean;
                self.weights.clear();
                self.weights.extend_from_slice(weights);
            }
        }
    }
}
