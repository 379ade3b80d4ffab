//! The fast CPU kernels as one set.

use super::kernels::{Kernels, Rows};
use crate::ops::batch_norm::{self, BatchNorm};
use crate::ops::{Activation, PoolKind, Window, activation, conv2d, depthwise_conv2d, linear, pool};

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

    fn depthwise_workspace(s: &Window) -> usize {
        depthwise_conv2d::cpu::workspace(s)
    }

    fn depthwise_conv2d(
        s: &Window,
        x: &[f32],
        w: &[f32],
        b: Option<&[f32]>,
        act: Option<Activation>,
        y: &mut [f32],
        ws: &mut [f32],
    ) {
        depthwise_conv2d::cpu::forward(s, x, w, b, act, y, ws);
    }

    fn depthwise_backward_input(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32]) {
        depthwise_conv2d::cpu::backward_input(s, w, dy, dx, ws);
    }

    fn depthwise_backward_params(
        s: &Window,
        x: &[f32],
        dy: &[f32],
        dw: &mut [f32],
        db: Option<&mut [f32]>,
        ws: &mut [f32],
    ) {
        depthwise_conv2d::cpu::backward_params(s, x, dy, dw, db, ws);
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

    fn batch_norm_train(
        op: &BatchNorm,
        x: &[f32],
        gamma: &[f32],
        beta: &[f32],
        running_mean: &mut [f32],
        running_var: &mut [f32],
        act: Option<Activation>,
        y: &mut [f32],
        mean: &mut [f32],
        inv_std: &mut [f32],
    ) {
        batch_norm::cpu::forward_train(op, x, gamma, beta, running_mean, running_var, act, y, mean, inv_std);
    }

    fn batch_norm_eval(
        op: &BatchNorm,
        x: &[f32],
        gamma: &[f32],
        beta: &[f32],
        running_mean: &[f32],
        running_var: &[f32],
        act: Option<Activation>,
        y: &mut [f32],
    ) {
        batch_norm::cpu::forward_eval(op, x, gamma, beta, running_mean, running_var, act, y);
    }

    fn batch_norm_backward(
        x: &[f32],
        y: &[f32],
        gamma: &[f32],
        mean: &[f32],
        inv_std: &[f32],
        act: Option<Activation>,
        dy: &mut [f32],
        dx: &mut [f32],
        dgamma: &mut [f32],
        dbeta: &mut [f32],
    ) {
        batch_norm::cpu::backward(x, y, gamma, mean, inv_std, act, dy, dx, dgamma, dbeta);
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

    fn pool2d(s: &Window, kind: PoolKind, pad_end: [usize; 2], x: &[f32], y: &mut [f32], argmax: &mut [u32]) {
        pool::cpu::forward(s, kind, pad_end, x, y, argmax);
    }

    fn pool2d_backward(s: &Window, kind: PoolKind, pad_end: [usize; 2], argmax: &[u32], dy: &[f32], dx: &mut [f32]) {
        pool::cpu::backward(s, kind, pad_end, argmax, dy, dx);
    }

    fn global_avg_pool(n: usize, area: usize, c: usize, x: &[f32], y: &mut [f32]) {
        pool::cpu::global_avg_forward(n, area, c, x, y);
    }

    fn global_avg_pool_backward(n: usize, area: usize, c: usize, dy: &[f32], dx: &mut [f32]) {
        pool::cpu::global_avg_backward(n, area, c, dy, dx);
    }
}
