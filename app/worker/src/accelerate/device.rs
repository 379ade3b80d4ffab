//! The GPU of the accelerators: its own, so that a learner's kernel that breaks it takes no run along.

use super::{Found, timing};
use crate::gpu::{self, kernel_on, look, patiently};
use karui_core::accelerate::gpu::{Program, Refusal as Refused};
use karui_core::accelerate::{Task, Way, wgsl};
use karui_core::exec::gpu::Gpu;
use karui_protocol::{Ceiling, NoGpu, Note, Refusal};
use std::cell::RefCell;

/// The device, once it was asked for; asked for anew after it is lost.
#[derive(Default)]
pub struct Device(RefCell<Option<(Gpu, String)>>);

impl Device {
    async fn here(&self) -> Found<(Gpu, String)> {
        let present = self.0.borrow().clone();
        if let Some(device) = present.filter(|(gpu, _)| gpu.check().is_ok()) {
            return Ok(device);
        }
        let name = look().await?;
        let gpu = patiently(Gpu::request()).await;
        let gpu = gpu.map_err(|error| NoGpu::NoDevice { reason: gpu::reason(error) })?;
        *self.0.borrow_mut() = Some((gpu.clone(), name.clone()));
        Ok((gpu, name))
    }

    /// Milliseconds of one run in samples, its result, and the device's name.
    pub async fn time(
        &self,
        task: Task,
        way: Way,
        source: Option<String>,
        inputs: &[Vec<f32>; 2],
    ) -> Result<(Vec<f64>, Vec<f32>, String), Refusal> {
        let (gpu, name) = self.here().await.map_err(Refusal::NoGpu)?;
        let Some(source) = source.or_else(|| wgsl::source(task, way)) else {
            return Err(Refusal::Device { reason: "no such kernel".into() });
        };
        let program = Program::new(&gpu, task, &source, &inputs[0], &inputs[1]).await.map_err(told)?;
        let times = self.samples(&program).await?;
        let result = patiently(program.result()).await.map_err(broken)?;
        Ok((times, result, kernel_on(&name)))
    }

    async fn samples(&self, program: &Program) -> Result<Vec<f64>, Refusal> {
        timing::samples(async |times| patiently(program.run(times)).await).await.map_err(broken)
    }

    /// The device's name and what it can do at most.
    pub async fn ceiling(&self) -> Found<(String, Ceiling)> {
        let (gpu, name) = self.here().await?;
        let measured = async {
            let (sums, operations) = Program::multiply_adds(&gpu).await.map_err(told)?;
            let speed = self.samples(&sums).await?;
            let (copy, bytes) = Program::copy(&gpu).await.map_err(told)?;
            let copy = self.samples(&copy).await?;
            Ok(timing::ceiling(speed, operations, copy, bytes, &kernel_on(&name)))
        };
        match measured.await {
            Ok(ceiling) => Ok((name, ceiling)),
            Err(Refusal::Device { reason }) => Err(NoGpu::NoDevice { reason }),
            Err(Refusal::NoGpu(why)) => Err(why),
            Err(Refusal::Compile(notes)) => {
                Err(NoGpu::NoDevice { reason: notes.into_iter().map(|note| note.text).collect() })
            }
        }
    }
}

fn broken(error: karui_core::Error) -> Refusal {
    Refusal::Device { reason: gpu::reason(error) }
}

fn told(why: Refused) -> Refusal {
    match why {
        Refused::Device(error) => broken(error),
        Refused::Compile(notes) => {
            let note = |n: karui_core::accelerate::gpu::Note| Note { line: n.line, column: n.column, text: n.text };
            Refusal::Compile(notes.into_iter().map(note).collect())
        }
    }
}
