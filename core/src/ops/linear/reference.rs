//! The definition, loop by loop.

use crate::ops::conv2d::reference::sum_rows;

/// `y = x·w + b`. `x [N,C]`, `w [C,K]`, `b [K]`, `y [N,K]`.
pub fn forward(n: usize, c: usize, k: usize, x: &[f32], w: &[f32], b: Option<&[f32]>, y: &mut [f32]) {
    for i in 0..n {
        for o in 0..k {
            let sum: f32 = (0..c).map(|j| x[i * c + j] * w[j * k + o]).sum();
            y[i * k + o] = sum + b.map_or(0.0, |b| b[o]);
        }
    }
}

/// `dx = dy·wᵀ`, overwritten.
pub fn backward_input(n: usize, c: usize, k: usize, w: &[f32], dy: &[f32], dx: &mut [f32]) {
    for i in 0..n {
        for j in 0..c {
            dx[i * c + j] = (0..k).map(|o| dy[i * k + o] * w[j * k + o]).sum();
        }
    }
}

/// `dw = xᵀ·dy` and `db = Σ_n dy`, overwritten.
pub fn backward_params(n: usize, c: usize, k: usize, x: &[f32], dy: &[f32], dw: &mut [f32], db: Option<&mut [f32]>) {
    for j in 0..c {
        for o in 0..k {
            dw[j * k + o] = (0..n).map(|i| x[i * c + j] * dy[i * k + o]).sum();
        }
    }
    if let Some(db) = db {
        sum_rows(dy, db);
    }
}
