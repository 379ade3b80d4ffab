//! The integer executor: a network whose activations have fixed grids runs on 8-bit integers from its input to its
//! logits, by the [TFLite int8 specification](https://ai.google.dev/edge/litert/models/quantization_spec).

mod dynamic;
mod kernels;
pub(super) mod prepare;

pub use dynamic::DynamicExecutor;
pub use kernels::Int8Kernels;

use super::forward::pad_end;
use super::plan::{Plan, Step};
use crate::compress::{Affine, Network};
use crate::graph::{Graph, NodeId, Shape};
use crate::int8::{dequantize, quantize_all};
use crate::ops::activation::int8 as activation;
use crate::ops::{Op, PoolKind, elementwise, pool};
use crate::{Error, Result};
use prepare::{Constants, Prepared, window};
use std::marker::PhantomData;
use std::mem::take;

/// Runs one static network at one batch size with the kernels `K`. Weights are packed and all memory is taken when it is
/// made.
#[derive(Debug)]
pub struct Int8Executor<K> {
    graph: Graph,
    plan: Plan,
    /// One for each step.
    constants: Vec<Constants>,
    /// The grids of the input and of the output.
    ends: [Affine; 2],
    /// Images of the batch last run.
    n: usize,
    values: Vec<Vec<i8>>,
    output: Vec<f32>,
    workspace: Vec<i16>,
    sums: Vec<i32>,
    kernels: PhantomData<K>,
}

impl<K: Int8Kernels> Int8Executor<K> {
    /// The kernels' name.
    pub const NAME: &'static str = K::NAME;

    /// An executor of `net` for batches of up to `batch` images. Fails where activations have no fixed grids or one without
    /// meaning, where a convolution's or linear layer's weights are not on a symmetric integer grid, and where batch norm
    /// was not folded.
    pub fn new(net: &Network, batch: usize) -> Result<Self> {
        let (graph, Prepared { plan, constants, ends }) = (&net.graph, Prepared::new::<K>(net, batch)?);
        let scratch = |step: &Step| match (window(graph, step.node, batch), &graph.nodes()[step.node].op) {
            (Some(s), Op::DepthwiseConv2d(_)) => K::depthwise_workspace(&s),
            (Some(s), _) => K::conv2d_workspace(&s),
            (None, _) => 0,
        };
        let channels = graph.nodes().iter().map(|n| n.shape.c).max().unwrap_or(0);
        Ok(Int8Executor {
            constants,
            ends,
            n: batch,
            values: plan.value_len.iter().map(|&len| vec![0; len * batch]).collect(),
            output: vec![0.0; graph.output_shape().len() * batch],
            workspace: vec![0; plan.steps.iter().map(scratch).max().unwrap_or(0)],
            sums: vec![0; channels],
            graph: graph.clone(),
            plan,
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

    /// The output for `input [N,H,W,C]`, N being at most [`Int8Executor::batch`]: `[N, outputs]`. The input is rounded to
    /// its grid, the output is what its levels stand for; everything between is integers.
    pub fn forward(&mut self, input: &[f32]) -> Result<&[f32]> {
        self.set_input(input)?;
        for i in 0..self.plan.steps.len() {
            self.step(i);
        }
        Ok(self.output())
    }

    /// Takes in a batch, rounded to the input's grid, without running it; for [`Int8Executor::run_step`].
    pub fn set_input(&mut self, input: &[f32]) -> Result<()> {
        let len = self.graph.input_shape().len();
        let n = (input.len() / len.max(1)).clamp(1, self.plan.batch);
        Error::check_len("input", n * len, input.len())?;
        self.n = n;
        quantize_all(input, self.ends[0], &mut self.values[0]);
        Ok(())
    }

    /// How many kernel calls the forward pass has.
    pub fn step_count(&self) -> usize {
        self.plan.steps.len()
    }

    /// The node that step `i` computes, and the last of those fused into it.
    pub fn step_nodes(&self, i: usize) -> Option<(NodeId, NodeId)> {
        self.plan.steps.get(i).map(|s| (s.node, s.last))
    }

    /// Runs step `i` alone, on what the steps before it left: for timing one layer.
    pub fn run_step(&mut self, i: usize) {
        if i < self.plan.steps.len() {
            self.step(i);
        }
    }

    /// The output of the batch last run.
    pub fn output(&mut self) -> &[f32] {
        let len = self.n * self.graph.output_shape().len();
        let levels = self.plan.value_of[self.graph.output()].map_or(&[][..], |b| &self.values[b][..len]);
        for (value, level) in self.output.iter_mut().zip(levels) {
            *value = dequantize(*level, self.ends[1]);
        }
        &self.output[..len]
    }

    /// The levels of node `id` for the batch last run, as long as its buffer was not used again.
    pub fn levels(&self, id: NodeId) -> Option<&[i8]> {
        let buffer = (*self.plan.value_of.get(id)?)?;
        self.values[buffer].get(..self.n * self.graph.nodes()[id].shape.len())
    }

    fn step(&mut self, i: usize) {
        let (step, n) = (&self.plan.steps[i], self.n);
        let node = &self.graph.nodes()[step.node];
        let (x_shape, y_shape) = (self.graph.in_shape(step.node), node.shape);
        let mut y_buffer = take(&mut self.values[step.output]);
        let y = &mut y_buffer[..n * y_shape.len()];
        let x = &self.values[step.inputs[0]][..n * x_shape.len()];
        let input = |j: usize, shape: Shape| &self.values[step.inputs[j]][..n * shape.len()];
        match (&node.op, &self.constants[i]) {
            (Op::Conv2d(op), Constants::Layer(layer)) => {
                K::conv2d(&op.window(n, x_shape, y_shape), layer, x, y, &mut self.workspace);
            }
            (Op::Linear(_), Constants::Layer(layer)) => {
                let s = crate::int8::linear_window(n, x_shape.c, y_shape.c);
                K::conv2d(&s, layer, x, y, &mut self.workspace);
            }
            (Op::DepthwiseConv2d(op), Constants::Layer(layer)) => {
                K::depthwise_conv2d(&op.window(n, x_shape, y_shape), layer, x, y, &mut self.workspace);
            }
            (_, Constants::Table(table)) => activation::look_up(table, x, y),
            (Op::Pool2d(op), Constants::Max(table)) => {
                pool::int8::max(&op.window(n, x_shape, y_shape), x, y);
                if let Some(table) = table {
                    activation::look_up_in_place(table, y);
                }
            }
            (Op::Pool2d(op), Constants::Mean(mean)) => {
                let count_pad = op.kind == PoolKind::Average { count_pad: true };
                let s = op.window(n, x_shape, y_shape);
                pool::int8::average(&s, mean, count_pad, pad_end(op), x, y, &mut self.sums);
            }
            (_, Constants::Mean(mean)) => {
                pool::int8::global_average(n, x_shape.area(), x_shape.c, mean, x, y, &mut self.sums);
            }
            (Op::Add, Constants::Join(join)) => elementwise::int8::add(join, x, input(1, x_shape), y),
            (_, Constants::Join(join)) => {
                let b = self.graph.nodes()[node.inputs[1]].shape;
                let area = if b == x_shape { 1 } else { x_shape.area() };
                elementwise::int8::multiply(join, area, x_shape.c, x, input(1, b), y);
            }
            // Aliases have no step of their own.
            _ => y.copy_from_slice(x),
        }
        let output = step.output;
        self.values[output] = y_buffer;
    }
}
