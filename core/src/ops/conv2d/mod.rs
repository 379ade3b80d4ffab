//! 2-D convolution (cross-correlation, as every library calls it), in `groups` as in Krizhevsky et al. 2012.

pub mod cpu;
#[cfg(feature = "gpu")]
pub(crate) mod gpu;
pub mod int8;
pub mod reference;

use super::{Activation, Misfit, OpParam, Pad, Role, Window, window};
use crate::Shape;
use serde::{Deserialize, Serialize};

/// `y[n,p,q,k] = b[k] + Σ_{i,j,c} x[n, p·s−pad+i, q·s−pad+j, c] · w[i,j,c,k]`, weights `[KH, KW, C/groups, K]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conv2d {
    /// Output channels K.
    pub out_channels: usize,
    /// Kernel height and width.
    pub kernel: [usize; 2],
    /// Step between windows, down and right.
    pub stride: [usize; 2],
    /// Zeros around the input.
    pub pad: Pad,
    /// Independent groups of channels; 1 for an ordinary convolution.
    pub groups: usize,
    /// Whether a bias is added.
    pub bias: bool,
}

impl Conv2d {
    pub(super) fn infer(&self, x: Shape) -> Result<Shape, Misfit> {
        let g = self.groups;
        if g == 0 || self.out_channels == 0 || !x.c.is_multiple_of(g) || !self.out_channels.is_multiple_of(g) {
            let expected = format!("input and output channels that are multiples of {g} groups");
            return Err((expected, format!("{} and {}", x.c, self.out_channels)));
        }
        let [h, w] = window::output_size(x, self.kernel, self.stride, self.pad)?;
        Ok(Shape::new(h, w, self.out_channels))
    }

    pub(super) fn params(&self, x: Shape) -> Vec<OpParam> {
        let [kh, kw] = self.kernel;
        let c = x.c / self.groups.max(1);
        let fan_in = kh * kw * c;
        let mut params = vec![OpParam { role: Role::Weight, shape: vec![kh, kw, c, self.out_channels], fan_in }];
        if self.bias {
            params.push(OpParam { role: Role::Bias, shape: vec![self.out_channels], fan_in });
        }
        params
    }

    pub(super) fn macs(&self, x: Shape, y: Shape) -> u64 {
        y.len() as u64 * (self.kernel[0] * self.kernel[1] * x.c / self.groups.max(1)) as u64
    }

    /// The resolved geometry for a batch of `n` images of shape `x`, whose output has shape `y`.
    pub fn window(&self, n: usize, x: Shape, y: Shape) -> Window {
        Window::new(n, x, y, self.kernel, self.stride, self.pad, self.groups)
    }
}

/// The convolutions of a set of kernels; lengths and scratch memory as [`super::Kernels`] says.
pub trait Conv2dKernels {
    /// Scratch values for a convolution and its backward passes.
    fn conv2d_workspace(s: &Window) -> usize;

    /// `y = act(conv(x, w) + b)`. `x [N,H,W,C]`, `w [KH,KW,C/groups,K]`, `b [K]`, `y [N,OH,OW,K]`.
    fn conv2d(
        s: &Window,
        x: &[f32],
        w: &[f32],
        b: Option<&[f32]>,
        act: Option<Activation>,
        y: &mut [f32],
        ws: &mut [f32],
    );

    /// `dx = ∂L/∂x`.
    fn conv2d_backward_input(s: &Window, w: &[f32], dy: &[f32], dx: &mut [f32], ws: &mut [f32]);

    /// `dw = ∂L/∂w` and `db = ∂L/∂b`.
    fn conv2d_backward_params(
        s: &Window,
        x: &[f32],
        dy: &[f32],
        dw: &mut [f32],
        db: Option<&mut [f32]>,
        ws: &mut [f32],
    );
}
