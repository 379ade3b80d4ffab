//! Which kernels each instruction runs.

use super::words::{Panels, finish, packed, word, words};
use super::{filled, kernels};
use crate::Result;
use crate::exec::int8::prepare::{Constants, Prepared, window};
use crate::exec::plan::Instruction;
use crate::gpu::kernel::Kernel;
use crate::gpu::{BufferSlice, Dispatch, Gpu, Recorder};
use crate::graph::{Graph, NodeId, Shape};
use crate::int8::Layer;
use crate::ops::activation::int8::Table;
use crate::ops::{Op, Window};

/// The shape in which the value of node `id` lies: that of the node that writes it. Flattening leaves every word where it is.
pub(super) fn laid(graph: &Graph, id: NodeId) -> Shape {
    let mut at = id;
    while matches!(graph.nodes()[at].op, Op::Flatten | Op::Dropout(_)) {
        at = graph.nodes()[at].inputs[0];
    }
    graph.nodes()[at].shape
}

/// Turns the instructions of a plan into dispatches.
pub(super) struct Lowering<'a> {
    pub gpu: &'a Gpu,
    pub graph: &'a Graph,
    pub prepared: &'a Prepared,
    /// Images in the slice of the batch that they are of.
    pub n: usize,
    pub values: &'a [wgpu::Buffer],
    pub recorder: &'a mut Recorder,
    pub out: Vec<Dispatch>,
}

impl Lowering<'_> {
    fn run(&mut self, kernel: Kernel, reads: &[&wgpu::Buffer], to: &wgpu::Buffer) -> Result<()> {
        let reads: Vec<BufferSlice<'_>> = reads.iter().map(|buffer| BufferSlice::all(buffer)).collect();
        self.out.push(self.recorder.dispatch(kernel, &reads, &[BufferSlice::all(to)])?);
        Ok(())
    }

    /// The buffer of a instruction's input `j` with the channels of its shape in words: a copy, where flattening left gaps.
    fn input(&mut self, instruction: &Instruction, j: usize) -> Result<wgpu::Buffer> {
        let (id, values) = (self.graph.nodes()[instruction.node].inputs[j], self.values);
        let (buffer, lies, n) = (&values[instruction.inputs[j]], laid(self.graph, id), self.n);
        if lies.c.is_multiple_of(4) || lies == self.graph.nodes()[id].shape {
            return Ok(buffer.clone());
        }
        let copy = self.gpu.buffer(n * lies.len().div_ceil(4))?;
        self.run(kernels::flatten(n, lies.area(), lies.c), &[buffer], &copy)?;
        Ok(copy)
    }

    /// A linear layer, on its input as it lies: a convolution whose window is the whole picture.
    fn linear(&mut self, instruction: &Instruction, layer: &Layer) -> Result<()> {
        let node = &self.graph.nodes()[instruction.node];
        let Shape { h, w, c } = laid(self.graph, node.inputs[0]);
        let (n, k) = (self.n, node.shape.c);
        let s = Window { n, h, w, c, oh: 1, ow: 1, k, kh: h, kw: w, sh: 1, sw: 1, pt: 0, pl: 0, groups: 1 };
        self.product(&s, layer, &self.values[instruction.inputs[0]], &self.values[instruction.output])
    }

    fn product(&mut self, s: &Window, layer: &Layer, x: &wgpu::Buffer, y: &wgpu::Buffer) -> Result<()> {
        let panels = Panels::new(s);
        let weights = filled(self.gpu, panels.pack(s, &layer.weights))?;
        let constants = filled(self.gpu, finish(layer, s.k))?;
        self.run(kernels::product(s, panels, layer, self.gpu.packed_dots()), &[x, &weights, &constants], y)
    }

    fn table(&self, table: &Table) -> Result<wgpu::Buffer> {
        filled(self.gpu, table.chunks(4).map(word))
    }

    /// Step `i`.
    pub fn instruction(&mut self, i: usize) -> Result<()> {
        let (prepared, graph, values) = (self.prepared, self.graph, self.values);
        let (instruction, n) = (&prepared.plan.instructions[i], self.n);
        let node = &graph.nodes()[instruction.node];
        let (x_shape, y) = (graph.in_shape(instruction.node), &values[instruction.output]);
        if let (Op::Linear(_), Constants::Layer(layer)) = (&node.op, &prepared.constants[i]) {
            return self.linear(instruction, layer);
        }
        let x = self.input(instruction, 0)?;
        let len = n * words(node.shape);
        match (&node.op, &prepared.constants[i]) {
            (op, Constants::Layer(layer)) => {
                let Some(s) = window(graph, instruction.node, n) else { return Ok(()) };
                if !matches!(op, Op::DepthwiseConv2d(_)) {
                    return self.product(&s, layer, &x, y);
                }
                let weights = filled(self.gpu, packed(&layer.weights, s.c))?;
                let constants = filled(self.gpu, finish(layer, s.k))?;
                self.run(kernels::depthwise(&s, layer), &[&x, &weights, &constants], y)
            }
            (_, Constants::Table(table)) => {
                let table = self.table(table)?;
                self.run(kernels::look_up(len), &[&x, &table], y)
            }
            (Op::MaxPool2d(op), Constants::Max(table)) => {
                let kernel = kernels::max_pool(&op.window(n, x_shape, node.shape), table.is_some());
                let table = table.as_ref().map_or_else(|| self.gpu.buffer(1), |table| self.table(table))?;
                self.run(kernel, &[&x, &table], y)
            }
            (_, Constants::Mean(mean)) => {
                let multipliers = mean.scales.as_ref().map_or(&[][..], |scales| &scales.multiplier);
                let multipliers = filled(self.gpu, multipliers.iter().map(|&m| m as u32))?;
                self.run(kernels::mean_pool(&whole(n, x_shape), mean), &[&x, &multipliers], y)
            }
            (Op::Add, Constants::Join(join)) => {
                let b = self.input(instruction, 1)?;
                self.run(kernels::add(join, len), &[&x, &b], y)
            }
            (_, Constants::Join(join)) => {
                let b_shape = graph.nodes()[node.inputs[1]].shape;
                let area = if b_shape == x_shape { 1 } else { x_shape.area() };
                let b = self.input(instruction, 1)?;
                self.run(kernels::multiply(join, len, area, x_shape.c.div_ceil(4)), &[&x, &b], y)
            }
            // Aliases have no instruction of their own.
            _ => Ok(()),
        }
    }
}

/// The window of a mean over all of a picture.
const fn whole(n: usize, x: Shape) -> Window {
    let Shape { h, w, c } = x;
    Window { n, h, w, c, oh: 1, ow: 1, k: c, kh: h, kw: w, sh: 1, sw: 1, pt: 0, pl: 0, groups: c }
}
