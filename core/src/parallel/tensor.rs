//! Tensor parallel (Shoeybi et al. 2019, "Megatron-LM", arXiv:1909.08053, §3): a layer's matrix is divided among the workers.
//!
//! A pair of linear layers with an activation between them, `Z = act(XA + a)·B + b`: worker t has some columns of A and the same rows of
//! B, so that between the two layers nothing travels. Forward one all-reduce sums the workers' parts of Z, backward one sums their parts
//! of the gradient of X. A convolution or linear layer alone is divided by its outputs, which are put side by side.
//!
//! What a worker has is an ordinary network, a [`Part`], for any executor.

use crate::exec::{Cpu, Executor, Mode};
use crate::graph::{Graph, GraphBuilder, NodeId, Weights};
use crate::ops::{Conv2d, Linear, Op, Role};
use crate::rng::Rng;
use crate::{Error, Result};
use karui_parallel::allreduce::chunk;
use std::ops::Range;

/// What one worker has of the layers that are divided.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its network. Its output is a part of the sum, or of the channels.
    pub graph: Graph,
    /// Its blocks of the matrices.
    pub weights: Weights,
    /// Which outputs of the first layer it has.
    pub units: Range<usize>,
    blocks: Vec<Block>,
}

/// What a worker computes of a batch: forward and backward.
#[derive(Debug, Clone, PartialEq)]
pub struct Pass {
    /// Its part of the sum, or of the channels `[n, …]`.
    pub output: Vec<f32>,
    /// Its part of the sum that is the input's gradient `[n, …]`.
    pub d_input: Vec<f32>,
    /// The gradient of its weights.
    pub gradient: Vec<f32>,
}

/// A block of a tensor: of each of `rows`, `columns` of `width` numbers.
#[derive(Debug, Clone)]
struct Block {
    /// In the part's weights; the block's numbers in order.
    own: Range<usize>,
    /// Where the tensor begins in the whole network's.
    start: usize,
    width: usize,
    rows: Range<usize>,
    columns: Range<usize>,
}

impl Block {
    /// The places in the whole network's weights, a run for each row.
    fn runs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.rows.clone().map(|row| {
            let at = self.start + row * self.width;
            at + self.columns.start..at + self.columns.end
        })
    }
}

/// The second linear layer behind `first`, where there is nothing but an activation between them.
pub fn pair(graph: &Graph, first: NodeId) -> Option<NodeId> {
    let only = |id| {
        let mut consumers = graph.consumers(id);
        consumers.next().filter(|_| consumers.next().is_none())
    };
    let is_linear = |id: NodeId| matches!(graph.nodes().get(id).map(|node| &node.op), Some(Op::Linear(_)));
    let next = only(first).filter(|_| is_linear(first))?;
    let second = if matches!(graph.nodes()[next].op, Op::Activation(_)) { only(next)? } else { next };
    is_linear(second).then_some(second)
}

/// The parts of a pair of linear layers, that of `first` divided by columns and the next by rows. The first worker has the second's bias.
///
/// # Errors
/// [`Error::Misuse`] where [`pair`] finds none, [`Error::Range`] for no worker or more than units between the layers.
pub fn divide_pair(graph: &Graph, weights: &Weights, first: NodeId, workers: usize) -> Result<Vec<Part>> {
    let name = |id: NodeId| graph.nodes().get(id).map_or_else(|| id.to_string(), |node| node.name.clone());
    let second = pair(graph, first)
        .ok_or_else(|| Error::misuse("layer", "a linear layer and another behind it", name(first)))?;
    let (inner, outputs) = (graph.nodes()[first].shape.c, graph.nodes()[second].shape.c);
    check_workers(workers, inner)?;
    let part = |rank: usize| {
        let units = chunk(inner, workers, rank);
        let mut builder = GraphBuilder::new(graph.in_shape(first));
        let linear = |id: NodeId, out_features, has_bias| match &graph.nodes()[id].op {
            Op::Linear(op) => Op::Linear(Linear { out_features, bias: op.bias && has_bias }),
            other => other.clone(),
        };
        let mut x = builder.push(name(first), linear(first, units.len(), true), &[0])?;
        for between in first + 1..second {
            if graph.nodes()[second].inputs.contains(&between) {
                x = builder.push(name(between), graph.nodes()[between].op.clone(), &[x])?;
            }
        }
        builder.push(name(second), linear(second, outputs, rank == 0), &[x])?;
        Part::new(builder.build(), weights, units.clone(), |node, role| match (node == name(first), role) {
            (true, _) => (None, Some(units.clone())),
            (false, Role::Weight) => (Some(units.clone()), None),
            (false, _) => (None, None),
        })
    };
    (0..workers).map(part).collect()
}

/// The parts of a linear layer or an ungrouped convolution, divided by its outputs.
///
/// # Errors
/// [`Error::Misuse`] for another op, [`Error::Range`] for no worker or more than outputs.
pub fn divide_outputs(graph: &Graph, weights: &Weights, layer: NodeId, workers: usize) -> Result<Vec<Part>> {
    let node = graph.nodes().get(layer).ok_or_else(|| Error::misuse("layer", "a node", layer.to_string()))?;
    let op = |outputs: usize| match &node.op {
        Op::Linear(op) => Ok(Op::Linear(Linear { out_features: outputs, ..*op })),
        Op::Conv2d(op) if op.groups == 1 => Ok(Op::Conv2d(Conv2d { out_channels: outputs, ..*op })),
        _ => Err(Error::misuse("layer", "a linear layer or an ungrouped convolution", node.name.as_str())),
    };
    op(1)?;
    check_workers(workers, node.shape.c)?;
    let part = |rank: usize| {
        let units = chunk(node.shape.c, workers, rank);
        let mut builder = GraphBuilder::new(graph.in_shape(layer));
        builder.push(node.name.as_str(), op(units.len())?, &[0])?;
        Part::new(builder.build(), weights, units.clone(), |_, _| (None, Some(units.clone())))
    };
    (0..workers).map(part).collect()
}

fn check_workers(workers: usize, most: usize) -> Result<()> {
    if (1..=most).contains(&workers) { Ok(()) } else { Err(Error::range("workers", [1, most], workers)) }
}

impl Part {
    /// With the blocks that `of` says of each tensor: rows and columns, all where it says nothing.
    fn new(
        graph: Graph,
        whole: &Weights,
        units: Range<usize>,
        of: impl Fn(&str, Role) -> (Option<Range<usize>>, Option<Range<usize>>),
    ) -> Result<Self> {
        let mut weights = Weights::zeros(&graph);
        let mut blocks = Vec::new();
        for p in weights.params() {
            let tensor = whole.params().iter().find(|other| other.name == p.name);
            let tensor = tensor.ok_or_else(|| Error::misuse("weights", "those of the network", p.name.as_str()))?;
            let width = tensor.shape.last().copied().unwrap_or(1).max(1);
            let (rows, columns) = of(&graph.nodes()[p.node].name, p.role);
            let rows = rows.unwrap_or(0..tensor.range.len() / width);
            let columns = columns.unwrap_or(0..width);
            blocks.push(Block { own: p.range.clone(), start: tensor.range.start, width, rows, columns });
        }
        for block in &blocks {
            let own = &mut weights.values_mut()[block.own.clone()];
            for (to, from) in own.chunks_exact_mut(block.columns.len().max(1)).zip(block.runs()) {
                to.copy_from_slice(&whole.values()[from]);
            }
        }
        Ok(Part { graph, weights, units, blocks })
    }

    /// What it computes of the inputs `x` `[n, …]` of `n` images, with `dy` the gradient of its output. No batch norm or dropout is between
    /// the layers, so nothing is drawn and nothing is kept.
    ///
    /// # Errors
    /// [`Error::Length`] for inputs or gradients of another length.
    pub fn pass(&self, n: usize, x: &[f32], dy: &[f32]) -> Result<Pass> {
        let mut weights = self.weights.clone();
        let mut executor = Executor::<Cpu>::new(&self.graph, n, Mode::InputGradient)?;
        let output = executor.forward_train(&mut weights, x, &mut Rng::new(0, 0))?.to_vec();
        executor.set_output_gradient(dy)?;
        let mut gradient = vec![0.0; weights.trainable_len()];
        executor.backward(&weights, &mut gradient)?;
        Ok(Pass { output, d_input: executor.input_gradient().unwrap_or_default().to_vec(), gradient })
    }

    /// Puts the gradient of its weights in its place in that of the whole network.
    ///
    /// # Errors
    /// [`Error::Length`] where one is too short.
    pub fn give_gradient(&self, own: &[f32], whole: &mut [f32]) -> Result<()> {
        Error::check_len("gradient", self.weights.trainable_len(), own.len())?;
        let len = whole.len();
        for block in &self.blocks {
            let from = own[block.own.clone()].chunks_exact(block.columns.len().max(1));
            for (from, to) in from.zip(block.runs()) {
                let missing = || Error::Length { what: "gradient".into(), expected: to.end, got: len };
                whole.get_mut(to.clone()).ok_or_else(missing)?.copy_from_slice(from);
            }
        }
        Ok(())
    }
}

/// The sum of all workers' parts: what an all-reduce gives.
pub fn summed<'a>(parts: impl IntoIterator<Item = &'a [f32]>) -> Vec<f32> {
    let mut parts = parts.into_iter();
    let mut sum = parts.next().unwrap_or_default().to_vec();
    parts.for_each(|part| sum.iter_mut().zip(part).for_each(|(sum, v)| *sum += v));
    sum
}

/// The columns `units` of rows of `width` numbers: a worker's part of what is side by side.
pub fn columns(rows: &[f32], width: usize, units: &Range<usize>) -> Vec<f32> {
    rows.chunks_exact(width.max(1)).filter_map(|row| row.get(units.clone())).flatten().copied().collect()
}

/// Puts the channels of all workers side by side: `parts` are `[positions, units]`, the result `[positions, all units]`.
pub fn side_by_side(parts: &[(&[f32], usize)]) -> Vec<f32> {
    let positions = parts.iter().map(|(values, units)| values.len() / units.max(&1)).min().unwrap_or(0);
    let at = |position: usize| {
        parts.iter().flat_map(move |(values, units)| &values[position * units..(position + 1) * units])
    };
    (0..positions).flat_map(at).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Shape;
    use crate::models;
    use crate::spec::{ModelKind, ModelSpec};

    const N: usize = 5;

    fn random(len: usize, stream: u64) -> Vec<f32> {
        let mut rng = Rng::new(8, stream);
        (0..len).map(|_| rng.normal()).collect()
    }

    #[track_caller]
    fn close(got: &[f32], expected: &[f32]) {
        assert_eq!(got.len(), expected.len());
        let largest = expected.iter().fold(0.0f32, |max, v| max.max(v.abs()));
        let worst = got.iter().zip(expected).fold(0.0f32, |max, (a, b)| max.max((a - b).abs()));
        assert!(worst <= 2e-6 * largest, "{worst} of {largest}");
    }

    #[test]
    fn every_pair_of_linear_layers_divided_is_the_pair() {
        let mut pairs = 0;
        for &kind in ModelKind::ALL {
            let graph = models::build(ModelSpec::new(kind), Shape::new(28, 28, 1), 10).unwrap();
            let all = Weights::init(&graph, 3);
            for first in (0..graph.nodes().len()).filter(|&id| pair(&graph, id).is_some()) {
                pairs += 1;
                // One worker has the whole pair.
                let alone = divide_pair(&graph, &all, first, 1).unwrap().remove(0);
                let x = random(N * alone.graph.input_shape().len(), 1);
                let dy = random(N * alone.graph.output_shape().len(), 2);
                let Pass { output: y, d_input: dx, gradient: dw } = alone.pass(N, &x, &dy).unwrap();
                let mut expected = vec![0.0; all.trainable_len()];
                alone.give_gradient(&dw, &mut expected).unwrap();
                for workers in [2, 3, 4] {
                    let parts = divide_pair(&graph, &all, first, workers).unwrap();
                    let got: Vec<Pass> = parts.iter().map(|part| part.pass(N, &x, &dy).unwrap()).collect();
                    // The two all-reduces.
                    close(&summed(got.iter().map(|it| &it.output[..])), &y);
                    close(&summed(got.iter().map(|it| &it.d_input[..])), &dx);
                    let mut gradient = vec![0.0; all.trainable_len()];
                    for (part, Pass { gradient: own, .. }) in parts.iter().zip(&got) {
                        part.give_gradient(own, &mut gradient).unwrap();
                    }
                    close(&gradient, &expected);
                    let held: usize = parts.iter().map(|part| part.weights.values().len()).sum();
                    assert_eq!(held, alone.weights.values().len(), "{kind}: nothing is held twice");
                }
                assert!(divide_pair(&graph, &all, first, 0).is_err());
                assert!(divide_pair(&graph, &all, first, graph.nodes()[first].shape.c + 1).is_err());
            }
        }
        // mlp, lenet and lenet-5 one each, lenet-300-100 two, and mobilenet3's classifier.
        assert!(pairs >= 5, "{pairs}");
    }

    #[test]
    fn a_convolution_divided_by_its_outputs_is_the_convolution() {
        let graph = models::build(ModelSpec::new(ModelKind::Lenet), Shape::new(28, 28, 1), 10).unwrap();
        let all = Weights::init(&graph, 3);
        for name in ["conv2", "fc1"] {
            let layer = graph.nodes().iter().position(|node| node.name == name).unwrap();
            let alone = divide_outputs(&graph, &all, layer, 1).unwrap().remove(0);
            let x = random(N * alone.graph.input_shape().len(), 1);
            let dy = random(N * alone.graph.output_shape().len(), 2);
            let Pass { output: y, d_input: dx, gradient: dw } = alone.pass(N, &x, &dy).unwrap();
            let parts = divide_outputs(&graph, &all, layer, 3).unwrap();
            let k = graph.nodes()[layer].shape.c;
            let got: Vec<Pass> =
                parts.iter().map(|part| part.pass(N, &x, &columns(&dy, k, &part.units)).unwrap()).collect();
            let outputs: Vec<_> = got.iter().zip(&parts).map(|(it, part)| (&it.output[..], part.units.len())).collect();
            close(&side_by_side(&outputs), &y);
            close(&summed(got.iter().map(|it| &it.d_input[..])), &dx);
            let (mut gradient, mut expected) = (vec![0.0; all.trainable_len()], vec![0.0; all.trainable_len()]);
            alone.give_gradient(&dw, &mut expected).unwrap();
            for (part, Pass { gradient: own, .. }) in parts.iter().zip(&got) {
                part.give_gradient(own, &mut gradient).unwrap();
            }
            close(&gradient, &expected);
        }
        let pool = graph.nodes().iter().position(|node| node.name == "pool1").unwrap();
        assert!(divide_outputs(&graph, &all, pool, 2).is_err() && divide_outputs(&graph, &all, 99, 2).is_err());
        assert!(divide_pair(&graph, &all, pool, 2).is_err() && divide_pair(&graph, &all, 99, 2).is_err());
    }
}
