//! Products of 8-bit matrices: rows of activations times packed panels of weights.
//!
//! Which instruction? Per 16 multiply-adds, x86 needs two `PMADDWD` and two `PADDD` for 16-bit operands ([`Pairs`]), and
//! one `VPDPBUSD` for 8-bit ones where AVX-VNNI is there; ARM one `SDOT` ([`Quads`]). WebAssembly gives the latter as
//! its relaxed dot product, but promises a result only for second operands of 7 bits. To keep that promise, 8-bit
//! activations would have to be split (`Σ w·u = 2·Σ w·(u >> 1) + Σ w·(u & 1)`): two instructions, and on x86 without
//! VNNI, where each becomes a `PMADDUBSW`, a `PMADDWD`, a `PADDD` and two more that make ones, slower than pairs. So the
//! machine is asked what it does beyond the promise ([`crate::simd::int8::I8x16::flip`]): where it takes 8 bits, signed
//! or unsigned, one instruction does, and elsewhere pairs.
//!
//! The register tile is 4 rows by 8 columns (1 row where only one is left). A is read where it lies, through the
//! [`View`] that the floats' products have too; its runs are a multiple of LEN long, LEN being the neighbours that one
//! instruction sums up. The panels are `[⌈N / 8⌉, segments, run / LEN, 8, LEN]` (4 columns in the last one where no more are
//! left), with zeros where a run was rounded up: what A has there does not count.
//!
//! Levels are multiplied as they are. That their zero point is subtracted, `Σ (x − zero)·w = Σ x·w − zero·Σ w`, is in
//! the bias.

// Loops over indices of fixed-size arrays are what becomes registers; iterators would say less.
#![allow(clippy::needless_range_loop)]

use super::Dot;
use super::finish::FinishRows;
use crate::gemm::{Cursor, View};
use crate::simd::int8::{I8x16, I16x8, I32x4};

/// Rows of the register tile.
const MR: usize = 4;
/// Columns of a panel.
const WIDTH: usize = 8;
/// Values of A that meet all panels, one after the other: they stay in the second-level cache.
pub const BLOCK: usize = 32_768;

/// 16-bit scratch memory as bytes.
pub fn bytes(ws: &mut [i16]) -> &mut [i8] {
    // SAFETY: the same memory; bytes have no alignment and any bits are a value.
    unsafe { std::slice::from_raw_parts_mut(ws.as_mut_ptr().cast(), ws.len() * 2) }
}

/// Neighbours along the depth that one instruction multiplies and sums up.
pub trait Group {
    /// Their number.
    const LEN: usize;
    /// What a row of A consists of.
    type Value: Copy;
    /// A vector of four columns' neighbours.
    type Vector: Copy;
    /// The weights of four columns.
    ///
    /// # Safety
    /// `p` must be valid for reading `4 · LEN` values.
    unsafe fn weights(p: *const i8) -> Self::Vector;
    /// The neighbours at `p`, for each of four columns.
    ///
    /// # Safety
    /// `p` must be valid for reading `LEN` values.
    unsafe fn splat(p: *const Self::Value) -> Self::Vector;
    /// `sum + w · x`.
    fn dot_add(w: Self::Vector, x: Self::Vector, sum: I32x4) -> I32x4;
}

/// Two 16-bit values.
pub struct Pairs;

impl Group for Pairs {
    const LEN: usize = 2;
    type Value = i16;
    type Vector = I16x8;
    #[inline(always)]
    unsafe fn weights(p: *const i8) -> I16x8 {
        // SAFETY: the caller's promise.
        unsafe { I16x8::load_widened(p) }
    }
    #[inline(always)]
    unsafe fn splat(p: *const i16) -> I16x8 {
        // SAFETY: the caller's promise.
        unsafe { I16x8::load_splat(p) }
    }
    #[inline(always)]
    fn dot_add(w: I16x8, x: I16x8, sum: I32x4) -> I32x4 {
        w.dot_add(x, sum)
    }
}

/// Four 8-bit values, flipped as the machine wants them.
pub struct Quads;

impl Group for Quads {
    const LEN: usize = 4;
    type Value = i8;
    type Vector = I8x16;
    #[inline(always)]
    unsafe fn weights(p: *const i8) -> I8x16 {
        // SAFETY: the caller's promise.
        unsafe { I8x16::load(p) }
    }
    #[inline(always)]
    unsafe fn splat(p: *const i8) -> I8x16 {
        // SAFETY: the caller's promise.
        unsafe { I8x16::load_splat(p) }
    }
    #[inline(always)]
    fn dot_add(w: I8x16, x: I8x16, sum: I32x4) -> I32x4 {
        w.dot_add(x, sum)
    }
}

/// The panels of `n` columns: (first column, columns, padded width).
fn panels(n: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    (0..n).step_by(WIDTH).map(move |j0| {
        let cols = WIDTH.min(n - j0);
        (j0, cols, cols.next_multiple_of(4))
    })
}

/// Bytes of the panels of `depth × n` weights, `depth` with its runs rounded up.
pub const fn panels_len(depth: usize, n: usize) -> usize {
    depth * n.next_multiple_of(4)
}

/// Appends the panels of `w [segments, run, n]`, whose rows are `stride` values apart.
pub fn pack(w: &[i8], stride: usize, segments: usize, run: usize, n: usize, dot: Dot, out: &mut Vec<i8>) {
    let group = dot.group();
    for (j0, cols, width) in panels(n) {
        for segment in 0..segments {
            for t0 in (0..run).step_by(group) {
                for j in 0..width {
                    for t in t0..t0 + group {
                        let there = j < cols && t < run;
                        out.push(if there { w[(segment * run + t) * stride + j0 + j] } else { 0 });
                    }
                }
            }
        }
    }
}

/// A layer's weights as a kernel reads them, and what its sums start with.
#[derive(Clone, Copy)]
pub struct Packed<'a> {
    /// Panels.
    pub weights: &'a [i8],
    /// `[K]` and [`super::PAD`] more.
    pub start: &'a [i32],
}

/// `A·B`, for the `n` output channels from `k0` on. What becomes of the sums is `finish`'s business, for which A's first
/// row is row `row`. The runs of A are a multiple of LEN long.
///
/// # Panics
/// If a slice is shorter than the sizes say.
pub fn product<D: Group>(
    a: View<'_, D::Value>,
    b: Packed<'_>,
    k0: usize,
    n: usize,
    row: usize,
    finish: &mut dyn FinishRows,
) {
    let (rows, depth) = (a.rows(), a.depth());
    if rows == 0 || n == 0 {
        return;
    }
    assert!(a.data.len() >= a.extent() && a.runs.len.is_multiple_of(D::LEN));
    assert!(b.weights.len() >= panels_len(depth, n) && b.start.len() >= k0 + n + super::PAD);
    for (j0, cols, width) in panels(n) {
        // SAFETY: the panel starts at j0 · depth and has width · depth weights; eight sums may start from any channel on,
        // as PAD are left behind the last one; all rows lie in A.
        unsafe {
            let (panel, start) = (b.weights.as_ptr().add(j0 * depth), b.start.as_ptr().add(k0 + j0));
            finish.begin(k0 + j0, cols);
            if width > 4 {
                strip::<D, 2>(&a, panel, start, row, finish);
            } else {
                strip::<D, 1>(&a, panel, start, row, finish);
            }
        }
    }
}

/// All rows under one panel.
///
/// # Safety
/// As [`product`] checks; `panel` has `depth · 4·NV` weights, and eight sums start at `start`.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
unsafe fn strip<D: Group, const NV: usize>(
    a: &View<'_, D::Value>,
    panel: *const i8,
    start: *const i32,
    mut row: usize,
    finish: &mut dyn FinishRows,
) {
    let (mut at, end) = (Cursor::default(), row + a.rows());
    // SAFETY: the rows up to `end` remain; the rest is the caller's promise.
    unsafe {
        while row + MR <= end {
            at = tile::<D, NV, MR>(a, at, panel, start, row, finish);
            row += MR;
        }
        while row < end {
            at = tile::<D, NV, 1>(a, at, panel, start, row, finish);
            row += 1;
        }
    }
}

/// `M` rows, from `at` on, under one panel. Gives the place after them.
///
/// # Safety
/// As for [`strip`]; the rows exist.
#[inline(always)]
unsafe fn tile<D: Group, const NV: usize, const M: usize>(
    a: &View<'_, D::Value>,
    mut at: Cursor,
    panel: *const i8,
    start: *const i32,
    row: usize,
    finish: &mut dyn FinishRows,
) -> Cursor {
    let mut rows = [a.data.as_ptr(); M];
    for x in &mut rows {
        *x = x.wrapping_add(at.offset);
        at = at.next(a);
    }
    let mut acc = [[I32x4::splat(0); NV]; M];
    let mut sums = Sums([[0; WIDTH]; M]);
    let step = 4 * D::LEN * NV;
    // The inner loop is not unrolled: LLVM would load the operands of several steps first, more than there are
    // registers. V8 unrolls it itself.
    // SAFETY: the caller's promise: rows and panel have all steps of all segments.
    unsafe {
        for v in 0..NV {
            acc[0][v] = I32x4::load(start.add(4 * v));
        }
        acc = [acc[0]; M];
        let mut w = panel;
        for _ in 0..a.runs.segments {
            let mut x = rows;
            for _ in 0..a.runs.len / D::LEN {
                acc = dots::<D, NV, M>(w, x, acc);
                x = x.map(|x| x.add(D::LEN));
                w = w.add(step);
            }
            rows = rows.map(|x| x.wrapping_add(a.runs.stride));
        }
        // Through memory, to code of its own: a loop over rows here would keep the sums in memory all the time.
        for r in 0..M {
            for v in 0..NV {
                acc[r][v].store(sums.0[r].as_mut_ptr().add(4 * v));
            }
        }
    }
    finish.rows(&sums.0, row);
    at
}

/// Finished sums of a tile.
#[repr(align(16))]
struct Sums<const M: usize>([[i32; WIDTH]; M]);

/// One step: `LEN` neighbours of each row times `4·NV` columns.
///
/// # Safety
/// `w` is valid for reading `4 · LEN · NV` weights, each of `x` for LEN values.
#[inline(always)]
unsafe fn dots<D: Group, const NV: usize, const M: usize>(
    w: *const i8,
    x: [*const D::Value; M],
    mut acc: [[I32x4; NV]; M],
) -> [[I32x4; NV]; M] {
    // SAFETY: the caller's promise.
    unsafe {
        let mut wv = [D::weights(w); NV];
        for v in 1..NV {
            wv[v] = D::weights(w.add(4 * D::LEN * v));
        }
        for r in 0..M {
            let x = D::splat(x[r]);
            for v in 0..NV {
                acc[r][v] = D::dot_add(wv[v], x, acc[r][v]);
            }
        }
    }
    acc
}
