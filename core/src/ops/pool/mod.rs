//! Poolings: the maximum of a sliding window, and the mean over a whole activation.

pub mod cpu;
#[cfg(feature = "gpu")]
pub(crate) mod gpu;
pub mod int8;
pub mod reference;

use super::{Misfit, Pad, Window, window};
use crate::Shape;
use serde::{Deserialize, Serialize};

/// The maximum of each channel over a sliding window; padding never wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaxPool2d {
    /// Window height and width.
    pub kernel: [usize; 2],
    /// Step between windows, down and right.
    pub stride: [usize; 2],
    /// Padding around the input.
    pub pad: Pad,
}

impl MaxPool2d {
    /// Over `size × size` windows side by side.
    pub const fn square(size: usize) -> Self {
        MaxPool2d { kernel: [size; 2], stride: [size; 2], pad: Pad::all(0) }
    }

    pub(super) fn infer(&self, x: Shape) -> Result<Shape, Misfit> {
        let (p, [kh, kw]) = (self.pad, self.kernel);
        // A window that saw nothing but padding would have no maximum.
        if p.top >= kh || p.bottom >= kh || p.left >= kw || p.right >= kw {
            return Err((format!("padding smaller than the {kh}×{kw} window"), format!("{p:?}")));
        }
        let [h, w] = window::output_size(x, self.kernel, self.stride, self.pad)?;
        Ok(Shape::new(h, w, x.c))
    }

    /// The resolved geometry for a batch of `n` images of shape `x`, whose output has shape `y`.
    pub fn window(&self, n: usize, x: Shape, y: Shape) -> Window {
        Window::new(n, x, y, self.kernel, self.stride, self.pad, x.c)
    }
}

/// The poolings of a set of kernels.
pub trait PoolKernels {
    /// `y = max` over each window; `argmax` keeps the offset in `x` of each maximum (the first of equals).
    fn max_pool2d(s: &Window, x: &[f32], y: &mut [f32], argmax: &mut [u32]);

    /// Each window's gradient goes to its maximum.
    fn max_pool2d_backward(s: &Window, argmax: &[u32], dy: &[f32], dx: &mut [f32]);

    /// `y [N,C] = mean` of `x [N,area,C]`.
    fn global_avg_pool(n: usize, area: usize, c: usize, x: &[f32], y: &mut [f32]);

    /// `dx [N,area,C]` from `dy [N,C]`.
    fn global_avg_pool_backward(n: usize, area: usize, c: usize, dy: &[f32], dx: &mut [f32]);
}
