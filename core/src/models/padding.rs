use crate::graph::Shape;
use crate::ops::Pad;

/// How many zeros a convolution has around its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Padding {
    /// `(kernel − 1) / 2` on every side, as networks of PyTorch have it.
    Symmetric,
    /// TensorFlow's "same" ([`Pad::same`]).
    Same,
}

impl Padding {
    /// For a square kernel on an input of shape `x`.
    pub(super) fn of(self, x: Shape, kernel: usize, stride: usize) -> Pad {
        match self {
            Padding::Symmetric => Pad::all(kernel.saturating_sub(1) / 2),
            Padding::Same => Pad::same(x.h, x.w, [kernel; 2], [stride; 2]),
        }
    }
}
