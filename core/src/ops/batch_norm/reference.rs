//! The definition, sums in f64.

use super::{Backward, BatchNormKernels, Inference, Training};
use crate::ops::{ActivationKernels, Reference};

impl BatchNormKernels for Reference {
    fn batch_norm_train(it: Training<'_>) {
        let Training { op, act, x, gamma, beta, running_mean, running_var, y, mean, inv_std } = it;
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

        Self::activate(act, y);
    }

    fn batch_norm_eval(it: Inference<'_>) {
        let Inference { op, act, x, gamma, beta, mean, var, y } = it;
        let c = gamma.len();
        for (x, y) in x.chunks_exact(c).zip(y.chunks_exact_mut(c)) {
            for j in 0..c {
                y[j] = (x[j] - mean[j]) / (var[j] + op.eps).sqrt() * gamma[j] + beta[j];
            }
        }

        Self::activate(act, y);
    }

    fn batch_norm_backward(it: Backward<'_>) {
        let Backward { act, x, y, gamma, mean, inv_std, dy, dx, dgamma, dbeta } = it;
        if let Some(act) = act {
            Self::activation_backward_in_place(act, y, dy);
        }
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
}
