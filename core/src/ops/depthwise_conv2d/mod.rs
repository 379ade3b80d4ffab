//! Depthwise convolution: each channel is convolved with a filter of its own (Howard et al. 2017, MobileNets, §3.1).

pub mod cpu;
#[cfg(feature = "gpu")]
pub(crate) mod gpu;
pub mod int8;
pub mod reference;

use super::{Activation, Misfit, OpParam, Pad, Role, Window, window};
use crate::Shape;
use serde::{Deserialize, Serialize};

/// `y[n,p,q,c] = b[c] + Σ_{i,j} x[n, p·s−pad+i, q·s−pad+j, c] · w[i,j,c]`, weights `[KH, KW, 1, C]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepthwiseConv2d {
    /// Kernel height and width.
    pub kernel: [usize; 2],
    /// Step between windows, down and right.
    pub stride: [usize; 2],
    /// Zeros around the input.
    pub pad: Pad,
    /// Whether a bias is added.
    pub bias: bool,
}

impl DepthwiseConv2d {
    pub(super) fn infer(&self, x: Shape) -> Result<Shape, Misfit> {
        let [h, w] = window::output_size(x, self.kernel, self.stride, self.pad)?;
        Ok(Shape::new(h, w, x.c))
    }

    pub(super) fn params(&self, x: Shape) -> Vec<OpParam> {
        let [kh, kw] = self.kernel;
        let fan_in = kh * kw;
        let mut params = vec![OpParam { role: Role::Weight, shape: vec![kh, kw, 1, x.c], fan_in }];
        if self.bias {
            params.push(OpParam { role: Role::Bias, shape: vec![x.c], fan_in });
        }
        params
    }

    pub(super) fn macs(&self, y: Shape) -> u64 {
        y.len() as u64 * (self.kernel[0] * self.kernel[1]) as u64
    }

    /// The resolved geometry for a batch of `n` images of shape `x`, whose output has shape `y`.
    pub fn window(&self, n: usize, x: Shape, y: Shape) -> Window {
        Window::new(n, x, y, self.kernel, self.stride, self.pad, x.c)
    }
}

/// The depthwise convolutions of a set of kernels; lengths and scratch memory as [`super::Kernels`] says.
pub trait DepthwiseKernels {
    /// Scratch values for a depthwise convolution and its backward passes.
    fn depthwise_workspace(s: &Window) -> usize;

    /// `y = act(conv(x, w) + b)`. `x [N,H,W,C]`, `w [KH,KW,1,C]`, `b [C]`, `y [N,OH,OW,C]`.
    fn depthwise_conv2d(
        s: &Window,
        x: &[f32],
        w: &[f32],
        b: Option<&[f32]>,
        act: Option<Activation>,
        y: &mut [f32],
        ws: &mut [f32],
    );

    /// `dx = ∂L/∂x`.
    fn depthwise_backward_input(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32]);

    /// `dw = ∂L/∂w` and `db = ∂L/∂b`.
    fn depthwise_backward_params(
        s: &Window,
        x: &[f32],
        dy: &[f32],
        dw: &mut [f32],
        db: Option<&mut [f32]>,
        ws: &mut [f32],
    );
}
