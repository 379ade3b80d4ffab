use crate::data::epoch_order;
use crate::spec::Experiment;

/// Which images each step of a run sees: a function of the settings and the step alone, so that a run taken up again,
/// and every worker of a parallel one, sees the same.
#[derive(Debug, Clone)]
pub struct Sampler {
    seed: u32,
    n: usize,
    batch: usize,
    steps_per_epoch: usize,
    epoch: usize,
    order: Vec<u32>,
}

impl Sampler {
    /// The batches of `experiment`.
    pub fn new(experiment: &Experiment) -> Self {
        let (seed, n) = (experiment.train.seed, experiment.train_size);
        Sampler {
            seed,
            n,
            batch: experiment.train.batch.clamp(1, n.max(1)),
            steps_per_epoch: experiment.steps_per_epoch(),
            epoch: 0,
            order: epoch_order(seed, 0, n),
        }
    }

    /// Images in each batch: those asked for, or all there are.
    pub fn batch_size(&self) -> usize {
        self.batch
    }

    /// The images of step `step`, counted from 0 over the whole run. What an epoch's last full batch leaves over is
    /// left out of that epoch.
    pub fn batch(&mut self, step: u64) -> &[u32] {
        let epoch = (step / self.steps_per_epoch as u64) as usize;
        if epoch != self.epoch {
            self.epoch = epoch;
            self.order = epoch_order(self.seed, epoch, self.n);
        }
        let start = (step % self.steps_per_epoch as u64) as usize * self.batch;
        &self.order[start..start + self.batch]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_sees_each_image_once_at_most_and_steps_can_be_visited_in_any_order() {
        let mut experiment = Experiment { train_size: 1_000, ..Experiment::default() };
        experiment.train.batch = 300;
        let mut sampler = Sampler::new(&experiment);
        let batches: Vec<Vec<u32>> = (0..6).map(|step| sampler.batch(step).to_vec()).collect();
        let mut first: Vec<u32> = batches[..3].concat();
        first.sort_unstable();
        first.dedup();
        assert_eq!(first.len(), 900);
        assert_ne!(batches[0], batches[3]);
        assert_eq!(sampler.batch(1), batches[1]);
    }
}
