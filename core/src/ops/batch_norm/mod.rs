//! Batch normalization (Ioffe and Szegedy 2015), each channel over N, H and W.

pub mod cpu;
#[cfg(feature = "gpu")]
pub(crate) mod gpu;
pub mod reference;

use super::{OpParam, Role};
use crate::graph::Shape;
use serde::{Deserialize, Serialize};

/// `y = γ·(x − μ)/√(σ² + ε) + β`, with the batch's μ and σ² while training and the running ones afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchNorm {
    /// ε, added to the variance.
    pub eps: f32,
    /// How much of a batch's statistics goes into the running ones: `r ← (1 − m)·r + m·batch` (PyTorch's meaning).
    pub momentum: f32,
}

impl Default for BatchNorm {
    /// PyTorch's: ε = 1e-5, momentum = 0.1.
    fn default() -> Self {
        BatchNorm { eps: 1e-5, momentum: 0.1 }
    }
}

impl BatchNorm {
    pub(super) fn params(&self, x: Shape) -> Vec<OpParam> {
        [Role::Scale, Role::Shift, Role::RunningMean, Role::RunningVar]
            .map(|role| OpParam { role, shape: vec![x.c], fan_in: 1 })
            .into()
    }
}
