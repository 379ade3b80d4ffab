//! Batch normalization on the GPU; see `gpu.wgsl`.

use super::BatchNorm;
use crate::gpu::kernel::{Constant, FOUR, Kernel, ONE, Shader, Widths, by_width, flag, parts};
use crate::gpu::{MicroBatch, MicroBatches};
use crate::ops::{Activation, activation};

const SIZES: &[&str] = &["M", "ALL", "C", "PARTS", "FIRST"];
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

/// The kernels of one batch norm of `area` × `c` values per image.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kernels<'a> {
    pub op: &'a BatchNorm,
    pub area: usize,
    pub c: usize,
    pub act: Option<Activation>,
    pub slices: MicroBatches,
}

impl Kernels<'_> {
    /// Parts of the sums over a slice's rows.
    pub fn parts(self, slice: MicroBatch) -> usize {
        parts(slice.n * self.area, by_width(&SHADERS, self.c).1)
    }

    /// Parts of the sums over all rows.
    pub fn all_parts(self) -> usize {
        self.slices.iter().map(|slice| self.parts(slice)).sum()
    }

    /// `entry` with an invocation per channel for each of `pieces` pieces of work on `rows` rows.
    fn kernel(self, entry: &'static str, rows: usize, pieces: usize, parts: [usize; 2]) -> Kernel {
        let (shader, c) = by_width(&SHADERS, self.c);
        let all = self.slices.batch() * self.area;
        let sizes = [("M", rows), ("ALL", all), ("C", c), ("FIRST", parts[0]), ("PARTS", parts[1])];
        let mut constants: Vec<Constant> = sizes.map(|(name, size)| (name, size as f64)).into();
        constants.extend([("EPS", f64::from(self.op.eps)), ("MOMENTUM", f64::from(self.op.momentum))]);
        Kernel::pieces(shader, entry, c * pieces, 1, constants)
    }

    /// A kernel that sums over a slice's rows in parts, the first of which is number `first`.
    fn sums(self, entry: &'static str, slice: MicroBatch, first: usize) -> Kernel {
        let parts = self.parts(slice);
        self.kernel(entry, slice.n * self.area, parts, [first, parts])
    }

    /// A kernel that goes through a slice's rows.
    fn rows(self, entry: &'static str, slice: MicroBatch, add: bool) -> Kernel {
        let rows = slice.n * self.area;
        let mut kernel = self.kernel(entry, rows, rows.div_ceil(STRIP), [0, 1]);
        kernel.constants.extend([activation::gpu::constant(self.act), flag("ADD", add)]);
        kernel
    }

    /// Writes a slice's partial sums among all. Reads x, then the first slice's.
    pub fn forward_sums(self, slice: MicroBatch) -> Kernel {
        let before = self.slices.iter().take(slice.index).map(|s| self.parts(s)).sum();
        self.sums("forward_sums", slice, before)
    }

    /// Writes mean and 1/σ, and moves the running statistics.
    pub fn forward_statistics(self) -> Kernel {
        self.kernel("forward_statistics", 0, 1, [0, self.all_parts()])
    }

    /// Writes y by the batch's statistics or by the running ones.
    pub fn normalize(self, slice: MicroBatch, running: bool) -> Kernel {
        self.rows(if running { "normalize_running" } else { "normalize" }, slice, false)
    }

    /// Writes a slice's partial sums, whose sum is dγ, then dβ.
    pub fn backward_sums(self, slice: MicroBatch) -> Kernel {
        let mut kernel = self.sums("backward_sums", slice, 0);
        kernel.constants.push(activation::gpu::constant(self.act));
        kernel
    }

    /// Writes dx, or adds to it.
    pub fn backward_input(self, slice: MicroBatch, add: bool) -> Kernel {
        self.rows("backward_input", slice, add)
    }
}
