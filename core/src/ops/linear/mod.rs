//! Fully connected layer.

pub mod cpu;
pub mod reference;

use super::{Activation, Misfit, OpParam, Role};
use crate::Shape;
use serde::{Deserialize, Serialize};

/// `y[n,k] = b[k] + Σ_c x[n,c] · w[c,k]`, weights `[C, K]` (PyTorch stores the transpose).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linear {
    /// Output features K.
    pub out_features: usize,
    /// Whether a bias is added.
    pub bias: bool,
}

/// The sizes of a linear layer: `x [n, c]`, `w [c, k]`, `y [n, k]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Rows {
    pub n: usize,
    pub c: usize,
    pub k: usize,
}

impl Linear {
    pub(super) fn infer(&self, x: Shape) -> Result<Shape, Misfit> {
        if x.area() != 1 || x.c == 0 || self.out_features == 0 {
            return Err(("a vector of features and at least one output".into(), x.to_string()));
        }
        Ok(Shape::vector(self.out_features))
    }

    pub(super) fn params(&self, x: Shape) -> Vec<OpParam> {
        let mut params = vec![OpParam { role: Role::Weight, shape: vec![x.c, self.out_features], fan_in: x.c }];
        if self.bias {
            params.push(OpParam { role: Role::Bias, shape: vec![self.out_features], fan_in: x.c });
        }
        params
    }

    pub(super) fn macs(&self, x: Shape) -> u64 {
        (x.c * self.out_features) as u64
    }
}

/// The linear layers of a set of kernels; lengths and scratch memory as [`super::Kernels`] says.
pub trait LinearKernels {
    /// Scratch values for a linear layer and its backward passes.
    fn linear_workspace(s: Rows) -> usize;

    /// `y = act(x·w + b)`. `x [N,C]`, `w [C,K]`, `b [K]`, `y [N,K]`.
    fn linear(s: Rows, x: &[f32], w: &[f32], b: Option<&[f32]>, act: Option<Activation>, y: &mut [f32], ws: &mut [f32]);

    /// `dx = dy·wᵀ`.
    fn linear_backward_input(s: Rows, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32]);

    /// `dw = xᵀ·dy` and `db = Σ_n dy`.
    fn linear_backward_params(s: Rows, x: &[f32], dy: &[f32], dw: &mut [f32], db: Option<&mut [f32]>, ws: &mut [f32]);
}
