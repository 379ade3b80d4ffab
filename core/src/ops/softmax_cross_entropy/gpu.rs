//! The loss on the GPU; see `gpu.wgsl`.

use crate::exec::gpu::kernel::{Kernel, Shader};

static SHADER: Shader =
    Shader { name: "softmax_cross_entropy", sizes: &["N", "K"], parts: &[include_str!("gpu.wgsl")] };

/// Reads logits `[n, k]` and labels; writes their gradient and the report.
pub(crate) fn cross_entropy(n: usize, k: usize) -> Kernel {
    let constants = vec![("N", n as f64), ("K", k as f64)];
    Kernel { shader: &SHADER, entry: "cross_entropy", constants, grid: [1; 3] }
}
