//! Products of 8-bit matrices: rows of activations times packed panels of weights.
//!
//! Which instruction? Per 16 multiply-adds, x86 needs two `PMADDWD` and two `PADDD` for 16-bit operands ([`Pairs`]), and
//! one `VPDPBUSD` for 8-bit ones where VNNI is there; ARM one `SDOT` ([`Quads`]). WebAssembly gives the latter as
//! its relaxed dot product, but promises a result only for second operands of 7 bits. To keep that promise, 8-bit
//! activations would have to be split (`Σ w·u = 2·Σ w·(u >> 1) + Σ w·(u & 1)`): two instructions, each of them a
//! `PMADDUBSW`, a `PMADDWD` and a `PADDD` on x86 without VNNI. In Chromium on such a machine (Zen 4) a tile of them makes
//! 84 to 89 GOP/s, as does one of pairs, and splitting leaves half of it. So the machine is asked what it does beyond
//! the promise ([`crate::simd::int8::I8x16::flip`]): where it takes 8 bits, signed or unsigned, one instruction does, and
//! elsewhere pairs.
//!
//! What to expect: without VNNI, Zen 4 starts 5.9 `PMADDWD` with their `PADDD` in a nanosecond where it starts 6.9
//! multiply-adds of four floats, so that pairs are at most 1.7 times as fast as floats; with it 6.8 `VPDPBUSD`, four times
//! as fast.
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
use super::finish::Finish;
use crate::gemm::{Cursor, View};
use crate::simd::int8::{Bytes, I16x8, I32x4};
use std::marker::PhantomData;

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
pub trait Group: Sized {
    /// Their number.
    const LEN: usize;
    /// What a row of A consists of.
    type Value: Copy;
    /// A vector of four columns' neighbours.
    type Vector: Copy;
    /// What a panel that meets many rows consists of.
    type Ready: Weight<Self>;
    /// Such a panel; what has to be made for it goes to `scratch`, which is as long.
    fn ready<'a>(panel: &'a [i8], scratch: &'a mut [i16]) -> &'a [Self::Ready];
    /// The neighbours at `p`, for each of four columns.
    ///
    /// # Safety
    /// `p` must be valid for reading `LEN` values.
    unsafe fn splat(p: *const Self::Value) -> Self::Vector;
    /// `sum + w · x`.
    fn dot_add(w: Self::Vector, x: Self::Vector, sum: I32x4) -> I32x4;
}

/// What a panel for products of `D` may consist of.
pub trait Weight<D: Group>: Copy {
    /// The weights of four columns.
    ///
    /// # Safety
    /// `p` must be valid for reading `4 · LEN` values.
    unsafe fn load(p: *const Self) -> D::Vector;
}

/// Two 16-bit values.
pub struct Pairs;

impl Group for Pairs {
    const LEN: usize = 2;
    type Value = i16;
    type Vector = I16x8;
    // Widening costs an instruction each time: once for all rows is better.
    type Ready = i16;
    fn ready<'a>(panel: &'a [i8], scratch: &'a mut [i16]) -> &'a [i16] {
        let wide = &mut scratch[..panel.len()];
        wide.iter_mut().zip(panel).for_each(|(wide, w)| *wide = i16::from(*w));
        wide
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

impl Weight<Pairs> for i8 {
    #[inline(always)]
    unsafe fn load(p: *const i8) -> I16x8 {
        // SAFETY: the caller's promise.
        unsafe { I16x8::load_widened(p) }
    }
}

impl Weight<Pairs> for i16 {
    #[inline(always)]
    unsafe fn load(p: *const i16) -> I16x8 {
        // SAFETY: the caller's promise.
        unsafe { I16x8::load(p) }
    }
}

/// Four 8-bit values, flipped as the machine wants them, multiplied by `V`'s instruction.
pub struct Quads<V>(PhantomData<V>);

impl<V: Bytes> Group for Quads<V> {
    const LEN: usize = 4;
    type Value = i8;
    type Vector = V;
    type Ready = i8;
    fn ready<'a>(panel: &'a [i8], _scratch: &'a mut [i16]) -> &'a [i8] {
        panel
    }
    #[inline(always)]
    unsafe fn splat(p: *const i8) -> V {
        // SAFETY: the caller's promise.
        unsafe { V::load_splat(p) }
    }
    #[inline(always)]
    fn dot_add(w: V, x: V, sum: I32x4) -> I32x4 {
        w.dot_add(x, sum)
    }
}

impl<V: Bytes> Weight<Quads<V>> for i8 {
    #[inline(always)]
    unsafe fn load(p: *const i8) -> V {
        // SAFETY: the caller's promise.
        unsafe { V::load(p) }
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

/// Rows from which on it pays to make a panel ready.
const MANY_ROWS: usize = 16;

/// Scratch values for [`product`] with an A of `depth` columns.
pub const fn panel_len(depth: usize) -> usize {
    WIDTH * depth
}

/// `A·B`, for the `n` output channels from `k0` on. What becomes of the sums is `finish`'s business, for which A's first
/// row is row `row`. The runs of A are a multiple of LEN long. `scratch` is of [`panel_len`].
///
/// # Panics
/// If a slice is shorter than the sizes say.
// Inlined natively, so that it is compiled with the instructions that its caller may use.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
pub fn product<D: Group, F: Finish>(
    a: View<'_, D::Value>,
    b: Packed<'_>,
    k0: usize,
    n: usize,
    row: usize,
    scratch: &mut [i16],
    finish: &mut F,
) where
    i8: Weight<D>,
{
    let (rows, depth) = (a.rows(), a.depth());
    if rows == 0 || n == 0 {
        return;
    }
    assert!(a.data.len() >= a.extent() && a.runs.len.is_multiple_of(D::LEN));
    assert!(b.weights.len() >= panels_len(depth, n) && b.start.len() >= k0 + n + super::PAD);
    finish.check(row + rows, k0 + n);
    for (j0, cols, width) in panels(n) {
        let panel = &b.weights[j0 * depth..][..width * depth];
        // SAFETY: the panel has width · depth weights; eight sums may start from any channel on, as PAD are left behind the
        // last one; all rows lie in A, and were checked with the channels for the output.
        unsafe {
            let at = At { start: b.start.as_ptr().add(k0 + j0), k: k0 + j0, cols, row };
            if rows >= MANY_ROWS {
                let panel = D::ready(panel, scratch).as_ptr();
                if width > 4 {
                    strip::<D, _, F, 2>(&a, panel, at, finish)
                } else {
                    strip::<D, _, F, 1>(&a, panel, at, finish)
                }
            } else if width > 4 {
                strip::<D, _, F, 2>(&a, panel.as_ptr(), at, finish);
            } else {
                strip::<D, _, F, 1>(&a, panel.as_ptr(), at, finish);
            }
        }
    }
}

/// Where the results of a strip or tile go.
#[derive(Clone, Copy)]
struct At {
    /// What its sums start with.
    start: *const i32,
    /// The first channel.
    k: usize,
    /// Channels, eight at most.
    cols: usize,
    row: usize,
}

/// All rows under one panel.
///
/// # Safety
/// As [`product`] checks; `panel` has `depth · 4·NV` weights, and eight sums start at `at.start`.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
unsafe fn strip<D: Group, W: Weight<D>, F: Finish, const NV: usize>(
    a: &View<'_, D::Value>,
    panel: *const W,
    mut at: At,
    finish: &mut F,
) {
    let (mut from, end, lanes) = (Cursor::default(), at.row + a.rows(), finish.lanes(at.k));
    // SAFETY: the rows up to `end` remain; the rest is the caller's promise.
    unsafe {
        while at.row + MR <= end {
            from = tile::<D, W, F, NV, MR>(a, from, panel, at, &lanes, finish);
            at.row += MR;
        }
        while at.row < end {
            from = tile::<D, W, F, NV, 1>(a, from, panel, at, &lanes, finish);
            at.row += 1;
        }
    }
}

/// `M` rows, 1 or 4, from `from` on, under one panel. Gives the place after them.
///
/// # Safety
/// As for [`strip`]; the rows exist.
#[inline(always)]
unsafe fn tile<D: Group, W: Weight<D>, F: Finish, const NV: usize, const M: usize>(
    a: &View<'_, D::Value>,
    mut from: Cursor,
    panel: *const W,
    at: At,
    lanes: &F::Lanes,
    finish: &mut F,
) -> Cursor {
    let mut rows = [a.data.as_ptr(); M];
    for x in &mut rows {
        *x = x.wrapping_add(from.offset);
        from = from.next(a);
    }
    let mut acc = [[I32x4::splat(0); NV]; M];
    let step = 4 * D::LEN * NV;
    // The inner loop is not unrolled: LLVM would load the operands of several steps first, more than there are
    // registers. V8 unrolls it itself. Pointers move on one by one: natively an array's `map` is a call.
    // SAFETY: the caller's promise: rows and panel have all steps of all segments.
    unsafe {
        for v in 0..NV {
            acc[0][v] = I32x4::load(at.start.add(4 * v));
        }
        acc = [acc[0]; M];
        let mut w = panel;
        for _ in 0..a.runs.segments {
            let mut x = rows;
            for _ in 0..a.runs.len / D::LEN {
                acc = dots::<D, W, NV, M>(w, x, acc);
                for r in 0..M {
                    x[r] = x[r].add(D::LEN);
                }
                w = w.add(step);
            }
            for r in 0..M {
                rows[r] = rows[r].wrapping_add(a.runs.stride);
            }
        }
        if finish.fits() {
            // One by one: a loop over rows would keep the sums in memory all the time.
            finish_row::<F, NV, M, 0>(&acc, at, lanes, finish);
            finish_row::<F, NV, M, 1>(&acc, at, lanes, finish);
            finish_row::<F, NV, M, 2>(&acc, at, lanes, finish);
            finish_row::<F, NV, M, 3>(&acc, at, lanes, finish);
        } else {
            let mut sums = Sums([[0; WIDTH]; M]);
            for r in 0..M {
                for v in 0..NV {
                    acc[r][v].store(sums.0[r].as_mut_ptr().add(4 * v));
                }
            }
            for (sums, row) in sums.0.iter().zip(at.row..) {
                finish.slowly(sums, row, at.k, at.cols);
            }
        }
    }
    from
}

/// Row `R` of a tile, if it has so many.
///
/// # Safety
/// As for [`strip`].
#[inline(always)]
unsafe fn finish_row<F: Finish, const NV: usize, const M: usize, const R: usize>(
    acc: &[[I32x4; NV]; M],
    at: At,
    lanes: &F::Lanes,
    finish: &mut F,
) {
    if R < M {
        let sums = [acc[R][0], acc[R][NV - 1]];
        // SAFETY: the caller's promise.
        unsafe { finish.finish(lanes, sums, at.row + R, at.k, at.cols) };
    }
}

/// Finished sums of a tile.
#[repr(align(16))]
struct Sums<const M: usize>([[i32; WIDTH]; M]);

/// One step: `LEN` neighbours of each row times `4·NV` columns.
///
/// # Safety
/// `w` is valid for reading `4 · LEN · NV` weights, each of `x` for LEN values.
#[inline(always)]
unsafe fn dots<D: Group, W: Weight<D>, const NV: usize, const M: usize>(
    w: *const W,
    x: [*const D::Value; M],
    mut acc: [[I32x4; NV]; M],
) -> [[I32x4; NV]; M] {
    // SAFETY: the caller's promise.
    unsafe {
        let mut wv = [W::load(w); NV];
        for v in 1..NV {
            wv[v] = W::load(w.add(4 * D::LEN * v));
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
