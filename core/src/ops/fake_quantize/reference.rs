//! The definition, value by value.

use super::FakeQuantize;

/// The level of `x` before it is clamped, counted from the zero point; ties to even.
fn steps(op: &FakeQuantize, x: f32) -> f32 {
    (x / op.scale).round_ties_even()
}

/// The least and the greatest level, counted from the zero point.
fn bounds(op: &FakeQuantize) -> (f32, f32) {
    (-128.0 - op.zero_point as f32, 127.0 - op.zero_point as f32)
}

/// `y = x` on the grid.
pub fn forward(op: &FakeQuantize, x: &[f32], y: &mut [f32]) {
    let (low, high) = bounds(op);
    for (x, y) in x.iter().zip(y) {
        *y = op.scale * steps(op, *x).max(low).min(high);
    }
}

/// `dx = dy` where `x` was not clamped, else 0; overwritten.
pub fn backward(op: &FakeQuantize, x: &[f32], dy: &[f32], dx: &mut [f32]) {
    let (low, high) = bounds(op);
    for ((x, dy), dx) in x.iter().zip(dy).zip(dx) {
        let steps = steps(op, *x);
        *dx = if steps >= low && steps <= high { *dy } else { 0.0 };
    }
}
