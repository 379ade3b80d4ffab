//! The definitions, window by window.

use super::PoolKernels;
use crate::ops::{Reference, Window};

impl PoolKernels for Reference {
    fn max_pool2d(s: &Window, x: &[f32], y: &mut [f32], argmax: &mut [u32]) {
        y.fill(f32::NEG_INFINITY);
        each_pair(s, |xi, yi| {
            // A NaN wins, so that it stays visible, as in PyTorch.
            if x[xi] > y[yi] || x[xi].is_nan() || y[yi] == f32::NEG_INFINITY {
                y[yi] = x[xi];
                argmax[yi] = xi as u32;
            }
        });
    }

    fn max_pool2d_backward(_s: &Window, argmax: &[u32], dy: &[f32], dx: &mut [f32]) {
        dx.fill(0.0);
        for (i, dy) in argmax.iter().zip(dy) {
            dx[*i as usize] += dy;
        }
    }

    fn global_avg_pool(n: usize, area: usize, c: usize, x: &[f32], y: &mut [f32]) {
        for i in 0..n {
            for j in 0..c {
                let sum: f32 = (0..area).map(|a| x[(i * area + a) * c + j]).sum();
                y[i * c + j] = sum / area as f32;
            }
        }
    }

    fn global_avg_pool_backward(n: usize, area: usize, c: usize, dy: &[f32], dx: &mut [f32]) {
        for i in 0..n {
            for a in 0..area {
                for j in 0..c {
                    dx[(i * area + a) * c + j] = dy[i * c + j] / area as f32;
                }
            }
        }
    }
}

/// Calls `f` with the offsets of every (x, y) whose window covers x.
fn each_pair(s: &Window, mut f: impl FnMut(usize, usize)) {
    for n in 0..s.n {
        for p in 0..s.oh {
            for q in 0..s.ow {
                for i in 0..s.kh {
                    let Some(row) = s.row(p, i) else { continue };
                    for j in 0..s.kw {
                        let Some(col) = s.col(q, j) else { continue };
                        for c in 0..s.c {
                            f(((n * s.h + row) * s.w + col) * s.c + c, ((n * s.oh + p) * s.ow + q) * s.c + c);
                        }
                    }
                }
            }
        }
    }
}
