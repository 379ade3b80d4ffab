use super::{Graph, Weights};
use crate::quant::{Activations, Encoding, Storage};

/// A network as the passes hand it on: what it computes with, and how that is stored.
///
/// The weights always hold what their storage gives back, bit for bit: a pass that rounds or drops weights writes the
/// rounded ones here. So accuracy is measured on what the file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Its ops.
    pub graph: Graph,
    /// Its weights, as floats.
    pub weights: Weights,
    /// How each tensor is stored, in the order of [`Weights::params`].
    pub storage: Vec<Storage>,
    /// What its activations are rounded to while it runs.
    pub activations: Activations,
}

impl Model {
    /// A network as it was trained: floats everywhere.
    pub fn float(graph: Graph, weights: Weights) -> Self {
        let storage = vec![Storage { encoding: Encoding::Float32, sparse: false }; weights.params().len()];
        Model { graph, weights, storage, activations: Activations::Float }
    }
}
