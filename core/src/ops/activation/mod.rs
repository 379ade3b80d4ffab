//! Functions of single values.

pub mod cpu;
#[cfg(feature = "gpu")]
pub(crate) mod gpu;
pub mod int8;
pub mod reference;

use serde::{Deserialize, Serialize};

/// A function applied to each value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Activation {
    /// `max(x, 0)`.
    Relu,
    /// `min(max(x, 0), 6)` (Krizhevsky 2010).
    Relu6,
    /// `1 / (1 + e⁻ˣ)`.
    Sigmoid,
    /// `relu6(x + 3) / 6` (Howard et al. 2019, MobileNetV3, §5.2).
    HardSigmoid,
    /// `x · relu6(x + 3) / 6` (the same).
    HardSwish,
    /// `x · sigmoid(x)`.
    Silu,
}

impl Activation {
    /// The op's name in reports and errors.
    pub const fn name(self) -> &'static str {
        match self {
            Activation::Relu => "relu",
            Activation::Relu6 => "relu6",
            Activation::Sigmoid => "sigmoid",
            Activation::HardSigmoid => "hard_sigmoid",
            Activation::HardSwish => "hard_swish",
            Activation::Silu => "silu",
        }
    }

    /// The value at `x`.
    #[inline(always)]
    pub fn apply(self, x: f32) -> f32 {
        match self {
            Activation::Relu => x.max(0.0),
            Activation::Relu6 => x.clamp(0.0, 6.0),
            Activation::Sigmoid => 1.0 / (1.0 + (-x).exp()),
            Activation::HardSigmoid => (x + 3.0).clamp(0.0, 6.0) / 6.0,
            Activation::HardSwish => x * (x + 3.0).clamp(0.0, 6.0) / 6.0,
            Activation::Silu => x / (1.0 + (-x).exp()),
        }
    }

    /// The slope at `x`; at a kink, PyTorch's.
    #[inline(always)]
    pub fn slope(self, x: f32) -> f32 {
        match self {
            Activation::Relu => f32::from(x > 0.0),
            Activation::Relu6 => f32::from(x > 0.0 && x < 6.0),
            Activation::Sigmoid => {
                let y = self.apply(x);
                y * (1.0 - y)
            }
            Activation::HardSigmoid => {
                if x > -3.0 && x < 3.0 {
                    1.0 / 6.0
                } else {
                    0.0
                }
            }
            Activation::HardSwish => {
                if x <= -3.0 {
                    0.0
                } else if x < 3.0 {
                    x / 3.0 + 0.5
                } else {
                    1.0
                }
            }
            Activation::Silu => {
                let s = Activation::Sigmoid.apply(x);
                s * (1.0 + x * (1.0 - s))
            }
        }
    }

    /// Whether the slope can be told from the output alone, so that the input need not be kept: then
    /// `slope(apply(x)) == slope(x)`, and a kernel may write its output through the activation.
    pub const fn slope_from_output(self) -> bool {
        matches!(self, Activation::Relu | Activation::Relu6)
    }
}

/// The activations of a set of kernels.
pub trait ActivationKernels {
    /// `y = f(x)`.
    fn activation(f: Activation, x: &[f32], y: &mut [f32]);

    /// `y ← f(y)`, for epilogues.
    fn activate(f: Option<Activation>, y: &mut [f32]);

    /// `dx = dy · f′(x)`.
    fn activation_backward(f: Activation, x: &[f32], dy: &[f32], dx: &mut [f32]);

    /// `dy ← dy · f′`, told from the output `y`; for activations with [`Activation::slope_from_output`].
    fn activation_backward_in_place(f: Activation, y: &[f32], dy: &mut [f32]);
}
