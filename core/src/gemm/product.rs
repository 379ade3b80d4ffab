//! `C = A·B`.

use super::micro::{self, Runs};
use super::panels::panels;
use super::{Cursor, Panels, View, Weights, pack, panels_len};
use crate::simd::{F32x4, Simd};

/// Rows of the register tile.
const MR: usize = 4;
/// B below this many values stays in the first-level cache as a whole, beside so many values of A.
const SMALL_B: usize = 6144;
const SMALL_A: usize = 2048;
/// Values of A that are gone through with each panel of a larger B: they stay in the second-level cache.
const BLOCK_A: usize = 24_576;

/// What happens to a finished sum before it is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Epilogue<'a> {
    /// Added to each row, `[n]`.
    pub bias: Option<&'a [f32]>,
    /// Bounds between which the result is then kept: ReLU and ReLU6.
    pub clamp: Option<[f32; 2]>,
}

/// Rows of A below which packing the whole of B first would not pay.
const FEW_ROWS: usize = 256;

/// Scratch values for [`multiply`] of up to `m × k` by `k × n`.
pub fn multiply_workspace(m: usize, k: usize, n: usize) -> usize {
    if m <= FEW_ROWS { Panels::PIECE } else { panels_len(k, n).max(Panels::PIECE) }
}

/// [`product`] with weights that are packed for this one call.
pub fn multiply(
    a: View<'_>,
    n: usize,
    weights: Weights<'_>,
    epilogue: Epilogue<'_>,
    c: &mut [f32],
    ldc: usize,
    scratch: &mut [f32],
) {
    let b =
        if a.rows() <= FEW_ROWS { Panels::Piecewise(weights, scratch) } else { pack(weights, a.depth(), n, scratch) };
    product(a, n, b, epilogue, c, ldc);
}

/// `C [rows, n] = A·B`, then the epilogue; row `m` of C starts at `m · ldc`.
///
/// # Panics
/// If a slice is shorter than the sizes say: a fault of the calling kernel.
pub fn product(a: View<'_>, n: usize, b: Panels<'_>, epilogue: Epilogue<'_>, c: &mut [f32], ldc: usize) {
    let (m, k) = (a.rows(), a.depth());
    if m == 0 || n == 0 {
        return;
    }
    let covered = match &b {
        Panels::Packed(b) => b.len() >= panels_len(k, n),
        Panels::Piecewise(weights, scratch) => weights.covers(k, n) && scratch.len() >= Panels::PIECE,
    };
    assert!(covered && a.data.len() >= a.extent());
    assert!(c.len() >= (m - 1) * ldc + n && epilogue.bias.is_none_or(|b| b.len() >= n));
    #[cfg(target_arch = "x86_64")]
    if crate::simd::has_avx2() {
        // SAFETY: the processor has these features; lengths were checked above.
        return unsafe { product_avx2(a, n, b, epilogue, c, ldc) };
    }
    // SAFETY: lengths were checked above.
    unsafe { product_with::<F32x4>(a, n, b, epilogue, c, ldc) }
}

/// # Safety
/// As for [`product_with`].
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn product_avx2(a: View<'_>, n: usize, b: Panels<'_>, epilogue: Epilogue<'_>, c: &mut [f32], ldc: usize) {
    // SAFETY: the caller's promise.
    unsafe { product_with::<crate::simd::F32x8>(a, n, b, epilogue, c, ldc) }
}

/// # Safety
/// The lengths that [`product`] checks.
#[inline(always)]
unsafe fn product_with<V: Simd>(
    a: View<'_>,
    n: usize,
    mut b: Panels<'_>,
    epilogue: Epilogue<'_>,
    c: &mut [f32],
    ldc: usize,
) {
    let (m, k) = (a.rows(), a.depth());
    let block = match b {
        Panels::Piecewise(..) => m,
        Panels::Packed(_) if k * n <= SMALL_B => (SMALL_A / k.max(1)).clamp(4 * MR, 64 * MR),
        Panels::Packed(_) => (BLOCK_A / k).max(4 * MR),
    }
    .next_multiple_of(MR);
    let mut start = Cursor::default();
    for m0 in (0..m).step_by(block) {
        let count = block.min(m - m0);
        let mut end = start;
        for (k0, offset, runs) in Pieces::new(a.runs) {
            let k1 = k0 + runs.segments * runs.len;
            for (j0, cols, width) in panels::<V>(n) {
                // SAFETY: offsets of rows below m and columns below k lie in A, rows below m and columns below n in C.
                unsafe {
                    let panel = match &mut b {
                        Panels::Packed(b) => b.as_ptr().add(j0 * k + k0 * width),
                        Panels::Piecewise(weights, scratch) => {
                            weights.pack::<V>(k, n, k0, k1, j0, cols, width, scratch.as_mut_ptr());
                            scratch.as_ptr()
                        }
                    };
                    let out = Out {
                        c: c.as_mut_ptr().add(m0 * ldc + j0),
                        ldc,
                        cols,
                        add: k0 > 0,
                        bias: if k1 == k { epilogue.bias.map(|b| b.as_ptr().add(j0)) } else { None },
                        clamp: if k1 == k { epilogue.clamp } else { None },
                    };
                    end = if width > V::LANES {
                        strip::<V, 2>(&a, offset, runs, start, count, panel, out)
                    } else {
                        strip::<V, 1>(&a, offset, runs, start, count, panel, out)
                    };
                }
            }
        }
        start = end;
    }
}

/// A row's runs in pieces of at most [`Panels::DEPTH`] values: (first column, offset in A, runs). An iterator, since the
/// body of a loop, unlike a closure, is always compiled with the caller's target features.
struct Pieces {
    runs: Runs,
    /// Whole runs in a piece, or 1 where a run itself is cut.
    group: usize,
    /// Values of each run in a piece.
    piece: usize,
    segment: usize,
    at: usize,
}

impl Pieces {
    #[inline(always)]
    fn new(runs: Runs) -> Self {
        let len = runs.len;
        let (group, piece) = if len > Panels::DEPTH {
            // Pieces of equal length: a short rest would be mostly overhead.
            (1, len.div_ceil(len.div_ceil(Panels::DEPTH)).next_multiple_of(4))
        } else {
            ((Panels::DEPTH / len.max(1)).max(1), len)
        };
        Pieces { runs, group, piece, segment: 0, at: 0 }
    }
}

impl Iterator for Pieces {
    type Item = (usize, usize, Runs);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let (Runs { segments, len, stride }, s, t) = (self.runs, self.segment, self.at);
        if s >= segments {
            return None;
        }
        self.at += self.piece;
        if self.at >= len {
            self.at = 0;
            self.segment += self.group;
        }
        let runs = Runs { segments: self.group.min(segments - s), len: self.piece.min(len - t), stride };
        Some((s * len + t, s * stride + t, runs))
    }
}

/// Where a strip of C goes.
#[derive(Clone, Copy)]
struct Out {
    c: *mut f32,
    ldc: usize,
    cols: usize,
    add: bool,
    bias: Option<*const f32>,
    clamp: Option<[f32; 2]>,
}

/// `count` rows of C under one panel of B, tile by tile. Gives the place after them.
///
/// # Safety
/// The rows from `start` on lie in A with `offset` and `runs`; `b` is a whole panel; `out` has `count` rows.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
unsafe fn strip<V: Simd, const NV: usize>(
    a: &View<'_>,
    offset: usize,
    runs: Runs,
    start: Cursor,
    count: usize,
    b: *const f32,
    out: Out,
) -> Cursor {
    let width = NV * V::LANES;
    let whole = out.cols == width;
    let mut bias = [V::splat(0.0); NV];
    if let Some(p) = out.bias {
        let mut padded = [0.0; 16];
        // SAFETY: the bias has `cols` ≤ 16 values from `p` on; the vectors lie in `padded`.
        unsafe {
            for (j, to) in padded.iter_mut().enumerate().take(out.cols) {
                *to = *p.add(j);
            }
            bias = load(padded.as_ptr());
        }
    }
    let (mut at, mut c) = (start, out.c);
    let mut m = 0;
    while m < count {
        let valid = MR.min(count - m);
        let mut rows = [a.data.as_ptr(); MR];
        for (r, row) in rows.iter_mut().enumerate() {
            *row = a.data.as_ptr().wrapping_add(at.offset + offset);
            // The last tile repeats its last row and leaves out the result.
            if r + 1 < valid {
                at = at.next(a);
            }
        }
        at = at.next(a);
        // SAFETY: each row lies in A, `b` is a panel of this width and depth; stores stay in rows below `count` and
        // in `cols` columns.
        unsafe {
            let mut acc = [bias; MR];
            if out.add && whole && valid == MR {
                for (r, acc) in acc.iter_mut().enumerate() {
                    let c: [V; NV] = load(c.add(r * out.ldc));
                    for v in 0..NV {
                        acc[v] = acc[v].add(c[v]);
                    }
                }
            }
            acc = micro::rows::<V, MR, NV>(rows, runs, b, acc);
            if whole && valid == MR {
                if let Some(bounds) = out.clamp {
                    acc = clamp(acc, bounds);
                }
                for (r, acc) in acc.iter().enumerate() {
                    store(acc, c.add(r * out.ldc));
                }
            } else {
                edge(acc, valid, c, out);
            }
            c = c.wrapping_add(MR * out.ldc);
        }
        m += MR;
    }
    at
}

/// Writes a tile that C cuts off at the right or below.
///
/// # Safety
/// C has `valid` rows of `out.cols` columns from `c` on.
#[inline(always)]
unsafe fn edge<V: Simd, const NV: usize>(mut acc: [[V; NV]; MR], valid: usize, c: *mut f32, out: Out) {
    // SAFETY: the caller's promise; vectors are loaded from and stored to `row`.
    unsafe {
        if out.add {
            for (r, acc) in acc.iter_mut().enumerate().take(valid) {
                let mut row = [0.0; 16];
                for (j, row) in row.iter_mut().enumerate().take(out.cols) {
                    *row = *c.add(r * out.ldc + j);
                }
                let row: [V; NV] = load(row.as_ptr());
                for v in 0..NV {
                    acc[v] = acc[v].add(row[v]);
                }
            }
        }
        if let Some(bounds) = out.clamp {
            acc = clamp(acc, bounds);
        }
        for (r, acc) in acc.iter().enumerate().take(valid) {
            let mut row = [0.0; 16];
            store(acc, row.as_mut_ptr());
            for (j, v) in row.iter().enumerate().take(out.cols) {
                *c.add(r * out.ldc + j) = *v;
            }
        }
    }
}

#[inline(always)]
fn clamp<V: Simd, const NV: usize>(tile: [[V; NV]; MR], [low, high]: [f32; 2]) -> [[V; NV]; MR] {
    let (low, high) = (V::splat(low), V::splat(high));
    tile.map(|row| row.map(|v| v.max(low).min(high)))
}

/// # Safety
/// `p` is valid for reading `NV` vectors.
#[inline(always)]
unsafe fn load<V: Simd, const NV: usize>(p: *const f32) -> [V; NV] {
    // SAFETY: the caller's promise.
    core::array::from_fn(|v| unsafe { V::load(p.add(v * V::LANES)) })
}

/// # Safety
/// `p` is valid for writing `NV` vectors.
#[inline(always)]
unsafe fn store<V: Simd, const NV: usize>(row: &[V; NV], p: *mut f32) {
    for (v, part) in row.iter().enumerate() {
        // SAFETY: the caller's promise.
        unsafe { part.store(p.add(v * V::LANES)) }
    }
}
