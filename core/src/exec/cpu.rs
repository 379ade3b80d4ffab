//! The fast CPU kernels as one set.

use super::kernels::{Kernels, Rows};
use crate::ops::{Activation, Window, activation, conv2d, linear};

/// Packed panels and SIMD; see [`crate::gemm`] and the `cpu.rs` of each op.
#[derive(Debug, Clone, Copy)]
pub struct Cpu;

impl Kernels for Cpu {
    const NAME: &'static str = "cpu";

    fn conv2d_workspace(s: &Window) -> usize {
        conv2d::cpu::workspace(s)
    }

    fn conv2d(
        s: &Window,
        x: &[f32],
        w: &[f32],
        b: Option<&[f32]>,
        act: Option<Activation>,
        y: &mut [f32],
        ws: &mut [f32],
    ) {
        conv2d::cpu::forward(s, x, w, b, act, y, ws);
    }

    fn conv2d_backward_input(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32]) {
        conv2d::cpu::backward_input(s, w, dy, dx, ws);
    }

    fn conv2d_backward_params(
        s: &Window,
        x: &[f32],
        dy: &[f32],
        dw: &mut [f32],
        db: Option<&mut [f32]>,
        ws: &mut [f32],
    ) {
        conv2d::cpu::backward_params(s, x, dy, dw, db, ws);
    }

    fn linear_workspace(s: Rows) -> usize {
        linear::cpu::workspace(s)
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
        linear::cpu::forward(s, x, w, b, act, y, ws);
    }

    fn linear_backward_input(s: Rows, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32]) {
        linear::cpu::backward_input(s, w, dy, dx, ws);
    }

    fn linear_backward_params(s: Rows, x: &[f32], dy: &[f32], dw: &mut [f32], db: Option<&mut [f32]>, ws: &mut [f32]) {
        linear::cpu::backward_params(s, x, dy, dw, db, ws);
    }

    fn activation(f: Activation, x: &[f32], y: &mut [f32]) {
        activation::cpu::forward(f, x, y);
    }

    fn activate(f: Option<Activation>, y: &mut [f32]) {
        activation::cpu::activate(f, y);
    }

    fn activation_backward(f: Activation, x: &[f32], dy: &[f32], dx: &mut [f32]) {
        activation::cpu::backward(f, x, dy, dx);
    }

    fn activation_backward_in_place(f: Activation, y: &[f32], dy: &mut [f32]) {
        activation::cpu::backward_in_place(f, y, dy);
    }
}
