//! The definition, value by value.

use super::{Activation, ActivationKernels};
use crate::ops::Reference;

impl ActivationKernels for Reference {
    fn activation(f: Activation, x: &[f32], y: &mut [f32]) {
        for (x, y) in x.iter().zip(y) {
            *y = f.apply(*x);
        }
    }

    fn activate(f: Option<Activation>, y: &mut [f32]) {
        if let Some(f) = f {
            for y in y {
                *y = f.apply(*y);
            }
        }
    }

    fn activation_backward(f: Activation, x: &[f32], dy: &[f32], dx: &mut [f32]) {
        for ((x, dy), dx) in x.iter().zip(dy).zip(dx) {
            *dx = dy * f.slope(*x);
        }
    }

    fn activation_backward_in_place(f: Activation, y: &[f32], dy: &mut [f32]) {
        for (y, dy) in y.iter().zip(dy) {
            *dy *= f.slope(*y);
        }
    }
}
