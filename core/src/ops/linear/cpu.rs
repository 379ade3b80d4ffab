//! A linear layer is three matrix products.

use super::{LinearKernels, Rows};
use crate::gemm::{self, Epilogue, View, Weights, add_column_sums, gradient_workspace, multiply_workspace};
use crate::ops::{Activation, ActivationKernels, Cpu, activation};

impl LinearKernels for Cpu {
    fn linear_workspace(s: Rows) -> usize {
        multiply_workspace(s.n, s.c, s.k).max(multiply_workspace(s.n, s.k, s.c)).max(gradient_workspace(1, s.n, s.c))
    }

    fn linear(
        s: Rows,
        x: &[f32],
        w: &[f32],
        b: Option<&[f32]>,
        act: Option<Activation>,
        y: &mut [f32],
        ws: &mut [f32],
    ) {
        let (clamp, after) = activation::cpu::as_clamp(act);
        let weights = Weights::Plain { w, stride: s.k };
        gemm::multiply(View::matrix(x, s.n, s.c), s.k, weights, Epilogue { bias: b, clamp }, y, s.k, ws);
        Self::activate(after, y);
    }

    fn linear_backward_input(s: Rows, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32]) {
        let weights = Weights::Turned { w, stride: s.k, taps: 1 };
        gemm::multiply(View::matrix(dy, s.n, s.k), s.c, weights, Epilogue::default(), dx, s.c, ws);
    }

    fn linear_backward_params(s: Rows, x: &[f32], dy: &[f32], dw: &mut [f32], db: Option<&mut [f32]>, ws: &mut [f32]) {
        dw.fill(0.0);
        gemm::gradient(View::matrix(x, s.n, s.c), s.k, dy, s.k, dw, s.k, ws);
        if let Some(db) = db {
            db.fill(0.0);
            add_column_sums(dy, db);
        }
    }
}
