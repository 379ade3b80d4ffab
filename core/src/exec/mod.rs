//! How a graph runs: a plan is made once, then executed over and over without allocating. An [`Executor`] trains and lets
//! values be looked at; an [`InferenceSession`] runs what is trained and ready.

mod backward;
mod dynamic;
mod float;
mod forward;
#[cfg(feature = "gpu")]
pub mod gpu;
mod int8;
mod memory;
mod plan;
pub(crate) mod program;
mod session;
mod sparse;

pub use crate::ops::{Cpu, Int8Kernels, Kernels, Reference, Rows};
pub use memory::{Element, MemoryPlan, MemoryStep, PlacedValue};
pub use session::{InferenceSession, KernelKind};

use crate::graph::{Graph, NodeId, Shape, Weights};
use crate::ops::{Op, softmax_cross_entropy};
use crate::rng::Rng;
use crate::{Error, Result};
use plan::Plan;
use std::marker::PhantomData;

/// What an executor is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Outputs only: activations are fused and buffers used again.
    Inference,
    /// Like inference, but every node's value is kept to be looked at.
    Inspect,
    /// Outputs by the batch's statistics, and gradients of the weights.
    Training,
    /// Like training, with the gradient of the input too.
    InputGradient,
}

impl Mode {
    const fn trains(self) -> bool {
        matches!(self, Mode::Training | Mode::InputGradient)
    }
}

/// What a instruction's forward pass keeps for its backward pass.
#[derive(Debug)]
enum Saved {
    Nothing,
    /// Where each maximum was found.
    Argmax(Vec<u32>),
    /// The batch's mean and 1/σ of each channel.
    Statistics {
        mean: Vec<f32>,
        inv_std: Vec<f32>,
    },
    /// Dropout's factors.
    Mask(Vec<f32>),
}

/// Runs one graph at one batch size with the kernels `K`. All memory is taken when it is made.
#[derive(Debug)]
pub struct Executor<K> {
    graph: Graph,
    plan: Plan,
    mode: Mode,
    /// Images of the batch last run.
    n: usize,
    values: Vec<Vec<f32>>,
    grads: Vec<Vec<f32>>,
    aside: Vec<f32>,
    saved: Vec<Saved>,
    workspace: Vec<f32>,
    tap: Option<Tap>,
    kernels: PhantomData<K>,
}

/// A gradient from outside that joins the backward pass in its midst.
#[derive(Debug)]
struct Tap {
    /// The instruction at whose output it joins.
    instruction: usize,
    node: NodeId,
    gradient: Vec<f32>,
}

impl<K: Kernels> Executor<K> {
    /// An executor of `graph` for batches of up to `batch` images.
    pub fn new(graph: &Graph, batch: usize, mode: Mode) -> Result<Self> {
        if batch == 0 {
            return Err(Error::misuse("batch", "1 image at least", "0"));
        }
        let plan = Plan::new::<K>(graph, &Weights::zeros(graph), batch, mode);
        let buffers = |len: &[usize]| len.iter().map(|&l| vec![0.0; l * batch]).collect();
        let saved = plan.instructions.iter().map(|instruction| saved(graph, instruction.node, batch, mode)).collect();
        Ok(Executor {
            values: buffers(&plan.value_len),
            grads: buffers(&plan.grad_len),
            aside: vec![0.0; plan.aside_len * batch],
            saved,
            workspace: vec![0.0; plan.workspace],
            graph: graph.clone(),
            plan,
            mode,
            n: batch,
            tap: None,
            kernels: PhantomData,
        })
    }

    /// The graph it runs.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Images in its largest batch.
    pub fn batch(&self) -> usize {
        self.plan.batch
    }

    /// Bytes that it keeps of a batch between the forward and the backward pass: values, and what ops set aside (places of maxima,
    /// statistics, masks).
    pub fn kept_bytes(&self) -> usize {
        let saved = |saved: &Saved| match saved {
            Saved::Nothing => 0,
            Saved::Argmax(places) => places.len(),
            Saved::Statistics { mean, inv_std } => mean.len() + inv_std.len(),
            Saved::Mask(mask) => mask.len(),
        };
        4 * (self.values.iter().map(Vec::len).sum::<usize>() + self.saved.iter().map(saved).sum::<usize>())
    }

    /// The output for `input [N,H,W,C]`, N being at most [`Executor::batch`]: `[N, outputs]`.
    pub fn forward(&mut self, weights: &Weights, input: &[f32]) -> Result<&[f32]> {
        self.set_input(weights, input)?;
        for i in 0..self.plan.instructions.len() {
            self.infer_instruction(weights, i);
        }
        Ok(self.output())
    }

    /// Takes in a batch without running it; for [`Executor::run_instruction`].
    pub fn set_input(&mut self, weights: &Weights, input: &[f32]) -> Result<()> {
        let len = self.graph.input_shape().len();
        let n = (input.len() / len.max(1)).clamp(1, self.plan.batch);
        Error::check_len("input", n * len, input.len())?;
        self.check_weights(weights)?;
        self.n = n;
        self.values[0][..input.len()].copy_from_slice(input);
        Ok(())
    }

    /// How many kernel calls the forward pass has.
    pub fn instruction_count(&self) -> usize {
        self.plan.instructions.len()
    }

    /// The node that instruction `i` computes, and the last of those fused into it.
    pub fn instruction_nodes(&self, i: usize) -> Option<(NodeId, NodeId)> {
        self.plan.instructions.get(i).map(|s| (s.node, s.last))
    }

    /// Runs instruction `i` alone, on what those before it left: for timing one layer.
    pub fn run_instruction(&mut self, weights: &Weights, i: usize) -> Result<()> {
        self.check_weights(weights)?;
        if i < self.plan.instructions.len() {
            self.infer_instruction(weights, i);
        }
        Ok(())
    }

    /// The output of the batch last run.
    pub fn output(&self) -> &[f32] {
        let shape = self.graph.output_shape();
        self.value(self.graph.output()).map_or(&[], |v| &v[..self.n * shape.len()])
    }

    /// The value of node `id` for the batch last run. Always there after [`Mode::Inspect`]; otherwise only where no
    /// fusion swallowed it and, in inference, as long as its buffer was not used again.
    pub fn value(&self, id: NodeId) -> Option<&[f32]> {
        let buffer = (*self.plan.value_of.get(id)?)?;
        self.values[buffer].get(..self.n * self.graph.nodes()[id].shape.len())
    }

    /// The gradient of the input after [`Executor::backward`], for [`Mode::InputGradient`].
    pub fn input_gradient(&self) -> Option<&[f32]> {
        self.grads[self.plan.d_input?].get(..self.n * self.graph.input_shape().len())
    }

    fn check_weights(&self, weights: &Weights) -> Result<()> {
        let end = self.plan.instructions.iter().flat_map(|s| &s.params).map(|r| r.end).max().unwrap_or(0);
        Error::check_len("weights", end, weights.values().len())
    }

    fn in_shape(&self, node: NodeId) -> Shape {
        self.graph.in_shape(node)
    }
}

impl<K: Kernels> Executor<K> {
    /// The training form of [`Executor::forward`], for a full batch: normalizes by the batch's statistics, moves the
    /// running ones in `weights` and draws dropout masks from `rng`.
    pub fn forward_train(&mut self, weights: &mut Weights, input: &[f32], rng: &mut Rng) -> Result<&[f32]> {
        self.check_mode()?;
        Error::check_len("input", self.plan.batch * self.graph.input_shape().len(), input.len())?;
        self.set_input(weights, input)?;
        for i in 0..self.plan.instructions.len() {
            self.train_instruction(weights, i, rng);
        }
        Ok(self.output())
    }

    /// The loss of the batch last run forward: mean cross-entropy against `labels` with label smoothing. Keeps its
    /// gradient for [`Executor::backward`].
    pub fn loss(&mut self, labels: &[u8], smoothing: f32) -> Result<f32> {
        self.check_mode()?;
        Error::check_len("labels", self.n, labels.len())?;
        let classes = self.graph.output_shape().len();
        if let Some(&label) = labels.iter().find(|&&l| usize::from(l) >= classes) {
            return Err(Error::range("label", [0, classes - 1], label));
        }
        let mut d_output = self.take_d_output()?;
        let loss = softmax_cross_entropy::reference::loss_and_gradient(
            classes,
            self.output(),
            labels,
            smoothing,
            &mut d_output,
        );
        self.put_d_output(d_output);
        Ok(loss)
    }

    /// Sets the gradient of the output, in place of [`Executor::loss`].
    pub fn set_output_gradient(&mut self, d_output: &[f32]) -> Result<()> {
        self.check_mode()?;
        Error::check_len("output gradient", self.output().len(), d_output.len())?;
        let mut buffer = self.take_d_output()?;
        // Other gradients share the buffer, and may be larger.
        buffer[..d_output.len()].copy_from_slice(d_output);
        self.put_d_output(buffer);
        Ok(())
    }

    /// Has a gradient of node `node`'s value, which [`Executor::tapped`] gives to be written, join every following
    /// [`Executor::backward`]: for losses that look at features. Fails where no kernel writes that value.
    pub fn tap(&mut self, node: NodeId) -> Result<()> {
        self.check_mode()?;
        let Some(instruction) = self.plan.instructions.iter().position(|s| s.last == node) else {
            return Err(Error::misuse("tap", "a node with a value of its own", node.to_string()));
        };
        let gradient = vec![0.0; self.plan.batch * self.graph.nodes()[node].shape.len()];
        self.tap = Some(Tap { instruction, node, gradient });
        Ok(())
    }

    /// The value of the tapped node for the batch last run, and its gradient from outside, to be overwritten.
    pub fn tapped(&mut self) -> Option<(&[f32], &mut [f32])> {
        let tap = self.tap.as_mut()?;
        let len = self.n * self.graph.nodes()[tap.node].shape.len();
        let buffer = (*self.plan.value_of.get(tap.node)?)?;
        Some((self.values[buffer].get(..len)?, tap.gradient.get_mut(..len)?))
    }

    /// Gradients of the loss with respect to the trained weights into `grads`, overwritten.
    pub fn backward(&mut self, weights: &Weights, grads: &mut [f32]) -> Result<()> {
        self.check_mode()?;
        self.check_weights(weights)?;
        Error::check_len("gradients", weights.trainable_len(), grads.len())?;
        for i in (0..self.plan.instructions.len()).rev() {
            self.backward_instruction(weights, grads, i);
        }
        Ok(())
    }

    fn check_mode(&self) -> Result<()> {
        if self.mode.trains() {
            return Ok(());
        }
        Err(Error::misuse("mode", "an executor made for training", format!("{:?}", self.mode)))
    }

    fn take_d_output(&mut self) -> Result<Vec<f32>> {
        let last = self.plan.instructions.last().map(|s| s.d_output);
        let last = last.ok_or_else(|| Error::misuse("graph", "one op at least", "none"))?;
        Ok(std::mem::take(&mut self.grads[last]))
    }

    fn put_d_output(&mut self, buffer: Vec<f32>) {
        if let Some(instruction) = self.plan.instructions.last() {
            self.grads[instruction.d_output] = buffer;
        }
    }
}

fn saved(graph: &Graph, node: NodeId, batch: usize, mode: Mode) -> Saved {
    let shape = graph.nodes()[node].shape;
    match &graph.nodes()[node].op {
        // Inference has no use for the places of the maxima, but the kernel writes them.
        Op::MaxPool2d(_) => Saved::Argmax(vec![0; batch * shape.len()]),
        Op::BatchNorm(_) if mode.trains() => {
            Saved::Statistics { mean: vec![0.0; shape.c], inv_std: vec![0.0; shape.c] }
        }
        Op::Dropout(_) if mode.trains() => Saved::Mask(vec![0.0; batch * shape.len()]),
        _ => Saved::Nothing,
    }
}
