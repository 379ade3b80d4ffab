//! One worker's share of a run: its part of each batch, and the network that learns from it.

use crate::trainer::{CpuTrainer, MakeTrainer};
use karui_core::Result;
use karui_core::data::{DataLoader, Dataset};
use karui_core::graph::Graph;
use karui_core::train::StepStats;
use karui_protocol::Experiment;

/// The part of rank `rank` among `workers`. Which images it holds in which step follows from the settings alone, so
/// that workers need not tell each other.
pub struct Shard {
    make: MakeTrainer,
    loader: DataLoader,
    trainer: Box<dyn CpuTrainer>,
    rank: usize,
    workers: usize,
}

impl Shard {
    /// With the initial weights of the seed.
    pub fn new(make: MakeTrainer, graph: &Graph, experiment: &Experiment, rank: usize, workers: usize) -> Result<Self> {
        let loader = DataLoader::shared(experiment, graph.input_shape(), rank, workers);
        let trainer = make(graph, &experiment.train, loader.len(), experiment.steps())?;
        Ok(Shard { make, loader, trainer, rank, workers })
    }

    /// What made its trainer.
    pub fn make(&self) -> MakeTrainer {
        self.make
    }

    /// Images of a whole batch.
    pub fn batch_size(&self) -> usize {
        self.loader.batch_size()
    }

    /// Its network and optimizer.
    pub fn trainer(&self) -> &dyn CpuTrainer {
        &*self.trainer
    }

    /// The same, to change.
    pub fn trainer_mut(&mut self) -> &mut dyn CpuTrainer {
        &mut *self.trainer
    }

    /// Its rank, and how many share each batch.
    pub fn place(&self) -> (usize, usize) {
        (self.rank, self.workers)
    }

    /// Reads in its images of step `step`, if that has not been done.
    pub fn prepare(&mut self, train: &Dataset, step: u64) -> Result<()> {
        self.loader.load(train, step).map(drop)
    }

    /// The images and labels last read in.
    pub fn batch(&self) -> (&[f32], &[u8]) {
        self.loader.batch()
    }

    /// Trains on the images last read in.
    pub fn step(&mut self) -> Result<StepStats> {
        let (images, labels) = self.loader.batch();
        self.trainer.step(images, labels)
    }

    /// Forward and backward on its images of step `step`.
    pub fn gradients(&mut self, train: &Dataset, step: u64) -> Result<StepStats> {
        let (images, labels) = self.loader.load(train, step)?;
        self.trainer.gradients(images, labels)
    }
}
