//! How important a weight or a channel is.

use super::Basis;
use crate::compress::rewrite::tensor;
use crate::graph::{NodeId, Param, by_channel};
use crate::ops::Role;
use crate::rng::Rng;
use crate::spec::recipe::Criterion;
use ndarray::{Array1, Axis};

/// Streams of the seed, apart from those of weights and order.
const WEIGHTS: u64 = 0x7072_756e;
const CHANNELS: u64 = WEIGHTS + 1;

impl Basis<'_> {
    /// The importance of each weight of tensor `p`, ≥ 0: `|w|`, `|w·g|`, `|g|`, or drawn. A zero has none.
    pub(super) fn of_weights(&self, p: &Param) -> Vec<f32> {
        let values = &self.net.weights.values()[p.range.clone()];
        match (self.settings.criterion, self.gradient) {
            (Criterion::Gradient, Some(g)) => {
                values.iter().zip(&g[p.range.clone()]).map(|(w, g)| (w * g).abs()).collect()
            }
            (Criterion::GradientMagnitude, Some(g)) => {
                let alone = |(w, g): (&f32, &f32)| if *w == 0.0 { 0.0 } else { g.abs() };
                values.iter().zip(&g[p.range.clone()]).map(alone).collect()
            }
            (Criterion::Random, _) => {
                let mut rng = Rng::new(self.seed, WEIGHTS + p.range.start as u64);
                // Drawn for zeros too, so that the others keep what they have drawn when there are more zeros.
                let mut draw = || 1.0 - rng.uniform();
                values.iter().map(|w| (draw(), w)).map(|(drawn, w)| if *w == 0.0 { 0.0 } else { drawn }).collect()
            }
            _ => values.iter().map(|w| w.abs()).collect(),
        }
    }

    /// The importance of each of `channels` channels that the layers `layers` make together, with the batch norms
    /// `norms` behind them. `Σ|w|` (L1), `√Σw²` (L2), `Σ|w·g|`, `Σ|g|`, `Σ|γ|` or drawn, summed over the layers; a channel whose
    /// weights are zero has none.
    ///
    /// Where layers compete, scores from weights are divided by the root of the sum of their squares over the channels
    /// (Molchanov et al. 2017, §2.2, ℓ2-normalization): a channel of many small weights is not more than one of few.
    pub(super) fn of_channels(&self, layers: &[NodeId], norms: &[NodeId], channels: usize, compete: bool) -> Vec<f32> {
        let mut scores = Array1::<f32>::zeros(channels);
        let mut alive = Array1::from_elem(channels, false);
        for &layer in layers {
            let Some((p, values)) = tensor(&self.net.weights, layer, Role::Weight) else { continue };
            let per_weight = self.of_weights(p);
            let is_l2 = self.settings.criterion == Criterion::L2;
            let add = |sum: &f64, &score: &f32| sum + f64::from(score).powi(if is_l2 { 2 } else { 1 });
            let sums = by_channel(&per_weight, channels).fold_axis(Axis(0), 0.0, add);
            scores.zip_mut_with(&sums, |score, sum| *score += if is_l2 { sum.sqrt() } else { *sum } as f32);
            let some = by_channel(values, channels).map_axis(Axis(0), |channel| channel.iter().any(|&w| w != 0.0));
            alive.zip_mut_with(&some, |alive, some| *alive |= some);
        }
        match self.settings.criterion {
            Criterion::Random => {
                let first = layers.first().map_or(0, |&l| l as u64);
                let mut rng = Rng::new(self.seed, CHANNELS + first);
                scores.map_inplace(|score| *score = 1.0 - rng.uniform());
            }
            Criterion::BatchNormScale if !norms.is_empty() => {
                scores.fill(0.0);
                for &norm in norms {
                    let gamma = tensor(&self.net.weights, norm, Role::Scale).map_or(&[][..], |t| t.1);
                    // Behind a flattening a channel has a γ for each position.
                    by_channel(gamma, channels).rows().into_iter().for_each(|gamma| {
                        scores.zip_mut_with(&gamma, |score, g| *score += g.abs());
                    });
                }
            }
            _ if compete => {
                let norm = scores.iter().map(|&s| f64::from(s) * f64::from(s)).sum::<f64>().sqrt();
                if norm > 0.0 {
                    scores.map_inplace(|s| *s = (f64::from(*s) / norm) as f32);
                }
            }
            _ => {}
        }
        scores.iter().zip(alive).map(|(&s, alive)| if alive { s } else { 0.0 }).collect()
    }
}
