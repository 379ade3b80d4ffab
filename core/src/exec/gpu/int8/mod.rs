//! Static int8 networks on WebGPU, in integers from the input's levels to the logits': bit for bit what
//! a session ([`crate::exec::InferenceSession`]) gives. Rounding the input and giving the output's levels their values is done on
//! the host, because WGSL's division may be off by some units in the last place (WGSL §15.7.4), and four levels in a word
//! are a quarter of the bytes.
//!
//! Four neighbouring channels lie in a word (`levels.wgsl`, `words.rs`). Products are sums of `dot4I8Packed`, or
//! made of single bytes where an adapter's WGSL lacks that, or its instructions do (`shifts.wgsl`).

mod kernels;
mod lowering;
mod words;

use crate::exec::int8::prepare::Prepared;
use crate::gpu::{Dispatch, Gpu, MicroBatch, MicroBatches, Recorder, StepNumbers, submit};
use crate::graph::{Graph, Model};
use crate::int8::{dequantize, quantize_all};
use crate::ops::Reference;
use crate::quant::Affine;
use crate::{Error, Result};
use lowering::{Lowering, laid};

/// Runs one static network at one batch size on a GPU, in integers. Weights live there.
#[derive(Debug)]
pub struct GpuInt8Executor {
    gpu: Gpu,
    graph: Graph,
    slices: MicroBatches,
    /// The grids of the input and of the output.
    grids: [Affine; 2],
    /// The buffers of the input and of the output of each slice.
    ends: Vec<[wgpu::Buffer; 2]>,
    dispatches: Vec<Dispatch>,
    /// Scratch memory for what is written to the device.
    levels: Vec<i8>,
    bytes: Vec<u8>,
}

impl GpuInt8Executor {
    /// An executor of `net` for batches of `batch` images. Fails as [`crate::exec::InferenceSession::new`]
    /// does, where the device does, and where it has no room for a buffer.
    pub fn new(gpu: &Gpu, net: &Model, batch: usize) -> Result<Self> {
        gpu.check()?;
        let (graph, prepared) = (&net.graph, Prepared::new::<Reference>(net, batch)?);
        let plan = &prepared.plan;
        // The plan's lengths are without the channels that fill words up.
        let mut lens = vec![0; plan.value_len.len()];
        for (id, buffer) in plan.value_of.iter().enumerate() {
            if let Some(buffer) = *buffer {
                lens[buffer] = words::words(laid(graph, id)).max(lens[buffer]);
            }
        }
        let slices = MicroBatches::new(gpu, batch, lens.iter().max().copied().unwrap_or(0))?;
        let mut recorder = Recorder::new(gpu.clone(), StepNumbers::buffer(gpu));
        let (mut ends, mut dispatches) = (Vec::new(), Vec::new());
        for MicroBatch { n, .. } in slices.iter() {
            let values = lens.iter().map(|len| gpu.buffer(len * n)).collect::<Result<Vec<_>>>()?;
            ends.push([0, plan.value_of[graph.output()].unwrap_or(0)].map(|end| values[end].clone()));
            let (recorder, out) = (&mut recorder, Vec::new());
            let mut lowering = Lowering { gpu, graph, prepared: &prepared, n, values: &values, recorder, out };
            for i in 0..plan.instructions.len() {
                lowering.instruction(i)?;
            }
            dispatches.extend(lowering.out);
        }
        gpu.check()?;
        Ok(GpuInt8Executor {
            gpu: gpu.clone(),
            slices,
            grids: prepared.ends,
            ends,
            dispatches,
            levels: vec![0; graph.input_shape().len() * batch],
            bytes: Vec::new(),
            graph: graph.clone(),
        })
    }

    /// The graph it runs.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Images in each batch.
    pub const fn batch(&self) -> usize {
        self.slices.batch()
    }

    /// Kernels in a pass.
    pub fn dispatches(&self) -> usize {
        self.dispatches.len()
    }

    /// Submits a batch `[N,H,W,C]` of [`GpuInt8Executor::batch`] images, rounded to the input's grid, in one command buffer.
    pub fn forward(&mut self, input: &[f32]) -> Result<()> {
        Error::check_len("input", self.levels.len(), input.len())?;
        quantize_all(input, self.grids[0], &mut self.levels);
        let shape = self.graph.input_shape();
        for (slice, [buffer, _]) in self.slices.iter().zip(&self.ends) {
            let levels = &self.levels[slice.first * shape.len()..][..slice.n * shape.len()];
            self.bytes.clear();
            self.bytes.extend(words::packed(levels, shape.c).flat_map(u32::to_le_bytes));
            self.gpu.write(buffer, 0, &self.bytes);
        }
        submit(&self.gpu, |pass| self.dispatches.iter().for_each(|d| d.record(pass)));
        self.gpu.check()
    }

    /// The output of the batch last run, what its levels stand for: `[N, outputs]`.
    pub async fn output(&self) -> Result<Vec<f32>> {
        let shape = laid(&self.graph, self.graph.output());
        let mut all = Vec::with_capacity(self.batch() * shape.len());
        for (slice, [_, buffer]) in self.slices.iter().zip(&self.ends) {
            let words = self.gpu.read_words(buffer, slice.n * words::words(shape)).await?;
            all.extend(words::unpacked(&words, shape.c).map(|level| dequantize(level, self.grids[1])));
        }
        Ok(all)
    }
}

/// A buffer that holds `words`.
fn filled(gpu: &Gpu, words: impl IntoIterator<Item = u32>) -> Result<wgpu::Buffer> {
    let bytes: Vec<u8> = words.into_iter().flat_map(u32::to_le_bytes).collect();
    let buffer = gpu.buffer(bytes.len() / 4)?;
    gpu.write(&buffer, 0, &bytes);
    Ok(buffer)
}
