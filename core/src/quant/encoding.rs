use super::{Affine, Grid};
use crate::spec::recipe::NumberType;

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
    /// [`crate::exec::InferenceSession`].
    Dynamic,
    /// 8-bit integers on a fixed grid for each node's output. A node whose output no kernel writes (a convolution
    /// whose ReLU is fused into it) has the grid of the node that it is fused with.
    Static(Vec<Affine>),
}
