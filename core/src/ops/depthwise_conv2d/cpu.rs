//! Depthwise convolution, four channels at a time.
//!
//! The common windows (3×3) keep their nine weights, or the nine sums of their gradient, in registers while they go
//! along a row of the image ([`three`]); every other window goes tap by tap over 16 channels ([`any`]).

mod any;
mod three;

use super::DepthwiseKernels;
use crate::gemm::add_column_sums;
use crate::ops::{Activation, ActivationKernels, Cpu, Window, activation};

impl DepthwiseKernels for Cpu {
    /// A row of zeros that stands for the
    /// padding, and turned weights.
    fn depthwise_workspace(s: &Window) -> usize {
        s.w.max(s.ow) * s.c + s.kh * s.kw * s.c
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
        let (clamp, after) = activation::cpu::as_clamp(act);
        check(s, x.len(), y.len(), w.len(), ws.len());
        assert!(b.is_none_or(|b| b.len() >= s.c));
        convolve(s, x, w, b, clamp, y, ws);
        Self::activate(after, y);
    }

    /// With stride 1 a convolution of `dy` with the weights turned by 180°, else gathered.
    fn depthwise_backward_input(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32]) {
        check(s, dx.len(), dy.len(), w.len(), ws.len());
        if s.sh == 1 && s.sw == 1 && s.pt < s.kh && s.pl < s.kw {
            let (turned, zeros) = ws.split_at_mut(s.kh * s.kw * s.c);
            for (to, from) in turned.chunks_exact_mut(s.c).zip(w.chunks_exact(s.c).rev()) {
                to.copy_from_slice(from);
            }
            let (pt, pl) = (s.kh - 1 - s.pt, s.kw - 1 - s.pl);
            let back = Window { h: s.oh, w: s.ow, oh: s.h, ow: s.w, pt, pl, ..*s };
            convolve(&back, dy, turned, None, None, dx, zeros);
        } else {
            any::gather(s, w, dy, dx);
        }
    }

    fn depthwise_backward_params(
        s: &Window,
        x: &[f32],
        dy: &[f32],
        dw: &mut [f32],
        db: Option<&mut [f32]>,
        ws: &mut [f32],
    ) {
        check(s, x.len(), dy.len(), dw.len(), ws.len());
        dw.fill(0.0);
        if let Some(db) = db {
            db.fill(0.0);
            add_column_sums(dy, db);
        }
        let done = if three::fits(s) {
            let zeros = &mut ws[..s.w * s.c];
            zeros.fill(0.0);
            three::weights(s, x, dy, dw, zeros)
        } else {
            0
        };
        any::weights(s, x, dy, dw, done);
    }
}

/// The kernels read and write without bounds checks: everything has its length, or the calling executor is at fault.
fn check(s: &Window, input: usize, output: usize, weights: usize, ws: usize) {
    assert!(input >= s.input_len() && output >= s.output_len() && s.k == s.c);
    assert!(weights >= s.kh * s.kw * s.c && ws >= Cpu::depthwise_workspace(s));
}

fn convolve(
    s: &Window,
    x: &[f32],
    w: &[f32],
    b: Option<&[f32]>,
    clamp: Option<[f32; 2]>,
    y: &mut [f32],
    zeros: &mut [f32],
) {
    let done = if three::fits(s) {
        let zeros = &mut zeros[..s.w * s.c];
        zeros.fill(0.0);
        three::forward(s, x, w, b, clamp, y, zeros)
    } else {
        0
    };
    any::forward(s, x, w, b, clamp, y, done);
}
