//! One worker's share of a run: its part of each batch, and the network that learns from it.

use karui_core::Result;
use karui_core::data::{Dataset, epoch_order, shard_of};
use karui_core::graph::Graph;
use karui_core::train::{StepStats, Trainer};
use karui_protocol::Experiment;

/// The part of rank `rank` among `workers`. Which images it holds in which step follows from the settings alone, so
/// that workers need not tell each other.
pub struct Shard {
    experiment: Experiment,
    trainer: Trainer,
    rank: usize,
    workers: usize,
    /// The order of the images in epoch `epoch`.
    order: Vec<u32>,
    epoch: Option<u64>,
    /// `[n, H, W, C]` of step `prepared`.
    images: Vec<f32>,
    labels: Vec<u8>,
    prepared: Option<u64>,
}

impl Shard {
    /// With the initial weights of the seed.
    pub fn new(graph: &Graph, experiment: &Experiment, rank: usize, workers: usize) -> Result<Self> {
        let n = shard_of(batch(experiment), rank, workers).len();
        Ok(Shard {
            experiment: *experiment,
            trainer: Trainer::new(graph, &experiment.train, n, experiment.steps())?,
            rank,
            workers,
            order: Vec::new(),
            epoch: None,
            images: vec![0.0; n * graph.input_shape().len()],
            labels: vec![0; n],
            prepared: None,
        })
    }

    /// Its network and optimizer.
    pub fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    /// The same, to change.
    pub fn trainer_mut(&mut self) -> &mut Trainer {
        &mut self.trainer
    }

    /// Its rank, and how many share each batch.
    pub fn place(&self) -> (usize, usize) {
        (self.rank, self.workers)
    }

    /// Reads in its images of step `step`, if that has not been done.
    pub fn prepare(&mut self, train: &Dataset, step: u64) -> Result<()> {
        if self.prepared == Some(step) {
            return Ok(());
        }
        let steps_per_epoch = self.experiment.steps_per_epoch() as u64;
        let (epoch, within) = (step / steps_per_epoch, (step % steps_per_epoch) as usize);
        if self.epoch != Some(epoch) {
            self.order = epoch_order(self.experiment.train.seed, epoch as usize, self.experiment.train_size);
            self.epoch = Some(epoch);
        }
        let batch = batch(&self.experiment);
        let shard = shard_of(batch, self.rank, self.workers);
        let indices = &self.order[within * batch..][shard];
        train.batch(indices, &mut self.images, &mut self.labels)?;
        self.prepared = Some(step);
        Ok(())
    }

    /// Forward and backward on its images of step `step`.
    pub fn gradients(&mut self, train: &Dataset, step: u64) -> Result<StepStats> {
        self.prepare(train, step)?;
        self.trainer.gradients(&self.images, &self.labels)
    }
}

/// Images of each step: the batch asked for, or all images where there are fewer.
pub fn batch(experiment: &Experiment) -> usize {
    experiment.train.batch.clamp(1, experiment.train_size.max(1))
}
