//! Whole channels: chosen, set to zero, or really taken out with everything that depends on them.

use super::dependency::DependencyGraph;
use super::{Basis, Mask, count, keys};
use crate::Result;
use crate::compress::Model;
use crate::compress::rewrite::Rewrite;
use crate::graph::{Graph, NodeId};
use crate::ops::{Op, Role};
use crate::spec::recipe::Scope;
use ndarray::ArrayViewMut3;

/// The channels to take out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Which channels belong together.
    pub dependencies: DependencyGraph,
    /// For each group whether each of its channels stays.
    pub stays: Vec<Vec<bool>>,
}

impl Chosen {
    /// Nothing chosen yet.
    pub fn none(graph: &Graph) -> Self {
        let dependencies = DependencyGraph::new(graph);
        let stays = dependencies.groups.iter().map(|g| vec![true; g.channels]).collect();
        Chosen { dependencies, stays }
    }

    /// Takes channel `channel` of the group of `node`'s output, unless that is fixed or it is its last one; whether it
    /// was taken.
    pub fn take(&mut self, node: NodeId, channel: usize) -> bool {
        let group = self.dependencies.of.get(node).copied();
        group.is_some_and(|group| self.take_from(group, channel))
    }

    fn take_from(&mut self, group: usize, channel: usize) -> bool {
        let stays = &mut self.stays[group];
        let free = !self.dependencies.groups[group].fixed && stays.get(channel) == Some(&true);
        let taken = free && stays.iter().filter(|&&s| s).count() > 1;
        if taken {
            stays[channel] = false;
        }
        taken
    }

    /// For each node with weights its name, and whether each of its output channels stays.
    pub fn of_layers(&self, graph: &Graph) -> Vec<(String, Vec<bool>)> {
        let has_weights = |op: &Op| matches!(op, Op::Conv2d(_) | Op::DepthwiseConv2d(_) | Op::Linear(_));
        let layers = graph.nodes().iter().enumerate().filter(|(_, node)| has_weights(&node.op));
        layers.map(|(id, n)| (n.name.clone(), (0..n.shape.c).map(|i| self.keeps(id, i)).collect())).collect()
    }

    /// How many channels are taken.
    pub fn count(&self) -> usize {
        self.stays.iter().flatten().filter(|&&stays| !stays).count()
    }

    /// Whether value `i` of each position of `node`'s output stays.
    fn keeps(&self, node: NodeId, i: usize) -> bool {
        let stays = &self.stays[self.dependencies.of[node]];
        stays[i % stays.len()]
    }

    /// For all values of the network's weights whether they stay.
    fn keeps_weights(&self, net: &Model) -> Vec<bool> {
        let mut keeps = vec![true; net.weights.values().len()];
        for p in net.weights.params() {
            let node = &net.graph.nodes()[p.node];
            // Weights whose second to last axis is the channels that the layer reads.
            let reads = match (p.role, &node.op) {
                (Role::Weight, Op::Conv2d(_) | Op::Linear(_)) => p.shape[p.shape.len() - 2],
                _ => 1,
            };
            let makes = p.shape.last().copied().unwrap_or(1);
            let shape = (p.range.len().checked_div(reads * makes).unwrap_or(0), reads, makes);
            let Ok(mut keep) = ArrayViewMut3::from_shape(shape, &mut keeps[p.range.clone()]) else { continue };
            for ((_, c, k), keep) in keep.indexed_iter_mut() {
                *keep = (reads == 1 || self.keeps(node.inputs[0], c)) && self.keeps(p.node, k);
            }
        }
        keeps
    }
}

/// Whether no channel of `graph` may go, though layers make some besides its outputs: all belong to grouped convolutions.
pub(super) fn none_may_go(graph: &Graph) -> bool {
    let groups = DependencyGraph::new(graph).groups;
    let mut made = groups.iter().filter(|group| !group.layers.is_empty());
    made.clone().count() > 1 && made.all(|group| group.fixed)
}

/// The least important channels: `⌊amount·n⌉` of all groups that compete, or of each group's; never the last one of a
/// group. Channels that are added or multiplied are judged by the sum of their layers' scores. A group has the own
/// amount of the first of its layers that has one.
pub(super) fn choose(basis: &Basis<'_>) -> Chosen {
    let mut chosen = Chosen::none(&basis.net.graph);
    let groups = chosen.dependencies.groups.clone();
    let competes = basis.settings.scope == Scope::Global;
    // (score, place), the places of all groups' channels one after another.
    let (mut together, mut place_of, mut start) = (Vec::new(), Vec::new(), 0);
    for (at, group) in groups.iter().enumerate() {
        place_of.extend((0..group.channels).map(|channel| (at, channel)));
        let places = start..start + group.channels as u32;
        start = places.end;
        if group.fixed || group.layers.is_empty() {
            continue;
        }
        let own = group.layers.iter().find_map(|&layer| basis.own_amount(layer));
        let competes = competes && own.is_none();
        let scores = basis.of_channels(&group.layers, &group.norms, group.channels, competes);
        let scores = scores.into_iter().zip(places);
        if competes {
            together.extend(scores);
        } else {
            let scores: Vec<_> = scores.collect();
            take(&mut chosen, &scores, count(own.unwrap_or(basis.amount), scores.len()), &place_of);
        }
    }
    let goal = count(basis.amount, together.len());
    take(&mut chosen, &together, goal, &place_of);
    chosen
}

/// Takes the `goal` channels of the least scores; where the last of a group would go, the next one instead.
fn take(chosen: &mut Chosen, scores: &[(f32, u32)], goal: usize, place_of: &[(usize, usize)]) {
    let mut keys = keys(scores);
    keys.sort_unstable();
    let mut taken = 0;
    for key in keys {
        if taken == goal {
            return;
        }
        let (group, channel) = place_of[key as u32 as usize];
        taken += usize::from(chosen.take_from(group, channel));
    }
}

/// `net` with zeros in place of everything that [`remove_channels`] takes out: the channel's weights, bias, γ and β (so
/// that its output is zero behind a batch norm too), its filter in a depthwise convolution, and the weights of those
/// who read it. The outputs are those of the smaller network. The mask keeps the zeros while training.
pub fn mask_channels(net: &Model, chosen: &Chosen) -> (Model, Mask) {
    let trained = net.weights.trainable_len();
    let keeps = chosen.keeps_weights(net);
    let zeros = keeps[..trained].iter().zip(0u32..).filter(|(keep, _)| !**keep).map(|(_, i)| i);
    let mask = Mask::new(zeros.collect());
    let mut masked = net.clone();
    mask.apply(masked.weights.values_mut());
    (masked, mask)
}

/// `net` without the chosen channels and all that depends on them: the layers that make them, batch norms, depthwise
/// filters, and the weights of those who read them, behind a flattening too. Names stay.
pub fn remove_channels(net: &Model, chosen: &Chosen) -> Result<Model> {
    let mut rewrite = Rewrite::new(net)?;
    for (id, node) in net.graph.nodes().iter().enumerate().skip(1) {
        let kept = || (0..node.shape.c).filter(|&i| chosen.keeps(id, i)).count();
        let mut op = node.op.clone();
        match &mut op {
            Op::Conv2d(op) => op.out_channels = kept(),
            Op::Linear(op) => op.out_features = kept(),
            _ => {}
        }
        rewrite.replace(id, op)?;
    }
    let mut smaller = rewrite.finish();
    // Both networks have the same tensors in the same order, so what stays is already in its place.
    let kept = net.weights.values().iter().zip(chosen.keeps_weights(net)).filter(|(_, keep)| *keep);
    let kept: Vec<f32> = kept.map(|(&v, _)| v).collect();
    smaller.weights.set_values(&kept)?;
    Ok(smaller)
}
