//! A second executor behind the same plan: WebGPU. All buffers, bind groups and pipelines are made once; a step is one
//! command buffer, and nothing comes back but what is asked for.
//!
//! What suits the adapter is decided in one place, `Tuning` in gpu/device.rs; [`Gpu::with_kernels_of_gpu`] overrides it.
//!
//! Kernels are WGSL, one file per op (`ops/*/gpu.wgsl`, each with its tile and arithmetic intensity), and the product under
//! convolutions and linear layers in `gemm/gpu.wgsl`. They keep to WebGPU's default limits: 8 storage buffers, 256
//! invocations in a workgroup, 65,535 workgroups in a dimension, bindings of 128 MiB; larger batches are cut into `MicroBatches`.
//! Sums are made in a fixed order, so that a device gives the same numbers for the same step.

mod int8;
mod lowering;
mod params;
mod session;
mod training;

pub use crate::gpu::{Gpu, Precision, Traffic, Wants};
pub use int8::GpuInt8Executor;
pub use session::GpuSession;

use super::plan::Plan;
use super::{Mode, Saved, saved};
use crate::gpu::{
    BufferSlice, Dispatch, MicroBatches, Recorder, StepNumbers, filled, read_as, submit, write, write_as,
};
use crate::graph::{Graph, Weights};
use crate::ops::{dropout, softmax_cross_entropy};
use crate::rng::Rng;
use crate::{Error, Result};
use lowering::{Buffers, Lowering};
use params::ParamLayout;

/// Losses that a report holds before it must be read.
pub(crate) const SLOTS: usize = 256;

/// Runs one graph at one batch size on a GPU. Weights live there; see [`GpuExecutor::upload`].
#[derive(Debug)]
pub struct GpuExecutor {
    gpu: Gpu,
    graph: Graph,
    plan: Plan,
    mode: Mode,
    slices: MicroBatches,
    precision: Precision,
    buffers: Buffers,
    labels: wgpu::Buffer,
    report: wgpu::Buffer,
    step: wgpu::Buffer,
    recorder: Recorder,
    forward: Vec<Dispatch>,
    loss: Vec<Dispatch>,
    backward: Vec<Dispatch>,
    /// Scratch memory for what is written to the device.
    bytes: Vec<u8>,
    /// The host's layout, without its values.
    weights: Weights,
}

impl GpuExecutor {
    /// An executor of `graph` for batches of `batch` images, with zeros as weights, in single floats.
    pub fn new(gpu: &Gpu, graph: &Graph, batch: usize, mode: Mode) -> Result<Self> {
        Self::storing(gpu, graph, batch, mode, Precision::Single)
    }

    /// The same with values and weights stored as `precision` says. Fails for halves in training, whose gradients they have
    /// no room for, and on a device that has none: see [`Gpu::has_half`].
    pub fn storing(gpu: &Gpu, graph: &Graph, batch: usize, mode: Mode, precision: Precision) -> Result<Self> {
        Self::make(gpu, graph, batch, mode, precision, None)
    }

    /// An executor for inference in batches of `batch` images by the weights that this one has on the device.
    pub fn sharing_weights(&self, batch: usize) -> Result<Self> {
        Self::make(&self.gpu, &self.graph, batch, Mode::Inference, self.precision, Some(&self.buffers))
    }

    fn make(
        gpu: &Gpu,
        graph: &Graph,
        batch: usize,
        mode: Mode,
        precision: Precision,
        shared: Option<&Buffers>,
    ) -> Result<Self> {
        if batch == 0 {
            return Err(Error::misuse("batch", "1 image at least", "0"));
        }
        if precision == Precision::Half && (mode.trains() || !gpu.has_half()) {
            let expected = if mode.trains() { "single floats for training" } else { "a device with shader-f16" };
            return Err(Error::misuse("precision", expected, "half"));
        }
        gpu.check()?;
        let weights = Weights::zeros(graph);
        let plan = Plan::fusing(graph, &weights, batch, mode, |_| true);
        let (trained, running) =
            (ParamLayout::new(&weights, true, precision), ParamLayout::new(&weights, false, Precision::Single));
        let largest = plan.value_len.iter().chain(&plan.grad_len).max().copied().unwrap_or(0);
        let slices = MicroBatches::new(gpu, batch, precision.words(largest))?;
        let sliced = |len: usize, precision: Precision| {
            slices.iter().map(|s| gpu.buffer(precision.words(len * s.n))).collect::<Result<Vec<_>>>()
        };
        let make = |lens: &[usize]| lens.iter().map(|len| sliced(*len, precision)).collect::<Result<Vec<_>>>();
        let keeps = |node| match saved(graph, node, 1, mode) {
            Saved::Argmax(places) if mode.trains() => sliced(places.len(), Precision::Single),
            Saved::Statistics { mean, inv_std } => Ok(vec![gpu.buffer(mean.len() + inv_std.len())?]),
            // The mask is drawn again; inference keeps no places.
            Saved::Argmax(_) | Saved::Mask(_) | Saved::Nothing => Ok(vec![gpu.buffer(0)?]),
        };
        let [on_device, statistics] = match shared {
            Some(buffers) => [buffers.weights.clone(), buffers.statistics.clone()],
            None => [gpu.buffer(precision.words(trained.len()))?, filled(gpu, &running.spread(weights.values()))?],
        };
        let buffers = Buffers {
            weights: on_device,
            statistics,
            gradients: gpu.buffer(if mode.trains() { trained.len() } else { 0 })?,
            values: make(&plan.value_len)?,
            d_values: make(&plan.grad_len)?,
            saved: plan.instructions.iter().map(|s| keeps(s.node)).collect::<Result<_>>()?,
            trained,
            running,
        };
        let step = StepNumbers::buffer(gpu);
        let mut it = GpuExecutor {
            recorder: Recorder::new(gpu.clone(), step.clone()).storing(precision),
            labels: gpu.buffer(batch)?,
            report: gpu.buffer(1 + 2 * SLOTS)?,
            gpu: gpu.clone(),
            graph: graph.clone(),
            plan,
            mode,
            slices,
            precision,
            buffers,
            step,
            forward: Vec::new(),
            loss: Vec::new(),
            backward: Vec::new(),
            bytes: Vec::new(),
            weights,
        };
        it.record()?;
        gpu.check()?;
        Ok(it)
    }

    /// Makes every dispatch.
    fn record(&mut self) -> Result<()> {
        let mut lowering = Lowering {
            gpu: &self.gpu,
            graph: &self.graph,
            plan: &self.plan,
            mode: self.mode,
            slices: &self.slices,
            buffers: &self.buffers,
            recorder: &mut self.recorder,
            drawn: 0,
            out: Vec::new(),
        };
        for i in 0..self.plan.instructions.len() {
            lowering.forward(i)?;
        }
        self.forward = std::mem::take(&mut lowering.out);
        let Some(last) = self.plan.instructions.last().filter(|_| self.mode.trains()) else { return Ok(()) };
        for i in (0..self.plan.instructions.len()).rev() {
            lowering.backward(i)?;
        }
        self.backward = lowering.out;
        let classes = self.graph.output_shape().len();
        for slice in self.slices.iter() {
            let logits = BufferSlice::all(&self.buffers.values[last.output][slice.index]);
            let d_logits = BufferSlice::all(&self.buffers.d_values[last.d_output][slice.index]);
            let kernel = softmax_cross_entropy::gpu::cross_entropy(slice, self.plan.batch, classes);
            let writes = [d_logits, BufferSlice::all(&self.report)];
            self.loss.push(self.recorder.dispatch(kernel, &[logits, BufferSlice::all(&self.labels)], &writes)?);
        }
        Ok(())
    }

    /// The graph it runs.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Images in each batch.
    pub fn batch(&self) -> usize {
        self.plan.batch
    }

    /// Kernels that forward, loss and backward take together.
    pub fn dispatches(&self) -> usize {
        self.forward.len() + self.loss.len() + self.backward.len()
    }

    /// How it stores values and weights.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Bytes of the device's memory that hold weights, statistics, values and gradients.
    pub fn bytes(&self) -> u64 {
        self.buffers.bytes()
    }

    /// Puts `weights` on the device.
    pub fn upload(&mut self, weights: &Weights) -> Result<()> {
        Error::check_len("weights", self.weights.values().len(), weights.values().len())?;
        let Buffers { trained, running, weights: on_device, statistics, .. } = &self.buffers;
        write_as(self.precision, &self.gpu, on_device, &trained.spread(weights.values()), &mut self.bytes);
        write(&self.gpu, statistics, &running.spread(weights.values()), &mut self.bytes);
        self.gpu.check()
    }

    /// The weights and running statistics as they are on the device after all that was submitted, rounded as they are there.
    pub async fn download(&self) -> Result<Weights> {
        let Buffers { trained, running, weights, statistics, .. } = &self.buffers;
        let mut out = self.weights.clone();
        trained.gather(&read_as(self.precision, &self.gpu, weights, trained.len()).await?, out.values_mut());
        running.gather(&self.gpu.read(statistics, running.len()).await?, out.values_mut());
        Ok(out)
    }

    /// Runs a batch `[N,H,W,C]` of [`GpuExecutor::batch`] images forward: by the running statistics and without dropout
    /// where it is made for inference; else by the batch's, moving the running ones, with masks drawn from `rng`, which
    /// must be of the stream that [`crate::train::Trainer`] draws from and is left as it is.
    pub fn forward(&mut self, input: &[f32], rng: &Rng) -> Result<()> {
        self.set_input(input)?;
        self.set_step(StepNumbers { rng: rng.state(), ..StepNumbers::default() });
        self.submit(|it, pass| it.forward.iter().for_each(|d| d.record(pass)));
        self.gpu.check()
    }

    /// The output of the batch last run: `[N, outputs]`.
    pub async fn output(&self) -> Result<Vec<f32>> {
        match self.plan.value_of[self.graph.output()] {
            Some(buffer) => self.read(&self.buffers.values[buffer], self.graph.output_shape().len()).await,
            None => Ok(Vec::new()),
        }
    }

    /// The loss of the batch last run, as [`super::Executor::loss`] has it; keeps its gradient for
    /// [`GpuExecutor::backward`].
    pub async fn loss(&mut self, labels: &[u8], smoothing: f32) -> Result<f32> {
        self.check_mode()?;
        self.set_labels(labels)?;
        self.set_step(StepNumbers { smoothing, ..StepNumbers::default() });
        self.submit(|it, pass| it.loss.iter().for_each(|d| d.record(pass)));
        Ok(self.gpu.read(&self.report, 2).await?[1])
    }

    /// Sets the gradient of the output, in place of [`GpuExecutor::loss`].
    pub fn set_output_gradient(&mut self, d_output: &[f32]) -> Result<()> {
        self.check_mode()?;
        Error::check_len("output gradient", self.plan.batch * self.graph.output_shape().len(), d_output.len())?;
        if let Some(last) = self.plan.instructions.last() {
            self.slices.write(
                self.precision,
                &self.gpu,
                &self.buffers.d_values[last.d_output],
                d_output,
                &mut self.bytes,
            );
        }
        self.gpu.check()
    }

    /// Gradients of the weights, and of the input for [`Mode::InputGradient`], of the batch last run forward. `rng` as it
    /// was there.
    pub fn backward(&mut self, rng: &Rng) -> Result<()> {
        self.check_mode()?;
        self.set_step(StepNumbers { rng: rng.state(), ..StepNumbers::default() });
        self.submit(|it, pass| it.backward.iter().for_each(|d| d.record(pass)));
        self.gpu.check()
    }

    /// The gradient of the last backward pass, laid out as the trained part of [`Weights::values`].
    pub async fn gradient(&self) -> Result<Vec<f32>> {
        self.check_mode()?;
        let Buffers { trained, gradients, .. } = &self.buffers;
        let mut out = vec![0.0; self.weights.trainable_len()];
        trained.gather(&self.gpu.read(gradients, trained.len()).await?, &mut out);
        Ok(out)
    }

    /// The gradient of the input after a backward pass, for [`Mode::InputGradient`].
    pub async fn input_gradient(&self) -> Result<Vec<f32>> {
        let Some(buffer) = self.plan.d_input else {
            return Err(Error::misuse("mode", "an executor made for the input's gradient", format!("{:?}", self.mode)));
        };
        self.read(&self.buffers.d_values[buffer], self.graph.input_shape().len()).await
    }

    /// What lies in `slices`, `len` values for each image.
    async fn read(&self, slices: &[wgpu::Buffer], len: usize) -> Result<Vec<f32>> {
        let mut all = Vec::with_capacity(self.plan.batch * len);
        for (slice, buffer) in self.slices.iter().zip(slices) {
            all.extend(read_as(self.precision, &self.gpu, buffer, slice.n * len).await?);
        }
        Ok(all)
    }

    fn check_mode(&self) -> Result<()> {
        if self.mode.trains() && !self.loss.is_empty() {
            return Ok(());
        }
        Err(Error::misuse("mode", "an executor made for training", format!("{:?}", self.mode)))
    }

    fn set_input(&mut self, input: &[f32]) -> Result<()> {
        Error::check_len("input", self.plan.batch * self.graph.input_shape().len(), input.len())?;
        self.slices.write(self.precision, &self.gpu, &self.buffers.values[0], input, &mut self.bytes);
        Ok(())
    }

    fn set_labels(&mut self, labels: &[u8]) -> Result<()> {
        Error::check_len("labels", self.plan.batch, labels.len())?;
        let classes = self.graph.output_shape().len();
        if let Some(&label) = labels.iter().find(|&&l| usize::from(l) >= classes) {
            return Err(Error::range("label", [0, classes - 1], label));
        }
        self.bytes.clear();
        self.bytes.extend(labels.iter().flat_map(|l| u32::from(*l).to_le_bytes()));
        self.gpu.write(&self.labels, 0, &self.bytes);
        Ok(())
    }

    fn set_step(&self, step: StepNumbers) {
        step.write(&self.gpu, &self.step);
    }

    fn submit(&self, record: impl FnOnce(&Self, &mut wgpu::ComputePass<'_>)) {
        submit(&self.gpu, |pass| record(self, pass));
    }
}

const _: () = assert!(dropout::gpu::STREAM == 2, "the increment in dropout's gpu.wgsl is that of stream 2");
