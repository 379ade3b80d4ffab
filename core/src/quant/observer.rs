//! Observers: which range of values a grid has to hold, and the grid of a range.

use super::histogram::Histogram;
use super::{Affine, Grid, search};
use crate::spec::recipe::{NumberType, Observer, Quantize, Scheme};
use crate::{Error, Result};

/// The least scale: what stands for a range of nothing but zeros (PyTorch's `UniformQuantizationObserverBase.eps`).
const LEAST_SCALE: f32 = f32::EPSILON;

/// What of the old range a moving average gives up for each batch (PyTorch's `averaging_constant`).
const AVERAGING: f32 = 0.01;

/// A range of values, ends included. Before it holds any, `min > max`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The least value.
    pub min: f32,
    /// The greatest value.
    pub max: f32,
}

impl Range {
    /// What holds nothing.
    pub const EMPTY: Range = Range { min: f32::INFINITY, max: f32::NEG_INFINITY };

    /// The least and the greatest of `values`. Infinities and NaN are no values that a grid could hold: left out.
    pub fn of(values: impl Iterator<Item = f32>) -> Range {
        let finite = values.filter(|v| v.is_finite());
        finite.fold(Range::EMPTY, |r, v| Range { min: r.min.min(v), max: r.max.max(v) })
    }

    /// The same of values that lie one after another: side by side, which the compiler makes vectors of.
    pub fn of_slice(values: &[f32]) -> Range {
        let (eights, rest) = values.as_chunks::<8>();
        let (mut min, mut max) = ([f32::INFINITY; 8], [f32::NEG_INFINITY; 8]);
        for eight in eights {
            for ((&v, min), max) in eight.iter().zip(&mut min).zip(&mut max) {
                let is_finite = v.abs() < f32::INFINITY;
                *min = if is_finite && v < *min { v } else { *min };
                *max = if is_finite && v > *max { v } else { *max };
            }
        }
        // Ends that nothing has come to are infinite, and so left out.
        Range::of(min.into_iter().chain(max).chain(rest.iter().copied()))
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.min > self.max
    }

    /// The greatest magnitude.
    pub fn magnitude(self) -> f32 {
        self.max.max(-self.min).max(0.0)
    }
}

/// How a range is found, and what grid it becomes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QParamsRule {
    /// What finds the range.
    pub observer: Observer,
    /// What of the values [`Observer::Percentile`] keeps, in percent.
    pub percentile: f32,
    /// The least and the greatest level.
    pub levels: (i32, i32),
    /// Whether the zero point is 0.
    pub symmetric: bool,
}

impl QParamsRule {
    /// For the weights: [`Grid::levels`] of the number type and scheme. Ternary and binary grids are symmetric, and
    /// find their scales without an observer.
    pub fn weights(settings: &Quantize) -> Result<QParamsRule> {
        let dtype = settings.dtype;
        let has_levels_to_spare = !matches!(dtype, NumberType::Int2 | NumberType::Binary);
        let symmetric = settings.scheme == Scheme::Symmetric || !has_levels_to_spare;
        let levels = if dtype.is_integer() { Grid::levels(dtype, symmetric) } else { (0, 0) };
        QParamsRule { observer: settings.observer, percentile: settings.percentile, levels, symmetric }.checked()
    }

    /// For weights as integers of `bits` bits, 2 to 16, on a grid as [`QParamsRule::fit`] finds it: of the number types only `int8`
    /// and `int4` have one such.
    pub fn weights_of_bits(settings: &Quantize, bits: u32) -> Result<QParamsRule> {
        if !(2..=16).contains(&bits) {
            return Err(Error::misuse("bits", "2 ≤ bits ≤ 16", bits.to_string()));
        }
        let symmetric = settings.scheme == Scheme::Symmetric;
        let levels = Grid::levels_of_bits(bits, symmetric);
        QParamsRule { observer: settings.observer, percentile: settings.percentile, levels, symmetric }.checked()
    }

    /// For activations: −128 … 127, affine (TFLite int8 specification).
    pub fn activations(settings: &Quantize) -> Result<QParamsRule> {
        let levels = Grid::levels(NumberType::Int8, false);
        QParamsRule { observer: settings.observer, percentile: settings.percentile, levels, symmetric: false }.checked()
    }

    fn checked(self) -> Result<QParamsRule> {
        if self.percentile > 0.0 && self.percentile <= 100.0 {
            return Ok(self);
        }
        Err(Error::misuse("percentile", "0 < percentile ≤ 100", self.percentile.to_string()))
    }

    /// A grid of `scale`, or of the least one, with 0 at level 0.
    pub(crate) fn symmetric(scale: f32) -> Affine {
        Affine { scale: scale.max(LEAST_SCALE), zero_point: 0 }
    }

    /// The grid that holds `range` and zero, as PyTorch's `_calculate_qparams` finds it.
    pub fn fit(&self, range: Range) -> Affine {
        let (low, high) = self.levels;
        let (min, max) = (range.min.min(0.0), range.max.max(0.0));
        if self.symmetric {
            return QParamsRule::symmetric(max.max(-min) / ((high - low) as f32 / 2.0));
        }
        // Each end by itself, so that a range of all floats does not overflow.
        let steps = (high - low) as f32;
        let scale = if (max - min).is_finite() { (max - min) / steps } else { max / steps - min / steps };
        let scale = scale.max(LEAST_SCALE);
        let zero_point = (low - (min / scale).round_ties_even() as i32).clamp(low, high);
        Affine { scale, zero_point }
    }

    /// The range of `values`, all of them at hand: a weight tensor, or a channel of one.
    pub fn range(&self, values: &[f32]) -> Range {
        let full = Range::of_slice(values);
        let points: Vec<(f32, u32)> = match self.observer {
            Observer::MinMax | Observer::MovingAverage => return full,
            // A divergence is one between histograms.
            Observer::Entropy => {
                let mut spread = Histogram::default();
                spread.add(values, full);
                spread.points(full)
            }
            Observer::Percentile | Observer::Mse => {
                let mut points: Vec<(f32, u32)> = values.iter().filter(|v| v.is_finite()).map(|&v| (v, 1)).collect();
                points.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
                points
            }
        };
        self.choose(full, &points)
    }

    /// The part of `full` that the observer keeps, told from `points`: values, ascending, and how often each occurs.
    fn choose(&self, full: Range, points: &[(f32, u32)]) -> Range {
        match self.observer {
            Observer::MinMax | Observer::MovingAverage => full,
            Observer::Percentile => search::percentile(full, points, self.percentile),
            Observer::Mse => search::least(full, |range| search::squared_error(points, self.fit(range), self.levels)),
            Observer::Entropy => {
                search::least(full, |range| search::divergence(points, range, self.fit(range), self.levels))
            }
        }
    }
}

/// An observer of a stream: the range of values that come batch by batch and are not kept.
#[derive(Debug, Clone)]
pub struct ObserverState {
    rule: QParamsRule,
    /// Of all values; the moving average of each batch's with [`Observer::MovingAverage`].
    range: Range,
    spread: Histogram,
}

impl ObserverState {
    /// One that has seen nothing.
    pub fn new(rule: QParamsRule) -> Self {
        ObserverState { rule, range: Range::EMPTY, spread: Histogram::default() }
    }

    /// Takes in a batch.
    pub fn see(&mut self, values: &[f32]) {
        let (batch, seen) = (Range::of_slice(values), self.range);
        if batch.is_empty() {
            return;
        }
        self.range = if self.rule.observer == Observer::MovingAverage && !seen.is_empty() {
            Range {
                min: seen.min + AVERAGING * (batch.min - seen.min),
                max: seen.max + AVERAGING * (batch.max - seen.max),
            }
        } else {
            Range { min: seen.min.min(batch.min), max: seen.max.max(batch.max) }
        };
        if matches!(self.rule.observer, Observer::Percentile | Observer::Mse | Observer::Entropy) {
            self.spread.add(values, batch);
        }
    }

    /// The range of what it has seen.
    pub fn range(&self) -> Range {
        self.rule.choose(self.range, &self.spread.points(self.range))
    }

    /// The grid of that range.
    pub fn grid(&self) -> Affine {
        self.rule.fit(self.range())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn side_by_side_is_one_after_another(values in proptest::collection::vec(any::<f32>(), 0..40)) {
            let (one, other) = (Range::of_slice(&values), Range::of(values.iter().copied()));
            prop_assert!(one == other || one.is_empty() && other.is_empty(), "{one:?} {other:?}");
        }
    }
}
