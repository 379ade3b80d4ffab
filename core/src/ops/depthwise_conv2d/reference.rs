//! A depthwise convolution is a grouped one with as many groups as channels: the definition is that one's.

use super::DepthwiseKernels;
use crate::ops::{Activation, Conv2dKernels, Reference, Window};

impl DepthwiseKernels for Reference {
    fn depthwise_workspace(_s: &Window) -> usize {
        0
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
        Self::conv2d(s, x, w, b, act, y, ws);
    }

    fn depthwise_backward_input(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32]) {
        Self::conv2d_backward_input(s, w, dy, dx, ws);
    }

    fn depthwise_backward_params(
        s: &Window,
        x: &[f32],
        dy: &[f32],
        dw: &mut [f32],
        db: Option<&mut [f32]>,
        ws: &mut [f32],
    ) {
        Self::conv2d_backward_params(s, x, dy, dw, db, ws);
    }
}
