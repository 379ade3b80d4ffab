//! Which channels belong together: a channel can only go with everything that reads it or is added to it.

use super::is_layer;
use crate::graph::{Graph, NodeId};
use crate::ops::Op;

/// Channels that layers make together: one layer's outputs, or those of all layers whose outputs are added to or
/// multiplied by each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The convolutions and linear layers that make them; the first names the group.
    pub layers: Vec<NodeId>,
    /// The batch norms that they pass.
    pub norms: Vec<NodeId>,
    /// How many channels.
    pub channels: usize,
    /// Whether they are part of what the network takes or gives, or of a grouped convolution: then all stay.
    pub fixed: bool,
}

/// The groups of a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DependencyGraph {
    /// All groups.
    pub groups: Vec<Group>,
    /// The group of each node's output. Value `i` of a position belongs to the channel `i % channels`: a flattening
    /// puts its positions one after another.
    pub of: Vec<usize>,
}

impl DependencyGraph {
    /// The groups of `graph`.
    pub fn new(graph: &Graph) -> Self {
        let nodes = graph.nodes();
        // The number of channels of each node's output, and the first node of the set that it belongs to.
        let mut channels: Vec<usize> = Vec::with_capacity(nodes.len());
        let mut set: Vec<NodeId> = (0..nodes.len()).collect();
        let mut fixed = vec![0, graph.output()];
        for (id, node) in nodes.iter().enumerate() {
            let first = node.inputs.first().copied().unwrap_or(0);
            channels.push(match &node.op {
                Op::Input | Op::Conv2d(_) | Op::Linear(_) => node.shape.c,
                _ => channels[first],
            });
            match &node.op {
                Op::Input | Op::Linear(_) => {}
                // Groups cut both its inputs and its outputs into parts of one size.
                Op::Conv2d(op) if op.groups > 1 => fixed.extend([id, first]),
                Op::Conv2d(_) => {}
                Op::Add | Op::Multiply if channels[node.inputs[1]] != channels[first] => {
                    // A flattened activation meets a plain vector: their channels do not match one to one.
                    fixed.extend(&node.inputs);
                    join(&mut set, id, first);
                }
                _ => node.inputs.iter().for_each(|&input| join(&mut set, id, input)),
            }
        }
        let root: Vec<NodeId> = (0..nodes.len()).map(|id| find(&set, id)).collect();
        let mut groups: Vec<Group> = Vec::new();
        let mut of = vec![0; nodes.len()];
        for (id, node) in nodes.iter().enumerate() {
            if root[id] == id {
                let is_fixed = fixed.iter().any(|&f| root[f] == id);
                groups.push(Group { layers: vec![], norms: vec![], channels: channels[id], fixed: is_fixed });
                of[id] = groups.len() - 1;
            }
            of[id] = of[root[id]];
            let group = &mut groups[of[id]];
            match node.op {
                Op::BatchNorm(_) => group.norms.push(id),
                Op::DepthwiseConv2d(_) => {}
                _ if is_layer(&node.op) => group.layers.push(id),
                _ => {}
            }
        }
        DependencyGraph { groups, of }
    }
}

fn find(set: &[NodeId], mut id: NodeId) -> NodeId {
    while set[id] != id {
        id = set[id];
    }
    id
}

/// Makes one set of the two that `a` and `b` are in; its first node stands for it.
fn join(set: &mut [NodeId], a: NodeId, b: NodeId) {
    let (a, b) = (find(set, a), find(set, b));
    set[a.max(b)] = a.min(b);
}
