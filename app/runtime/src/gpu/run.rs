//! A run's steps on a GPU.

use super::validation::Validation;
use super::{DeviceHandle, MOST_UNREAD, kernel_on};
use crate::clock::now;
use crate::data_store::DataStore;
use crate::shard::Shard;
use karui_core::Result;
use karui_core::train::StepStats;
use std::cell::RefCell;

/// Losses are read about so often, in milliseconds: a request waits no longer than that, and the device is not kept
/// waiting much.
const BURST: f64 = 80.0;
/// The weights are copied to the CPU so often, in milliseconds: a device that is lost takes no more of a run with it.
const COPY_EVERY: f64 = 1_000.0;

/// Trains on the device; the shard's own trainer holds a copy of weights and optimizer from a moment ago.
pub struct GpuRun {
    pub(super) place: DeviceHandle,
    pub(super) validation: Validation,
    /// Steps between two readings.
    burst: f64,
    copied_at: f64,
}

/// A step on the device, and its learning rate.
pub struct Done {
    pub stats: StepStats,
    pub lr: f32,
}

impl GpuRun {
    /// Goes on from where the shard's trainer is.
    pub fn new(mut place: DeviceHandle, shard: &Shard) -> Result<Self> {
        place.trainer.restore(shard.trainer().state())?;
        Ok(GpuRun { place, validation: Validation::default(), burst: 1.0, copied_at: now() })
    }

    /// Its kernels, as named beside a speed.
    pub fn kernel(&self) -> String {
        kernel_on(&self.place.name)
    }

    /// Steps done there.
    pub fn step(&self) -> u64 {
        self.place.trainer.step_count()
    }

    /// Does some steps, `most` at most, and reads what they saw.
    pub async fn advance(
        &mut self,
        shard: &mut Shard,
        data_store: &RefCell<DataStore>,
        most: u64,
    ) -> Result<Vec<Done>> {
        let (before, trainer) = (now(), &mut self.place.trainer);
        let steps = (self.burst as u64).min(most).clamp(1, MOST_UNREAD as u64);
        let mut rates = Vec::with_capacity(steps as usize);
        for _ in 0..steps {
            shard.prepare(data_store.borrow().train(), trainer.step_count())?;
            let (images, labels) = shard.batch();
            rates.push(trainer.step(images, labels)?);
        }
        let stats = trainer.losses().await?;
        let wanted = steps as f64 * BURST / (now() - before).max(1.0);
        self.burst = wanted.clamp(1.0, (2.0 * self.burst).min(MOST_UNREAD as f64));
        if now() - self.copied_at >= COPY_EVERY {
            self.copy_to(shard).await?;
        }
        Ok(stats.into_iter().zip(rates).map(|(stats, lr)| Done { stats, lr }).collect())
    }

    /// Brings the shard's trainer to where the device is.
    pub async fn copy_to(&mut self, shard: &mut Shard) -> Result<()> {
        if shard.trainer().step_count() != self.step() {
            shard.trainer_mut().restore(self.place.trainer.state().await?)?;
        }
        self.copied_at = now();
        Ok(())
    }
}
