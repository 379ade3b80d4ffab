//! Weights in the order in which the inner loop reads them.

use super::MAX_LANES;
use crate::simd::{F32x4, Simd};

/// Values that [`Panels`] of a `k × n` matrix take.
pub const fn panels_len(k: usize, n: usize) -> usize {
    k * n.next_multiple_of(MAX_LANES)
}

/// Where the factor B of a product comes from: `k × n`, in `taps` blocks of `k / taps` rows (the taps of a
/// convolution window; 1 otherwise).
#[derive(Debug, Clone, Copy)]
pub enum Weights<'a> {
    /// `b[k][j] = w[k · n + j]`.
    Plain {
        /// `[k, n]`.
        w: &'a [f32],
        /// Values from one row to the next: more than `n` for a group's columns.
        stride: usize,
    },
    /// `b[tap · depth + k][j] = w[((taps − 1 − tap) · n + j) · stride + k]`: transposed, and turned by 180°.
    Turned {
        /// `[taps, n, depth]`.
        w: &'a [f32],
        /// Values from one column of B to the next: more than `depth` for a group's channels.
        stride: usize,
        /// Positions of the window.
        taps: usize,
    },
}

impl Weights<'_> {
    /// Whether every value that packing a `k × n` matrix reads is there.
    pub(super) fn covers(&self, k: usize, n: usize) -> bool {
        k == 0
            || n == 0
            || match *self {
                Weights::Plain { w, stride } => w.len() >= (k - 1) * stride + n,
                Weights::Turned { w, stride, taps } => {
                    taps > 0 && k.is_multiple_of(taps) && w.len() >= (taps * n - 1) * stride + k / taps
                }
            }
    }

    /// Writes rows `k0..k1` of columns `j0..j0 + cols` as one panel `[k1 − k0, width]`, zeros on the right.
    ///
    /// # Safety
    /// `covers(k, n)` holds for a matrix with those rows and columns; `out` is valid for `(k1 − k0) · width` values.
    #[inline(always)]
    pub(super) unsafe fn pack<V: Simd>(
        &self,
        k: usize,
        n: usize,
        k0: usize,
        k1: usize,
        j0: usize,
        cols: usize,
        width: usize,
        out: *mut f32,
    ) {
        match *self {
            Weights::Plain { w, stride } => {
                // SAFETY: rows below k and columns below n lie in `w`; `out` has room for every row.
                unsafe {
                    let mut out = out;
                    for row in k0..k1 {
                        let from = w.as_ptr().add(row * stride + j0);
                        if cols == width {
                            for v in (0..width).step_by(V::LANES) {
                                V::load(from.add(v)).store(out.add(v));
                            }
                        } else {
                            for j in 0..width {
                                *out.add(j) = if j < cols { *from.add(j) } else { 0.0 };
                            }
                        }
                        out = out.add(width);
                    }
                }
            }
            Weights::Turned { w, stride, taps } => {
                let depth = k / taps;
                // SAFETY: as above; each column of a tap is `depth` values from ((taps − 1 − tap)·n + j)·stride on.
                unsafe {
                    let mut row = k0;
                    while row < k1 {
                        let (tap, from) = (row / depth, row % depth);
                        let to = depth.min(from + k1 - row);
                        let out = out.add((row - k0) * width);
                        for j in 0..width {
                            if j >= cols {
                                for t in 0..to - from {
                                    *out.add(t * width + j) = 0.0;
                                }
                                continue;
                            }
                            let column = w.as_ptr().add(((taps - 1 - tap) * n + j0 + j) * stride);
                            for t in from..to {
                                *out.add((t - from) * width + j) = *column.add(t);
                            }
                        }
                        row += to - from;
                    }
                }
            }
        }
    }
}

/// The factor B of a product as panels of two vectors' width, the last one perhaps narrower and padded with zeros.
#[derive(Debug)]
pub enum Panels<'a> {
    /// As [`pack`] left them: for many rows of A, or several products.
    Packed(&'a [f32]),
    /// Packed piece by piece while it is used, for few rows of A: scratch of [`Panels::PIECE`].
    Piecewise(Weights<'a>, &'a mut [f32]),
}

impl Panels<'_> {
    /// The most rows of B that the inner loop goes through at once: a panel of so many stays in the first-level cache.
    pub const DEPTH: usize = 512;
    /// Scratch values for [`Panels::Piecewise`].
    pub const PIECE: usize = Self::DEPTH * 2 * MAX_LANES;
}

/// Packs a whole `k × n` matrix into `out` of [`panels_len`].
///
/// # Panics
/// If a slice is shorter than the sizes say: a fault of the calling kernel.
pub fn pack<'a>(weights: Weights<'_>, k: usize, n: usize, out: &'a mut [f32]) -> Panels<'a> {
    assert!(weights.covers(k, n) && out.len() >= panels_len(k, n));
    #[cfg(target_arch = "x86_64")]
    if crate::simd::has_avx2() {
        // SAFETY: the processor has these features; lengths were checked above.
        unsafe { pack_avx2(weights, k, n, out) };
        return Panels::Packed(out);
    }
    // SAFETY: lengths were checked above.
    unsafe { pack_with::<F32x4>(weights, k, n, out) };
    Panels::Packed(out)
}

/// # Safety
/// As for [`pack_with`].
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn pack_avx2(weights: Weights<'_>, k: usize, n: usize, out: &mut [f32]) {
    // SAFETY: the caller's promise.
    unsafe { pack_with::<crate::simd::F32x8>(weights, k, n, out) }
}

/// # Safety
/// The lengths that [`pack`] checks.
#[inline(always)]
unsafe fn pack_with<V: Simd>(weights: Weights<'_>, k: usize, n: usize, out: &mut [f32]) {
    for (j0, cols, width) in panels::<V>(n) {
        // SAFETY: the panels together are k · ⌈n⌉ values; `weights` covers k × n.
        unsafe { weights.pack::<V>(k, n, 0, k, j0, cols, width, out.as_mut_ptr().add(j0 * k)) };
    }
}

/// The panels of `n` columns: (first column, columns, padded width). All but the last are two vectors wide.
#[inline(always)]
pub(super) fn panels<V: Simd>(n: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    (0..n).step_by(2 * V::LANES).map(move |j0| {
        let cols = (n - j0).min(2 * V::LANES);
        (j0, cols, cols.next_multiple_of(V::LANES))
    })
}
