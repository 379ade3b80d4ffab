//! Fully connected layer.

pub mod cpu;
pub mod reference;

use super::{Misfit, OpParam, Role};
use crate::graph::Shape;
use serde::{Deserialize, Serialize};

/// `y[n,k] = b[k] + Σ_c x[n,c] · w[c,k]`, weights `[C, K]` (PyTorch stores the transpose).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linear {
    /// Output features K.
    pub out_features: usize,
    /// Whether a bias is added.
    pub bias: bool,
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
