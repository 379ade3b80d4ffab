use super::epoch_order;
use crate::spec::Sampling;

/// Which images each step of a run sees: a function of the settings and the step alone, so that a run taken up again,
/// and every worker of a parallel one, sees the same.
#[derive(Debug, Clone)]
pub struct Sampler {
    sampling: Sampling,
    epoch: usize,
    order: Vec<u32>,
}

impl Sampler {
    /// The batches of an experiment, or of other settings.
    pub fn new(sampling: impl Into<Sampling>) -> Self {
        let sampling = sampling.into();
        Sampler { sampling, epoch: 0, order: epoch_order(sampling.seed, 0, sampling.images) }
    }

    /// Images in each batch: those asked for, or all there are.
    pub fn batch_size(&self) -> usize {
        self.sampling.batch_size()
    }

    /// The images of step `step`, counted from 0 over the whole run. What an epoch's last full batch leaves over is
    /// left out of that epoch.
    pub fn batch(&mut self, step: u64) -> &[u32] {
        let (batch, steps) = (self.sampling.batch_size(), self.sampling.steps_per_epoch() as u64);
        let epoch = (step / steps) as usize;
        if epoch != self.epoch {
            self.epoch = epoch;
            self.order = epoch_order(self.sampling.seed, epoch, self.sampling.images);
        }
        let start = (step % steps) as usize * batch;
        // Without images there is no batch.
        self.order.get(start..start + batch).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_sees_each_image_once_at_most_and_steps_can_be_visited_in_any_order() {
        let mut sampler = Sampler::new(Sampling { images: 1_000, batch: 300, seed: 1 });
        let batches: Vec<Vec<u32>> = (0..6).map(|step| sampler.batch(step).to_vec()).collect();
        let mut first: Vec<u32> = batches[..3].concat();
        first.sort_unstable();
        first.dedup();
        assert_eq!(first.len(), 900);
        assert_ne!(batches[0], batches[3]);
        assert_eq!(sampler.batch(1), batches[1]);
    }
}
