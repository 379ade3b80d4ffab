//! Layers whose input's grid is found when the input is there: dynamic quantization, as PyTorch's
//! `torch.ao.quantization.quantize_dynamic` has it.

use super::{Dot, PAD};
use crate::quant::Affine;
use crate::quant::{QParamsRule, Range};
use crate::spec::recipe::Observer;

/// All that such a layer needs besides its geometry: integer weights, float everything else.
#[derive(Debug, Clone, PartialEq)]
pub struct DynamicLayer {
    /// Levels of the weights, `[KH, KW, C/groups, K]`, or in whatever order a kernel set packed them.
    pub weights: Vec<i8>,
    /// Σ of each output channel's weights, `[K]` and [`PAD`] zeros.
    pub sums: Vec<i32>,
    /// The value of one level of the weights, `[K]` and [`PAD`] zeros.
    pub scale: Vec<f32>,
    /// `[K]` and [`PAD`] zeros.
    pub bias: Vec<f32>,
    /// Zeros, as many: where sums start.
    pub start: Vec<i32>,
    /// How the weights are packed for products.
    pub dot: Dot,
}

impl DynamicLayer {
    /// From the levels `[…, K]` and their scales, one or one for each output channel.
    pub fn new(weights: Vec<i8>, scale: &[f32], bias: Option<&[f32]>, k: usize) -> Self {
        let padded = |value: &dyn Fn(usize) -> f32| (0..k).map(value).chain([0.0; PAD]).collect();
        let mut sums = vec![0; k + PAD];
        for (i, &w) in weights.iter().enumerate() {
            sums[i % k] += i32::from(w);
        }
        let scale = padded(&|k| if scale.len() == 1 { scale[0] } else { scale[k] });
        let bias = padded(&|k| bias.map_or(0.0, |b| b[k]));
        DynamicLayer { weights, sums, scale, bias, start: vec![0; k + PAD], dot: Dot::Pairs }
    }

    /// The output of channel `k` for `sum = Σ (x − zero point) · w`, levels both, and an input of `scale`.
    pub fn finish(&self, sum: i32, scale: f32, k: usize) -> f32 {
        sum as f32 * (scale * self.scale[k]) + self.bias[k]
    }
}

/// The grid that holds 0 and every value of one image: its own least and greatest. NaN and infinities are left out.
///
/// Of each image and not of the batch, as PyTorch has it: what a network says about an image must not depend on the
/// images beside it.
pub fn grid_of(image: &[f32]) -> Affine {
    const RULE: QParamsRule =
        QParamsRule { observer: Observer::MinMax, percentile: 100.0, levels: (-128, 127), symmetric: false };
    // A grid always holds 0, so that what is no number may count as one. Eight lanes, which become vectors.
    let (mut least, mut greatest) = ([0.0f32; 8], [0.0f32; 8]);
    for values in image.chunks(8) {
        for ((least, greatest), &v) in least.iter_mut().zip(&mut greatest).zip(values) {
            let v = if v.abs() < f32::INFINITY { v } else { 0.0 };
            *least = if v < *least { v } else { *least };
            *greatest = if v > *greatest { v } else { *greatest };
        }
    }
    RULE.fit(Range { min: least.into_iter().fold(0.0, f32::min), max: greatest.into_iter().fold(0.0, f32::max) })
}
