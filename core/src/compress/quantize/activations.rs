//! Grids for activations: which nodes have one of their own, and what it is.

use crate::exec::{Cpu, Executor, Mode};
use crate::graph::{Graph, NodeId, Weights};
use crate::ops::{Activation, Op};
use crate::quant::{Affine, ObserverState, QParamsRule};
use crate::spec::recipe::Quantize;
use crate::{Error, Result};

/// Calibration images in a batch.
const BATCH: usize = 64;
/// Values of activations held at a time, at most, beyond the one image that there must be: every node's are, and those of
/// 64 large images would not fit into the memory of WebAssembly.
const VALUES: usize = 1 << 26;

/// Whether the op's output is on its input's grid: it moves or averages values, and integers can do that as they are
/// (TFLite int8 specification: MAX_POOL_2D, AVERAGE_POOL_2D, RESHAPE).
pub(super) fn shares_grid(op: &Op) -> bool {
    matches!(op, Op::MaxPool2d(_) | Op::GlobalAvgPool | Op::Flatten | Op::Dropout(_))
}

/// For each node the one whose grid it is on: itself, what it shares its input with, or the ReLU that its kernel
/// applies before rounding.
pub(super) fn owners(graph: &Graph) -> Vec<NodeId> {
    let nodes = graph.nodes();
    let mut owner: Vec<NodeId> = (0..nodes.len()).collect();
    for (node, n) in nodes.iter().enumerate() {
        if let (true, Some(&input)) = (shares_grid(&n.op), n.inputs.first()) {
            owner[node] = owner[input];
        }
        let multiplies = matches!(n.op, Op::Conv2d(_) | Op::DepthwiseConv2d(_) | Op::Linear(_));
        let mut consumers = graph.consumers(node);
        if let (true, Some(next), None) = (multiplies, consumers.next(), consumers.next())
            && matches!(nodes[next].op, Op::Activation(Activation::Relu | Activation::Relu6))
        {
            owner[node] = next;
        }
    }
    owner
}

/// A grid for each node, from what `calibration [N,H,W,C]` makes of it.
pub(super) fn observe(
    graph: &Graph,
    weights: &Weights,
    settings: &Quantize,
    calibration: &[f32],
) -> Result<Vec<Affine>> {
    for n in graph.nodes() {
        match n.op {
            Op::BatchNorm(_) => {
                return Err(Error::misuse("fold_bn", "batch norm folded into the layer before it", n.name.as_str()));
            }
            Op::FakeQuantize(_) => {
                return Err(Error::misuse("quantize", "a graph without fake quantization", n.name.as_str()));
            }
            _ => {}
        }
    }
    let len = graph.input_shape().len().max(1);
    let images = calibration.len() / len;
    if images == 0 {
        return Err(Error::misuse("calibration", "1 image at least", "0"));
    }
    Error::check_len("calibration images", images * len, calibration.len())?;
    let rule = QParamsRule::activations(settings)?;
    let owners = owners(graph);
    let is_watched = |&node: &NodeId| owners[node] == node;
    let mut states = vec![ObserverState::new(rule); graph.nodes().len()];
    let of_one: usize = graph.nodes().iter().map(|n| n.shape.len()).sum();
    let batch = images.min(BATCH).min((VALUES / of_one.max(1)).max(1));
    let mut executor = Executor::<Cpu>::new(graph, batch, Mode::Inspect)?;
    for batch in calibration.chunks(batch * len) {
        executor.forward(weights, batch)?;
        for node in (0..states.len()).filter(is_watched) {
            states[node].see(executor.value(node).unwrap_or_default());
        }
    }
    Ok(owners.iter().map(|&owner| states[owner].grid()).collect())
}
