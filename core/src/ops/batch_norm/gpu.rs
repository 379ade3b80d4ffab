//! Batch normalization on the GPU; see `gpu.wgsl`.

use super::BatchNorm;
use crate::exec::gpu::kernel::{Constant, FOUR, Kernel, ONE, Shader, Widths, by_width, flag, parts};
use crate::ops::{Activation, activation};

const SIZES: &[&str] = &["M", "C", "PARTS"];
static SHADERS: Widths = [
    Shader { name: "batch_norm", sizes: SIZES, parts: &[ONE, activation::gpu::FUNCTIONS, include_str!("gpu.wgsl")] },
    Shader {
        name: "batch_norm of fours",
        sizes: SIZES,
        parts: &[FOUR, activation::gpu::FUNCTIONS, include_str!("gpu.wgsl")],
    },
];

/// Rows that an invocation of a kernel without sums goes through; the same in `gpu.wgsl`.
const STRIP: usize = 4;

/// The kernels of one batch norm of `rows` × `c` values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kernels<'a> {
    pub op: &'a BatchNorm,
    pub rows: usize,
    pub c: usize,
    pub act: Option<Activation>,
}

impl Kernels<'_> {
    /// Parts of the sums over rows.
    pub fn parts(self) -> usize {
        parts(self.rows, by_width(&SHADERS, self.c).1)
    }

    /// `entry` with an invocation per channel for each of `deep` pieces of work.
    fn kernel(self, entry: &'static str, pieces: usize, act: Option<Activation>, add: bool) -> Kernel {
        let (shader, c) = by_width(&SHADERS, self.c);
        let sizes = [("M", self.rows), ("C", c), ("PARTS", self.parts())];
        let mut constants: Vec<Constant> = sizes.map(|(name, size)| (name, size as f64)).into();
        constants.extend([("EPS", f64::from(self.op.eps)), ("MOMENTUM", f64::from(self.op.momentum))]);
        constants.extend([activation::gpu::constant(act), flag("ADD", add)]);
        Kernel::pieces(shader, entry, c * pieces, 1, constants)
    }

    /// Writes partial sums.
    pub fn forward_sums(self) -> Kernel {
        self.kernel("forward_sums", self.parts(), None, false)
    }

    /// Writes mean and 1/σ, and moves the running statistics.
    pub fn forward_statistics(self) -> Kernel {
        self.kernel("forward_statistics", 1, None, false)
    }

    /// Writes y by the batch's statistics or by the running ones.
    pub fn normalize(self, running: bool) -> Kernel {
        let entry = if running { "normalize_running" } else { "normalize" };
        self.kernel(entry, self.rows.div_ceil(STRIP), self.act, false)
    }

    /// Writes partial sums, whose sum is dγ, then dβ.
    pub fn backward_sums(self) -> Kernel {
        self.kernel("backward_sums", self.parts(), self.act, false)
    }

    /// Writes dx, or adds to it.
    pub fn backward_input(self, add: bool) -> Kernel {
        self.kernel("backward_input", self.rows.div_ceil(STRIP), self.act, add)
    }
}
