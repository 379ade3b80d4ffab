//! Dropout (Srivastava et al. 2014), in the form that leaves inference alone: what survives is scaled by 1/(1−p).

#[cfg(feature = "gpu")]
pub(crate) mod gpu;

use crate::rng::Rng;
use serde::{Deserialize, Serialize};

/// Sets each value to zero with probability `p` while training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dropout {
    /// The probability of dropping a value, in `[0, 1)`.
    pub p: f32,
}

/// Draws a mask: 0 for what is dropped, `1/(1−p)` for what stays. Forward and backward both multiply by it.
pub fn draw_mask(p: f32, rng: &mut Rng, mask: &mut [f32]) {
    let keep = 1.0 / (1.0 - p);
    for m in mask {
        *m = if rng.uniform() < p { 0.0 } else { keep };
    }
}
