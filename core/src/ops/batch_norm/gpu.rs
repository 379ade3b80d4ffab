//! Batch normalization on the GPU; see `gpu.wgsl`.

use super::BatchNorm;
use crate::exec::gpu::kernel::{Constant, Kernel, Shader, cut_rows, flag};
use crate::ops::{Activation, activation};

static SHADER: Shader = Shader { name: "batch_norm", parts: &[activation::gpu::FUNCTIONS, include_str!("gpu.wgsl")] };

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
        cut_rows(self.rows).1
    }

    fn constants(self, add: bool) -> Vec<Constant> {
        let (chunk, parts) = cut_rows(self.rows);
        let sizes = [("M", self.rows), ("C", self.c), ("CHUNK", chunk), ("PARTS", parts)];
        let mut constants: Vec<Constant> = sizes.map(|(name, size)| (name, size as f64)).into();
        constants.extend([("EPS", f64::from(self.op.eps)), ("MOMENTUM", f64::from(self.op.momentum))]);
        constants.extend([activation::gpu::constant(self.act), flag("ADD", add)]);
        constants
    }

    fn sums(self, entry: &'static str) -> Kernel {
        let grid = [self.c.div_ceil(16), self.parts(), 1];
        Kernel { shader: &SHADER, entry, constants: self.constants(false), grid }
    }

    fn over(self, entry: &'static str, add: bool) -> Kernel {
        Kernel::over(&SHADER, entry, self.rows * self.c, self.constants(add))
    }

    /// Writes partial sums.
    pub fn forward_sums(self) -> Kernel {
        self.sums("forward_sums")
    }

    /// Writes mean and 1/σ, and moves the running statistics.
    pub fn forward_statistics(self) -> Kernel {
        let grid = [self.c.div_ceil(64), 1, 1];
        Kernel { shader: &SHADER, entry: "forward_statistics", constants: self.constants(false), grid }
    }

    /// Writes y by the batch's statistics or by the running ones.
    pub fn normalize(self, running: bool) -> Kernel {
        self.over(if running { "normalize_running" } else { "normalize" }, false)
    }

    /// Writes partial sums, whose sum is dγ, then dβ.
    pub fn backward_sums(self) -> Kernel {
        self.sums("backward_sums")
    }

    /// Writes dx, or adds to it.
    pub fn backward_input(self, add: bool) -> Kernel {
        self.over("backward_input", add)
    }
}
