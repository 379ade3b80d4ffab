//! Dynamic quantization at work: weights are integers, and the input of each convolution and linear layer is rounded
//! when it is there, image by image, to the grid of its own range ([`grid_of`]). Sums are integers; what they become, and
//! everything between the layers, is floats.

use super::Int8Kernels;
use super::prepare::{check_layout, tensor, weight_grid, weight_levels, window};
use crate::Result;
use crate::compress::{Affine, Encoding, Network};
use crate::exec::plan::Step;
use crate::exec::{Executor, Kernels, Mode};
use crate::graph::{Graph, NodeId, Weights};
use crate::int8::{DynamicLayer, dequantize, grid_of, quantize_all};
use crate::ops::{Op, Role};
use std::mem::{swap, take};

/// Runs one dynamic network at one batch size with the kernels `K`. All memory is taken when it is made.
#[derive(Debug)]
pub struct DynamicExecutor<K> {
    dense: Executor<K>,
    weights: Weights,
    /// One for each step.
    layers: Vec<How>,
    /// Levels of a step's input.
    levels: Vec<i8>,
    /// The grid of each image.
    grids: Vec<Affine>,
    /// A step's input, rounded.
    rounded: Vec<f32>,
    workspace: Vec<i16>,
}

/// How a step is computed.
#[derive(Debug)]
enum How {
    /// In floats: no layer, or one whose weights are floats.
    Floats,
    /// In integers.
    Integers(DynamicLayer),
    /// In floats, on an input that is rounded all the same: a layer with a code book, or a grid that is not symmetric.
    Rounded,
}

impl<K: Kernels + Int8Kernels> DynamicExecutor<K> {
    /// The kernels' name.
    pub const NAME: &'static str = K::DYNAMIC_NAME;

    /// An executor of `net` for batches of up to `batch` images. Fails where a grid of weights has no meaning, or so many
    /// weights that their sum needs more than 32 bits.
    pub fn new(net: &Network, batch: usize) -> Result<Self> {
        check_layout(net)?;
        let dense: Executor<K> = Executor::new(&net.graph, batch, Mode::Inference)?;
        let steps = &dense.plan.steps;
        let layers: Vec<How> = steps.iter().map(|step| how::<K>(net, step)).collect::<Result<_>>()?;
        let (mut levels, mut rounded, mut workspace) = (0, 0, 0);
        for (step, how) in steps.iter().zip(&layers) {
            let len = batch * dense.in_shape(step.node).len();
            match (how, window(&net.graph, step.node, batch), &net.graph.nodes()[step.node].op) {
                (How::Integers(_), Some(s), op) => {
                    let depthwise = matches!(op, Op::DepthwiseConv2d(_));
                    let scratch = if depthwise {
                        <K as Int8Kernels>::depthwise_workspace
                    } else {
                        <K as Int8Kernels>::conv2d_workspace
                    };
                    levels = len.max(levels);
                    workspace = scratch(&s).max(workspace);
                }
                (How::Rounded, ..) => rounded = len.max(rounded),
                _ => {}
            }
        }
        Ok(DynamicExecutor {
            dense,
            weights: net.weights.clone(),
            layers,
            levels: vec![0; levels.max(rounded)],
            grids: vec![Affine { scale: 1.0, zero_point: 0 }; batch],
            rounded: vec![0.0; rounded],
            workspace: vec![0; workspace],
        })
    }

    /// The graph it runs.
    pub fn graph(&self) -> &Graph {
        self.dense.graph()
    }

    /// Images in its largest batch.
    pub fn batch(&self) -> usize {
        self.dense.batch()
    }

    /// The output for `input [N,H,W,C]`, N being at most [`DynamicExecutor::batch`]: `[N, outputs]`.
    pub fn forward(&mut self, input: &[f32]) -> Result<&[f32]> {
        self.set_input(input)?;
        for i in 0..self.step_count() {
            self.step(i);
        }
        Ok(self.dense.output())
    }

    /// Takes in a batch without running it; for [`DynamicExecutor::run_step`].
    pub fn set_input(&mut self, input: &[f32]) -> Result<()> {
        self.dense.set_input(&self.weights, input)
    }

    /// How many kernel calls the forward pass has.
    pub fn step_count(&self) -> usize {
        self.dense.step_count()
    }

    /// The node that step `i` computes, and the last of those fused into it.
    pub fn step_nodes(&self, i: usize) -> Option<(NodeId, NodeId)> {
        self.dense.step_nodes(i)
    }

    /// Whether step `i` computes in integers.
    pub fn is_integer(&self, i: usize) -> bool {
        matches!(self.layers.get(i), Some(How::Integers(_)))
    }

    /// Runs step `i` alone, on what the steps before it left: for timing one layer.
    pub fn run_step(&mut self, i: usize) {
        if i < self.step_count() {
            self.step(i);
        }
    }

    fn step(&mut self, i: usize) {
        let Some((node, _)) = self.dense.step_nodes(i) else { return };
        let step = &self.dense.plan.steps[i];
        let (input, output, act) = (step.inputs[0], step.output, step.act);
        let (x_shape, y_shape) = (self.dense.in_shape(node), self.dense.graph.nodes()[node].shape);
        let (n, len) = (self.dense.n, x_shape.len());
        match (&self.layers[i], window(&self.dense.graph, node, n)) {
            (How::Integers(layer), Some(s)) => {
                let x = &self.dense.values[input][..n * len];
                round(x, len, &mut self.grids, &mut self.levels);
                let mut buffer = take(&mut self.dense.values[output]);
                let y = &mut buffer[..n * y_shape.len()];
                let (levels, grids, ws) = (&self.levels[..n * len], &self.grids[..n], &mut self.workspace);
                if matches!(self.dense.graph.nodes()[node].op, Op::DepthwiseConv2d(_)) {
                    K::dynamic_depthwise(&s, layer, grids, levels, y, ws);
                } else {
                    K::dynamic_conv2d(&s, layer, grids, levels, y, ws);
                }
                K::activate(act, y);
                self.dense.values[output] = buffer;
            }
            (How::Rounded, _) => {
                let x = &self.dense.values[input][..n * len];
                round(x, len, &mut self.grids, &mut self.levels);
                let images = self.rounded.chunks_exact_mut(len).zip(self.levels.chunks_exact(len)).zip(&self.grids);
                for ((to, levels), &grid) in images.take(n) {
                    to.iter_mut().zip(levels).for_each(|(to, &level)| *to = dequantize(level, grid));
                }
                // Another step may want the input as it was.
                swap(&mut self.rounded, &mut self.dense.values[input]);
                self.dense.forward_step(&self.weights, i);
                swap(&mut self.rounded, &mut self.dense.values[input]);
            }
            _ => self.dense.forward_step(&self.weights, i),
        }
    }
}

/// The levels of each image of `len` values, on the grid of its own range.
fn round(x: &[f32], len: usize, grids: &mut [Affine], levels: &mut [i8]) {
    for ((x, grid), levels) in x.chunks_exact(len).zip(grids).zip(levels.chunks_exact_mut(len)) {
        *grid = grid_of(x);
        quantize_all(x, *grid, levels);
    }
}

fn how<K: Int8Kernels>(net: &Network, step: &Step) -> Result<How> {
    let params = net.weights.params();
    let of_node = |role: Role| params.iter().enumerate().find(move |(_, p)| p.node == step.node && p.role == role);
    let (Some(s), Some((at, param))) = (window(&net.graph, step.node, 1), of_node(Role::Weight)) else {
        return Ok(How::Floats);
    };
    match &net.storage[at].encoding {
        Encoding::Float32 | Encoding::Float { .. } => return Ok(How::Floats),
        Encoding::Grid(grid) | Encoding::CodedGrid(grid) if grid.dtype.is_integer() && grid.is_symmetric() => {}
        Encoding::Grid(_) | Encoding::CodedGrid(_) | Encoding::Codebook { .. } => return Ok(How::Rounded),
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
    Ok(How::Integers(match &net.graph.nodes()[step.node].op {
        Op::DepthwiseConv2d(_) => K::pack_dynamic_depthwise(&s, layer),
        _ => K::pack_dynamic_conv2d(&s, layer),
    }))
}
