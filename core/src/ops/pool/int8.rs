//! Poolings of 8-bit integers.

use crate::int8::{Scales, requantize};
use crate::ops::Window;
use crate::simd::int8::I8x16;

/// `y = max` over each window; input and output are on one grid.
///
/// # Panics
/// If a slice is shorter than the sizes say.
pub fn max(s: &Window, x: &[i8], y: &mut [i8]) {
    assert!(x.len() >= s.input_len());
    for (m, y) in y.chunks_exact_mut(s.c).enumerate().take(s.n * s.oh * s.ow) {
        let (q, p, n) = (m % s.ow, m / s.ow % s.oh, m / s.ow / s.oh);
        let (rows, cols) = (inside(p * s.sh, s.pt, s.kh, s.h), inside(q * s.sw, s.pl, s.kw, s.w));
        let x = &x[n * s.h * s.w * s.c..];
        let whole = s.c / 16 * 16;
        for c in (0..whole).step_by(16) {
            // SAFETY: rows and columns lie inside the image; c + 16 channels exist in each position.
            unsafe {
                let mut most = I8x16::splat(i8::MIN);
                for row in rows.clone() {
                    for col in cols.clone() {
                        most = most.max(I8x16::load(x.as_ptr().add((row * s.w + col) * s.c + c)));
                    }
                }
                most.store(y.as_mut_ptr().add(c));
            }
        }
        for c in whole..s.c {
            let positions = rows.clone().flat_map(|row| cols.clone().map(move |col| row * s.w + col));
            y[c] = positions.map(|at| x[at * s.c + c]).max().unwrap_or(i8::MIN);
        }
    }
}

/// The positions of an axis of length `len` that a window of `k`, `before` of which lie in front of `start`, covers.
fn inside(start: usize, before: usize, k: usize, len: usize) -> std::ops::Range<usize> {
    start.saturating_sub(before).min(len)..(start + k).saturating_sub(before).min(len)
}

/// How a sum of levels becomes the mean's level.
#[derive(Debug, Clone, PartialEq)]
pub struct Mean {
    /// The level of 0.0 in the input.
    pub x_zero: i8,
    /// The level of 0.0 in the output.
    pub y_zero: i8,
    /// Input scale / output scale / count; none where both are on one grid.
    pub scales: Option<Scales>,
}

impl Mean {
    /// The level of the mean of `count` values whose levels have the sum `sum`. On one grid it is the mean of the
    /// levels, halves rounded away from zero (TFLite's integer average pooling); else the sum of what the levels stand
    /// for, rescaled.
    #[inline(always)]
    fn level(&self, sum: i32, count: i32) -> i8 {
        let level = match &self.scales {
            None => i64::from((sum + sum.signum() * (count / 2)) / count),
            Some(Scales { multiplier, shift }) => {
                let m = multiplier.first().copied().unwrap_or(0);
                requantize(sum - count * i32::from(self.x_zero), m, *shift) + i64::from(self.y_zero)
            }
        };
        level.clamp(-128, 127) as i8
    }
}

/// `y [N,C] = mean` of `x [N,area,C]`. `sums` is scratch memory of C values.
pub fn global_average(n: usize, area: usize, c: usize, mean: &Mean, x: &[i8], y: &mut [i8], sums: &mut [i32]) {
    let sums = &mut sums[..c];
    for (x, y) in x.chunks_exact(area * c).zip(y.chunks_exact_mut(c)).take(n) {
        sums.fill(0);
        x.chunks_exact(c).for_each(|x| add_levels(x, sums));
        for (y, sum) in y.iter_mut().zip(&*sums) {
            *y = mean.level(*sum, area as i32);
        }
    }
}

#[inline(always)]
fn add_levels(x: &[i8], sums: &mut [i32]) {
    for (sum, x) in sums.iter_mut().zip(x) {
        *sum += i32::from(*x);
    }
}
