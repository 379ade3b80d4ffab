use super::Grid;
use crate::graph::{Graph, Weights};
use crate::spec::recipe::NumberType;
use serde::{Deserialize, Serialize};

/// A network as the passes hand it on: what it computes with, and how that is stored.
///
/// The weights always hold what their storage gives back, bit for bit: a pass that rounds or drops weights writes the
/// rounded ones here. So accuracy is measured on what the file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Its ops.
    pub graph: Graph,
    /// Its weights, as floats.
    pub weights: Weights,
    /// How each tensor is stored, in the order of [`Weights::params`].
    pub storage: Vec<Storage>,
    /// What its activations are rounded to while it runs.
    pub activations: Activations,
}

/// How one tensor is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Storage {
    /// What stands for each value.
    pub encoding: Encoding,
    /// Whether zeros are left out and the others stored with the distances between them.
    pub sparse: bool,
}

/// What stands for a value in a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Encoding {
    /// IEEE 754 binary32.
    Float32,
    /// A shorter float, of a [`NumberType`] that is one, times a scale (1 for fp16 and bf16).
    Float {
        /// fp16, bf16 or one of the fp8.
        dtype: NumberType,
        /// What the stored float is multiplied by.
        scale: f32,
    },
    /// Levels of a regular grid.
    Grid(Grid),
    /// Levels of a regular grid for the whole tensor, of which few occur, Huffman-coded: clustered, then quantized.
    CodedGrid(Grid),
    /// Indices into a code book of shared values, Huffman-coded.
    Codebook {
        /// The shared values, ascending; without zero where the storage is sparse.
        centroids: Vec<f32>,
    },
}

impl Encoding {
    /// The grid whose levels stand for the values, where one does.
    pub const fn grid(&self) -> Option<&Grid> {
        match self {
            Encoding::Grid(grid) | Encoding::CodedGrid(grid) => Some(grid),
            Encoding::Float32 | Encoding::Float { .. } | Encoding::Codebook { .. } => None,
        }
    }

    /// Whether few values are shared by all weights of the tensor.
    pub const fn is_clustered(&self) -> bool {
        matches!(self, Encoding::CodedGrid(_) | Encoding::Codebook { .. })
    }
}

/// What activations are rounded to while the network runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Activations {
    /// Nothing: 32-bit floats.
    Float,
    /// 8-bit integers whose range is that of each image, at the input of each convolution and linear layer; see
    /// [`crate::exec::DynamicExecutor`].
    Dynamic,
    /// 8-bit integers on a fixed grid for each node's output. A node whose output no kernel writes (a convolution
    /// whose ReLU is fused into it) has the grid of the node that it is fused with.
    Static(Vec<Affine>),
}

/// A grid of the levels −128 … 127: `value = scale · (level − zero_point)`, as in the TFLite int8 specification.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Affine {
    /// The distance between two levels.
    pub scale: f32,
    /// The level of 0.0.
    pub zero_point: i32,
}

impl Network {
    /// A network as it was trained: floats everywhere.
    pub fn float(graph: Graph, weights: Weights) -> Self {
        let storage = vec![Storage { encoding: Encoding::Float32, sparse: false }; weights.params().len()];
        Network { graph, weights, storage, activations: Activations::Float }
    }
}
