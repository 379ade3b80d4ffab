use crate::Experiment;

/// How many images a run looks at, and in which batches: all that decides which images a step sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampling {
    /// Training images in use, from the first on.
    pub images: usize,
    /// Images asked for in each batch.
    pub batch: usize,
    /// Seed of the order.
    pub seed: u32,
}

impl From<&Experiment> for Sampling {
    fn from(it: &Experiment) -> Self {
        Sampling { images: it.train_size, batch: it.train.batch, seed: it.train.seed }
    }
}

impl Sampling {
    /// Images in each batch: those asked for, or all there are.
    pub fn batch_size(&self) -> usize {
        self.batch.clamp(1, self.images.max(1))
    }

    /// Optimizer steps of one epoch. A last batch that would be smaller is left out, as batch norm needs a full one, unless it
    /// is the only one.
    pub fn steps_per_epoch(&self) -> usize {
        (self.images / self.batch.max(1)).max(1)
    }
}
