//! What a recipe has done to each layer: how many weights are left, how far they have moved, where they lie.

use super::Model;
use super::fold_bn::fold_bn;
use super::quantize::sqnr;
use super::{Encoding, Grid};
use crate::Result;
use crate::exec::{Cpu, Executor, Mode};
use crate::graph::{NodeId, Param, by_channel};
use crate::ops::{Op, Role};
use karui_spec::Histograms;
use ndarray::{ArrayView1, ArrayView2};
use std::borrow::Cow;

/// Bins of a histogram.
const BINS: usize = 64;
/// A grid is drawn where a weight can have at most so many values.
const FEW: usize = 33;
/// Channels listed.
const CHANNELS: usize = 8;

/// What has become of a layer that has weights.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerReport {
    /// Its node now.
    pub node: NodeId,
    /// The node of the same name before.
    pub before: Option<NodeId>,
    /// The part of its weights that is not zero.
    pub density: f32,
    /// Signal to quantization noise of its weights in dB, where some have changed and none has gone.
    pub sqnr: Option<f32>,
    /// Its weights before and now.
    pub weights: Option<Histograms>,
    /// The output channels with the lowest signal to noise, worst first.
    pub worst_channels: Vec<(u32, f32)>,
    /// Each output channel that there was, where weights have gone: the mean magnitude of its weights before, and the part of
    /// them that is left.
    pub filters: Vec<(f32, f32)>,
}

/// The network whose weights those of `after` are compared with: `before`, or, where batch norm has been folded since, what
/// folding alone makes of it, so that the change shown is that of the rounding.
///
/// # Errors
/// Where folding fails.
pub fn reference<'a>(before: &'a Model, after: &Model) -> Result<Cow<'a, Model>> {
    let has_norm = |net: &Model| net.graph.nodes().iter().any(|n| matches!(n.op, Op::BatchNorm(_)));
    Ok(if has_norm(before) && !has_norm(after) { Cow::Owned(fold_bn(before)?) } else { Cow::Borrowed(before) })
}

/// The layers of `after` that have weights, compared with those of the same name in the [`reference`]. `kept` are
/// the channels that stayed where some were removed ([`Outcome::kept_channels`](super::Outcome::kept_channels)).
pub fn report(before: &Model, after: &Model, kept: &[(String, Vec<bool>)]) -> Result<Vec<LayerReport>> {
    let reference = reference(before, after)?;
    let channels = |p: &Param| p.shape.last().copied().unwrap_or(1);
    let layer = |(i, p): (usize, &Param)| {
        let now = &after.weights.values()[p.range.clone()];
        let found = reference.weights.params().iter().find(|b| b.name == p.name && b.role == Role::Weight);
        let then = found.map(|b| &reference.weights.values()[b.range.clone()]);
        let same = found.filter(|b| b.shape == p.shape).and(then);
        let ratio = same.map(|then| sqnr(then, now) as f32).filter(|r| r.is_finite());
        let name = &after.graph.nodes()[p.node].name;
        LayerReport {
            node: p.node,
            before: before.graph.nodes().iter().position(|n| n.name == *name),
            density: now.iter().filter(|&&v| v != 0.0).count() as f32 / now.len().max(1) as f32,
            sqnr: ratio,
            weights: then.map(|then| histograms(then, now, grid(&after.storage[i].encoding))),
            worst_channels: match (same, ratio) {
                (Some(then), Some(_)) => worst_channels(by_channel(then, channels(p)), by_channel(now, channels(p))),
                _ => Vec::new(),
            },
            filters: match (found, then) {
                (Some(b), Some(then)) => {
                    let kept = kept.iter().find(|(layer, _)| layer == name).map(|(_, kept)| &kept[..]);
                    filters(by_channel(then, channels(b)), same.map(|_| now), kept)
                }
                _ => Vec::new(),
            },
        }
    };
    let weights = after.weights.params().iter().enumerate().filter(|(_, p)| p.role == Role::Weight);
    Ok(weights.map(layer).collect())
}

/// The outputs of the layers in `layers` (behind their activations) over `images`, before and now.
pub fn activations(
    before: &Model,
    after: &Model,
    layers: &[LayerReport],
    images: &[f32],
) -> Result<Vec<Option<Histograms>>> {
    let n = images.len() / before.graph.input_shape().len().max(1);
    let run = |net: &Model| -> Result<Executor<Cpu>> {
        let mut executor = Executor::new(&net.graph, n.max(1), Mode::Inspect)?;
        executor.forward(&net.weights, images)?;
        Ok(executor)
    };
    let (then, now) = (run(before)?, run(after)?);
    let one = |layer: &LayerReport| {
        let then = then.value(outlet(before, layer.before?))?;
        Some(histograms(then, now.value(outlet(after, layer.node))?, Vec::new()))
    };
    Ok(layers.iter().map(one).collect())
}

/// Where the output of layer `node` goes on from: behind the batch norm and the activation that only it feeds.
fn outlet(net: &Model, node: NodeId) -> NodeId {
    let mut consumers = net.graph.consumers(node);
    match (consumers.next(), consumers.next()) {
        (Some(next), None) if matches!(net.graph.nodes()[next].op, Op::BatchNorm(_) | Op::Activation(_)) => {
            outlet(net, next)
        }
        _ => node,
    }
}

fn histograms(before: &[f32], after: &[f32], grid: Vec<f32>) -> Histograms {
    let finite = || before.iter().chain(after).copied().filter(|v| v.is_finite());
    let (min, max) = finite().fold((0f32, 0f32), |(min, max), v| (min.min(v), max.max(v)));
    let scale = BINS as f32 / (max - min).max(f32::MIN_POSITIVE);
    let count = |values: &[f32]| {
        let mut counts = vec![0; BINS];
        for v in values.iter().filter(|v| v.is_finite()) {
            counts[(((v - min) * scale) as usize).min(BINS - 1)] += 1;
        }
        counts
    };
    Histograms { min, max, before: count(before), after: count(after), grid }
}

/// The values that the encoding allows, where they are few and the same for the whole tensor.
fn grid(encoding: &Encoding) -> Vec<f32> {
    match encoding {
        Encoding::Codebook { centroids } if centroids.len() <= FEW => centroids.clone(),
        Encoding::Grid(grid) | Encoding::CodedGrid(grid) if grid.scale.len() == 1 => {
            let (least, most) = Grid::levels(grid.dtype, grid.is_symmetric());
            if (most - least) as usize >= FEW { Vec::new() } else { (least..=most).map(|l| grid.value(l, 0)).collect() }
        }
        _ => Vec::new(),
    }
}

/// What is left of each of the filters `before`: of its weights where the layer has kept its form (`after`), of itself where
/// channels were removed (`kept`). Nothing where nothing has gone.
fn filters(before: ArrayView2<'_, f32>, after: Option<&[f32]>, kept: Option<&[bool]>) -> Vec<(f32, f32)> {
    let count = |filter: ArrayView1<'_, f32>| filter.iter().filter(|v| **v != 0.0).count() as f32;
    let after = after.map(|after| by_channel(after, before.ncols()));
    let left = |k: usize| match (after, kept) {
        (Some(after), _) => count(after.column(k)) / count(before.column(k)).max(1.0),
        (None, Some(kept)) => f32::from(u8::from(kept.get(k) == Some(&true))),
        (None, None) => 1.0,
    };
    let size = |filter: ArrayView1<'_, f32>| filter.iter().map(|v| v.abs()).sum::<f32>() / filter.len().max(1) as f32;
    let filters = before.columns().into_iter().enumerate().map(|(k, filter)| (size(filter), left(k).min(1.0)));
    let filters: Vec<(f32, f32)> = filters.collect();
    if filters.iter().all(|(_, left)| *left == 1.0) { Vec::new() } else { filters }
}

fn worst_channels(before: ArrayView2<'_, f32>, after: ArrayView2<'_, f32>) -> Vec<(u32, f32)> {
    let channels = before.columns().into_iter().zip(after.columns()).zip(0u32..);
    let ratios = channels.map(|((before, after), k)| (k, sqnr(&before.to_vec(), &after.to_vec()) as f32));
    let mut ratios: Vec<(u32, f32)> = ratios.filter(|(_, ratio)| ratio.is_finite()).collect();
    ratios.sort_by(|a, b| a.1.total_cmp(&b.1));
    ratios.truncate(CHANNELS);
    ratios
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress::prune::{channels, choose_channels};
    use crate::compress::test_networks::{lenet, mobilenet, residual};
    use crate::spec::recipe::{Prune, PruneUnit};

    #[test]
    fn filters_tell_which_channels_have_gone() {
        let settings = Prune { unit: PruneUnit::Channel, ..Prune::default() };
        for net in [lenet(1), mobilenet(2), residual(3)] {
            let chosen = choose_channels(&net, &settings, 0.5, None, 1).unwrap();
            let removed = channels::remove_channels(&net, &chosen).unwrap();
            let (masked, _) = channels::mask_channels(&net, &chosen);
            let [cut, zeroed] =
                [report(&net, &removed, &chosen.of_layers(&net.graph)).unwrap(), report(&net, &masked, &[]).unwrap()];
            let mut gone = 0;
            for (cut, zeroed) in cut.iter().zip(&zeroed).filter(|(cut, _)| !cut.filters.is_empty()) {
                let left = cut.filters.iter().filter(|(_, left)| *left == 1.0).count();
                assert_eq!(left, removed.graph.nodes()[cut.node].shape.c);
                for ((size, left), (same, zeros)) in cut.filters.iter().zip(&zeroed.filters) {
                    assert!(size == same && *size > 0.0 && (*left == 0.0) == (*zeros == 0.0), "{left} {zeros}");
                }
                gone += cut.filters.len() - left;
            }
            assert!(gone > 0);
            assert!(report(&net, &net, &[]).unwrap().iter().all(|layer| layer.filters.is_empty()));
        }
    }
}
