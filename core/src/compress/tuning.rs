use super::Network;
use super::cluster::Clusters;
use super::distill::Lesson;
use super::prune::Mask;
use super::quantize::fake_quantize_weights;
use crate::Result;
use crate::data::Dataset;
use crate::spec::recipe::{FineTune, Quantize};
use crate::spec::{Experiment, OptimizerKind, ScheduleKind, TrainSpec};
use crate::train::{Sampler, StepStats, Trainer};

/// What training must leave as it is.
#[derive(Debug, Default)]
pub(super) struct Keep {
    /// Weights that stay zero.
    pub mask: Option<Mask>,
    /// Weights that stay equal.
    pub clusters: Option<Clusters>,
    /// Weights that are rounded in the forward pass, while the gradient moves the unrounded ones (the straight-through
    /// estimator, Bengio et al. 2013).
    pub rounding: Option<Quantize>,
}

/// Training within a recipe: momentum with a cosine, on the experiment's images in the experiment's batches.
#[derive(Debug)]
pub(super) struct Tuning {
    trainer: Trainer,
    sampler: Sampler,
    images: Vec<f32>,
    labels: Vec<u8>,
    steps: u64,
    keep: Keep,
    lesson: Option<Lesson>,
    /// The unrounded weights, where they are rounded.
    latent: Vec<f32>,
    best: Best,
}

/// The weights with the lowest loss so far, as a mean over some steps.
#[derive(Debug)]
struct Best {
    every: u64,
    sum: f32,
    loss: f32,
    weights: Vec<f32>,
}

/// How many steps `fine_tune` makes of the experiment's images.
pub(super) fn steps(fine_tune: FineTune, experiment: &Experiment) -> u64 {
    (f64::from(fine_tune.epochs.max(0.0)) * experiment.steps_per_epoch() as f64).round() as u64
}

impl Tuning {
    /// Training of `network` from its present weights.
    pub fn new(network: &Network, fine_tune: FineTune, experiment: &Experiment, keep: Keep) -> Result<Self> {
        let steps = steps(fine_tune, experiment);
        let spec = TrainSpec {
            optimizer: OptimizerKind::Momentum,
            lr: fine_tune.lr,
            schedule: ScheduleKind::Cosine,
            weight_decay: 0.0,
            ..experiment.train
        };
        let sampler = Sampler::new(experiment);
        let batch = sampler.batch_size();
        let mut trainer = Trainer::new(&network.graph, &spec, batch, steps)?;
        trainer.weights_mut().set_values(network.weights.values())?;
        Ok(Tuning {
            trainer,
            sampler,
            images: vec![0.0; batch * network.graph.input_shape().len()],
            labels: vec![0; batch],
            steps,
            keep,
            lesson: None,
            latent: Vec::new(),
            best: Best { every: (steps / 20).max(10), sum: 0.0, loss: f32::INFINITY, weights: Vec::new() },
        })
    }

    /// The same with a teacher.
    pub fn taught(mut self, teach: impl FnOnce(&mut Trainer) -> Result<Lesson>) -> Result<Self> {
        self.lesson = Some(teach(&mut self.trainer)?);
        Ok(self)
    }

    /// Steps done.
    pub fn step_count(&self) -> u64 {
        self.trainer.step_count()
    }

    /// Whether all steps are done.
    pub fn is_finished(&self) -> bool {
        self.step_count() >= self.steps
    }

    /// One step on the images of `train`.
    pub fn step(&mut self, network: &Network, train: &Dataset) -> Result<StepStats> {
        let batch = self.sampler.batch(self.trainer.step_count());
        train.batch(batch, &mut self.images, &mut self.labels)?;
        if let Some(rounding) = &self.keep.rounding {
            self.latent.resize(network.weights.values().len(), 0.0);
            self.latent.copy_from_slice(self.trainer.weights().values());
            fake_quantize_weights(network, rounding, &self.latent, self.trainer.weights_mut().values_mut())?;
        }
        let stats = match &mut self.lesson {
            None => self.trainer.gradients(&self.images, &self.labels)?,
            Some(lesson) => self
                .trainer
                .gradients_of(&self.images, &self.labels, |student| lesson.loss(student, &self.images, &self.labels))?,
        };
        if self.keep.rounding.is_some() {
            self.trainer.weights_mut().set_values(&self.latent)?;
        }
        if let Some(clusters) = &self.keep.clusters {
            clusters.average(self.trainer.gradient_mut());
        }
        self.trainer.apply();
        if let Some(mask) = &self.keep.mask {
            mask.apply(self.trainer.weights_mut().values_mut());
        }
        self.best.add(stats.loss, self.trainer.step_count(), self.trainer.weights().values());
        Ok(stats)
    }

    /// Puts what was learned into `network`, and gives back what was kept. Where the training was broken off these
    /// are the weights with the lowest loss so far: the last ones are those of a high learning rate.
    pub fn finish(self, network: &mut Network) -> Result<Keep> {
        let is_whole = self.is_finished() || self.best.weights.is_empty();
        network.weights.set_values(if is_whole { self.trainer.weights().values() } else { &self.best.weights })?;
        Ok(self.keep)
    }
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
