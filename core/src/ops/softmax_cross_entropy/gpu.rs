//! The loss on the GPU; see `gpu.wgsl`.

use crate::gpu::MicroBatch;
use crate::gpu::kernel::{Kernel, Shader};

static SHADER: Shader =
    Shader { name: "softmax_cross_entropy", sizes: &["N", "ALL", "FIRST", "K"], parts: &[include_str!("gpu.wgsl")] };

/// Reads logits `[n, k]` of a slice of `all` images and all labels; writes their gradient and the report.
pub(crate) fn cross_entropy(slice: MicroBatch, all: usize, k: usize) -> Kernel {
    let sizes = [("N", slice.n), ("ALL", all), ("FIRST", slice.first), ("K", k)];
    let constants = sizes.map(|(name, size)| (name, size as f64)).into();
    Kernel { shader: &SHADER, entry: "cross_entropy", constants, grid: [1; 3] }
}
