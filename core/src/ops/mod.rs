//! What a network computes: one folder per op, with its meaning, shapes, cost and kernels side by side.
//!
//! [`Op`] is a plain enum; what happens to an op is one `match` in this file or in an executor.

pub mod activation;
pub mod batch_norm;
pub mod conv2d;
pub mod depthwise_conv2d;
pub mod dropout;
pub mod elementwise;
pub mod fake_quantize;
mod kernels;
pub mod linear;
pub mod pool;
pub mod softmax_cross_entropy;
pub(crate) mod window;

pub use activation::{Activation, ActivationKernels};
pub use batch_norm::{BatchNorm, BatchNormKernels};
pub use conv2d::int8::Int8Conv2dKernels;
pub use conv2d::{Conv2d, Conv2dKernels};
pub use depthwise_conv2d::int8::Int8DepthwiseKernels;
pub use depthwise_conv2d::{DepthwiseConv2d, DepthwiseKernels};
pub use dropout::Dropout;
pub use fake_quantize::FakeQuantize;
pub use kernels::{Cpu, Int8Kernels, Kernels, Reference};
pub use linear::{Linear, LinearKernels, Rows};
pub use pool::{MaxPool2d, PoolKernels};
pub use window::{Pad, Window};

use crate::Shape;
use serde::{Deserialize, Serialize};

/// One operation of a network, with its settings. Weights are not here: [`Op::params`] names them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Op {
    /// The network's input.
    Input,
    /// 2-D convolution, possibly in groups.
    Conv2d(Conv2d),
    /// 2-D convolution of each channel by itself.
    DepthwiseConv2d(DepthwiseConv2d),
    /// Fully connected layer.
    Linear(Linear),
    /// Batch normalization over N, H and W.
    BatchNorm(BatchNorm),
    /// A function of each value.
    Activation(Activation),
    /// Maximum of a sliding window.
    MaxPool2d(MaxPool2d),
    /// Mean over H and W.
    GlobalAvgPool,
    /// Sum of two activations of one shape.
    Add,
    /// Product of two activations; the second may be `1 × 1 × C` (squeeze and excite).
    Multiply,
    /// `H × W × C` to a vector of features.
    Flatten,
    /// Sets random values to zero while training (Srivastava et al. 2014).
    Dropout(Dropout),
    /// Rounds to the levels of an 8-bit grid.
    FakeQuantize(FakeQuantize),
}

/// What a parameter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// A multiplied weight.
    Weight,
    /// An added bias.
    Bias,
    /// Batch norm's scale γ.
    Scale,
    /// Batch norm's shift β.
    Shift,
    /// Batch norm's running mean: kept, not trained.
    RunningMean,
    /// Batch norm's running variance: kept, not trained.
    RunningVar,
}

impl Role {
    /// Whether an optimizer changes it. Such parameters are what "parameters" counts.
    pub const fn is_trainable(self) -> bool {
        !matches!(self, Role::RunningMean | Role::RunningVar)
    }

    /// The last part of its name, PyTorch's.
    pub const fn suffix(self) -> &'static str {
        match self {
            Role::Weight | Role::Scale => "weight",
            Role::Bias | Role::Shift => "bias",
            Role::RunningMean => "running_mean",
            Role::RunningVar => "running_var",
        }
    }
}

/// A parameter that an op needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpParam {
    /// What it is for.
    pub role: Role,
    /// Its shape in Karui's order: `[KH, KW, C/groups, K]`, `[C, K]` or `[C]`.
    pub shape: Vec<usize>,
    /// Inputs summed into one output: PyTorch's `fan_in`, from which initial values are drawn.
    pub fan_in: usize,
}

/// Why an op cannot take its inputs: (expected, got).
pub type Misfit = (String, String);

impl Op {
    /// The op's name in reports and errors.
    pub const fn name(&self) -> &'static str {
        match self {
            Op::Input => "input",
            Op::Conv2d(_) => "conv2d",
            Op::DepthwiseConv2d(_) => "depthwise_conv2d",
            Op::Linear(_) => "linear",
            Op::BatchNorm(_) => "batch_norm",
            Op::Activation(a) => a.name(),
            Op::MaxPool2d(_) => "max_pool2d",
            Op::GlobalAvgPool => "global_avg_pool",
            Op::Add => "add",
            Op::Multiply => "multiply",
            Op::Flatten => "flatten",
            Op::Dropout(_) => "dropout",
            Op::FakeQuantize(_) => "fake_quantize",
        }
    }

    /// How many inputs it takes.
    pub const fn arity(&self) -> usize {
        match self {
            Op::Input => 0,
            Op::Add | Op::Multiply => 2,
            _ => 1,
        }
    }

    /// The shape of its output for inputs of `shapes` (of length [`Op::arity`]).
    pub fn infer(&self, shapes: &[Shape]) -> Result<Shape, Misfit> {
        let first = shapes.first().copied();
        match (self, first) {
            (Op::Conv2d(op), Some(x)) => op.infer(x),
            (Op::DepthwiseConv2d(op), Some(x)) => op.infer(x),
            (Op::Linear(op), Some(x)) => op.infer(x),
            (Op::MaxPool2d(op), Some(x)) => op.infer(x),
            (Op::BatchNorm(_) | Op::Activation(_) | Op::Dropout(_) | Op::FakeQuantize(_), Some(x)) => Ok(x),
            (Op::GlobalAvgPool, Some(x)) => Ok(Shape::vector(x.c)),
            (Op::Flatten, Some(x)) => Ok(Shape::vector(x.len())),
            (Op::Add, Some(x)) => elementwise::infer_add(x, shapes[1]),
            (Op::Multiply, Some(x)) => elementwise::infer_multiply(x, shapes[1]),
            (Op::Input, _) | (_, None) => Err(("an input".into(), "none".into())),
        }
    }

    /// The parameters it needs for an input of shape `x`, in PyTorch's order.
    pub fn params(&self, x: Shape) -> Vec<OpParam> {
        match self {
            Op::Conv2d(op) => op.params(x),
            Op::DepthwiseConv2d(op) => op.params(x),
            Op::Linear(op) => op.params(x),
            Op::BatchNorm(op) => op.params(x),
            _ => Vec::new(),
        }
    }

    /// Multiply-adds for one image, counted for convolutions and linear layers as the literature does.
    pub fn macs(&self, x: Shape, y: Shape) -> u64 {
        match self {
            Op::Conv2d(op) => op.macs(x, y),
            Op::DepthwiseConv2d(op) => op.macs(y),
            Op::Linear(op) => op.macs(x),
            _ => 0,
        }
    }
}
