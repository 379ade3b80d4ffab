//! The definition, value by value.

use super::Activation;

/// `y = f(x)`.
pub fn forward(f: Activation, x: &[f32], y: &mut [f32]) {
    for (x, y) in x.iter().zip(y) {
        *y = f.apply(*x);
    }
}

/// `y ← f(y)`: a kernel's epilogue.
pub fn forward_in_place(f: Activation, y: &mut [f32]) {
    for y in y {
        *y = f.apply(*y);
    }
}

/// `dx = dy · f′(x)`, overwritten.
pub fn backward(f: Activation, x: &[f32], dy: &[f32], dx: &mut [f32]) {
    for ((x, dy), dx) in x.iter().zip(dy).zip(dx) {
        *dx = dy * f.slope(*x);
    }
}

/// `dy ← dy · f′`, told from the output `y`; for activations with [`Activation::slope_from_output`].
pub fn backward_in_place(f: Activation, y: &[f32], dy: &mut [f32]) {
    for (y, dy) in y.iter().zip(dy) {
        *dy *= f.slope(*y);
    }
}
