//! Depthwise convolution of 8-bit integers, eight channels at a time. The common windows (3×3) go along the rows
//! ([`three`]); for every other window, two taps are interleaved, so that one instruction
//! multiplies both and sums them up in 32 bits. The definition is that of a convolution
//! with as many groups as channels.

// Loops over indices of fixed-size arrays are what becomes registers; iterators would say less.
#![allow(clippy::needless_range_loop)]

mod three;

use crate::int8::finish::{Finish, Floats, Levels};
use crate::int8::product::{Packed, bytes};
use crate::int8::{DynamicLayer, Layer, PAD};
use crate::ops::conv2d::int8::Int8Conv2dKernels;
use crate::ops::{Cpu, Reference, Window};
use crate::quant::Affine;
use crate::simd::int8::{I16x8, I32x4};

/// Channels in a vector.
const LANES: usize = 8;
/// Pairs of taps of the largest window that is worth it: 7×7.
const MAX_PAIRS: usize = 25;

/// The depthwise convolutions of 8-bit integers of a set of kernels. A layer goes through its `pack_*` once.
pub trait Int8DepthwiseKernels {
    /// A layer's constants in the order in which [`Int8DepthwiseKernels::int8_depthwise`] reads them.
    fn pack_depthwise(s: &Window, layer: Layer) -> Layer;

    /// The same for [`Int8DepthwiseKernels::dynamic_depthwise`].
    fn pack_dynamic_depthwise(s: &Window, layer: DynamicLayer) -> DynamicLayer;

    /// Scratch values for both.
    fn int8_depthwise_workspace(s: &Window) -> usize;

    /// As [`Int8Conv2dKernels::int8_conv2d`], with as many groups as channels.
    fn int8_depthwise(s: &Window, l: &Layer, x: &[i8], y: &mut [i8], ws: &mut [i16]);

    /// As [`Int8Conv2dKernels::dynamic_conv2d`], with as many groups as channels.
    fn dynamic_depthwise(s: &Window, l: &DynamicLayer, grids: &[Affine], x: &[i8], y: &mut [f32], ws: &mut [i16]);
}

/// The definition is that of a convolution.
impl Int8DepthwiseKernels for Reference {
    fn pack_depthwise(s: &Window, layer: Layer) -> Layer {
        Self::pack_conv2d(s, layer)
    }

    fn pack_dynamic_depthwise(s: &Window, layer: DynamicLayer) -> DynamicLayer {
        Self::pack_dynamic_conv2d(s, layer)
    }

    fn int8_depthwise_workspace(s: &Window) -> usize {
        Self::int8_conv2d_workspace(s)
    }

    fn int8_depthwise(s: &Window, l: &Layer, x: &[i8], y: &mut [i8], ws: &mut [i16]) {
        Self::int8_conv2d(s, l, x, y, ws);
    }

    fn dynamic_depthwise(s: &Window, l: &DynamicLayer, grids: &[Affine], x: &[i8], y: &mut [f32], ws: &mut [i16]) {
        Self::dynamic_conv2d(s, l, grids, x, y, ws);
    }
}

/// # Panics
/// If a slice is shorter than the sizes say: a fault of the calling executor.
impl Int8DepthwiseKernels for Cpu {
    fn pack_depthwise(s: &Window, layer: Layer) -> Layer {
        if pairs(s) > MAX_PAIRS {
            return layer;
        }
        let mut packed = Layer { weights: order(s, &layer.weights), ..layer.clone() };
        // Σ (x − zero)·w = Σ x·w − zero·Σ w.
        for (c, bias) in packed.bias.iter_mut().enumerate().take(s.c) {
            let sum: i32 = layer.weights[c..].iter().step_by(s.c).map(|&w| i32::from(w)).sum();
            *bias = bias.wrapping_sub(i32::from(layer.x_zero) * sum);
        }
        packed
    }

    fn pack_dynamic_depthwise(s: &Window, layer: DynamicLayer) -> DynamicLayer {
        if pairs(s) > MAX_PAIRS {
            return layer;
        }
        DynamicLayer { weights: order(s, &layer.weights), ..layer }
    }

    /// For some padded rows, or a row of channels that stands for the padding.
    fn int8_depthwise_workspace(s: &Window) -> usize {
        if three::fits(s) { three::workspace(s).div_ceil(2) } else { s.c.div_ceil(2) }
    }

    fn int8_depthwise(s: &Window, l: &Layer, x: &[i8], y: &mut [i8], ws: &mut [i16]) {
        if pairs(s) > MAX_PAIRS {
            return Reference::int8_depthwise(s, l, x, y, ws);
        }
        let packed = Packed { weights: &l.weights, start: &l.bias };
        sums(s, packed, l.x_zero, x, ws, &mut Levels { layer: l, y, k: s.c });
    }

    fn dynamic_depthwise(s: &Window, l: &DynamicLayer, grids: &[Affine], x: &[i8], y: &mut [f32], ws: &mut [i16]) {
        if pairs(s) > MAX_PAIRS {
            return Reference::dynamic_depthwise(s, l, grids, x, y, ws);
        }
        let (packed, one) = (Packed { weights: &l.weights, start: &l.start }, Window { n: 1, ..*s });
        let images = x.chunks_exact(one.input_len()).zip(y.chunks_exact_mut(one.output_len()));
        for ((x, y), grid) in images.zip(grids) {
            let mut finish = Floats { layer: l, grids: std::slice::from_ref(grid), rows: s.oh * s.ow, y, k: s.c };
            sums(&one, packed, grid.zero_point as i8, x, ws, &mut finish);
        }
    }
}

/// Pairs of taps; the last one may be half empty.
const fn pairs(s: &Window) -> usize {
    (s.kh * s.kw).div_ceil(2)
}

fn order(s: &Window, weights: &[i8]) -> Vec<i8> {
    if three::fits(s) { three::pack(s, weights) } else { pack_pairs(s, weights) }
}

/// `[⌈C / 8⌉, ⌈taps / 2⌉, 8, 2]`.
fn pack_pairs(s: &Window, weights: &[i8]) -> Vec<i8> {
    let taps = s.kh * s.kw;
    let mut packed = Vec::new();
    for c0 in (0..s.c).step_by(LANES) {
        for pair in 0..pairs(s) {
            for c in c0..c0 + LANES {
                for tap in [2 * pair, 2 * pair + 1] {
                    packed.push(if c < s.c && tap < taps { weights[tap * s.c + c] } else { 0 });
                }
            }
        }
    }
    packed
}

/// The sums of all windows; 0 is level `zero`.
fn sums<F: Finish>(s: &Window, b: Packed<'_>, zero: i8, x: &[i8], ws: &mut [i16], finish: &mut F) {
    assert!(x.len() >= s.input_len() && s.k == s.c);
    finish.check(s.n * s.oh * s.ow, s.c);
    if three::fits(s) {
        return three::sums(s, b, zero, x, bytes(ws), finish);
    }
    let padding = &mut bytes(ws)[..s.c];
    padding.fill(zero);
    assert!(b.weights.len() >= s.c.next_multiple_of(LANES) * 2 * pairs(s) && b.start.len() >= s.c + PAD);
    match pairs(s) {
        5 => positions::<5, F>(s, b, x, padding, finish),
        13 => positions::<13, F>(s, b, x, padding, finish),
        _ => positions::<0, F>(s, b, x, padding, finish),
    }
}

/// `P` is the number of pairs, or 0 where it is only known now.
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn positions<const P: usize, F: Finish>(s: &Window, b: Packed<'_>, x: &[i8], padding: &[i8], finish: &mut F) {
    let pairs = if P == 0 { pairs(s) } else { P };
    let mut taps = [padding.as_ptr(); 2 * MAX_PAIRS];
    for row in 0..s.n * s.oh * s.ow {
        let (q, p, n) = (row % s.ow, row / s.ow % s.oh, row / s.ow / s.oh);
        for i in 0..s.kh {
            let row = s.row(p, i).map(|row| &x[(n * s.h + row) * s.w * s.c..][..s.w * s.c]);
            for j in 0..s.kw {
                taps[i * s.kw + j] = match (row, s.col(q, j)) {
                    (Some(row), Some(col)) => row[col * s.c..].as_ptr(),
                    _ => padding.as_ptr(),
                };
            }
        }
        // SAFETY: each tap is C values; there are weights and starts for C channels, rounded up to eight.
        unsafe { channels(&taps, pairs, b, s.c, row, finish) }
    }
}

/// All channels of one position.
///
/// # Safety
/// Each of the first `2 · pairs` taps is valid for reading `c` values; the weights are as [`pack_pairs`] made them.
#[inline(always)]
unsafe fn channels<F: Finish>(
    taps: &[*const i8; 2 * MAX_PAIRS],
    pairs: usize,
    b: Packed<'_>,
    c: usize,
    row: usize,
    finish: &mut F,
) {
    let mut w = b.weights.as_ptr();
    for k in (0..c).step_by(LANES) {
        let cols = LANES.min(c - k);
        // SAFETY: k + cols channels exist; the caller's promise.
        unsafe {
            let mut sums = [I32x4::load(b.start.as_ptr().add(k)), I32x4::load(b.start.as_ptr().add(k + 4))];
            for pair in 0..pairs {
                let [first, second] = [taps[2 * pair], taps[2 * pair + 1]].map(|tap| {
                    if cols == LANES {
                        return I16x8::load_widened(tap.add(k));
                    }
                    // The last channels, by way of eight that are there.
                    let mut rest = [0; LANES];
                    rest.as_mut_ptr().copy_from_nonoverlapping(tap.add(k), cols);
                    I16x8::load_widened(rest.as_ptr())
                });
                let [x, y] = first.interleave(second);
                sums[0] = x.dot_add(I16x8::load_widened(w), sums[0]);
                sums[1] = y.dot_add(I16x8::load_widened(w.add(LANES)), sums[1]);
                w = w.add(2 * LANES);
            }
            if finish.fits() {
                finish.finish(&finish.lanes(k), sums, row, k, cols);
            } else {
                let mut stored = [0; LANES];
                sums[0].store(stored.as_mut_ptr());
                sums[1].store(stored.as_mut_ptr().add(4));
                finish.slowly(&stored, row, k, cols);
            }
        }
    }
}
