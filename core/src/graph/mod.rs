//! What a network is: a list of nodes in order of computation, each an [`Op`] on earlier nodes, and the named weights
//! that they need. A graph holds no numbers; [`Weights`] holds no structure.

mod builder;
pub mod fold_bn;
mod model;
pub(crate) mod rewrite;
mod weights;

pub use builder::GraphBuilder;
pub use karui_spec::Shape;
pub use model::Model;
pub use weights::{Param, Weights, by_channel, by_channel_mut};

use crate::ops::Op;
use serde::{Deserialize, Serialize};

/// The place of a node in [`Graph::nodes`].
pub type NodeId = usize;

/// One op of a network, in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Unique in its graph; where the op has parameters, their common prefix in PyTorch's `state_dict`.
    pub name: String,
    /// What it computes.
    pub op: Op,
    /// The nodes it reads, all earlier.
    pub inputs: Vec<NodeId>,
    /// Its output's shape for one image.
    pub shape: Shape,
}

/// A network without its numbers. Node 0 is the input, the last node the output; every node comes after those it
/// reads. Made by [`GraphBuilder`], which infers and checks every shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Graph {
    nodes: Vec<Node>,
}

impl Graph {
    /// The nodes in order of computation.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The shape of one input image.
    pub fn input_shape(&self) -> Shape {
        self.nodes[0].shape
    }

    /// The shape of one output.
    pub fn output_shape(&self) -> Shape {
        self.nodes[self.output()].shape
    }

    /// The last node.
    pub fn output(&self) -> NodeId {
        self.nodes.len() - 1
    }

    /// The shape of node `id`'s first input; the node's own for the input node.
    pub fn in_shape(&self, id: NodeId) -> Shape {
        self.nodes[id].inputs.first().map_or(self.nodes[id].shape, |&i| self.nodes[i].shape)
    }

    /// The nodes that read node `id`.
    pub fn consumers(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        (id + 1..self.nodes.len()).filter(move |&j| self.nodes[j].inputs.contains(&id))
    }

    /// What node `id` is flattened from, where its input is a flattened activation of more than one position: the
    /// order of that input's features then differs between Karui (H, W, C) and PyTorch (C, H, W).
    pub fn flattened_from(&self, id: NodeId) -> Option<Shape> {
        let mut at = *self.nodes[id].inputs.first()?;
        loop {
            let shape = self.in_shape(at);
            match self.nodes[at].op {
                Op::Flatten => return (shape.area() > 1).then_some(shape),
                // Ops on single values keep the order of features.
                Op::Activation(_) | Op::Dropout(_) | Op::FakeQuantize(_) => at = self.nodes[at].inputs[0],
                _ => return None,
            }
        }
    }
}
