//! Rounding to 8 bits in floats, so that training feels what integers will do (Jacob et al. 2018, §3).

pub mod reference;

use serde::{Deserialize, Serialize};

/// `y = scale · (clamp(round(x / scale) + zero_point, −128, 127) − zero_point)`; the gradient passes where nothing was
/// clamped (PyTorch's `fake_quantize_per_tensor_affine`).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FakeQuantize {
    /// The distance between two levels.
    pub scale: f32,
    /// The level of 0.0.
    pub zero_point: i32,
}
