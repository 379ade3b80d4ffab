//! Folding batch norm into the layer before it (Jacob et al. 2018, §3.2): one op less, and nothing else to round.

use super::rewrite::{Rewrite, find_param, tensor};
use super::{Graph, Model, NodeId};
use crate::Result;
use crate::ops::{Op, Role};
use crate::quant::Encoding;

/// `net` with every batch norm that alone reads a convolution, a depthwise convolution or a linear layer folded into
/// it, with the running statistics: `w' = w·γ/√(σ² + ε)`, `b' = β + (b − μ)·γ/√(σ² + ε)`. The layer keeps its name and
/// has a bias from then on; its weights are stored as floats, left-out zeros stay left out. Other batch norms stay.
pub fn fold_bn(net: &Model) -> Result<Model> {
    let nodes = net.graph.nodes();
    let folds: Vec<(NodeId, NodeId)> =
        (1..nodes.len()).filter_map(|bn| Some((layer_of(&net.graph, bn)?, bn))).collect();
    let mut rewrite = Rewrite::new(net)?;
    for id in 1..nodes.len() {
        if let Some(&(layer, _)) = folds.iter().find(|fold| fold.1 == id) {
            // The layer takes the norm's place, so that the order stays one of computation and the output the last.
            let inputs = rewrite.inputs(layer);
            let new = rewrite.push(&nodes[layer].name, with_bias(&nodes[layer].op), &inputs)?;
            rewrite.becomes(id, new);
        } else if folds.iter().all(|fold| fold.0 != id) {
            rewrite.keep(id)?;
        }
    }
    let mut folded = rewrite.finish();
    for (layer, bn) in folds {
        fold(net, layer, bn, &mut folded);
    }
    Ok(folded)
}

/// The layer that batch norm `bn` can be folded into: one that nothing else reads.
fn layer_of(graph: &Graph, bn: NodeId) -> Option<NodeId> {
    let nodes = graph.nodes();
    let layer = *nodes[bn].inputs.first()?;
    let is_layer = matches!(nodes[layer].op, Op::Conv2d(_) | Op::DepthwiseConv2d(_) | Op::Linear(_));
    (is_layer && matches!(nodes[bn].op, Op::BatchNorm(_)) && graph.consumers(layer).count() == 1).then_some(layer)
}

fn with_bias(op: &Op) -> Op {
    let mut op = op.clone();
    match &mut op {
        Op::Conv2d(op) => op.bias = true,
        Op::DepthwiseConv2d(op) => op.bias = true,
        Op::Linear(op) => op.bias = true,
        _ => {}
    }
    op
}

/// Writes the weights and bias of `layer` and `bn` together into `folded`.
fn fold(net: &Model, layer: NodeId, bn: NodeId, folded: &mut Model) {
    let nodes = net.graph.nodes();
    let (Op::BatchNorm(norm), name) = (&nodes[bn].op, &nodes[layer].name) else { return };
    let of = |role| tensor(&net.weights, bn, role).map_or(&[][..], |t| t.1);
    let [gamma, beta] = [Role::Scale, Role::Shift].map(of);
    let [mean, var] = [Role::RunningMean, Role::RunningVar].map(of);
    let scale: Vec<f64> =
        gamma.iter().zip(var).map(|(&g, &v)| f64::from(g) / (f64::from(v) + f64::from(norm.eps)).sqrt()).collect();
    let old_bias = tensor(&net.weights, layer, Role::Bias).map(|t| t.1);

    let Some(new) = folded.graph.nodes().iter().position(|n| n.name == *name) else { return };
    for role in [Role::Weight, Role::Bias] {
        let Some(at) = find_param(&folded.weights, new, role) else { return };
        let range = folded.weights.params()[at].range.clone();
        let values = &mut folded.weights.values_mut()[range];
        // The last axis of every weight is its outputs.
        for (i, value) in values.iter_mut().enumerate() {
            let k = i % scale.len();
            *value = match role {
                Role::Weight => f64::from(*value) * scale[k],
                _ => {
                    let b = old_bias.map_or(0.0, |b| f64::from(b[k]));
                    f64::from(beta[k]) + (b - f64::from(mean[k])) * scale[k]
                }
            } as f32;
        }
        folded.storage[at].encoding = Encoding::Float32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress::test_networks::{close, mobilenet, mobilenet_v2, mobilenet_v3, outputs, residual};
    use crate::graph::GraphBuilder;
    use crate::graph::{Shape, Weights};
    use crate::ops::BatchNorm;

    #[test]
    fn outputs_stay_within_rounding() {
        for net in [mobilenet(1), residual(2), mobilenet_v2(3), mobilenet_v3(4)] {
            let folded = fold_bn(&net).unwrap();
            assert!(folded.graph.nodes().iter().all(|n| !matches!(n.op, Op::BatchNorm(_))));
            assert_eq!(folded.storage.len(), folded.weights.params().len());
            close(&outputs(&folded, 3), &outputs(&net, 3), 1e-5);
        }
    }

    #[test]
    fn a_norm_that_is_not_alone_behind_a_layer_stays() {
        let mut g = GraphBuilder::new(Shape::new(4, 4, 3));
        let input = g.input();
        let first = g.push("bn0", Op::BatchNorm(BatchNorm::default()), &[input]).unwrap();
        let conv = g.conv("conv", first, 3, 1, 1, Default::default(), false).unwrap();
        let bn = g.push("bn1", Op::BatchNorm(BatchNorm::default()), &[conv]).unwrap();
        g.push("add", Op::Add, &[bn, conv]).unwrap();
        let graph = g.build();
        let net = Model::float(graph.clone(), Weights::init(&graph, 1));
        assert_eq!(fold_bn(&net), Ok(net));
    }
}
