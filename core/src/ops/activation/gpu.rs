//! Activations by their numbers in WGSL.

use super::Activation;

/// The functions `activate` and `slope`, for other shaders.
pub(crate) const FUNCTIONS: &str = include_str!("gpu.wgsl");

/// The constant that names `act` to [`FUNCTIONS`].
pub(crate) fn constant(act: Option<Activation>) -> (&'static str, f64) {
    let number = match act {
        None => 0.0,
        Some(Activation::Relu) => 1.0,
        Some(Activation::Relu6) => 2.0,
        Some(Activation::Sigmoid) => 3.0,
        Some(Activation::HardSigmoid) => 4.0,
        Some(Activation::HardSwish) => 5.0,
        Some(Activation::Silu) => 6.0,
    };
    ("ACT", number)
}
