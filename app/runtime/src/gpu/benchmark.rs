//! Which is faster for the network at hand: found by training a few steps on each.

use super::{DeviceHandle, kernel_on};
use crate::clock::now;
use crate::data_store::DataStore;
use crate::scope::KERNEL;
use crate::shard::Shard;
use karui_core::Result;
use karui_core::train::TrainerState;
use karui_protocol::{Figure, Unit};
use std::cell::RefCell;

/// A sample is so many steps: as in a run, the device works on several before their losses are read.
const STEPS: usize = 4;
/// Samples are taken until there are so many that have taken so many milliseconds …
const SAMPLES: usize = 3;
const SPAN: f64 = 120.0;
/// … or so many milliseconds are over: whatever takes so long is not worth the wait.
const MOST: f64 = 1_200.0;

/// Training speed of the same steps on the CPU and on the GPU.
pub struct DeviceBenchmark {
    /// Of the CPU.
    pub cpu: Figure,
    /// Of the GPU.
    pub gpu: Figure,
}

impl DeviceBenchmark {
    /// Times both on one batch. The shard's trainer is then where it was, whatever becomes of the device.
    pub async fn run(shard: &mut Shard, place: &mut DeviceHandle, data_store: &RefCell<DataStore>) -> Result<Self> {
        let start = shard.trainer().state();
        shard.prepare(data_store.borrow().train(), start.step)?;
        let benchmark = Self::time(shard, place, &start).await;
        shard.trainer_mut().restore(start)?;
        benchmark
    }

    async fn time(shard: &mut Shard, place: &mut DeviceHandle, start: &TrainerState) -> Result<Self> {
        place.trainer.restore(start.clone())?;
        // The first steps compile what is compiled when it is first run.
        shard.step()?;
        remote(shard, place, 1).await?;
        let (mut cpu, mut gpu) = (Vec::new(), Vec::new());
        while is_short(&cpu) {
            let before = now();
            (0..STEPS).try_for_each(|_| shard.step().map(drop))?;
            cpu.push(now() - before);
        }
        while is_short(&gpu) {
            let before = now();
            remote(shard, place, STEPS).await?;
            gpu.push(now() - before);
        }
        let batch = shard.batch_size();
        let figure = |spans: Vec<f64>, kernel: &str| {
            let speeds = spans.into_iter().map(|ms| 1000.0 * (STEPS * batch) as f64 / ms.max(f64::MIN_POSITIVE));
            Figure::timed(speeds.collect(), Unit::ImagesPerSecond, kernel, batch)
        };
        Ok(DeviceBenchmark { cpu: figure(cpu, KERNEL), gpu: figure(gpu, &kernel_on(&place.name)) })
    }

    /// Whether the GPU is the faster one.
    pub fn is_won_by_gpu(&self) -> bool {
        self.gpu.value > self.cpu.value
    }
}

fn is_short(spans: &[f64]) -> bool {
    let sum: f64 = spans.iter().sum();
    sum < MOST && (spans.len() < SAMPLES || sum < SPAN)
}

/// So many steps on the batch that the shard holds.
async fn remote(shard: &Shard, place: &mut DeviceHandle, steps: usize) -> Result<()> {
    let (images, labels) = shard.batch();
    for _ in 0..steps {
        place.trainer.step(images, labels)?;
    }
    place.trainer.losses().await.map(drop)
}
