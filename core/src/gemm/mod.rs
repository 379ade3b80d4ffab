//! Matrix products: the work behind convolutions and linear layers.
//!
//! Two products, both over the same [`View`] of activations, so that neither forward nor backward ever builds an
//! im2col matrix:
//!
//! - [`product`] `C = A·B`: rows of A times packed panels of weights. Forward, and the gradient of the input.
//! - [`gradient`] `D = Aᵀ·C`: the gradient of the weights.
//!
//! The register tile is 4 rows by two vectors: 43 GFLOP/s at most with SIMD128 (multiply and add are two
//! instructions), 55 with the relaxed multiply-add. A is read where it lies, one broadcast per multiply-add of a
//! row; B comes from panels in the first-level cache (Goto and van de Geijn 2008, without their packing of A: a layer's
//! rows are short, and packing them would cost as much as it saves).

#[cfg(feature = "gpu")]
pub(crate) mod gpu;
mod gradient;
mod micro;
mod panels;
mod product;

pub use gradient::{gradient, gradient_workspace};
pub use micro::Runs;
pub use panels::{Panels, Weights, pack, panels_len};
pub use product::{Epilogue, multiply, multiply_workspace, product};

use crate::simd::{F32x4, Simd};

/// The widest vector any build of this machine uses: panels are padded to it.
#[cfg(target_arch = "x86_64")]
pub const MAX_LANES: usize = 8;
/// The widest vector any build of this machine uses: panels are padded to it.
#[cfg(not(target_arch = "x86_64"))]
pub const MAX_LANES: usize = 4;

/// A matrix of activations read in place. Row `m` starts at `m / per_line · line_stride + m % per_line · row_stride`
/// and its values lie along [`Runs`]. A plain matrix is one line of rows with one run each; the windows of a
/// convolution over a padded image are `OH` lines of `OW` overlapping rows with `KH` runs of `KW·C` values.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct View<'a, T = f32> {
    pub data: &'a [T],
    pub lines: usize,
    pub per_line: usize,
    pub line_stride: usize,
    pub row_stride: usize,
    pub runs: Runs,
}

impl<'a, T> View<'a, T> {
    /// `[m, k]`, one row after the other.
    pub const fn matrix(data: &'a [T], m: usize, k: usize) -> Self {
        let runs = Runs { segments: 1, len: k, stride: 0 };
        View { data, lines: 1, per_line: m, line_stride: 0, row_stride: k, runs }
    }

    /// Its number of rows.
    pub const fn rows(&self) -> usize {
        self.lines * self.per_line
    }

    /// Its number of columns.
    pub const fn depth(&self) -> usize {
        self.runs.segments * self.runs.len
    }

    /// One past the largest offset that any row reads.
    pub(crate) const fn extent(&self) -> usize {
        if self.rows() == 0 || self.depth() == 0 {
            return 0;
        }
        (self.lines - 1) * self.line_stride
            + (self.per_line - 1) * self.row_stride
            + (self.runs.segments - 1) * self.runs.stride
            + self.runs.len
    }

    /// The lines from `start` on, `count` of them.
    fn lines(&self, start: usize, count: usize) -> Self {
        View { data: &self.data[start * self.line_stride..], lines: count, ..*self }
    }

    /// The rows from `start` on, `count` of them, of a view of one line.
    fn rows_of_line(&self, start: usize, count: usize) -> Self {
        View { data: &self.data[start * self.row_stride..], per_line: count, ..*self }
    }
}

/// A place among the rows of a [`View`].
#[derive(Clone, Copy, Default)]
pub(crate) struct Cursor {
    column: usize,
    /// Where the row starts.
    pub(crate) offset: usize,
}

impl Cursor {
    /// The place after this one.
    #[inline(always)]
    pub(crate) fn next<T>(self, a: &View<'_, T>) -> Self {
        if self.column + 1 < a.per_line {
            Cursor { column: self.column + 1, offset: self.offset + a.row_stride }
        } else {
            Cursor { column: 0, offset: self.offset - self.column * a.row_stride + a.line_stride }
        }
    }
}

/// `sums[k] += Σ_rows values[row, k]`.
pub fn add_column_sums(values: &[f32], sums: &mut [f32]) {
    let n = sums.len();
    if n == 0 {
        return;
    }
    let rows = values.len() / n;
    assert!(values.len() >= rows * n);
    let wide = n / 4 * 4;
    // Blocks of rows that stay in the first-level cache while the columns are gone through.
    let block = (4096 / n).max(1);
    for start in (0..rows).step_by(block) {
        let end = (start + block).min(rows);
        for j in (0..wide).step_by(4) {
            // SAFETY: j + 4 ≤ n and row < rows, so that every load lies in `values` and the store in `sums`.
            unsafe {
                let mut even = F32x4::load(sums.as_ptr().add(j));
                let mut odd = F32x4::splat(0.0);
                let mut row = start;
                while row + 2 <= end {
                    even = even.add(F32x4::load(values.as_ptr().add(row * n + j)));
                    odd = odd.add(F32x4::load(values.as_ptr().add((row + 1) * n + j)));
                    row += 2;
                }
                if row < end {
                    even = even.add(F32x4::load(values.as_ptr().add(row * n + j)));
                }
                even.add(odd).store(sums.as_mut_ptr().add(j));
            }
        }
        for j in wide..n {
            sums[j] += (start..end).map(|row| values[row * n + j]).sum::<f32>();
        }
    }
}
