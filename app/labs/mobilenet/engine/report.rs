//! What is told of a network's blocks.

use super::crop::crop;
use crate::mobilenet::messages::{BlockForm, BlockInfo, Bottleneck, Comparison, Function, OpenBlock, Stage};
use karui_core::Result;
use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::graph::{Graph, NodeId, Shape, Weights};
use karui_core::measure::cost::sum;
use karui_core::measure::separable;
use karui_core::measure::trace::Trace;
use karui_core::models::{self, BlockKind};
use karui_core::ops::{Activation, Op};
use karui_protocol::{Figure, Layer, Maps, Pixels, Unit};

/// Channels shown of a map.
const SHOWN: usize = 8;
/// Arguments of the functions drawn: what batch norm gives lies within, and ReLU6 reaches its end.
const RANGE: (f32, f32) = (-6.0, 8.0);
/// Equal parts of that.
const BINS: usize = 56;

/// The twins with their weights, and what both read; for timing.
pub type Twins = ([(Executor<Cpu>, Weights); 2], Vec<f32>);

/// The blocks of `graph`, whose layers these are.
pub fn blocks(graph: &Graph, layers: &[Layer]) -> Vec<BlockInfo> {
    let info = |block: models::Block| {
        let (nodes, layers) = (&graph.nodes()[block.nodes.clone()], &layers[block.nodes.clone()]);
        let total = |of: fn(&Layer) -> &Figure, unit| sum(layers.iter().map(of), unit);
        let stride = |depthwise: bool| {
            nodes.iter().find_map(|node| match &node.op {
                Op::DepthwiseConv2d(op) if depthwise => Some(op.stride[0]),
                Op::Conv2d(op) if !depthwise => Some(op.stride[0]),
                _ => None,
            })
        };
        BlockInfo {
            kind: form(block.kind),
            layers: (block.nodes.start, block.nodes.end),
            input: graph.in_shape(block.nodes.start),
            output: graph.nodes()[block.nodes.end - 1].shape,
            params: total(|l| &l.params, Unit::Count),
            macs: total(|l| &l.macs, Unit::Count),
            bytes: total(|l| &l.bytes, Unit::Bytes),
            stride: stride(true).or(stride(false)).unwrap_or(1),
            is_residual: nodes.iter().any(|node| node.op == Op::Add),
            has_gates: nodes.iter().any(|node| node.op == Op::Multiply),
            name: block.name,
        }
    };
    models::blocks(graph).into_iter().filter(|block| !block.nodes.is_empty()).map(info).collect()
}

const fn form(kind: BlockKind) -> BlockForm {
    match kind {
        BlockKind::Stem => BlockForm::Stem,
        BlockKind::Separable => BlockForm::Separable,
        BlockKind::InvertedResidual => BlockForm::InvertedResidual,
        BlockKind::Head => BlockForm::Head,
    }
}

/// What is told of block `block`, which begins with layer `first`, and what is to be timed of it. What is pushed through
/// it, and by which weights, is left to the caller.
pub fn open(id: u32, block: usize, first: NodeId, seen: &Trace) -> Result<(OpenBlock, Option<Twins>)> {
    let graph = &seen.graph;
    let (comparison, twins) = match compare(seen)? {
        Some((comparison, twins)) => (Some(comparison), Some(twins)),
        None => (None, None),
    };
    let stage = |node: NodeId| Stage {
        ops: ops(graph, node),
        channels: graph.nodes()[node].shape.c,
        maps: channels(&seen.values[node], graph.nodes()[node].shape, |v| v),
    };
    let report = OpenBlock {
        id,
        block,
        is_trained: false,
        picture: Pixels { shape: Shape::new(0, 0, 0), data: Vec::new() },
        stages: (0..graph.nodes().len()).filter(|&node| is_stage(graph, node)).map(stage).collect(),
        comparison,
        bottleneck: bottleneck(seen),
        gates: gates(seen).unwrap_or_default(),
        function: function(first, seen),
    };
    Ok((report, twins))
}

/// Whether a node's maps are shown: not those that a batch norm or an activation goes on with, nor vectors.
fn is_stage(graph: &Graph, node: NodeId) -> bool {
    let goes_on = |id: NodeId| matches!(graph.nodes()[id].op, Op::BatchNorm(_) | Op::Activation(_));
    graph.nodes()[node].shape.area() > 1 && (node == 0 || !graph.consumers(node).any(goes_on))
}

/// The ops behind which a node's maps come: a convolution or the like, and the batch norm and activation behind it.
fn ops(graph: &Graph, node: NodeId) -> Vec<String> {
    let mut ops = Vec::new();
    let mut at = node;
    while at > 0 {
        let node = &graph.nodes()[at];
        ops.insert(0, node.op.name().into());
        match node.op {
            Op::BatchNorm(_) | Op::Activation(_) => at = node.inputs[0],
            _ => break,
        }
    }
    ops
}

/// The first channels, each value through `of`.
fn channels(values: &[f32], shape: Shape, of: fn(f32) -> f32) -> Maps {
    let c = shape.c.min(SHOWN);
    let data = values.chunks_exact(shape.c.max(1)).flat_map(|row| row[..c].iter().map(|&v| of(v))).collect();
    Maps { shape: Shape { c, ..shape }, data }
}

fn compare(seen: &Trace) -> Result<Option<(Comparison, Twins)>> {
    let graph = &seen.graph;
    let Some(pair) = separable::pair(graph, 1..graph.nodes().len()) else { return Ok(None) };
    let twins = separable::twins(graph, pair)?;
    let [standard, separable] = twins.weights(graph, pair, &seen.weights)?;
    let input = seen.values[graph.nodes()[pair.depthwise].inputs[0]].clone();
    let mut one = Executor::<Cpu>::new(&twins.standard, 1, Mode::Inference)?;
    // Keeps the depthwise convolution's output too; nothing could be fused here.
    let mut two = Executor::<Cpu>::new(&twins.separable, 1, Mode::Inspect)?;
    let (a, b) = (one.forward(&standard, &input)?, two.forward(&separable, &input)?);
    let difference = a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    let largest = b.iter().map(|v| v.abs()).fold(0.0, f32::max);
    let Some(crop) = crop(&twins.separable, &two, &input) else { return Ok(None) };
    let costs = twins.compare();
    let stride = match &twins.standard.nodes()[1].op {
        Op::Conv2d(op) => op.stride[0],
        _ => 1,
    };
    let each = |part: &separable::Cost, of: Shape| part.macs.value as u64 / of.len().max(1) as u64;
    let middle = twins.separable.nodes()[1].shape;
    let comparison = Comparison {
        each: [
            each(&costs.standard, twins.output()),
            each(&costs.depthwise, middle),
            each(&costs.pointwise, twins.output()),
        ],
        kernel: twins.kernel(),
        stride,
        input: twins.input(),
        output: twins.output(),
        costs: [costs.standard, costs.depthwise, costs.pointwise, costs.separable].map(|part| [part.params, part.macs]),
        ratio: costs.ratio,
        difference: (difference, largest),
        crop,
    };
    Ok(Some((comparison, ([(one, standard), (two, separable)], input))))
}

/// The projection of an inverted residual: the last batch norm, where it gives fewer channels than it is given and no
/// activation follows.
fn bottleneck(seen: &Trace) -> Option<Bottleneck> {
    let graph = &seen.graph;
    let node = (1..graph.nodes().len()).rev().find(|&id| matches!(graph.nodes()[id].op, Op::BatchNorm(_)))?;
    let is_activation = |id: NodeId| matches!(graph.nodes()[id].op, Op::Activation(_));
    if graph.consumers(node).any(is_activation) {
        return None;
    }
    let (values, shape) = (&seen.values[node], graph.nodes()[node].shape);
    Some(Bottleneck {
        maps: channels(values, shape, |v| v),
        rectified: channels(values, shape, |v| Activation::Relu.apply(v)),
        lost: values.iter().filter(|v| **v < 0.0).count() as u64,
        of: values.len() as u64,
    })
}

/// What a squeeze-and-excite multiplies each channel by.
fn gates(seen: &Trace) -> Option<Vec<f32>> {
    let node = seen.graph.nodes().iter().find(|node| node.op == Op::Multiply)?;
    let gate = node.inputs.iter().find(|&&id| seen.graph.nodes()[id].shape.area() == 1)?;
    Some(seen.values[*gate].clone())
}

/// The last activation on maps (those of squeeze-and-excite are on vectors), over what comes to it.
fn function(first: NodeId, seen: &Trace) -> Option<Function> {
    let nodes = seen.graph.nodes();
    let (at, own) = (1..nodes.len()).rev().find_map(|id| match nodes[id].op {
        Op::Activation(own) if nodes[id].shape.area() > 1 => Some((id, own)),
        _ => None,
    })?;
    let (low, high) = RANGE;
    let step = (high - low) / BINS as f32;
    let curve = |f: Activation| (f.name().into(), (0..=BINS).map(|i| f.apply(low + step * i as f32)).collect());
    let others = [Activation::HardSwish, Activation::Silu, Activation::Relu6].into_iter().filter(|f| *f != own);
    let (mut counts, mut outside) = (vec![0; BINS], 0);
    for &v in &seen.values[nodes[at].inputs[0]] {
        match ((v - low) / step).floor() {
            bin if (0.0..BINS as f32).contains(&bin) => counts[bin as usize] += 1,
            _ => outside += 1,
        }
    }
    Some(Function {
        layer: first + at - 1,
        op: own.name().into(),
        range: RANGE,
        curves: std::iter::once(own).chain(others).map(curve).collect(),
        counts,
        outside,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_core::measure::trace::trace;
    use karui_core::spec::{MobilenetSpec, MobilenetVersion};

    fn opened(version: MobilenetVersion, block: usize) -> (OpenBlock, BlockInfo) {
        let graph = models::mobilenet(MobilenetSpec { version, alpha: 0.25, resolution: 96, classes: 10 }).unwrap();
        let layers = karui_runtime::network::describe(&graph).layers;
        let info = blocks(&graph, &layers).swap_remove(block);
        let nodes = info.layers.0..info.layers.1;
        let image: Vec<f32> = (0..graph.input_shape().len()).map(|i| (i as f32 * 0.37).sin()).collect();
        let seen = trace(&graph, &Weights::init(&graph, 1), nodes.clone(), &image, true).unwrap();
        (open(1, block, nodes.start, &seen).unwrap().0, info)
    }

    #[test]
    fn a_separable_block_is_compared_with_a_standard_convolution() {
        let (open, info) = opened(MobilenetVersion::V1, 2);
        let it = open.comparison.unwrap();
        assert_eq!((it.input, it.stride), (info.input, info.stride));
        assert_eq!((it.output, it.kernel), (info.output, [3, 3]));
        assert_eq!(it.each, [9 * it.input.c as u64, 9, it.input.c as u64]);
        assert!(it.difference.0 < 1e-4 && it.difference.1 > 0.01, "{:?}", it.difference);
        assert!(open.bottleneck.is_none() && open.gates.is_empty());
        assert_eq!(open.stages.len(), 3);
        assert!(open.stages[0].ops.is_empty());
        assert_eq!(open.stages[1].ops, ["depthwise_conv2d", "batch_norm", "relu"]);
        assert_eq!(open.function.unwrap().op, "relu");
    }

    #[test]
    fn an_inverted_residual_has_a_linear_bottleneck() {
        let (open, info) = opened(MobilenetVersion::V2, 3);
        let it = open.bottleneck.unwrap();
        assert!(info.is_residual && !info.has_gates);
        assert_eq!(it.of as usize, info.output.len());
        // Batch norm centres the values: about half lie below zero.
        assert!((0.2..0.8).contains(&(it.lost as f64 / it.of as f64)), "{} of {}", it.lost, it.of);
        assert!(it.rectified.data.iter().all(|v| *v >= 0.0) && it.maps.data.iter().any(|v| *v < 0.0));
        let function = open.function.unwrap();
        let all: u32 = function.counts.iter().sum::<u32>() + function.outside;
        assert!(all > 0 && function.curves.len() == 3 && function.curves[0].0 == "relu6");
    }

    #[test]
    fn squeeze_and_excite_has_a_gate_for_each_channel() {
        let (open, info) = opened(MobilenetVersion::V3Small, 5);
        assert!(info.has_gates);
        assert!(!open.gates.is_empty() && open.gates.iter().all(|v| (0.0..=1.0).contains(v)));
        assert_eq!(open.gates.len(), open.comparison.unwrap().input.c);
        assert_eq!(open.function.unwrap().op, "hard_swish");
    }

    #[test]
    fn every_block_of_every_network_opens() {
        for &version in MobilenetVersion::ALL {
            let graph = models::mobilenet(MobilenetSpec { version, alpha: 0.25, resolution: 96, classes: 2 }).unwrap();
            let layers = karui_runtime::network::describe(&graph).layers;
            let image = vec![0.3; graph.input_shape().len()];
            let weights = Weights::init(&graph, 1);
            let infos = blocks(&graph, &layers);
            let macs: f64 = infos.iter().map(|info| info.macs.value).sum();
            assert_eq!(macs, karui_core::measure::cost::cost(&graph).macs.value);
            for (i, info) in infos.iter().enumerate() {
                let seen = trace(&graph, &weights, info.layers.0..info.layers.1, &image, true).unwrap();
                let (open, twins) = open(1, i, info.layers.0, &seen).unwrap();
                let compares = matches!(info.kind, BlockForm::Separable | BlockForm::InvertedResidual);
                assert_eq!((open.comparison.is_some(), twins.is_some()), (compares, compares), "{}", info.name);
                assert_eq!(open.gates.is_empty(), !info.has_gates);
            }
        }
    }
}
