//! The product on the GPU: which grid it needs, and the sum of its parts.

use crate::gpu::kernel::{Constant, FOUR, Kernel, ONE, Shader, Widths, by_width, flag, folded};

/// The product in tiles of workgroup memory, for the shader of an op that says what its operands are.
pub(crate) const TILED: &str = concat!(include_str!("row.wgsl"), include_str!("gpu.wgsl"));
/// The same without workgroup memory.
pub(crate) const REGISTERS: &str = concat!(include_str!("row.wgsl"), include_str!("registers.wgsl"));
/// The sizes that both know.
macro_rules! product_sizes {
    ($($more:literal),*) => {
        &["ROWS", "COLS", "INNER", "SPLITS", "CHUNK" $(, $more)*]
    };
}
pub(crate) use product_sizes;

const SUM_SIZES: &[&str] = &["LEN", "PARTS"];
static SUM: Widths = [
    Shader { name: "sum", sizes: SUM_SIZES, parts: &[ONE, include_str!("sum.wgsl")] },
    Shader { name: "sum of fours", sizes: SUM_SIZES, parts: &[FOUR, include_str!("sum.wgsl")] },
];

/// Rows and columns of C that an invocation makes without workgroup memory, and invocations in a workgroup; the same in
/// `registers.wgsl` and `ops/conv2d/quads.wgsl`.
const OWN: [usize; 2] = [8, 8];
const GROUP: usize = 64;
/// Rows and columns of C that a workgroup makes with it; the same in `gpu.wgsl`.
const TILE: [usize; 2] = [64, 32];
/// Workgroups below which a long inner dimension is cut into parts, and the least length of a part.
const ENOUGH_GROUPS: usize = 128;
const LEAST_PART: usize = 256;
/// The step along the inner dimension, of which a part is a multiple.
const STEP: usize = 16;

/// A product `[rows, inner] · [inner, cols]`, once for each of `groups`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Product {
    pub rows: usize,
    pub cols: usize,
    pub inner: usize,
    pub groups: usize,
    /// Whether workgroups share tiles.
    pub tiled: bool,
}

impl Product {
    /// The constants and grid of a product in `splits` parts, as [`Product::splits`] gives them.
    pub fn plan(self, splits: usize) -> (Vec<Constant>, [usize; 3]) {
        let chunk = self.inner.div_ceil(splits).next_multiple_of(STEP);
        let sizes =
            [("ROWS", self.rows), ("COLS", self.cols), ("INNER", self.inner), ("SPLITS", splits), ("CHUNK", chunk)];
        let grid = folded(self.workgroups(), self.groups * splits);
        (sizes.map(|(name, size)| (name, size as f64)).into(), grid)
    }

    /// Into how many parts the inner dimension is best cut.
    pub fn splits(self) -> usize {
        let parts = (self.enough() / (self.units() * self.groups).max(1)).min(self.inner / LEAST_PART).max(1);
        // Parts are whole steps, so that the last ones may be empty.
        let chunk = self.inner.div_ceil(parts).next_multiple_of(STEP);
        self.inner.div_ceil(chunk).max(1)
    }

    /// What works by itself: workgroups with a tile, or invocations.
    fn units(self) -> usize {
        let [rows, cols] = if self.tiled { TILE } else { OWN };
        self.rows.div_ceil(rows) * self.cols.div_ceil(cols)
    }

    /// So many units keep an adapter busy.
    fn enough(self) -> usize {
        if self.tiled { ENOUGH_GROUPS } else { ENOUGH_GROUPS * GROUP / 8 }
    }

    fn workgroups(self) -> usize {
        if self.tiled { self.units() } else { self.units().div_ceil(GROUP) }
    }
}

/// `y [len] = Σ x [parts, len]`, or added to y.
pub(crate) fn sum(len: usize, parts: usize, add: bool) -> Kernel {
    let (shader, len) = by_width(&SUM, len);
    Kernel::over(shader, "sum", len, vec![("LEN", len as f64), ("PARTS", parts as f64), flag("ADD", add)])
}
