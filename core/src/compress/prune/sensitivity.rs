//! How much each layer bears: one layer pruned at a time, the rest as it is (Li et al. 2017, §3.2).

use super::dependency::DependencyGraph;
use super::{Mask, prune};
use crate::Result;
use crate::compress::Model;
use crate::ops::Op;
use crate::spec::recipe::{Prune, PruneUnit, Scope};

/// The amounts of a scan.
pub const fn sensitivity_amounts() -> [f32; 6] {
    [0.1, 0.3, 0.5, 0.7, 0.9, 0.95]
}

/// The layers of a scan: convolutions and linear layers, or the first of each group of channels that can go.
pub fn sensitivity_layers(net: &Model, unit: PruneUnit) -> Vec<String> {
    let nodes = net.graph.nodes();
    let name = |id: usize| nodes[id].name.clone();
    match unit {
        PruneUnit::Channel => {
            let groups = DependencyGraph::new(&net.graph).groups;
            groups.iter().filter(|g| !g.fixed).filter_map(|g| g.layers.first()).map(|&id| name(id)).collect()
        }
        PruneUnit::Element | PruneUnit::TwoOfFour => {
            let is_scanned = |&id: &usize| matches!(nodes[id].op, Op::Conv2d(_) | Op::Linear(_));
            (0..nodes.len()).filter(is_scanned).map(name).collect()
        }
    }
}

/// `net` with the part `amount` of `layer` alone pruned, by `settings`' unit and criterion.
pub fn with_one_layer(
    net: &Model,
    settings: &Prune,
    layer: &str,
    amount: f32,
    gradient: Option<&[f32]>,
    seed: u64,
) -> Result<(Model, Option<Mask>)> {
    // Two of four have no amount; the scan is for those that have one.
    let unit = if settings.unit == PruneUnit::Channel { PruneUnit::Channel } else { PruneUnit::Element };
    let layers = vec![(layer.into(), amount)];
    let alone = Prune { unit, scope: Scope::Layer, amount: 0.0, layers, ..settings.clone() };
    prune(net, &alone, 0.0, gradient, seed)
}
