//! Poolings of 8-bit integers.

use super::reference::window_count;
use crate::int8::{Scales, requantize};
use crate::ops::Window;

/// `y = max` over each window; input and output are on one grid.
pub fn max(s: &Window, x: &[i8], y: &mut [i8]) {
    y.fill(i8::MIN);
    for n in 0..s.n {
        for p in 0..s.oh {
            for q in 0..s.ow {
                let y = &mut y[((n * s.oh + p) * s.ow + q) * s.c..][..s.c];
                for i in 0..s.kh {
                    let Some(row) = s.row(p, i) else { continue };
                    for j in 0..s.kw {
                        let Some(col) = s.col(q, j) else { continue };
                        let x = &x[((n * s.h + row) * s.w + col) * s.c..][..s.c];
                        for (y, x) in y.iter_mut().zip(x) {
                            *y = (*y).max(*x);
                        }
                    }
                }
            }
        }
    }
}

/// How a sum of levels becomes the mean's level.
#[derive(Debug, Clone, PartialEq)]
pub struct Mean {
    /// The level of 0.0 in the input.
    pub x_zero: i8,
    /// The level of 0.0 in the output.
    pub y_zero: i8,
    /// Input scale / output scale / count, for each count from 1 on; none where both are on one grid.
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
                // A global mean has one count only.
                let m = multiplier.get(count as usize - 1).or(multiplier.last()).copied().unwrap_or(0);
                requantize(sum - count * i32::from(self.x_zero), m, *shift) + i64::from(self.y_zero)
            }
        };
        level.clamp(-128, 127) as i8
    }
}

/// `y = mean` over each window; see [`super::reference::avg_forward`]. `sums` is scratch memory of C values.
pub fn average(
    s: &Window,
    mean: &Mean,
    count_pad: bool,
    pad_end: [usize; 2],
    x: &[i8],
    y: &mut [i8],
    sums: &mut [i32],
) {
    let sums = &mut sums[..s.c];
    for (m, y) in y.chunks_exact_mut(s.c).enumerate() {
        let (q, p, n) = (m % s.ow, m / s.ow % s.oh, m / s.ow / s.oh);
        let count = window_count(s, count_pad, pad_end, m * s.c) as i32;
        let mut inside = 0;
        sums.fill(0);
        for i in 0..s.kh {
            let Some(row) = s.row(p, i) else { continue };
            for j in 0..s.kw {
                let Some(col) = s.col(q, j) else { continue };
                inside += 1;
                add_levels(&x[((n * s.h + row) * s.w + col) * s.c..], sums);
            }
        }
        // Padding that counts is the real number 0.
        let padding = (count - inside) * i32::from(mean.x_zero);
        for (y, sum) in y.iter_mut().zip(&*sums) {
            *y = mean.level(sum + padding, count);
        }
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
