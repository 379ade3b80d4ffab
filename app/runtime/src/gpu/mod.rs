//! The GPU as the place of a run. The code that speaks to it is a module by itself, fetched when a run asks for a GPU; the
//! run knows it by [`DeviceTrainer`] alone.

mod adapter;
mod benchmark;
mod run;
mod validation;
mod wait;

pub use adapter::{look, speaks};
pub use benchmark::DeviceBenchmark;
pub use run::GpuRun;
pub use wait::{unless, with_timeout, within};

use karui_core::gpu::{Gpu, Wants};
use karui_core::graph::Graph;
use karui_core::train::{GpuTrainer, Sampler, StepStats, TrainerState};
use karui_core::{DeviceError, Error, Result};
use karui_protocol::{Device, Experiment, NoGpu, Problem, is_software};
use std::pin::Pin;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// What is awaited of a device; it lives in the worker's one thread.
pub type LocalBoxFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + 'a>>;

/// A trainer whose weights are on another device. Steps are submitted without waiting; only what is read is waited for.
pub trait DeviceTrainer {
    /// Steps submitted.
    fn step_count(&self) -> u64;
    /// Submits a step; gives its learning rate. At most [`MOST_UNREAD`] before their losses are read.
    fn step(&mut self, images: &[f32], labels: &[u8]) -> Result<f32>;
    /// What each step since the last call saw, once they are done.
    fn losses(&mut self) -> LocalBoxFuture<'_, Vec<StepStats>>;
    /// The logits `[n, classes]` of `n` images, `batch` at most, by the weights after all steps submitted.
    fn logits<'a>(&'a mut self, images: &'a [f32], batch: usize) -> LocalBoxFuture<'a, Vec<f32>>;
    /// All that a trainer on the CPU needs to go on from here.
    fn state(&mut self) -> LocalBoxFuture<'_, TrainerState>;
    /// Goes on from `state`.
    fn restore(&mut self, state: TrainerState) -> Result<()>;
}

/// See [`GpuTrainer::MOST_UNREAD`].
pub const MOST_UNREAD: usize = GpuTrainer::MOST_UNREAD;

/// A run's own device.
struct Owned {
    gpu: Gpu,
    trainer: GpuTrainer,
}

impl Drop for Owned {
    /// What is on it need not wait for the browser to find that nobody holds it any more.
    fn drop(&mut self) {
        self.gpu.device().destroy();
    }
}

impl DeviceTrainer for Owned {
    fn step_count(&self) -> u64 {
        self.trainer.step_count()
    }

    fn step(&mut self, images: &[f32], labels: &[u8]) -> Result<f32> {
        self.trainer.step(images, labels)
    }

    fn losses(&mut self) -> LocalBoxFuture<'_, Vec<StepStats>> {
        wait::with_timeout(self.trainer.losses())
    }

    fn logits<'a>(&'a mut self, images: &'a [f32], batch: usize) -> LocalBoxFuture<'a, Vec<f32>> {
        wait::with_timeout(self.trainer.logits(images, batch))
    }

    fn state(&mut self) -> LocalBoxFuture<'_, TrainerState> {
        wait::with_timeout(self.trainer.state())
    }

    fn restore(&mut self, state: TrainerState) -> Result<()> {
        self.trainer.restore(state)
    }
}

/// A run's place on a GPU, and the adapter's name.
pub struct DeviceHandle {
    /// What trains there.
    pub trainer: Box<dyn DeviceTrainer>,
    /// The adapter's name.
    pub name: String,
}

type Open = fn(Graph, Experiment) -> LocalBoxFuture<'static, Box<dyn DeviceTrainer>>;

#[wasm_split(gpu, fallible)]
fn make() -> std::result::Result<Open, SplitLoaderError> {
    Ok(open)
}

fn open(graph: Graph, experiment: Experiment) -> LocalBoxFuture<'static, Box<dyn DeviceTrainer>> {
    wait::with_timeout(async move {
        let gpu = Gpu::request(Wants { half: true, ..Wants::default() }).await?;
        let train = &experiment.train;
        let batch = Sampler::new(&experiment).batch_size();
        let mut trainer = GpuTrainer::new(&gpu, &graph, train, batch, experiment.steps())?;
        // Kernels are compiled when they first run. What that step does is undone when the run's weights come.
        trainer.step(&vec![0.0; batch * graph.input_shape().len()], &vec![0; batch])?;
        match trainer.losses().await {
            Ok(_) | Err(Error::Diverged { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(Box::new(Owned { gpu, trainer }) as Box<dyn DeviceTrainer>)
    })
}

/// A place on its way.
pub type Placing = Pin<Box<dyn Future<Output = std::result::Result<DeviceHandle, Problem>>>>;

/// A place on this machine's GPU for a run of `experiment`, with its kernels compiled, or why there is none. A processor that plays
/// a GPU is one only for whoever asks for it: compiling takes it most of a minute, and then it is slower than the CPU's own kernels.
pub async fn place(graph: Graph, experiment: Experiment) -> std::result::Result<DeviceHandle, Problem> {
    let name = look().await.map_err(Problem::NoGpu)?;
    if experiment.device == Device::Auto && is_software(&name) {
        return Err(Problem::NoGpu(NoGpu::NoDevice { reason: name }));
    }
    let open = make().await.map_err(|e| Problem::NotFetched { file: "WebGPU".into(), reason: e.to_string() })?;
    let trainer = open(graph, experiment).await;
    let trainer = trainer.map_err(|error| Problem::NoGpu(NoGpu::NoDevice { reason: reason(error) }))?;
    Ok(DeviceHandle { trainer, name })
}

/// What the browser said, where an error is of its making.
pub fn reason(error: Error) -> String {
    match error {
        Error::Device(DeviceError::Missing { reason } | DeviceError::Failed { reason }) => reason,
        other => other.to_string(),
    }
}

/// The GPU's kernels, as named beside a speed.
pub fn kernel_on(name: &str) -> String {
    if name.is_empty() { "webgpu".into() } else { ["webgpu", name].join(" · ") }
}
