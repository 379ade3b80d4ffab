//! Rebuilding a network with another graph: what every pass that adds, drops or changes nodes shares.

use super::{GraphBuilder, Model, NodeId, Param, Weights};
use crate::ops::{Op, Role};
use crate::quant::{Activations, Encoding, Storage};
use crate::{Error, Result};

/// A network's graph on its way to another one: walk the old nodes in order and say what becomes of each.
#[derive(Debug)]
pub(crate) struct Rewrite<'a> {
    net: &'a Model,
    builder: GraphBuilder,
    /// The new node that holds each old node's value, as far as there is one already.
    new_of: Vec<NodeId>,
}

impl<'a> Rewrite<'a> {
    /// A new graph that has nothing but the old one's input. Passes that change the graph come before activations are
    /// put on grids, which belong to nodes.
    pub fn new(net: &'a Model) -> Result<Self> {
        if matches!(net.activations, Activations::Static(_)) {
            return Err(Error::misuse("activations", "floats while the graph changes", "a grid for each node"));
        }
        let new_of = vec![0; net.graph.nodes().len()];
        Ok(Rewrite { net, builder: GraphBuilder::new(net.graph.input_shape()), new_of })
    }

    /// The new nodes that hold what old node `id` reads.
    pub fn inputs(&self, id: NodeId) -> Vec<NodeId> {
        self.net.graph.nodes()[id].inputs.iter().map(|&i| self.new_of[i]).collect()
    }

    /// Adds a node.
    pub fn push(&mut self, name: &str, op: Op, inputs: &[NodeId]) -> Result<NodeId> {
        self.builder.push(name, op, inputs)
    }

    /// Old node `id`'s value is now that of the new node `new`.
    pub fn becomes(&mut self, id: NodeId, new: NodeId) {
        self.new_of[id] = new;
    }

    /// Old node `id` with another op, under its name and on its inputs.
    pub fn replace(&mut self, id: NodeId, op: Op) -> Result<()> {
        let new = self.builder.push(self.net.graph.nodes()[id].name.as_str(), op, &self.inputs(id))?;
        self.becomes(id, new);
        Ok(())
    }

    /// Old node `id` as it is.
    pub fn keep(&mut self, id: NodeId) -> Result<()> {
        self.replace(id, self.net.graph.nodes()[id].op.clone())
    }

    /// The network with the new graph. Tensors that keep their name and shape keep their values and storage; of the
    /// others, which hold [`Weights::zeros`], those that keep their name stay sparse if they were.
    pub fn finish(self) -> Model {
        let graph = self.builder.build();
        let mut weights = Weights::zeros(&graph);
        let mut storage = Vec::new();
        for p in weights.params().to_vec() {
            let old = self.net.weights.params().iter().zip(&self.net.storage).find(|(old, _)| old.name == p.name);
            storage.push(match old {
                Some((old, stored)) if old.shape == p.shape => {
                    let values = &self.net.weights.values()[old.range.clone()];
                    weights.values_mut()[p.range].copy_from_slice(values);
                    stored.clone()
                }
                old => Storage { encoding: Encoding::Float32, sparse: old.is_some_and(|(_, s)| s.sparse) },
            });
        }
        Model { graph, weights, storage, activations: self.net.activations.clone() }
    }
}

/// The place among the tensors of `node`'s parameter for `role`.
pub(crate) fn find_param(weights: &Weights, node: NodeId, role: Role) -> Option<usize> {
    weights.params().iter().position(|p| p.node == node && p.role == role)
}

/// The tensor of `node` for `role`, with its values.
pub(crate) fn tensor(weights: &Weights, node: NodeId, role: Role) -> Option<(&Param, &[f32])> {
    let p = &weights.params()[find_param(weights, node, role)?];
    Some((p, &weights.values()[p.range.clone()]))
}
