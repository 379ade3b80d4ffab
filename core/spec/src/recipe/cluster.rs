use super::{FineTune, TechniqueSettings, training_rows};
use crate::setting::{Setting, integer};
use serde::{Deserialize, Serialize};

/// Weight clustering, with Huffman coding of the indices: the last two steps of Deep Compression (Han et al. 2016).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cluster {
    /// Bits of an index into the layer's code book: at most `2^bits` values.
    pub bits: u8,
    /// Training of the shared values afterwards.
    pub fine_tune: FineTune,
}

impl Default for Cluster {
    fn default() -> Self {
        Cluster { bits: 5, fine_tune: FineTune::NONE }
    }
}

impl TechniqueSettings for Cluster {
    const NUMBERS: &'static [&'static [Setting<Self>]] =
        &[&[Setting { name: "bits", kind: integer!(1..=8, 1, u8, bits) }], &training_rows!(fine_tune)];

    fn training(&self) -> Option<FineTune> {
        Some(self.fine_tune)
    }

    fn without_labels(self) -> Option<Self> {
        Some(Cluster { fine_tune: FineTune { epochs: 0.0, ..self.fine_tune }, ..self })
    }
}
