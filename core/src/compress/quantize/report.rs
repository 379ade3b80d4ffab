//! What rounding did to numbers.

use crate::graph::{Model, NodeId, by_channel};
use crate::ops::Role;
use crate::{Error, Result};
use ndarray::ArrayView1;
use std::ops::Range;

/// The signal-to-quantization-noise ratio `10·log₁₀(Σ before² / Σ (before − after)²)` in dB, over as many values as
/// both have. Infinite where nothing changed, and 6.02 dB more for each bit where rounding is uniform (Bennett 1948).
pub fn sqnr(before: &[f32], after: &[f32]) -> f64 {
    ratio(before.iter().copied().zip(after.iter().copied()))
}

fn ratio(pairs: impl Iterator<Item = (f32, f32)>) -> f64 {
    let (signal, noise) = pairs.fold((0.0, 0.0), |(signal, noise), (before, after)| {
        let (before, error) = (f64::from(before), f64::from(before) - f64::from(after));
        (signal + before * before, noise + error * error)
    });
    if noise == 0.0 { f64::INFINITY } else { 10.0 * (signal / noise).log10() }
}

/// How many values lie where.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Histogram {
    /// The least value: the lower end of the first bin.
    pub min: f32,
    /// The greatest: the upper end of the last bin, which holds it.
    pub max: f32,
    /// Values in each of the bins, all equally wide.
    pub counts: Vec<u32>,
}

/// The histogram of the finite ones of `values` in `bins` bins; without any, of nothing from 0 to 0. Values that are all
/// the same lie in the first bin.
pub fn histogram(values: &[f32], bins: usize) -> Histogram {
    let range = super::Range::of(values.iter().copied());
    let mut counts = vec![0; bins.max(1)];
    if range.is_empty() {
        return Histogram { min: 0.0, max: 0.0, counts };
    }
    let (min, last) = (f64::from(range.min), counts.len() - 1);
    let width = (f64::from(range.max) - min) / counts.len() as f64;
    for &v in values.iter().filter(|v| v.is_finite()) {
        let bin = if width > 0.0 { ((f64::from(v) - min) / width) as usize } else { 0 };
        counts[bin.min(last)] += 1;
    }
    Histogram { min: range.min, max: range.max, counts }
}

/// What a technique left of one layer's weights.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerSqnr {
    /// Its node.
    pub node: NodeId,
    /// The weight tensor's name.
    pub name: String,
    /// Of all its weights, in dB; see [`sqnr`].
    pub sqnr: f64,
}

/// The ratio for the weights of each convolution and linear layer. Fails where the networks have other tensors.
pub fn layer_sqnr(before: &Model, after: &Model) -> Result<Vec<LayerSqnr>> {
    check_layout(before, after)?;
    let weights = before.weights.params().iter().filter(|p| p.role == Role::Weight);
    let kept =
        |range: &Range<usize>| sqnr(&before.weights.values()[range.clone()], &after.weights.values()[range.clone()]);
    Ok(weights.map(|p| LayerSqnr { node: p.node, name: p.name.clone(), sqnr: kept(&p.range) }).collect())
}

/// The ratio for each output channel of the weight tensor called `name`, the worst first. Fails where the networks have
/// other tensors, or none of that name.
pub fn channel_sqnr(before: &Model, after: &Model, name: &str) -> Result<Vec<(usize, f64)>> {
    check_layout(before, after)?;
    let found = before.weights.params().iter().find(|p| p.name == name);
    let param = found.ok_or_else(|| Error::misuse("layer", "the name of a tensor", name))?;
    let channels = param.shape.last().map_or(1, |&k| k);
    let [before, after] = [before, after].map(|net| by_channel(&net.weights.values()[param.range.clone()], channels));
    let pairs = before.columns().into_iter().zip(after.columns());
    let of_channel = |(before, after): (ArrayView1<'_, f32>, ArrayView1<'_, f32>)| {
        ratio(before.iter().copied().zip(after.iter().copied()))
    };
    let mut ratios: Vec<(usize, f64)> = pairs.map(of_channel).enumerate().collect();
    ratios.sort_by(|a, b| a.1.total_cmp(&b.1));
    Ok(ratios)
}

fn check_layout(before: &Model, after: &Model) -> Result<()> {
    let (a, b) = (before.weights.params(), after.weights.params());
    Error::check_len("tensors", a.len(), b.len())?;
    match a.iter().zip(b).find(|(a, b)| a.name != b.name || a.shape != b.shape) {
        None => Ok(()),
        Some((a, b)) => Err(Error::Tensor {
            tensor: a.name.clone(),
            expected: format!("{:?}", a.shape),
            got: format!("{} {:?}", b.name, b.shape),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_in_decibel() {
        assert!((sqnr(&[10.0, 0.0], &[9.0, 0.0]) - 20.0).abs() < 1e-9);
        assert_eq!(sqnr(&[1.0], &[1.0]), f64::INFINITY);
        assert_eq!(sqnr(&[0.0], &[1.0]), f64::NEG_INFINITY);
    }

    #[test]
    fn histograms_hold_every_finite_value() {
        let values = [0.0, 0.1, 0.5, 0.9, 1.0, f32::NAN, f32::INFINITY];
        assert_eq!(histogram(&values, 2), Histogram { min: 0.0, max: 1.0, counts: vec![2, 3] });
        assert_eq!(histogram(&[2.0, 2.0], 3), Histogram { min: 2.0, max: 2.0, counts: vec![2, 0, 0] });
        assert_eq!(histogram(&[f32::MIN, f32::MAX], 2).counts, [1, 1]);
        assert_eq!(histogram(&[], 0), Histogram { min: 0.0, max: 0.0, counts: vec![0] });
    }
}
