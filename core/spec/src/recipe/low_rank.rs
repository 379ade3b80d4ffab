use super::{FineTune, TechniqueSettings, training_rows};
use crate::setting::{Setting, real};
use serde::{Deserialize, Serialize};

/// Low-rank factorization: `W [C, K] ≈ U [C, r] · V [r, K]` by singular value decomposition, where that is smaller
/// (Denton et al. 2014).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LowRank {
    /// The share of `Σσ²` that is kept; it decides the rank r of each layer.
    pub energy: f32,
    /// A layer is factored only where its weights become fewer by more than this part: each one that is adds its error.
    pub saving: f32,
    /// Training afterwards.
    pub fine_tune: FineTune,
}

impl Default for LowRank {
    fn default() -> Self {
        LowRank { energy: 0.9, saving: 0.25, fine_tune: FineTune::NONE }
    }
}

impl TechniqueSettings for LowRank {
    const NUMBERS: &'static [&'static [Setting<Self>]] = &[
        &[
            Setting { name: "energy", kind: real!(0.01..=1.0, 0.0, energy) },
            Setting { name: "saving", kind: real!(0.0..=0.99, 0.0, saving) },
        ],
        &training_rows!(fine_tune),
    ];

    fn training(&self) -> Option<FineTune> {
        Some(self.fine_tune)
    }

    fn without_labels(self) -> Option<Self> {
        Some(LowRank { fine_tune: FineTune { epochs: 0.0, ..self.fine_tune }, ..self })
    }
}
