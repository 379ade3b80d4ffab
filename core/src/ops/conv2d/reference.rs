//! The definition, loop by loop.

use super::Conv2dKernels;
use crate::ops::{Activation, ActivationKernels, Reference, Window};

impl Conv2dKernels for Reference {
    fn conv2d_workspace(_s: &Window) -> usize {
        0
    }

    fn conv2d(
        s: &Window,
        x: &[f32],
        w: &[f32],
        b: Option<&[f32]>,
        act: Option<Activation>,
        y: &mut [f32],
        _ws: &mut [f32],
    ) {
        for (o, y) in y.iter_mut().enumerate() {
            *y = b.map_or(0.0, |b| b[o % s.k]);
        }
        each_product(s, |xi, wi, yi| y[yi] += x[xi] * w[wi]);
        Self::activate(act, y);
    }

    fn conv2d_backward_input(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32], _ws: &mut [f32]) {
        dx.fill(0.0);
        each_product(s, |xi, wi, yi| dx[xi] += dy[yi] * w[wi]);
    }

    fn conv2d_backward_params(
        s: &Window,
        x: &[f32],
        dy: &[f32],
        dw: &mut [f32],
        db: Option<&mut [f32]>,
        _ws: &mut [f32],
    ) {
        dw.fill(0.0);
        each_product(s, |xi, wi, yi| dw[wi] += dy[yi] * x[xi]);
        if let Some(db) = db {
            sum_rows(dy, db);
        }
    }
}

/// `sums[k] = Σ_rows values[row, k]`, overwritten.
pub fn sum_rows(values: &[f32], sums: &mut [f32]) {
    sums.fill(0.0);
    for row in values.chunks_exact(sums.len()) {
        for (sum, v) in sums.iter_mut().zip(row) {
            *sum += v;
        }
    }
}

/// Calls `f` with the offsets of every (x, w, y) that a convolution multiplies and adds.
fn each_product(s: &Window, mut f: impl FnMut(usize, usize, usize)) {
    let (cg, kg) = (s.c / s.groups, s.k / s.groups);
    for n in 0..s.n {
        for p in 0..s.oh {
            for q in 0..s.ow {
                for i in 0..s.kh {
                    let Some(row) = s.row(p, i) else { continue };
                    for j in 0..s.kw {
                        let Some(col) = s.col(q, j) else { continue };
                        for c in 0..cg {
                            for k in 0..s.k {
                                let xi = ((n * s.h + row) * s.w + col) * s.c + k / kg * cg + c;
                                let wi = ((i * s.kw + j) * cg + c) * s.k + k;
                                f(xi, wi, ((n * s.oh + p) * s.ow + q) * s.k + k);
                            }
                        }
                    }
                }
            }
        }
    }
}
