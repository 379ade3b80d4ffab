//! 3×3 windows with horizontal stride 1 or 2, the ones that networks use: eight channels of a row at a time. The rows are
//! interleaved two by two, which makes each column of a window two vectors' worth of pairs; a column, once loaded, is
//! added to all outputs that see it.

// Loops over indices of fixed-size arrays are what becomes registers; iterators would say less.
#![allow(clippy::needless_range_loop)]

use super::LANES;
use crate::int8::finish::Finish;
use crate::int8::product::Packed;
use crate::ops::Window;
use crate::ops::conv2d::int8::pad;
use crate::simd::int8::{I16x8, I32x4};

/// Values of padded rows that are gone through at once: they stay in the first-level cache.
const BLOCK: usize = 16_384;
/// Weights of eight channels: `[3 columns, 2 pairs of rows, 8, 2]`, the fourth row being zeros.
const WEIGHTS: usize = 3 * 4 * LANES;

/// Whether this kernel takes a window.
pub fn fits(s: &Window) -> bool {
    (s.kh, s.kw) == (3, 3) && (s.sw == 1 || s.sw == 2) && s.c.is_multiple_of(LANES)
}

/// The weights in the order in which [`sums`] reads them.
pub fn pack(s: &Window, weights: &[i8]) -> Vec<i8> {
    let mut packed = Vec::with_capacity(s.c / LANES * WEIGHTS);
    for c0 in (0..s.c).step_by(LANES) {
        for column in 0..3 {
            for rows in [[0, 1], [2, 3]] {
                for c in c0..c0 + LANES {
                    packed.extend(rows.map(|row| if row < 3 { weights[(row * 3 + column) * s.c + c] } else { 0 }));
                }
            }
        }
    }
    packed
}

/// Values of a padded row.
const fn line(s: &Window) -> usize {
    ((s.ow - 1) * s.sw + 3) * s.c
}

/// Output rows that are gone through at once.
fn block(s: &Window) -> usize {
    (BLOCK / (line(s) * s.sh).max(1)).clamp(1, s.oh)
}

/// Scratch values for [`sums`].
pub fn workspace(s: &Window) -> usize {
    ((block(s) - 1) * s.sh + 3) * line(s)
}

/// The sums of all windows, by way of a padded copy of some rows in `ws`; 0 is level `zero`.
///
/// # Panics
/// If a slice is shorter than the sizes say.
pub fn sums<F: Finish>(s: &Window, b: Packed<'_>, zero: i8, x: &[i8], ws: &mut [i8], finish: &mut F) {
    assert!(fits(s) && x.len() >= s.input_len() && ws.len() >= workspace(s));
    assert!(b.weights.len() >= s.c / LANES * WEIGHTS && b.start.len() >= s.c);
    // All channels are one group to the copy.
    let (line, image) = (line(s), Window { groups: 1, ..*s });
    for n in 0..s.n {
        for p0 in (0..s.oh).step_by(block(s)) {
            let count = block(s).min(s.oh - p0);
            for (i, to) in ws[..((count - 1) * s.sh + 3) * line].chunks_exact_mut(line).enumerate() {
                pad(&image, zero, x, n, p0 * s.sh + i, 0, to, |x| x);
            }
            for p in 0..count {
                let (x, row) = (&ws[p * s.sh * line..], (n * s.oh + p0 + p) * s.ow);
                for c in (0..s.c).step_by(LANES) {
                    // SAFETY: channels c..c + 8 exist in every position of three rows of `x`.
                    unsafe {
                        let x = x.as_ptr().add(c);
                        match (s.sw, finish.fits()) {
                            (1, true) => stride_1::<F, true>(s, b, c, x, row, finish),
                            (1, false) => stride_1::<F, false>(s, b, c, x, row, finish),
                            (_, true) => stride_2::<F, true>(s, b, c, x, row, finish),
                            (_, false) => stride_2::<F, false>(s, b, c, x, row, finish),
                        }
                    }
                }
            }
        }
    }
}

/// A column: rows 0 and 1 interleaved, and row 2 with anything, four channels in each vector.
type Column = [I16x8; 4];
/// The sums of eight channels.
type Sums = [I32x4; 2];

/// # Safety
/// `x` and what is `line` and `2 · line` further on are valid for reading eight levels.
#[inline(always)]
unsafe fn column(x: *const i8, line: usize) -> Column {
    // SAFETY: the caller's promise.
    let [a, b, c] = [0, line, 2 * line].map(|row| unsafe { I16x8::load_widened(x.add(row)) });
    // Row 2 beside itself: its second weight is 0.
    let ([a, b], [c, d]) = (a.interleave(b), c.interleave(c));
    [a, b, c, d]
}

/// `sums + column · weights`.
#[inline(always)]
fn add(column: &Column, w: &Column, sums: Sums) -> Sums {
    let sums = [column[0].dot_add(w[0], sums[0]), column[1].dot_add(w[1], sums[1])];
    [column[2].dot_add(w[2], sums[0]), column[3].dot_add(w[3], sums[1])]
}

/// Weights, widened, and starts of eight channels.
///
/// # Safety
/// There are some from channel `c` on.
#[inline(always)]
unsafe fn constants(b: Packed<'_>, c: usize) -> ([Column; 3], Sums) {
    // SAFETY: the caller's promise.
    unsafe {
        let (w, bias) = (b.weights.as_ptr().add(c / LANES * WEIGHTS), b.start.as_ptr().add(c));
        let mut weights = [[I16x8::load_widened(w); 4]; 3];
        for j in 0..3 {
            for i in 0..4 {
                weights[j][i] = I16x8::load_widened(w.add((j * 4 + i) * LANES));
            }
        }
        (weights, [I32x4::load(bias), I32x4::load(bias.add(4))])
    }
}

/// Finished sums; `FITS` is [`Finish::fits`].
///
/// # Safety
/// As for [`Finish::finish`].
#[inline(always)]
unsafe fn emit<F: Finish, const FITS: bool>(lanes: &F::Lanes, sums: Sums, row: usize, c: usize, finish: &mut F) {
    // SAFETY: the caller's promise.
    unsafe {
        if FITS {
            finish.finish(lanes, sums, row, c, LANES);
        } else {
            let mut stored = [0; LANES];
            sums[0].store(stored.as_mut_ptr());
            sums[1].store(stored.as_mut_ptr().add(4));
            finish.slowly(&stored, row, c, LANES);
        }
    }
}

/// # Safety
/// `x` is three padded rows, from channel `c` of the layer on, with eight at least.
#[cfg_attr(target_arch = "wasm32", inline(never))]
unsafe fn stride_1<F: Finish, const FITS: bool>(
    s: &Window,
    b: Packed<'_>,
    c: usize,
    x: *const i8,
    row: usize,
    finish: &mut F,
) {
    let (line, step, mut x, lanes) = (line(s), s.c, x, finish.lanes(c));
    // SAFETY: the caller's promise: there are two columns more than outputs.
    unsafe {
        let (w, start) = constants(b, c);
        let (first, second) = (column(x, line), column(x.add(step), line));
        let mut left = add(&second, &w[1], add(&first, &w[0], start));
        let mut right = add(&second, &w[0], start);
        x = x.add(2 * step);
        for q in 0..s.ow {
            let column = column(x, line);
            let done = add(&column, &w[2], left);
            left = add(&column, &w[1], right);
            right = add(&column, &w[0], start);
            emit::<F, FITS>(&lanes, done, row + q, c, finish);
            x = x.wrapping_add(step);
        }
    }
}

/// # Safety
/// As for [`stride_1`].
#[cfg_attr(target_arch = "wasm32", inline(never))]
unsafe fn stride_2<F: Finish, const FITS: bool>(
    s: &Window,
    b: Packed<'_>,
    c: usize,
    x: *const i8,
    row: usize,
    finish: &mut F,
) {
    let (line, step, mut x, lanes) = (line(s), s.c, x, finish.lanes(c));
    // SAFETY: the caller's promise: there are two columns for each output and one more.
    unsafe {
        let (w, start) = constants(b, c);
        let mut sums = add(&column(x, line), &w[0], start);
        for q in 0..s.ow {
            let middle = add(&column(x.add(step), line), &w[1], sums);
            let last = column(x.add(2 * step), line);
            sums = add(&last, &w[0], start);
            emit::<F, FITS>(&lanes, add(&last, &w[2], middle), row + q, c, finish);
            x = x.wrapping_add(2 * step);
        }
    }
}
