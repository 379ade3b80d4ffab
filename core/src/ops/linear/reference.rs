//! The definition, loop by loop.

use super::{LinearKernels, Rows};
use crate::ops::conv2d::reference::sum_rows;
use crate::ops::{Activation, ActivationKernels, Reference};

impl LinearKernels for Reference {
    fn linear_workspace(_s: Rows) -> usize {
        0
    }

    fn linear(
        Rows { n, c, k }: Rows,
        x: &[f32],
        w: &[f32],
        b: Option<&[f32]>,
        act: Option<Activation>,
        y: &mut [f32],
        _ws: &mut [f32],
    ) {
        for i in 0..n {
            for o in 0..k {
                let sum: f32 = (0..c).map(|j| x[i * c + j] * w[j * k + o]).sum();
                y[i * k + o] = sum + b.map_or(0.0, |b| b[o]);
            }
        }
        Self::activate(act, y);
    }

    fn linear_backward_input(Rows { n, c, k }: Rows, w: &[f32], dy: &[f32], dx: &mut [f32], _ws: &mut [f32]) {
        for i in 0..n {
            for j in 0..c {
                dx[i * c + j] = (0..k).map(|o| dy[i * k + o] * w[j * k + o]).sum();
            }
        }
    }

    fn linear_backward_params(
        Rows { n, c, k }: Rows,
        x: &[f32],
        dy: &[f32],
        dw: &mut [f32],
        db: Option<&mut [f32]>,
        _ws: &mut [f32],
    ) {
        for j in 0..c {
            for o in 0..k {
                dw[j * k + o] = (0..n).map(|i| x[i * c + j] * dy[i * k + o]).sum();
            }
        }
        if let Some(db) = db {
            sum_rows(dy, db);
        }
    }
}
