//! Dynamic quantization at work: weights are integers, and the input of each convolution and linear layer is rounded
//! when it is there, image by image, to the grid of its own range ([`grid_of`]). Sums are integers; what they become, and
//! everything between the layers, is floats.

use super::Executor;
use super::float::Choice;
use super::int8::prepare::{tensor, weight_grid, weight_levels, window};
use super::plan::Instruction;
use crate::Result;
use crate::graph::{Model, Weights};
use crate::int8::{DynamicLayer, dequantize, grid_of, quantize_all};
use crate::ops::{Int8Kernels, Kernels, Op, Role};
use crate::quant::{Affine, Encoding};
use std::mem::swap;

/// The memory in which inputs are rounded.
#[derive(Debug)]
pub(super) struct Rounding {
    /// Levels of an instruction's input.
    levels: Vec<i8>,
    /// The grid of each image.
    grids: Vec<Affine>,
    /// An instruction's input, rounded.
    rounded: Vec<f32>,
    workspace: Vec<i16>,
}

impl Rounding {
    /// As much as the largest of `executor`'s instructions needs.
    pub fn new<K: Kernels + Int8Kernels>(executor: &Executor<K>, choices: &[Choice]) -> Self {
        let (batch, graph) = (executor.plan.batch, executor.graph());
        let (mut levels, mut rounded, mut workspace) = (0, 0, 0);
        for (instruction, choice) in executor.plan.instructions.iter().zip(choices) {
            let node = instruction.node;
            let len = batch * executor.in_shape(node).len();
            match (choice, window(graph, node, batch), &graph.nodes()[node].op) {
                (Choice::Dynamic(_), Some(s), op) => {
                    let depthwise = matches!(op, Op::DepthwiseConv2d(_));
                    let scratch = if depthwise { K::int8_depthwise_workspace } else { K::int8_conv2d_workspace };
                    levels = len.max(levels);
                    workspace = scratch(&s).max(workspace);
                }
                (Choice::Rounded, ..) => rounded = len.max(rounded),
                _ => {}
            }
        }
        Rounding {
            levels: vec![0; levels.max(rounded)],
            grids: vec![Affine { scale: 1.0, zero_point: 0 }; if levels.max(rounded) > 0 { batch } else { 0 }],
            rounded: vec![0.0; rounded],
            workspace: vec![0; workspace],
        }
    }

    /// Computes instruction `i` with the integer weights of `layer`.
    pub fn integers<K: Kernels + Int8Kernels>(
        &mut self,
        executor: &mut Executor<K>,
        weights: &Weights,
        i: usize,
        layer: &DynamicLayer,
    ) {
        let (node, n) = (executor.plan.instructions[i].node, executor.n);
        let Some(s) = window(&executor.graph, node, n) else { return };
        let depthwise = matches!(executor.graph.nodes()[node].op, Op::DepthwiseConv2d(_));
        executor.infer_by(weights, i, |x, _, y| {
            self.round(x, x.len() / n.max(1));
            let (levels, grids, ws) = (&self.levels[..x.len()], &self.grids[..n], &mut self.workspace);
            if depthwise {
                K::dynamic_depthwise(&s, layer, grids, levels, y, ws);
            } else {
                K::dynamic_conv2d(&s, layer, grids, levels, y, ws);
            }
        });
    }

    /// Computes instruction `i` in floats on an input that is rounded all the same.
    pub fn floats<K: Kernels>(&mut self, executor: &mut Executor<K>, weights: &Weights, i: usize) {
        let instruction = &executor.plan.instructions[i];
        let (input, n, len) = (instruction.inputs[0], executor.n, executor.in_shape(instruction.node).len());
        self.round(&executor.values[input][..n * len], len);
        let images = self.rounded.chunks_exact_mut(len).zip(self.levels.chunks_exact(len)).zip(&self.grids);
        for ((to, levels), &grid) in images.take(n) {
            to.iter_mut().zip(levels).for_each(|(to, &level)| *to = dequantize(level, grid));
        }
        // Another instruction may want the input as it was.
        swap(&mut self.rounded, &mut executor.values[input]);
        executor.infer_instruction(weights, i);
        swap(&mut self.rounded, &mut executor.values[input]);
    }

    /// The levels of each image of `len` values, on the grid of its own range.
    fn round(&mut self, x: &[f32], len: usize) {
        let images = x.chunks_exact(len).zip(&mut self.grids).zip(self.levels.chunks_exact_mut(len));
        for ((x, grid), levels) in images {
            *grid = grid_of(x);
            quantize_all(x, *grid, levels);
        }
    }
}

/// The kernel for `instruction`: none of this file's where it is no layer, or one whose weights are floats.
pub(super) fn how<K: Int8Kernels>(net: &Model, instruction: &Instruction) -> Result<Choice> {
    let params = net.weights.params();
    let of_node =
        |role: Role| params.iter().enumerate().find(move |(_, p)| p.node == instruction.node && p.role == role);
    let (Some(s), Some((at, param))) = (window(&net.graph, instruction.node, 1), of_node(Role::Weight)) else {
        return Ok(Choice::Dense);
    };
    match &net.storage[at].encoding {
        Encoding::Float32 | Encoding::Float { .. } => return Ok(Choice::Dense),
        Encoding::Grid(grid) | Encoding::CodedGrid(grid) if grid.dtype.is_integer() && grid.is_symmetric() => {}
        Encoding::Grid(_) | Encoding::CodedGrid(_) | Encoding::Codebook { .. } => return Ok(Choice::Rounded),
    }
    let grid = weight_grid(net, at, param)?;
    let values = net.weights.values();
    let (levels, k) = (weight_levels(grid, &values[param.range.clone()], s.k), s.k);
    for channel in 0..k {
        let sum: i64 = levels[channel..].iter().step_by(k).map(|&w| i64::from(w).abs() * 255).sum();
        if sum > i64::from(i32::MAX) {
            return Err(tensor(param, "sums of 32 bits".into(), format!("a sum of up to {sum}")));
        }
    }
    let bias = of_node(Role::Bias).map(|(_, p)| &values[p.range.clone()]);
    let layer = DynamicLayer::new(levels, &grid.scale, bias, k);
    Ok(Choice::Dynamic(match &net.graph.nodes()[instruction.node].op {
        Op::DepthwiseConv2d(_) => K::pack_dynamic_depthwise(&s, layer),
        _ => K::pack_dynamic_conv2d(&s, layer),
    }))
}
