//! What happens to accuracy where batch and learning rate are made larger together.

use serde::{Deserialize, Serialize};

/// How the learning rate follows the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scaling {
    /// The small batch and its learning rate.
    Small,
    /// A batch k times as large, the same learning rate.
    Unscaled,
    /// Learning rate k times as large, from the first step on.
    Sudden,
    /// The same, reached by and by.
    WarmUp,
}

/// ResNet-50 on ImageNet, batches of 256 and of 8,192 images: top-1 error on the validation images in percent, mean and standard deviation of
/// five runs (Goyal et al. 2017, "Accurate, large minibatch SGD: training ImageNet in 1 hour", arXiv:1706.02677, Tables 1 and 2a).
pub const GOYAL: [(Scaling, f64, f64); 4] = [
    (Scaling::Small, 23.60, 0.12),
    (Scaling::Unscaled, 41.67, 0.10),
    (Scaling::Sudden, 24.84, 0.37),
    (Scaling::WarmUp, 23.74, 0.09),
];
