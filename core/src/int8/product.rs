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
//! The register tile is 4 rows by 8 columns, the panels `[⌈N / 8⌉, ⌈depth / LEN⌉, 8, LEN]` (4 columns in the last one
//! where no more are left), LEN being the neighbours that one instruction sums up.

// Loops over indices of fixed-size arrays are what becomes registers; iterators would say less.
#![allow(clippy::needless_range_loop)]

use super::{Dot, Layer};
use crate::simd::int8::{I8x16, I16x8, I32x4};

/// Rows of the register tile.
const MR: usize = 4;
/// Columns of a panel.
const WIDTH: usize = 8;
/// Values of A that are gathered at once: they stay in the first-level cache with a panel of B.
const BLOCK: usize = 8192;

/// Rows that are gathered at once.
pub const fn block(depth: usize) -> usize {
    let rows = BLOCK / if depth == 0 { 1 } else { depth };
    if rows > 64 {
        64
    } else if rows < MR {
        MR
    } else {
        rows / MR * MR
    }
}

/// Scratch values that one row takes at the most.
pub const fn row_len(depth: usize) -> usize {
    depth.next_multiple_of(4)
}

/// 16-bit scratch memory as bytes.
pub fn bytes(ws: &mut [i16]) -> &mut [i8] {
    // SAFETY: the same memory; bytes have no alignment and any bits are a value.
    unsafe { std::slice::from_raw_parts_mut(ws.as_mut_ptr().cast(), ws.len() * 2) }
}

/// Neighbours along the depth that one instruction multiplies and sums up.
pub trait Group {
    /// Their number.
    const LEN: usize;
    /// What a gathered row consists of.
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

/// Two 16-bit values: levels less the zero point.
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

/// Four 8-bit values: levels, flipped as the machine wants them.
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

/// Bytes of the panels of `depth × n` weights.
pub const fn panels_len(depth: usize, n: usize, group: usize) -> usize {
    depth.next_multiple_of(group) * n.next_multiple_of(4)
}

/// Appends the panels of `w [depth, n]`, whose rows are `stride` values apart.
pub fn pack(w: &[i8], stride: usize, depth: usize, n: usize, dot: Dot, out: &mut Vec<i8>) {
    let group = match dot {
        Dot::Pairs => Pairs::LEN,
        Dot::Quads { .. } => Quads::LEN,
    };
    for (j0, cols, width) in panels(n) {
        for t0 in (0..depth).step_by(group) {
            for j in 0..width {
                out.extend((t0..t0 + group).map(|t| if j < cols && t < depth { w[t * stride + j0 + j] } else { 0 }));
            }
        }
    }
}

/// `y [rows, n] = levels of A·B`, for the `n` output channels of `l` from `k0` on; row `m` of `y` starts at `m · ldy`,
/// its columns at `k0`. `a [rows, depth rounded up to LEN]`.
///
/// # Panics
/// If a slice is shorter than the sizes say.
pub fn product<D: Group>(
    a: &[D::Value],
    depth: usize,
    weights: &[i8],
    l: &Layer,
    k0: usize,
    n: usize,
    y: &mut [i8],
    ldy: usize,
) {
    let len = depth.next_multiple_of(D::LEN);
    let rows = y.len() / ldy;
    assert!(a.len() >= rows * len && weights.len() >= panels_len(depth, n, D::LEN) && k0 + n <= ldy);
    assert!(l.bias.len() >= k0 + n + super::PAD && l.multiplier.len() >= k0 + n + super::PAD);
    for (j0, cols, width) in panels(n) {
        // SAFETY: the panel starts at j0 · len and has width · len weights; constants may be read eight at a time up to
        // PAD behind the last channel; rows below `rows` have `len` values in A and columns up to k0 + n in y.
        unsafe {
            let panel = weights.as_ptr().add(j0 * len);
            if width > 4 {
                strip::<D, 2>(a, len, panel, l, k0 + j0, cols, y, ldy, rows);
            } else {
                strip::<D, 1>(a, len, panel, l, k0 + j0, cols, y, ldy, rows);
            }
        }
    }
}

/// All rows under one panel.
///
/// # Safety
/// As [`product`] checks; `panel` has `len · 4·NV` weights, and columns `k .. k + cols` exist in y.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
unsafe fn strip<D: Group, const NV: usize>(
    a: &[D::Value],
    len: usize,
    panel: *const i8,
    l: &Layer,
    k: usize,
    cols: usize,
    y: &mut [i8],
    ldy: usize,
    rows: usize,
) {
    let rescale = Rescale::new(l);
    for m in (0..rows).step_by(MR) {
        let valid = MR.min(rows - m);
        // SAFETY: the last tile repeats its last row and leaves out the result; the rest is the caller's promise.
        unsafe {
            let mut acc = [[I32x4::splat(0); NV]; MR];
            let mut row: [*const D::Value; MR] = [a.as_ptr(); MR];
            for r in 0..MR {
                row[r] = a.as_ptr().add((m + r.min(valid - 1)) * len);
                for v in 0..NV {
                    acc[r][v] = I32x4::load(l.bias.as_ptr().add(k + 4 * v));
                }
            }
            let mut w = panel;
            for _ in 0..len / D::LEN {
                let mut wv = [D::weights(w); NV];
                for v in 1..NV {
                    wv[v] = D::weights(w.add(4 * D::LEN * v));
                }
                for r in 0..MR {
                    let x = D::splat(row[r]);
                    for v in 0..NV {
                        acc[r][v] = D::dot_add(wv[v], x, acc[r][v]);
                    }
                    row[r] = row[r].wrapping_add(D::LEN);
                }
                w = w.wrapping_add(4 * D::LEN * NV);
            }
            for r in 0..valid {
                let out = y.as_mut_ptr().add((m + r) * ldy + k);
                let levels = rescale.levels(l, acc[r][0], acc[r][NV - 1], k, 4 * (NV - 1));
                if cols == WIDTH {
                    out.cast::<[i8; 8]>().write_unaligned(levels);
                } else {
                    for j in 0..cols {
                        *out.add(j) = levels[j];
                    }
                }
            }
        }
    }
}

/// [`Layer::finish`] for eight channels at once.
#[derive(Clone, Copy)]
pub struct Rescale {
    /// Half a level, and the zero point.
    add: i64,
}

impl Rescale {
    /// For the layer `l`.
    #[inline(always)]
    pub fn new(l: &Layer) -> Self {
        Rescale { add: (1 << (l.shift - 1)) + (i64::from(l.y_zero) << l.shift) }
    }

    /// The levels of the sums of channels `k .. k + 4` and of the four that are `second` (4, or 0 again) further on.
    ///
    /// # Safety
    /// The layer has constants for eight channels from `k` on, padding included.
    #[inline(always)]
    pub unsafe fn levels(self, l: &Layer, a: I32x4, b: I32x4, k: usize, second: usize) -> [i8; 8] {
        if l.shift < 32 {
            return few_bits(l, a, b, k, second);
        }
        // SAFETY: the caller's promise.
        let (ma, mb) = unsafe {
            let m = l.multiplier.as_ptr().add(k);
            (I32x4::load(m), I32x4::load(m.add(second)))
        };
        a.scale(ma, self.add, l.shift).narrow(b.scale(mb, self.add, l.shift), l.clamp)
    }
}

/// A layer whose output scale is less than half of its sums' has sums so small that no 32 bits can be shifted out.
#[cold]
#[inline(never)]
fn few_bits(l: &Layer, a: I32x4, b: I32x4, k: usize, second: usize) -> [i8; 8] {
    let (a, b) = (a.to_array(), b.to_array());
    std::array::from_fn(|i| if i < 4 { l.finish(a[i], k + i) } else { l.finish(b[i - 4], k + second + i - 4) })
}
