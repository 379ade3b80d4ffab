//! The tiled product on the GPU: which grid it needs, and the sum of its parts.

use crate::exec::gpu::kernel::{Constant, Kernel, Shader, folded};

/// The product, for the shader of an op that says what its operands are.
pub(crate) const PRODUCT: &str = include_str!("gpu.wgsl");

static SUM: Shader = Shader { name: "sum", parts: &[include_str!("sum.wgsl")] };

/// Rows and columns of C that a workgroup makes; the same as in `gpu.wgsl`.
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
}

impl Product {
    /// The constants and grid of a product in `splits` parts, as [`Product::splits`] gives them.
    pub fn plan(self, splits: usize) -> (Vec<Constant>, [usize; 3]) {
        let chunk = self.inner.div_ceil(splits).next_multiple_of(STEP);
        let sizes =
            [("ROWS", self.rows), ("COLS", self.cols), ("INNER", self.inner), ("SPLITS", splits), ("CHUNK", chunk)];
        let grid = folded(self.tiles(), self.groups * splits);
        (sizes.map(|(name, size)| (name, size as f64)).into(), grid)
    }

    /// Into how many parts the inner dimension is best cut.
    pub fn splits(self) -> usize {
        let parts = (ENOUGH_GROUPS / (self.tiles() * self.groups).max(1)).min(self.inner / LEAST_PART).max(1);
        // Parts are whole steps, so that the last ones may be empty.
        let chunk = self.inner.div_ceil(parts).next_multiple_of(STEP);
        self.inner.div_ceil(chunk).max(1)
    }

    fn tiles(self) -> usize {
        self.rows.div_ceil(TILE[0]) * self.cols.div_ceil(TILE[1])
    }
}

/// `y [len] = Σ x [parts, len]`.
pub(crate) fn sum(len: usize, parts: usize) -> Kernel {
    Kernel::over(&SUM, "sum", len, vec![("LEN", len as f64), ("PARTS", parts as f64)])
}
