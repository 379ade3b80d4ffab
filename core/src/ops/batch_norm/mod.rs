//! Batch normalization (Ioffe and Szegedy 2015), each channel over N, H and W.

pub mod cpu;
#[cfg(feature = "gpu")]
pub(crate) mod gpu;
pub mod reference;

use super::{Activation, OpParam, Role};
use crate::Shape;
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

/// What batch norm reads and writes in training. `C` channels; `x` and `y` are `[rows, C]`, everything else is `[C]`.
#[derive(Debug)]
pub struct Training<'a> {
    /// ε and momentum.
    pub op: &'a BatchNorm,
    /// The activation behind it, which `y` is written through.
    pub act: Option<Activation>,
    /// The input.
    pub x: &'a [f32],
    /// γ.
    pub gamma: &'a [f32],
    /// β.
    pub beta: &'a [f32],
    /// The running mean, which moves towards the batch's.
    pub running_mean: &'a mut [f32],
    /// The running variance, which moves towards the batch's (without bias, as in PyTorch).
    pub running_var: &'a mut [f32],
    /// The output.
    pub y: &'a mut [f32],
    /// The batch's mean, for the backward pass.
    pub mean: &'a mut [f32],
    /// The batch's 1/√(σ² + ε), for the backward pass.
    pub inv_std: &'a mut [f32],
}

/// What batch norm reads and writes in inference; shapes as in [`Training`].
#[derive(Debug)]
pub struct Inference<'a> {
    /// ε.
    pub op: &'a BatchNorm,
    /// The activation behind it, which `y` is written through.
    pub act: Option<Activation>,
    /// The input.
    pub x: &'a [f32],
    /// γ.
    pub gamma: &'a [f32],
    /// β.
    pub beta: &'a [f32],
    /// The running mean.
    pub mean: &'a [f32],
    /// The running variance.
    pub var: &'a [f32],
    /// The output.
    pub y: &'a mut [f32],
}

/// What batch norm's backward pass reads and writes; shapes as in [`Training`].
#[derive(Debug)]
pub struct Backward<'a> {
    /// The activation that was fused behind it: one with [`Activation::slope_from_output`].
    pub act: Option<Activation>,
    /// The input.
    pub x: &'a [f32],
    /// The output, the activation's.
    pub y: &'a [f32],
    /// γ.
    pub gamma: &'a [f32],
    /// The batch's mean.
    pub mean: &'a [f32],
    /// The batch's 1/√(σ² + ε).
    pub inv_std: &'a [f32],
    /// The gradient of the output; may be changed.
    pub dy: &'a mut [f32],
    /// The gradient of the input.
    pub dx: &'a mut [f32],
    /// The gradient of γ.
    pub dgamma: &'a mut [f32],
    /// The gradient of β.
    pub dbeta: &'a mut [f32],
}

/// The batch norms of a set of kernels.
pub trait BatchNormKernels {
    /// Normalizes by the batch's own statistics, keeps them and moves the running ones.
    fn batch_norm_train(it: Training<'_>);

    /// Normalizes by the running statistics.
    fn batch_norm_eval(it: Inference<'_>);

    /// Gradients of the training form. With x̂ the normalized x and m rows: `dx = γ/σ · (dy − (Σdy + x̂·Σ(dy·x̂))/m)`
    /// (Ioffe and Szegedy, §3).
    fn batch_norm_backward(it: Backward<'_>);
}
