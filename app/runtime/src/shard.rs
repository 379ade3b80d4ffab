//! One worker's share of a run: its part of each batch, and the network that learns from it.

use karui_core::Result;
use karui_core::data::{Dataset, shard_of};
use karui_core::graph::Graph;
use karui_core::train::{Sampler, StepStats, Trainer};
use karui_protocol::Experiment;

/// The part of rank `rank` among `workers`. Which images it holds in which step follows from the settings alone, so
/// that workers need not tell each other.
pub struct Shard {
    sampler: Sampler,
    trainer: Trainer,
    rank: usize,
    workers: usize,
    /// `[n, H, W, C]` of step `prepared`.
    images: Vec<f32>,
    labels: Vec<u8>,
    prepared: Option<u64>,
}

impl Shard {
    /// With the initial weights of the seed.
    pub fn new(graph: &Graph, experiment: &Experiment, rank: usize, workers: usize) -> Result<Self> {
        let sampler = Sampler::new(experiment);
        let n = shard_of(sampler.batch_size(), rank, workers).len();
        Ok(Shard {
            sampler,
            trainer: Trainer::new(graph, &experiment.train, n, experiment.steps())?,
            rank,
            workers,
            images: vec![0.0; n * graph.input_shape().len()],
            labels: vec![0; n],
            prepared: None,
        })
    }

    /// Images of a whole batch.
    pub fn batch_size(&self) -> usize {
        self.sampler.batch_size()
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
        let shard = shard_of(self.sampler.batch_size(), self.rank, self.workers);
        train.batch(&self.sampler.batch(step)[shard], &mut self.images, &mut self.labels)?;
        self.prepared = Some(step);
        Ok(())
    }

    /// The images and labels last read in.
    pub fn batch(&self) -> (&[f32], &[u8]) {
        (&self.images, &self.labels)
    }

    /// Trains on the images last read in.
    pub fn step(&mut self) -> Result<StepStats> {
        self.trainer.step(&self.images, &self.labels)
    }

    /// Forward and backward on its images of step `step`.
    pub fn gradients(&mut self, train: &Dataset, step: u64) -> Result<StepStats> {
        self.prepare(train, step)?;
        self.trainer.gradients(&self.images, &self.labels)
    }
}
