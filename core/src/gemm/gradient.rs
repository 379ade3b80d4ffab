//! `D = Aᵀ·C`: the gradient of weights, a sum over all rows.

use super::micro::{self, Runs};
use super::{MAX_LANES, View};
use crate::simd::{F32x4, Simd};

/// Rows of the register tile.
const MR: usize = 4;
/// Values of A that are gone through again for each panel of C: they stay in the second-level cache.
const BLOCK: usize = 32_768;
/// Columns of A and C from which on copying A into strips pays: rows so far apart share few sets of the first-level
/// cache, and each strip is read often enough.
const MIN_STRIDE: usize = 32;
const MIN_COLUMNS: usize = 32;

/// Lines and rows of each that are summed up before the sums go to memory.
fn block(lines: usize, per_line: usize, depth: usize) -> (usize, usize) {
    let rows = (BLOCK / depth.max(1)).clamp(64, 256);
    if lines == 1 { (1, rows.min(per_line)) } else { ((rows / per_line.max(1)).clamp(1, lines), per_line) }
}

/// Scratch values for [`gradient`] over a view of these sizes.
pub fn gradient_workspace(lines: usize, per_line: usize, depth: usize) -> usize {
    let (lines, per_line) = block(lines, per_line, depth);
    let strips = if lines == 1 { per_line * depth.next_multiple_of(MR) } else { 0 };
    lines * per_line * 2 * MAX_LANES + strips
}

/// `D [depth, n] += Aᵀ·C` for `C [rows, n]`; row `k` of D starts at `k · ldd`, row `m` of C at `m · ldc`.
///
/// # Panics
/// If a slice is shorter than the sizes say: a fault of the calling kernel.
pub fn gradient(a: View<'_>, n: usize, c: &[f32], ldc: usize, d: &mut [f32], ldd: usize, scratch: &mut [f32]) {
    let (m, k) = (a.rows(), a.depth());
    if m == 0 || n == 0 || k == 0 {
        return;
    }
    assert!(a.data.len() >= a.extent() && c.len() >= (m - 1) * ldc + n && d.len() >= (k - 1) * ldd + n);
    assert!(scratch.len() >= gradient_workspace(a.lines, a.per_line, k));
    #[cfg(target_arch = "x86_64")]
    if crate::simd::has_avx2() {
        // SAFETY: the processor has these features; lengths were checked above.
        return unsafe { gradient_avx2(a, n, c, ldc, d, ldd, scratch) };
    }
    // SAFETY: lengths were checked above.
    unsafe { gradient_with::<F32x4>(a, n, c, ldc, d, ldd, scratch) }
}

/// # Safety
/// As for [`gradient_with`].
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn gradient_avx2(a: View<'_>, n: usize, c: &[f32], ldc: usize, d: &mut [f32], ldd: usize, scratch: &mut [f32]) {
    // SAFETY: the caller's promise.
    unsafe { gradient_with::<crate::simd::F32x8>(a, n, c, ldc, d, ldd, scratch) }
}

/// # Safety
/// The lengths that [`gradient`] checks.
#[inline(always)]
unsafe fn gradient_with<V: Simd>(
    a: View<'_>,
    n: usize,
    c: &[f32],
    ldc: usize,
    d: &mut [f32],
    ldd: usize,
    scratch: &mut [f32],
) {
    let k = a.depth();
    let (lines, rows) = block(a.lines, a.per_line, k);
    let (panel, strips) = scratch.split_at_mut(lines * rows * 2 * MAX_LANES);
    let in_strips = a.lines == 1 && a.runs.segments == 1 && k >= MIN_STRIDE && n >= MIN_COLUMNS;
    let mut first = 0;
    for line in (0..a.lines).step_by(lines) {
        for row in (0..a.per_line).step_by(rows) {
            let part = if a.lines == 1 {
                a.rows_of_line(row, rows.min(a.per_line - row))
            } else {
                a.lines(line, lines.min(a.lines - line))
            };
            if in_strips {
                copy_strips(&part, strips);
            }
            for j0 in (0..n).step_by(2 * V::LANES) {
                let cols = (n - j0).min(2 * V::LANES);
                let width = cols.next_multiple_of(V::LANES);
                // SAFETY: rows from `first` on and columns below n lie in C and D; see `gradient`.
                unsafe {
                    let c = c.as_ptr().add(first * ldc + j0);
                    let panel = if k >= 8 * MR || cols < width {
                        copy_panel::<V>(c, ldc, part.rows(), cols, width, panel.as_mut_ptr());
                        (panel.as_ptr(), width)
                    } else {
                        (c, ldc)
                    };
                    let out = Out { d: d.as_mut_ptr().add(j0), ldd, cols };
                    let strips = if in_strips { Some(strips.as_ptr()) } else { None };
                    if width > V::LANES {
                        column_of_tiles::<V, 2>(&part, strips, panel, out);
                    } else {
                        column_of_tiles::<V, 1>(&part, strips, panel, out);
                    }
                }
            }
            first += part.rows();
        }
    }
}

/// Copies A `[m, k]` into strips `[⌈k / 4⌉, m, 4]`, zeros beyond the last column.
#[inline(always)]
fn copy_strips(a: &View<'_>, strips: &mut [f32]) {
    let (m, k) = (a.rows(), a.runs.len);
    for row in 0..m {
        let values = &a.data[row * a.row_stride..][..k];
        let whole = values.chunks_exact(MR);
        let rest = whole.remainder();
        for (strip, v) in whole.enumerate() {
            strips[(strip * m + row) * MR..][..MR].copy_from_slice(v);
        }
        if !rest.is_empty() {
            let to = &mut strips[(k / MR * m + row) * MR..][..MR];
            to.fill(0.0);
            to[..rest.len()].copy_from_slice(rest);
        }
    }
}

/// Copies `cols` columns of `m` rows into a panel `[m, width]`, zeros on the right.
///
/// # Safety
/// `c` is valid for reading `cols` values at each of `m` rows, `panel` for writing `m · width`.
#[inline(always)]
unsafe fn copy_panel<V: Simd>(c: *const f32, ldc: usize, m: usize, cols: usize, width: usize, panel: *mut f32) {
    for row in 0..m {
        // SAFETY: the caller's promise.
        unsafe {
            let (from, to) = (c.add(row * ldc), panel.add(row * width));
            if cols == width {
                for v in (0..width).step_by(V::LANES) {
                    V::load(from.add(v)).store(to.add(v));
                }
            } else {
                for j in 0..width {
                    *to.add(j) = if j < cols { *from.add(j) } else { 0.0 };
                }
            }
        }
    }
}

/// Where a column of tiles of D goes.
#[derive(Clone, Copy)]
struct Out {
    d: *mut f32,
    ldd: usize,
    cols: usize,
}

/// All rows of D under one panel of C.
///
/// # Safety
/// `strips`, where given, holds A as [`copy_strips`] left it; `(c, step)` gives a row of the panel at each multiple of
/// `step`; `out` has as many rows as A has columns.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
unsafe fn column_of_tiles<V: Simd, const NV: usize>(
    a: &View<'_>,
    strips: Option<*const f32>,
    (c, step): (*const f32, usize),
    out: Out,
) {
    let Runs { segments, len, stride } = a.runs;
    let rows = Runs { segments: a.lines, len: a.per_line, stride: a.line_stride };
    if let Some(strips) = strips {
        let m = a.rows();
        for k in (0..len).step_by(MR) {
            // SAFETY: strip k / 4 holds m rows of four; D has the rows below `len`.
            unsafe {
                let acc = micro::columns::<V, MR, NV>(strips.add(k * m), MR, rows, c, step);
                store(acc, 0, k, MR.min(len - k), out);
            }
        }
        return;
    }
    let a_step = a.row_stride;
    for s in 0..segments {
        // SAFETY: each tile lies in one run of A; D has a row for each of its columns.
        unsafe {
            let p = a.data.as_ptr().add(s * stride);
            if len.is_multiple_of(3) && !len.is_multiple_of(MR) {
                for t in (0..len).step_by(3) {
                    store(micro::columns::<V, 3, NV>(p.add(t), a_step, rows, c, step), 0, s * len + t, 3, out);
                }
            } else if len >= MR {
                for t in (0..len).step_by(MR) {
                    // The last tile reaches back over columns that are already done.
                    let back = (t + MR).saturating_sub(len);
                    let acc = micro::columns::<V, MR, NV>(p.add(t - back), a_step, rows, c, step);
                    store(acc, back, s * len + t, MR - back, out);
                }
            } else {
                for t in 0..len {
                    store(micro::columns::<V, 1, NV>(p.add(t), a_step, rows, c, step), 0, s * len + t, 1, out);
                }
            }
        }
    }
}

/// Adds `count` rows of a tile, from `first` on, to rows `k..` of D.
///
/// # Safety
/// D has those rows and `cols` columns.
#[inline(always)]
unsafe fn store<V: Simd, const R: usize, const NV: usize>(
    acc: [[V; NV]; R],
    first: usize,
    k: usize,
    count: usize,
    out: Out,
) {
    for (r, sums) in acc.iter().enumerate().skip(first).take(count) {
        // SAFETY: the caller's promise; the tile's width is copied through `edge` where D is narrower.
        unsafe {
            let to = out.d.add((k + r - first) * out.ldd);
            if out.cols == NV * V::LANES {
                for (v, sum) in sums.iter().enumerate() {
                    let p = to.add(v * V::LANES);
                    sum.add(V::load(p)).store(p);
                }
            } else {
                let mut edge = [0.0f32; 16];
                for (v, sum) in sums.iter().enumerate() {
                    sum.store(edge.as_mut_ptr().add(v * V::LANES));
                }
                for (j, sum) in edge.iter().enumerate().take(out.cols) {
                    *to.add(j) += sum;
                }
            }
        }
    }
}
