//! The GPU of the accelerators: its own, so that a learner's kernel that breaks it takes no run along.

use super::Found;
use super::timing::{self, Samples};
use crate::accelerate::messages::{Ceiling, Note, Refusal};
use karui_core::accelerate::gpu::{Program, Refusal as Refused};
use karui_core::accelerate::{KernelVariant, Task, wgsl};
use karui_core::gpu::{Gpu, Wants};
use karui_protocol::NoGpu;
use karui_runtime::gpu::{self, kernel_on, look, speaks, with_timeout, within};
use std::cell::RefCell;

/// A learner's kernel that takes so many milliseconds is held for endless, and so is any where one already is.
const LIMIT: i32 = 10_000;

/// The device, once it was asked for; asked for anew after it is lost.
#[derive(Default)]
pub struct Device {
    present: RefCell<Option<(Gpu, String)>>,
    /// Devices with a kernel that does not end. Where the driver does not end it either (software adapters), whoever gives up
    /// the device waits for it: the browser's GPU process would answer nobody any more. So they are kept as long as the worker
    /// is.
    stuck: RefCell<Vec<Gpu>>,
}

/// A kernel's times, its result, and what it is called beside them.
pub struct Timed {
    pub times: Vec<f64>,
    pub result: Vec<f32>,
    pub kernel: String,
}

impl Device {
    /// The device and its name.
    pub async fn here(&self) -> Found<(Gpu, String)> {
        let present = self.present.borrow().clone();
        if let Some(device) = present.filter(|(gpu, _)| gpu.check().is_ok()) {
            return Ok(device);
        }
        let name = look().await?;
        let gpu = with_timeout(Gpu::request(Wants { half: true, timestamps: true })).await;
        let gpu = gpu.map_err(|error| NoGpu::NoDevice { reason: gpu::reason(error) })?;
        *self.present.borrow_mut() = Some((gpu.clone(), name.clone()));
        Ok((gpu, name))
    }

    /// Times a way of a task by its own kernel, or by a learner's `source`.
    pub async fn time(
        &self,
        task: Task,
        way: KernelVariant,
        source: Option<String>,
        [a, b]: &[Vec<f32>; 2],
    ) -> Result<Timed, Refusal> {
        let (gpu, name) = self.here().await.map_err(Refusal::NoGpu)?;
        if let (KernelVariant::Packed, Some(feature)) = (way, way.needs())
            && !speaks(feature)
        {
            return Err(Refusal::Lacks { feature: feature.into() });
        }
        let is_learners = source.is_some();
        let Some(source) = source.or_else(|| wgsl::source(task, way)) else {
            return Err(Refusal::Device { reason: "no such kernel".into() });
        };
        let program = Program::new(&gpu, task, way, &source, [a, b]).await.map_err(told)?;
        let samples = self.samples(&program, is_learners).await?;
        let result = with_timeout(program.result()).await.map_err(broken)?;
        let kernel = clocked(&name, &samples);
        Ok(Timed { times: samples.times, result, kernel })
    }

    /// Times a program, which may be a learner's.
    async fn samples(&self, program: &Program, is_learners: bool) -> Result<Samples, Refusal> {
        let stuck = self.stuck.borrow().len() as i32;
        // The more devices do not answer, the less is hoped for from another.
        let most = LIMIT / stuck.max(1);
        timing::samples(async |times| {
            if stuck == 0 && !is_learners {
                return with_timeout(program.run(times)).await.map_err(broken);
            }
            let done = within(most, program.run(times)).await;
            done.map(|done| done.map_err(broken)).unwrap_or_else(|| {
                self.stuck.borrow_mut().extend(self.present.take().map(|(gpu, _)| gpu));
                let seconds = most as u32 / 1000;
                Err(if stuck == 0 { Refusal::Endless { seconds } } else { Refusal::Stalled { seconds } })
            })
        })
        .await
    }

    /// The device's name and what it can do at most.
    pub async fn ceiling(&self) -> Found<(String, Ceiling)> {
        let (gpu, name) = self.here().await?;
        let measured = async {
            let (sums, operations) = Program::multiply_adds(&gpu).await.map_err(told)?;
            let speed = self.samples(&sums, false).await?;
            let (copy, bytes) = Program::copy(&gpu).await.map_err(told)?;
            let copy = self.samples(&copy, false).await?;
            let kernel = clocked(&name, &speed);
            Ok(timing::ceiling(speed.times, operations, copy.times, bytes, &kernel))
        };
        match measured.await {
            Ok(ceiling) => Ok((name, ceiling)),
            Err(Refusal::NoGpu(why)) => Err(why),
            Err(Refusal::Device { reason } | Refusal::Lacks { feature: reason }) => Err(NoGpu::NoDevice { reason }),
            Err(Refusal::Endless { seconds } | Refusal::Stalled { seconds }) => {
                Err(NoGpu::NoDevice { reason: format!("no answer in {seconds} s") })
            }
            Err(Refusal::Compile(notes)) => {
                Err(NoGpu::NoDevice { reason: notes.into_iter().map(|note| note.text).collect() })
            }
        }
    }
}

/// The device's kernels and the clock that timed them, as named beside a speed.
fn clocked(name: &str, samples: &Samples) -> String {
    let clock = if samples.is_by_device { "timestamp-query" } else { "performance.now()" };
    [&*kernel_on(name), clock].join(" · ")
}

/// What the browser said.
pub fn broken(error: karui_core::Error) -> Refusal {
    Refusal::Device { reason: gpu::reason(error) }
}

fn told(why: Refused) -> Refusal {
    match why {
        Refused::Device(error) => broken(error),
        Refused::Lacks(feature) => Refusal::Lacks { feature: feature.into() },
        Refused::Compile(notes) => {
            let note = |n: karui_core::accelerate::gpu::Note| Note { line: n.line, column: n.column, text: n.text };
            Refusal::Compile(notes.into_iter().map(note).collect())
        }
    }
}
