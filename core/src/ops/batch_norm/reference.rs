//! The definition, sums in f64.

use super::BatchNorm;

/// Training: normalizes `x [rows, C]` by its own statistics into `y`, keeps `mean` and `inv_std` (both `[C]`) for
/// the backward pass and moves the running statistics (the variance without bias, as PyTorch does).
pub fn forward_train(
    op: &BatchNorm,
    x: &[f32],
    gamma: &[f32],
    beta: &[f32],
    running_mean: &mut [f32],
    running_var: &mut [f32],
    y: &mut [f32],
    mean: &mut [f32],
    inv_std: &mut [f32],
) {
    let c = gamma.len();
    let rows = (x.len() / c) as f64;
    for j in 0..c {
        let column = || x.iter().skip(j).step_by(c).map(|&v| f64::from(v));
        let mu = column().sum::<f64>() / rows;
        let var = column().map(|v| (v - mu) * (v - mu)).sum::<f64>() / rows;
        let unbiased = if rows > 1.0 { var * rows / (rows - 1.0) } else { var };
        mean[j] = mu as f32;
        inv_std[j] = (1.0 / (var + f64::from(op.eps)).sqrt()) as f32;
        running_mean[j] += op.momentum * (mu as f32 - running_mean[j]);
        running_var[j] += op.momentum * (unbiased as f32 - running_var[j]);
    }
    for (x, y) in x.chunks_exact(c).zip(y.chunks_exact_mut(c)) {
        for j in 0..c {
            y[j] = (x[j] - mean[j]) * inv_std[j] * gamma[j] + beta[j];
        }
    }
}

/// Inference: normalizes `x [rows, C]` by the running statistics into `y`.
pub fn forward_eval(
    op: &BatchNorm,
    x: &[f32],
    gamma: &[f32],
    beta: &[f32],
    running_mean: &[f32],
    running_var: &[f32],
    y: &mut [f32],
) {
    let c = gamma.len();
    for (x, y) in x.chunks_exact(c).zip(y.chunks_exact_mut(c)) {
        for j in 0..c {
            y[j] = (x[j] - running_mean[j]) / (running_var[j] + op.eps).sqrt() * gamma[j] + beta[j];
        }
    }
}

/// Gradients of the training form: `dx [rows, C]`, `dgamma [C]`, `dbeta [C]`, all overwritten.
/// With x̂ the normalized x and m rows: `dx = γ/σ · (dy − (Σdy + x̂·Σ(dy·x̂))/m)` (Ioffe and Szegedy, §3).
pub fn backward(
    x: &[f32],
    gamma: &[f32],
    mean: &[f32],
    inv_std: &[f32],
    dy: &[f32],
    dx: &mut [f32],
    dgamma: &mut [f32],
    dbeta: &mut [f32],
) {
    let c = gamma.len();
    let rows = (x.len() / c) as f64;
    for j in 0..c {
        let normalized = |i: usize| f64::from((x[i] - mean[j]) * inv_std[j]);
        let indices = || (j..x.len()).step_by(c);
        let sum: f64 = indices().map(|i| f64::from(dy[i])).sum();
        let dot: f64 = indices().map(|i| f64::from(dy[i]) * normalized(i)).sum();
        dbeta[j] = sum as f32;
        dgamma[j] = dot as f32;
        for i in indices() {
            let centered = f64::from(dy[i]) - (sum + normalized(i) * dot) / rows;
            dx[i] = (f64::from(gamma[j] * inv_std[j]) * centered) as f32;
        }
    }
}
