//! Sum and product of two activations.

#[cfg(feature = "gpu")]
pub(crate) mod gpu;
pub mod int8;
pub mod reference;

use super::Misfit;
use crate::Shape;

pub(super) fn infer_add(a: Shape, b: Shape) -> Result<Shape, Misfit> {
    if a == b { Ok(a) } else { Err((format!("two inputs of {a}"), b.to_string())) }
}

pub(super) fn infer_multiply(a: Shape, b: Shape) -> Result<Shape, Misfit> {
    if a == b || b == Shape::vector(a.c) {
        Ok(a)
    } else {
        Err((format!("a second input of {a} or {}", Shape::vector(a.c)), b.to_string()))
    }
}
