//! A network as the page draws and lists it.

use karui_core::graph::{Graph, Shape, Weights};
use karui_core::measure::cost::cost;
use karui_core::ops::{Op, Role};
use karui_protocol::{Layer, Maps, Network};

/// Of a linear first layer so many units are shown.
const UNITS_SHOWN: usize = 32;

/// The structure and costs of `graph`. A layer's index is its node's.
pub fn describe(graph: &Graph) -> Network {
    let cost = cost(graph);
    let layers = graph.nodes().iter().zip(cost.layers).map(|(node, layer)| Layer {
        name: node.name.clone(),
        op: node.op.name().into(),
        inputs: node.inputs.clone(),
        output: node.shape,
        params: layer.params,
        macs: layer.macs,
        bytes: layer.bytes,
    });
    Network {
        layers: layers.collect(),
        params: cost.params,
        macs: cost.macs,
        bytes: cost.bytes,
        classes: graph.output_shape().len(),
    }
}

/// What the first layer looks for: each filter of a convolution, or the first units of a linear layer in the input's
/// shape.
pub fn filters(graph: &Graph, weights: &Weights) -> Vec<Maps> {
    let Some(first) = weights.params().iter().find(|p| p.role == Role::Weight) else { return Vec::new() };
    let values = &weights.values()[first.range.clone()];
    let Some(&k) = first.shape.last() else { return Vec::new() };
    let (shape, shown) = match (&graph.nodes()[first.node].op, first.shape.as_slice()) {
        (Op::Linear(_), _) => (graph.input_shape(), k.min(UNITS_SHOWN)),
        (_, &[h, w, c, _]) => (Shape::new(h, w, c), k),
        _ => return Vec::new(),
    };
    // The filter's index runs fastest.
    let one = |filter: usize| values.iter().skip(filter).step_by(k).copied().collect();
    (0..shown).map(|filter| Maps { shape, data: one(filter) }).collect()
}
