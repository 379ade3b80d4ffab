//! Scales of weights that are learned along with them (Esser et al. 2020, "Learned Step Size Quantization").

use crate::graph::{Model, by_channel, by_channel_mut};
use crate::ops::Role;
use crate::quant::QParamsRule;
use crate::spec::recipe::{Granularity, NumberType, Observer, Quantize};
use crate::{Error, Result};
use std::ops::Range;

/// What of the velocity is left at each step, as in the optimizer of the weights.
const MOMENTUM: f32 = 0.9;

/// The scale of each channel, or each tensor, of the weights on 8 or 4 bits: found at first where the squared error is least
/// (Nagel et al. 2021, §4.3: few bits start from such ranges), then moved by its gradient, with each step of the weights.
/// Ternary and binary weights have rules for their scales, which follow from the weights: none here.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LearnedScales {
    tensors: Vec<Tensor>,
    /// The greatest level Q; −Q is the least.
    top: f32,
}

#[derive(Debug, Clone, PartialEq)]
struct Tensor {
    /// Its place among the tensors, and that of its values.
    param: usize,
    range: Range<usize>,
    /// Left-out zeros are no part of it.
    is_sparse: bool,
    scales: Vec<f32>,
    velocity: Vec<f32>,
}

impl LearnedScales {
    /// Those that `net`'s weights start with.
    ///
    /// # Errors
    /// When a setting is out of its range.
    pub fn new(net: &Model, settings: &Quantize) -> Result<Self> {
        let rule = QParamsRule::weights(&Quantize { observer: Observer::Mse, ..*settings })?;
        let mut tensors = Vec::new();
        if matches!(settings.dtype, NumberType::Int8 | NumberType::Int4) {
            let of_net = net.weights.params().iter().zip(&net.storage).enumerate();
            for (param, (p, storage)) in of_net.filter(|(_, (p, _))| p.role == Role::Weight) {
                let channels = match settings.granularity {
                    Granularity::Channel if !storage.encoding.is_clustered() => p.shape.last().map_or(1, |&k| k),
                    Granularity::Channel | Granularity::Tensor => 1,
                };
                let weights = by_channel(&net.weights.values()[p.range.clone()], channels);
                let scale = |weights: ndarray::ArrayView1<'_, f32>| {
                    let stored: Vec<f32> = weights.iter().copied().filter(|w| !storage.sparse || *w != 0.0).collect();
                    rule.fit(rule.range(&stored)).scale
                };
                let scales: Vec<f32> = weights.columns().into_iter().map(scale).collect();
                let velocity = vec![0.0; scales.len()];
                tensors.push(Tensor { param, range: p.range.clone(), is_sparse: storage.sparse, scales, velocity });
            }
        }
        Ok(LearnedScales { tensors, top: rule.levels.1 as f32 })
    }

    /// The scale of channel `k` of tensor `param`, where it is learned.
    pub fn scale(&self, param: usize, k: usize) -> Option<f32> {
        self.tensors.iter().find(|tensor| tensor.param == param)?.scales.get(k).copied()
    }

    /// A step of the scales. `gradient` is that of the loss at the rounded weights, laid out as the trained weights `latent`,
    /// and becomes that at `latent`: it passes where rounding has not clipped (the straight-through estimator). The
    /// gradient of a scale s is Σ g·(round(w/s) − w/s), or g·±Q where w is clipped (eq. 3), times 1/√(N·Q) (§2.2), so
    /// that scales move in proportion as weights do.
    ///
    /// # Errors
    /// When a buffer has the wrong length.
    pub fn step(&mut self, lr: f32, latent: &[f32], gradient: &mut [f32]) -> Result<()> {
        let top = self.top;
        for tensor in &mut self.tensors {
            let len = tensor.range.len();
            let (Some(latent), Some(gradient)) =
                (latent.get(tensor.range.clone()), gradient.get_mut(tensor.range.clone()))
            else {
                return Err(Error::Length { what: "weights".into(), expected: tensor.range.end, got: latent.len() });
            };
            let channels = tensor.scales.len();
            let of_one = (len / channels.max(1)).max(1) as f32;
            let unit = 1.0 / (of_one * top).sqrt();
            let (latent, mut gradient) = (by_channel(latent, channels), by_channel_mut(gradient, channels));
            for (k, (scale, velocity)) in tensor.scales.iter_mut().zip(&mut tensor.velocity).enumerate() {
                let mut sum = 0.0;
                for (w, g) in latent.column(k).iter().zip(gradient.column_mut(k)) {
                    if tensor.is_sparse && *w == 0.0 {
                        continue;
                    }
                    let at = w / *scale;
                    if at.abs() <= top {
                        sum += *g * (at.round_ties_even() - at);
                    } else {
                        sum += *g * at.signum() * top;
                        *g = 0.0;
                    }
                }
                *velocity = MOMENTUM * *velocity + sum * unit;
                // Never across zero, nor far at once.
                *scale = (*scale - lr * *velocity).clamp(*scale * 0.5, *scale * 2.0);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress::test_networks::lenet;

    /// Against eq. 3, weight by weight: what lies within passes its gradient on, what is clipped keeps none.
    #[test]
    fn a_step_follows_the_paper() {
        let net = lenet(1);
        let settings = Quantize { dtype: NumberType::Int4, ..Quantize::default() };
        let mut scales = LearnedScales::new(&net, &settings).unwrap();
        let p = &net.weights.params()[0];
        let channels = p.shape[p.shape.len() - 1];
        let before = scales.scale(0, 1).unwrap();
        let mut latent = net.weights.values().to_vec();
        latent[p.range.start + 1] = -before * 9.0;
        let mut gradient: Vec<f32> = (0..net.weights.trainable_len()).map(|i| (i % 5) as f32 * 0.1 - 0.2).collect();
        let raw = gradient.clone();
        scales.step(0.01, &latent, &mut gradient).unwrap();
        let of_one = p.range.len() / channels;
        let places = || (0..of_one).map(|i| p.range.start + i * channels + 1);
        let slope = |i: usize| {
            let at = latent[i] / before;
            raw[i] * if at.abs() > 7.0 { 7.0 * at.signum() } else { at.round_ties_even() - at }
        };
        let sum: f32 = places().map(slope).sum();
        let expected = before - 0.01 * sum / (of_one as f32 * 7.0).sqrt();
        assert!((scales.scale(0, 1).unwrap() - expected).abs() < 1e-6 && expected != before);
        assert_eq!(gradient[p.range.start + 1], 0.0);
        assert!(places().skip(1).all(|i| gradient[i] == raw[i]));
    }

    #[test]
    fn numbers_with_rules_of_their_own_learn_no_scale() {
        for dtype in [NumberType::Int2, NumberType::Binary] {
            let settings = Quantize { dtype, ..Quantize::default() };
            assert_eq!(LearnedScales::new(&lenet(1), &settings).unwrap().scale(0, 0), None);
        }
    }
}
