//! Depthwise convolution of 8-bit integers, eight channels at a time. The common windows (3×3) go along the rows
//! ([`three`]); for every other window, two taps are interleaved, so that one instruction
//! multiplies both and sums them up in 32 bits. The definition is [`crate::ops::conv2d::int8::reference`]'s, with as many
//! groups as channels.

// Loops over indices of fixed-size arrays are what becomes registers; iterators would say less.
#![allow(clippy::needless_range_loop)]

mod three;

use crate::int8::product::bytes;
use crate::int8::rescale::Rescale;
use crate::int8::{Layer, PAD};
use crate::ops::Window;
use crate::ops::conv2d::int8 as conv2d;
use crate::simd::int8::{I16x8, I32x4};

/// Channels in a vector.
const LANES: usize = 8;
/// Pairs of taps of the largest window that is worth it: 7×7.
const MAX_PAIRS: usize = 25;

/// Pairs of taps; the last one may be half empty.
const fn pairs(s: &Window) -> usize {
    (s.kh * s.kw).div_ceil(2)
}

/// A layer with its weights in the order in which its kernel reads them, made once.
pub fn pack(s: &Window, layer: Layer) -> Layer {
    if pairs(s) > MAX_PAIRS {
        return layer;
    }
    let taps = s.kh * s.kw;
    let weights = if three::fits(s) { three::pack(s, &layer.weights) } else { pack_pairs(s, &layer.weights) };
    let mut packed = Layer { weights, ..layer.clone() };
    // Σ (x − zero)·w = Σ x·w − zero·Σ w.
    for (c, bias) in packed.bias.iter_mut().enumerate().take(s.c) {
        let sum: i32 = (0..taps).map(|tap| i32::from(layer.weights[tap * s.c + c])).sum();
        *bias = bias.wrapping_sub(i32::from(layer.x_zero) * sum);
    }
    packed
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

/// Scratch values for [`forward`]: some padded rows, or a row of channels that stands for the padding.
pub fn workspace(s: &Window) -> usize {
    if three::fits(s) { three::workspace(s).div_ceil(2) } else { s.c.div_ceil(2) }
}

/// As the definition, with a layer that [`pack`] made.
///
/// # Panics
/// If a slice is shorter than the sizes say: a fault of the calling executor.
pub fn forward(s: &Window, l: &Layer, x: &[i8], y: &mut [i8], ws: &mut [i16]) {
    if pairs(s) > MAX_PAIRS {
        return conv2d::reference(s, l, x, y);
    }
    assert!(x.len() >= s.input_len() && y.len() >= s.output_len() && s.k == s.c);
    if three::fits(s) {
        return three::forward(s, l, x, y, bytes(ws));
    }
    let padding = &mut bytes(ws)[..s.c];
    padding.fill(l.x_zero);
    assert!(l.weights.len() >= s.c.next_multiple_of(LANES) * 2 * pairs(s));
    assert!(l.bias.len() >= s.c + PAD && l.multiplier.len() >= s.c + PAD);
    match pairs(s) {
        5 => positions::<5>(s, l, x, y, padding),
        13 => positions::<13>(s, l, x, y, padding),
        _ => positions::<0>(s, l, x, y, padding),
    }
}

/// `P` is the number of pairs, or 0 where it is only known now.
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn positions<const P: usize>(s: &Window, l: &Layer, x: &[i8], y: &mut [i8], padding: &[i8]) {
    let pairs = if P == 0 { pairs(s) } else { P };
    let mut taps = [padding.as_ptr(); 2 * MAX_PAIRS];
    for (m, y) in y.chunks_exact_mut(s.c).enumerate().take(s.n * s.oh * s.ow) {
        let (q, p, n) = (m % s.ow, m / s.ow % s.oh, m / s.ow / s.oh);
        for i in 0..s.kh {
            let row = s.row(p, i).map(|row| &x[(n * s.h + row) * s.w * s.c..][..s.w * s.c]);
            for j in 0..s.kw {
                taps[i * s.kw + j] = match (row, s.col(q, j)) {
                    (Some(row), Some(col)) => row[col * s.c..].as_ptr(),
                    _ => padding.as_ptr(),
                };
            }
        }
        // SAFETY: each tap is C values; there are weights and constants for C channels, rounded up to eight.
        unsafe { channels(&taps, pairs, l, y) }
    }
}

/// All channels of one position.
///
/// # Safety
/// Each of the first `2 · pairs` taps is valid for reading as many values as `y` has; the layer is as [`pack`] made it.
#[inline(always)]
unsafe fn channels(taps: &[*const i8; 2 * MAX_PAIRS], pairs: usize, l: &Layer, y: &mut [i8]) {
    let mut w = l.weights.as_ptr();
    let whole = y.len() / LANES * LANES;
    for c in (0..whole).step_by(LANES) {
        // SAFETY: c + 8 channels exist; the caller's promise.
        unsafe {
            let bias = l.bias.as_ptr().add(c);
            let (mut low, mut high) = (I32x4::load(bias), I32x4::load(bias.add(4)));
            for pair in 0..pairs {
                let first = I16x8::load_widened(taps[2 * pair].add(c));
                let second = I16x8::load_widened(taps[2 * pair + 1].add(c));
                let [a, b] = first.interleave(second);
                low = a.dot_add(I16x8::load_widened(w), low);
                high = b.dot_add(I16x8::load_widened(w.add(LANES)), high);
                w = w.add(2 * LANES);
            }
            let levels = Rescale::new(l, c, 4).levels([low, high]);
            y.as_mut_ptr().add(c).cast::<[i8; LANES]>().write_unaligned(levels);
        }
    }
    let w = &l.weights[whole * 2 * pairs..];
    for c in whole..y.len() {
        let mut sum = l.bias[c];
        for tap in 0..2 * pairs {
            // SAFETY: each tap has a value for channel c.
            let x = unsafe { *taps[tap].add(c) };
            let w = w[(tap / 2 * LANES + c - whole) * 2 + tap % 2];
            sum = sum.wrapping_add(i32::from(x) * i32::from(w));
        }
        y[c] = l.finish(sum, c);
    }
}
