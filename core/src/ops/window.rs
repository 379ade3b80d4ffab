//! The geometry that convolutions and poolings share.

use super::Misfit;
use crate::Shape;
#[cfg(feature = "gpu")]
use crate::gpu::kernel::Constant;
use serde::{Deserialize, Serialize};

/// Zeros around an activation. PyTorch's padding is the same on opposite sides; TensorFlow's "same" may have one
/// more at the bottom and right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Pad {
    pub top: usize,
    pub bottom: usize,
    pub left: usize,
    pub right: usize,
}

impl Pad {
    /// `p` on every side.
    pub const fn all(p: usize) -> Self {
        Pad { top: p, bottom: p, left: p, right: p }
    }

    /// TensorFlow's "same": the output has ⌈size / stride⌉ positions and the odd zero goes below and right
    /// (tf.nn, "Notes on padding").
    pub fn same(h: usize, w: usize, kernel: [usize; 2], stride: [usize; 2]) -> Self {
        let total = |size: usize, k: usize, s: usize| (size.div_ceil(s).saturating_sub(1) * s + k).saturating_sub(size);
        let (v, u) = (total(h, kernel[0], stride[0]), total(w, kernel[1], stride[1]));
        Pad { top: v / 2, bottom: v - v / 2, left: u / 2, right: u - u / 2 }
    }
}

/// A sliding window over a batch of activations, with every size resolved: input `[n, h, w, c]`, output
/// `[n, oh, ow, k]`. Depthwise convolutions and poolings have `k = c`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Window {
    pub n: usize,
    pub h: usize,
    pub w: usize,
    pub c: usize,
    pub oh: usize,
    pub ow: usize,
    pub k: usize,
    pub kh: usize,
    pub kw: usize,
    pub sh: usize,
    pub sw: usize,
    /// Zeros above; those below follow from `oh`.
    pub pt: usize,
    /// Zeros at the left.
    pub pl: usize,
    pub groups: usize,
}

impl Window {
    /// The geometry for a batch of `n` images of shape `x`, whose output has shape `y`.
    pub(super) const fn new(
        n: usize,
        x: Shape,
        y: Shape,
        kernel: [usize; 2],
        stride: [usize; 2],
        pad: Pad,
        groups: usize,
    ) -> Self {
        let ([kh, kw], [sh, sw]) = (kernel, stride);
        let (Shape { h, w, c }, Shape { h: oh, w: ow, c: k }) = (x, y);
        Window { n, h, w, c, oh, ow, k, kh, kw, sh, sw, pt: pad.top, pl: pad.left, groups }
    }

    /// A linear layer `[n, c] → [n, k]` as a convolution of `1 × 1` pictures.
    pub const fn linear(n: usize, c: usize, k: usize) -> Self {
        Window { n, h: 1, w: 1, c, oh: 1, ow: 1, k, kh: 1, kw: 1, sh: 1, sw: 1, pt: 0, pl: 0, groups: 1 }
    }

    /// Values in the input batch.
    pub const fn input_len(&self) -> usize {
        self.n * self.h * self.w * self.c
    }

    /// Values in the output batch.
    pub const fn output_len(&self) -> usize {
        self.n * self.oh * self.ow * self.k
    }

    /// The input row under output row `o` and kernel row `i`, unless it lies in the padding.
    #[inline(always)]
    pub const fn row(&self, o: usize, i: usize) -> Option<usize> {
        let y = o * self.sh + i;
        if y >= self.pt && y - self.pt < self.h { Some(y - self.pt) } else { None }
    }

    /// The input column under output column `o` and kernel column `j`, unless it lies in the padding.
    #[inline(always)]
    pub const fn col(&self, o: usize, j: usize) -> Option<usize> {
        let x = o * self.sw + j;
        if x >= self.pl && x - self.pl < self.w { Some(x - self.pl) } else { None }
    }
}

#[cfg(feature = "gpu")]
impl Window {
    /// Its sizes as constants, by their names in WGSL.
    pub(crate) fn constants(&self) -> Vec<Constant> {
        let sizes = [
            ("H", self.h),
            ("W", self.w),
            ("C", self.c),
            ("OH", self.oh),
            ("OW", self.ow),
            ("KH", self.kh),
            ("KW", self.kw),
            ("SH", self.sh),
            ("SW", self.sw),
            ("PT", self.pt),
            ("PL", self.pl),
        ];
        sizes.map(|(name, size)| (name, size as f64)).into()
    }
}

/// The sizes of a sliding window, by their names in WGSL.
#[cfg(feature = "gpu")]
macro_rules! window_sizes {
    ($($more:literal),*) => {
        &["H", "W", "C", "OH", "OW", "KH", "KW", "SH", "SW", "PT", "PL" $(, $more)*]
    };
}
#[cfg(feature = "gpu")]
pub(crate) use window_sizes;

/// Output height and width of a window, or why there is none.
pub(super) fn output_size(x: Shape, kernel: [usize; 2], stride: [usize; 2], pad: Pad) -> Result<[usize; 2], Misfit> {
    let one = |size: usize, before: usize, after: usize, k: usize, s: usize| {
        let padded = size + before + after;
        if k == 0 || s == 0 || padded < k || x.is_empty() { None } else { Some((padded - k) / s + 1) }
    };
    let h = one(x.h, pad.top, pad.bottom, kernel[0], stride[0]);
    let w = one(x.w, pad.left, pad.right, kernel[1], stride[1]);
    h.zip(w)
        .map(|(h, w)| [h, w])
        .ok_or_else(|| (format!("an input of at least {}×{} with its padding", kernel[0], kernel[1]), x.to_string()))
}
