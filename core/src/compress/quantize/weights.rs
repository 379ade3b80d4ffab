//! Weights on the grids, or in the short floats, that they are stored in.

use crate::compress::cluster::used;
use crate::graph::{Model, NodeId, Param, Weights, by_channel_mut};
use crate::ops::Role;
use crate::quant::{self, Affine, Encoding, Grid, QParamsRule, Range, Storage, number};
use crate::spec::recipe::{Granularity, NumberType, Observer, Quantize};
use crate::{Error, Result};
use ndarray::ArrayView1;

/// Ternary weights: what is no greater than this part of the mean magnitude becomes 0 (Li et al. 2016, "Ternary Weight
/// Networks", eq. 6).
const TERNARY_THRESHOLD: f64 = 0.7;

/// The greatest level of a bias. Half of what 32 bits hold, so that the products fit beside it.
const BIAS_LEVELS: f32 = (1 << 30) as f32;

/// Writes the weights of convolutions and linear layers as numbers of `settings.dtype`; biases and batch norm stay as
/// they are. The values become exactly what their storage gives back.
///
/// - `int8`, `int4`: the observer finds the range, of the tensor or of each output channel.
/// - `int2` (ternary, Li et al. 2016) and `binary` (XNOR-Net, Rastegari et al. 2016) have rules of their own for the scale;
///   observer and scheme do not matter.
/// - `fp16`, `bf16` have scale 1. With fp8 the tensor's greatest magnitude becomes the greatest finite value. What is
///   out of reach becomes the greatest finite value.
///
/// Zeros stay zeros on every grid but the binary one, which has none. In a sparse tensor they stay there too, since
/// they are not stored; and what is not stored counts neither for a mean nor for a percentile.
///
/// A clustered tensor keeps its shared values shared: it has one grid, whatever the granularity, and each centroid goes to
/// the nearest of its levels, which are then Huffman-coded. With short floats its code book stays one, of rounded centroids.
pub fn quantize_weights(net: &Model, settings: &Quantize) -> Result<Model> {
    quantize_with(net, settings, &|_| None, &|_, _| None)
}

/// The same, and biases as 32-bit levels of input scale times weight scale, where `input_scale` gives the scale of
/// the layer's input.
pub(super) fn quantize_with(
    net: &Model,
    settings: &Quantize,
    input_scale: &dyn Fn(NodeId) -> Option<f32>,
    learned: Learned<'_>,
) -> Result<Model> {
    let mut quantized = net.clone();
    let values = quantized.weights.values_mut();
    round_values(net, settings, input_scale, learned, net.weights.values(), values, Some(&mut quantized.storage))?;
    Ok(quantized)
}

/// The scale of a channel, by the tensor's place and its own, where one was learned: no observer is asked then.
pub(super) type Learned<'a> = &'a dyn Fn(usize, usize) -> Option<f32>;

/// Rounds `from` into `to`, both laid out as [`Weights::values`], and notes the encodings in `storage`.
pub(super) fn round_values(
    net: &Model,
    settings: &Quantize,
    input_scale: &dyn Fn(NodeId) -> Option<f32>,
    learned: Learned<'_>,
    from: &[f32],
    to: &mut [f32],
    mut storage: Option<&mut Vec<Storage>>,
) -> Result<()> {
    Error::check_len("weights", net.weights.values().len(), from.len())?;
    Error::check_len("rounded weights", from.len(), to.len())?;
    let rule = QParamsRule::weights(settings)?;
    to.copy_from_slice(from);
    let mut buffer = Vec::new();
    for (i, param) in net.weights.params().iter().enumerate().filter(|(_, p)| p.role == Role::Weight) {
        let stored = net.storage.get(i);
        let is_sparse = stored.is_some_and(|s| s.sparse);
        let is_clustered = stored.is_some_and(|s| s.encoding.is_clustered());
        let encoding = storage.as_deref_mut().and_then(|s| s.get_mut(i)).map(|s| &mut s.encoding);
        if !settings.dtype.is_integer() {
            let values = &mut to[param.range.clone()];
            let scale = round_floats(settings.dtype, values);
            if let Some(encoding) = encoding {
                *encoding = match is_clustered {
                    true => Encoding::Codebook { centroids: used(values, is_sparse) },
                    false => Encoding::Float { dtype: settings.dtype, scale },
                };
            }
            continue;
        }
        let mut grid = Grid { dtype: settings.dtype, scale: Vec::new(), zero_point: Vec::new() };
        let scales = match settings.granularity {
            Granularity::Channel if !is_clustered => param.shape.last().map_or(1, |&k| k),
            Granularity::Channel | Granularity::Tensor => 1,
        };
        let input = input_scale(param.node);
        let bias = input.and_then(|_| bias_of(&net.weights, i)).map_or(0..0, |p| p.range.clone());
        for k in 0..scales {
            let bias = if scales == 1 || bias.is_empty() { bias.clone() } else { bias.start + k..bias.start + k + 1 };
            let mut weights = by_channel_mut(&mut to[param.range.clone()], scales);
            let mut channel = weights.column_mut(k);
            let mut step = match learned(i, k) {
                Some(scale) => Step {
                    dtype: settings.dtype,
                    is_sparse,
                    grid: QParamsRule::symmetric(scale),
                    levels: rule.levels,
                    threshold: 0.0,
                },
                None => step(&rule, settings.dtype, is_sparse, channel.view(), &mut buffer),
            };
            let input = input.unwrap_or(0.0);
            let greatest = Range::of(from[bias.clone()].iter().copied()).magnitude();
            if input > 0.0 && greatest > 0.0 {
                // The bias of a channel whose weights are next to nothing still has to fit.
                step.grid.scale = step.grid.scale.max(greatest / (BIAS_LEVELS * input));
            }
            channel.map_inplace(|value| *value = step.round(*value));
            let unit = input * step.grid.scale;
            for bias in &mut to[bias] {
                *bias = unit * (*bias / unit).round_ties_even();
            }
            if encoding.is_some() {
                grid.scale.push(step.grid.scale);
                grid.zero_point.push(step.grid.zero_point);
            }
        }
        if let Some(encoding) = encoding {
            *encoding = if is_clustered { Encoding::CodedGrid(grid) } else { Encoding::Grid(grid) };
        }
    }
    Ok(())
}

/// The bias of the layer whose weight is parameter `i`.
fn bias_of(weights: &Weights, i: usize) -> Option<&Param> {
    let next = weights.params().get(i + 1)?;
    (next.role == Role::Bias && next.node == weights.params()[i].node).then_some(next)
}

/// What becomes of the weights that share a scale.
struct Step {
    dtype: NumberType,
    is_sparse: bool,
    grid: Affine,
    levels: (i32, i32),
    /// Ternary: the greatest magnitude that becomes 0.
    threshold: f32,
}

impl Step {
    fn round(&self, value: f32) -> f32 {
        let scale = self.grid.scale;
        match self.dtype {
            NumberType::Int2 if value.abs() <= self.threshold => 0.0,
            NumberType::Binary if self.is_sparse && value == 0.0 => 0.0,
            NumberType::Int2 | NumberType::Binary => {
                if value < 0.0 {
                    -scale
                } else {
                    scale
                }
            }
            _ => {
                let Affine { scale, zero_point } = self.grid;
                scale * (quant::level(value, scale, zero_point, self.levels) - zero_point) as f32
            }
        }
    }
}

/// The grid of `values`, those that share a scale.
fn step(
    rule: &QParamsRule,
    dtype: NumberType,
    is_sparse: bool,
    values: ArrayView1<'_, f32>,
    buffer: &mut Vec<f32>,
) -> Step {
    let stored = || values.iter().copied().filter(|v| !is_sparse || *v != 0.0);
    let mean_above = |threshold: f32| {
        let above = stored().map(f32::abs).filter(|v| *v > threshold);
        let (sum, count) = above.fold((0.0, 0u32), |(sum, count), v| (sum + f64::from(v), count + 1));
        sum / f64::from(count.max(1))
    };
    let mut threshold = 0.0;
    let grid = match dtype {
        NumberType::Int2 => {
            threshold = (TERNARY_THRESHOLD * mean_above(-1.0)) as f32;
            QParamsRule::symmetric(mean_above(threshold) as f32)
        }
        NumberType::Binary => QParamsRule::symmetric(mean_above(-1.0) as f32),
        _ if matches!(rule.observer, Observer::MinMax | Observer::MovingAverage) => rule.fit(Range::of(stored())),
        _ => {
            buffer.clear();
            buffer.extend(stored());
            rule.fit(rule.range(buffer))
        }
    };
    Step { dtype, is_sparse, grid, levels: rule.levels, threshold }
}

/// Rounds to short floats; gives the scale.
fn round_floats(dtype: NumberType, values: &mut [f32]) -> f32 {
    let max = number::max_finite(dtype).unwrap_or(f32::MAX);
    let magnitude = Range::of(values.iter().copied()).magnitude();
    let is_scaled = matches!(dtype, NumberType::Fp8E4m3 | NumberType::Fp8E5m2) && magnitude > 0.0;
    let scale = if is_scaled { (magnitude / max).max(f32::MIN_POSITIVE) } else { 1.0 };
    for value in values {
        let bits = number::to_bits(dtype, (*value / scale).clamp(-max, max));
        *value = scale * number::from_bits(dtype, bits);
    }
    scale
}
