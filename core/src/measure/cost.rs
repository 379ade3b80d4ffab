//! Parameters, multiply-adds and bytes of a network, each with its formula.

use super::{Figure, Formula, Unit};
use crate::graph::{Graph, NodeId, Shape};
use crate::ops::{Op, Role};

/// What one layer costs.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerCost {
    /// Its node.
    pub node: NodeId,
    /// Trainable parameters.
    pub params: Figure,
    /// Multiply-adds for one image.
    pub macs: Figure,
    /// Bytes of its stored values, running statistics included.
    pub bytes: Figure,
}

/// What a network costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// Each node's, in order.
    pub layers: Vec<LayerCost>,
    /// Trainable parameters.
    pub params: Figure,
    /// Multiply-adds for one image.
    pub macs: Figure,
    /// Bytes of all stored values.
    pub bytes: Figure,
}

/// What `graph` costs. "Parameters" are those trained; "multiply-adds" those of convolutions and linear layers.
pub fn cost(graph: &Graph) -> Cost {
    let layers: Vec<LayerCost> = (0..graph.nodes().len()).map(|node| layer(graph, node)).collect();
    let total = |figure: fn(&LayerCost) -> &Figure, unit| sum(layers.iter().map(figure), unit);
    Cost {
        params: total(|l| &l.params, Unit::Count),
        macs: total(|l| &l.macs, Unit::Count),
        bytes: total(|l| &l.bytes, Unit::Bytes),
        layers,
    }
}

/// What several parts come to together; parts of nothing are left out.
pub fn sum<'a>(parts: impl Iterator<Item = &'a Figure>, unit: Unit) -> Figure {
    let parts: Vec<u64> = parts.map(|figure| figure.value as u64).filter(|&v| v > 0).collect();
    let substitution = parts.iter().map(u64::to_string).collect::<Vec<_>>().join(" + ");
    let substitution = if substitution.is_empty() { "0".into() } else { substitution };
    Figure::computed(parts.iter().sum(), unit, Formula::Sum, substitution)
}

fn layer(graph: &Graph, node: NodeId) -> LayerCost {
    let n = &graph.nodes()[node];
    let (x, y) = (graph.in_shape(node), n.shape);
    let params = if n.inputs.is_empty() { Vec::new() } else { n.op.params(x) };
    let count = |trainable: bool| -> usize {
        let counted = params.iter().filter(|p| p.role.is_trainable() || !trainable);
        counted.map(|p| p.shape.iter().product::<usize>()).sum()
    };
    let stored = count(false);
    let has_bias = params.iter().any(|p| p.role == Role::Bias);
    let (params_how, macs_how) = substitutions(&n.op, x, y, has_bias);
    LayerCost {
        node,
        params: Figure::computed(count(true) as u64, Unit::Count, params_how.0, params_how.1),
        macs: Figure::computed(n.op.macs(x, y), Unit::Count, macs_how.0, macs_how.1),
        bytes: match stored {
            0 => Figure::computed(0, Unit::Bytes, Formula::Nothing, "0"),
            _ => Figure::computed(4 * stored as u64, Unit::Bytes, Formula::WeightBytes, format!("4 · {stored}")),
        },
    }
}

type FormulaWithNumbers = (Formula, String);

/// The formulas for parameters and multiply-adds with the layer's numbers put in.
fn substitutions(op: &Op, x: Shape, y: Shape, has_bias: bool) -> (FormulaWithNumbers, FormulaWithNumbers) {
    let bias = if has_bias { format!(" + {}", y.c) } else { String::new() };
    match op {
        Op::Conv2d(op) => {
            let [kh, kw] = op.kernel;
            let c = if op.groups == 1 { x.c.to_string() } else { format!("{}/{}", x.c, op.groups) };
            let params = format!("{kh} · {kw} · {c} · {}{bias}", y.c);
            let macs = format!("{} · {} · {} · {kh} · {kw} · {c}", y.h, y.w, y.c);
            ((Formula::ConvParams, params), (Formula::ConvMacs, macs))
        }
        Op::DepthwiseConv2d(op) => {
            let [kh, kw] = op.kernel;
            let macs = format!("{} · {} · {} · {kh} · {kw}", y.h, y.w, y.c);
            ((Formula::DepthwiseParams, format!("{kh} · {kw} · {}{bias}", x.c)), (Formula::DepthwiseMacs, macs))
        }
        Op::Linear(_) => {
            let product = format!("{} · {}", x.c, y.c);
            ((Formula::LinearParams, format!("{product}{bias}")), (Formula::LinearMacs, product))
        }
        Op::BatchNorm(_) => ((Formula::BatchNormParams, format!("2 · {}", x.c)), (Formula::Nothing, "0".into())),
        _ => ((Formula::Nothing, "0".into()), (Formula::Nothing, "0".into())),
    }
}
