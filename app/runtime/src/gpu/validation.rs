//! Where a run on a GPU is validated: on whichever device is faster, found by timing a few batches on each.

use super::GpuRun;
use crate::clock::now;
use crate::data_store::DataStore;
use crate::evaluate::Evaluating;
use crate::post::post;
use crate::scope::KERNEL;
use karui_core::Result;
use karui_core::exec::{Cpu, Executor};
use karui_core::graph::Weights;
use karui_core::measure::BATCH;
use karui_protocol::{BenchmarkOf, Device, Event, Figure, Unit};
use std::cell::RefCell;

/// Batches that each device does in turn before one is chosen; the first of them compiles and warms up, and does not count.
const ROUNDS: usize = 3;

/// What is known of the two devices.
#[derive(Default)]
pub struct Validation {
    batches: usize,
    /// Images per second of the CPU and of the GPU.
    speeds: [Vec<f64>; 2],
    chosen: Option<Device>,
}

impl Validation {
    fn device(&self) -> Device {
        let in_turn = if self.batches.is_multiple_of(2) { Device::WebGpu } else { Device::Cpu };
        self.chosen.unwrap_or(in_turn)
    }

    /// Takes in how long a batch of `n` images took; after the last of the trial, both speeds.
    fn add(&mut self, n: usize, ms: f64, kernel: String, batch: usize) -> Option<[Figure; 2]> {
        if self.chosen.is_some() {
            return None;
        }
        if self.batches >= 2 {
            let speed = 1000.0 * n as f64 / ms.max(f64::MIN_POSITIVE);
            self.speeds[usize::from(self.device() == Device::WebGpu)].push(speed);
        }
        self.batches += 1;
        if self.batches < 2 * ROUNDS {
            return None;
        }
        let [cpu, gpu] = std::mem::take(&mut self.speeds);
        let figure = |speeds, kernel| Figure::timed(speeds, Unit::ImagesPerSecond, kernel, batch);
        let both = [figure(cpu, KERNEL.into()), figure(gpu, kernel)];
        self.chosen = Some(if both[1].value > both[0].value { Device::WebGpu } else { Device::Cpu });
        Some(both)
    }
}

impl GpuRun {
    /// Validates on the next batch of held-out images. `weights` are the CPU's copy of what the device has.
    pub async fn validate(
        &mut self,
        evaluating: &mut Evaluating,
        many: &mut Executor<Cpu>,
        weights: &Weights,
        data_store: &RefCell<DataStore>,
    ) -> Result<()> {
        let (start, before) = (now(), evaluating.done());
        match self.validation.device() {
            Device::WebGpu => {
                // The data may change while the device works: what it needs is copied first.
                let images = evaluating.load(data_store.borrow().test())?;
                let logits = self.place.trainer.logits(images, BATCH).await?;
                evaluating.count(&logits);
            }
            _ => {
                evaluating.advance(many, weights, data_store.borrow().test())?;
            }
        }
        let (n, kernel) = (evaluating.done() - before, self.kernel());
        if let Some([cpu, gpu]) = self.validation.add(n, now() - start, kernel, BATCH) {
            post(Event::DeviceBenchmark { of: BenchmarkOf::Validation, cpu, gpu });
        }
        Ok(())
    }
}
