//! Inference in integers: a network whose activations have fixed grids runs on 8-bit integers from its input to its
//! logits, by the [TFLite int8 specification](https://ai.google.dev/edge/litert/models/quantization_spec).

pub(crate) mod prepare;

use super::plan::{Instruction, Plan};
use super::session::{KernelKind, Values};
use crate::Shape;
use crate::graph::{Graph, Model, NodeId};
use crate::int8::{dequantize, quantize_all};
use crate::ops::activation::int8 as activation;
use crate::ops::{Int8Kernels, Op, Window, elementwise, pool};
use crate::quant::Affine;
use crate::{Error, Result};
use prepare::{Constants, Prepared, window};
use std::borrow::Cow;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::mem::take;

/// A static network's plan with packed weights, levels between them.
#[derive(Debug)]
pub(super) struct Levels<K> {
    graph: Graph,
    plan: Plan,
    /// One for each instruction.
    constants: Vec<Constants>,
    /// The grids of the input and of the output.
    ends: [Affine; 2],
    /// The grid of each node that an instruction writes.
    grids: Vec<Affine>,
    /// Images of the batch last run.
    n: usize,
    values: Vec<Vec<i8>>,
    output: Vec<f32>,
    workspace: Vec<i16>,
    sums: Vec<i32>,
    kernels: PhantomData<K>,
}

impl<K: Int8Kernels> Levels<K> {
    /// For batches of up to `batch` images. Fails where activations have no fixed grids or one without
    /// meaning, where a convolution's or linear layer's weights are not on a symmetric integer grid, and where batch norm
    /// was not folded.
    pub fn new(net: &Model, batch: usize) -> Result<Self> {
        let (graph, Prepared { plan, constants, ends }) = (&net.graph, Prepared::new::<K>(net, batch)?);
        let scratch = |it: &Instruction| match (window(graph, it.node, batch), &graph.nodes()[it.node].op) {
            (Some(s), Op::DepthwiseConv2d(_)) => K::int8_depthwise_workspace(&s),
            (Some(s), _) => K::int8_conv2d_workspace(&s),
            (None, _) => 0,
        };
        let channels = graph.nodes().iter().map(|n| n.shape.c).max().unwrap_or(0);
        Ok(Levels {
            constants,
            ends,
            grids: prepare::grids(net)?.to_vec(),
            n: batch,
            values: plan.value_len.iter().map(|&len| vec![0; len * batch]).collect(),
            output: vec![0.0; graph.output_shape().len() * batch],
            workspace: vec![0; plan.instructions.iter().map(scratch).max().unwrap_or(0)],
            sums: vec![0; channels],
            graph: graph.clone(),
            plan,
            kernels: PhantomData,
        })
    }
}

impl<K: Int8Kernels + Debug> Values for Levels<K> {
    fn graph(&self) -> &Graph {
        &self.graph
    }

    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn set_input(&mut self, input: &[f32]) -> Result<()> {
        let len = self.graph.input_shape().len();
        let n = (input.len() / len.max(1)).clamp(1, self.plan.batch);
        Error::check_len("input", n * len, input.len())?;
        self.n = n;
        quantize_all(input, self.ends[0], &mut self.values[0]);
        Ok(())
    }

    fn output(&mut self) -> &[f32] {
        let len = self.n * self.graph.output_shape().len();
        let levels = self.plan.value_of[self.graph.output()].map_or(&[][..], |b| &self.values[b][..len]);
        for (value, level) in self.output.iter_mut().zip(levels) {
            *value = dequantize(*level, self.ends[1]);
        }
        &self.output[..len]
    }

    fn levels(&self, id: NodeId) -> Option<&[i8]> {
        let buffer = (*self.plan.value_of.get(id)?)?;
        self.values[buffer].get(..self.n * self.graph.nodes()[id].shape.len())
    }

    fn value(&self, id: NodeId) -> Option<Cow<'_, [f32]>> {
        let grid = *self.grids.get(id)?;
        Some(self.levels(id)?.iter().map(|&level| dequantize(level, grid)).collect())
    }

    fn kernel(&self, _i: usize) -> KernelKind {
        KernelKind::Static
    }

    fn run(&mut self, i: usize) {
        let (instruction, n) = (&self.plan.instructions[i], self.n);
        let node = &self.graph.nodes()[instruction.node];
        let (x_shape, y_shape) = (self.graph.in_shape(instruction.node), node.shape);
        let mut y_buffer = take(&mut self.values[instruction.output]);
        let y = &mut y_buffer[..n * y_shape.len()];
        let x = &self.values[instruction.inputs[0]][..n * x_shape.len()];
        let input = |j: usize, shape: Shape| &self.values[instruction.inputs[j]][..n * shape.len()];
        match (&node.op, &self.constants[i]) {
            (Op::Conv2d(op), Constants::Layer(layer)) => {
                K::int8_conv2d(&op.window(n, x_shape, y_shape), layer, x, y, &mut self.workspace);
            }
            (Op::Linear(_), Constants::Layer(layer)) => {
                let s = Window::linear(n, x_shape.c, y_shape.c);
                K::int8_conv2d(&s, layer, x, y, &mut self.workspace);
            }
            (Op::DepthwiseConv2d(op), Constants::Layer(layer)) => {
                K::int8_depthwise(&op.window(n, x_shape, y_shape), layer, x, y, &mut self.workspace);
            }
            (_, Constants::Table(table)) => activation::look_up(table, x, y),
            (Op::MaxPool2d(op), Constants::Max(table)) => {
                pool::int8::max(&op.window(n, x_shape, y_shape), x, y);
                if let Some(table) = table {
                    activation::look_up_in_place(table, y);
                }
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
            // Aliases have no instruction of their own.
            _ => y.copy_from_slice(x),
        }
        let output = instruction.output;
        self.values[output] = y_buffer;
    }
}
