//! Layers divided among workers, computed by each on its own and by one alone.

use super::train::Images;
use super::wire::{SEED, model};
use crate::parallel::messages::{Block, Divided, Joined};
use karui_core::data::info;
use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::graph::{Graph, NodeId, Weights};
use karui_core::ops::Op;
use karui_core::parallel::tensor::{Part, Pass, columns, divide_outputs, divide_pair, pair, side_by_side, summed};
use karui_core::rng::Rng;
use karui_core::spec::ModelKind;
use karui_core::{Error, Result, models};

/// Images that go through.
const BATCH: usize = 16;
/// Numbers of an output that are shown.
const SHOWN: usize = 6;
/// What the gradient of the output is drawn from.
const STREAM: u64 = 21;

/// Divides, computes and joins.
///
/// # Errors
/// Where there are not as many outputs as workers.
pub fn divided(asked: &Divided, images: &Images) -> Result<Joined> {
    let facts = info(images.kind);
    let kind = if asked.is_convolution { ModelKind::Lenet } else { ModelKind::Mlp };
    let graph = models::build(model(kind), facts.shape, facts.classes.len())?;
    let weights = Weights::init(&graph, u64::from(SEED));
    let (first, last) = layers(&graph, asked.is_convolution)?;
    let x = input(&graph, &weights, first, images)?;
    let mut rng = Rng::new(u64::from(SEED), STREAM);
    let (width, n) = (graph.nodes()[last].shape.c, BATCH);
    let dy: Vec<f32> = (0..n * graph.nodes()[last].shape.len()).map(|_| rng.normal()).collect();
    let divide = |workers| match asked.is_convolution {
        true => divide_outputs(&graph, &weights, first, workers),
        false => divide_pair(&graph, &weights, first, workers),
    };
    let own_dy = |part: &Part| if asked.is_convolution { columns(&dy, width, &part.units) } else { dy.clone() };
    let pass = |part: &Part| part.pass(n, &x, &own_dy(part));
    let whole = divide(1)?;
    let alone = whole.first().map(pass).transpose()?.ok_or_else(|| Error::misuse("workers", "1 at least", "0"))?;
    let parts = divide(asked.workers)?;
    let passes = parts.iter().map(pass).collect::<Result<Vec<Pass>>>()?;
    let output = if asked.is_convolution {
        let all: Vec<_> = passes.iter().zip(&parts).map(|(it, part)| (&it.output[..], part.units.len())).collect();
        side_by_side(&all)
    } else {
        summed(passes.iter().map(|it| &it.output[..]))
    };
    let d_input = summed(passes.iter().map(|it| &it.d_input[..]));
    let gradient = |parts: &[Part], passes: &[Pass]| {
        let mut all = vec![0.0; weights.trainable_len()];
        parts.iter().zip(passes).try_for_each(|(part, it)| part.give_gradient(&it.gradient, &mut all))?;
        Ok::<_, Error>(all)
    };
    let (own, expected) = (gradient(&parts, &passes)?, gradient(&whole, std::slice::from_ref(&alone))?);
    let shown = |values: &[f32]| values.iter().take(SHOWN).copied().collect();
    let node = |id: NodeId| &graph.nodes()[id];
    let size = |id: NodeId| {
        let of = graph.in_shape(id);
        (if asked.is_convolution { of.c } else { of.len() }, node(id).shape.c)
    };
    let matrices: Vec<NodeId> = if asked.is_convolution { vec![first] } else { vec![first, last] };
    Ok(Joined {
        layers: matrices.iter().map(|&id| node(id).name.clone()).collect(),
        sizes: matrices.iter().map(|&id| size(id)).collect(),
        blocks: parts
            .iter()
            .zip(&passes)
            .map(|(part, it)| Block {
                units: (part.units.start, part.units.end),
                weights: part.weights.values().len(),
                output: shown(&it.output),
            })
            .collect(),
        alone: shown(&alone.output),
        differences: [apart(&output, &alone.output), apart(&d_input, &alone.d_input), apart(&own, &expected)],
        exchanged: [output.len(), d_input.len()],
        images: n,
    })
}

/// Which layers: the first pair of linear ones, or the last convolution.
fn layers(graph: &Graph, is_convolution: bool) -> Result<(NodeId, NodeId)> {
    let mut all = 0..graph.nodes().len();
    let is_own = |&id: &NodeId| matches!(&graph.nodes()[id].op, Op::Conv2d(conv) if conv.groups == 1);
    let found = match is_convolution {
        true => all.rev().find(is_own).map(|id| (id, id)),
        false => all.find_map(|id| Some((id, pair(graph, id)?))),
    };
    found.ok_or_else(|| Error::misuse("network", "one with such layers", "none"))
}

/// What the layer reads for the first images: the network's own numbers, from the layers before it.
fn input(graph: &Graph, weights: &Weights, layer: NodeId, images: &Images) -> Result<Vec<f32>> {
    let mut pixels = vec![0.0; BATCH * graph.input_shape().len()];
    images.train.batch(&(0..BATCH as u32).collect::<Vec<_>>(), &mut pixels, &mut [0; BATCH])?;
    let before = graph.nodes()[layer].inputs.first().copied().unwrap_or(0);
    if before == 0 {
        return Ok(pixels);
    }
    let mut executor = Executor::<Cpu>::new(graph, BATCH, Mode::Inspect)?;
    executor.forward(weights, &pixels)?;
    let value = executor.value(before).ok_or_else(|| Error::misuse("node", "one that is kept", before.to_string()))?;
    Ok(value.to_vec())
}

fn apart(a: &[f32], b: &[f32]) -> (f32, f32) {
    let largest = b.iter().fold(0.0f32, |most, v| most.max(v.abs()));
    (a.iter().zip(b).fold(0.0f32, |most, (a, b)| most.max((a - b).abs())), largest)
}
