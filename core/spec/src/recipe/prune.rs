use super::{FineTune, TechniqueSettings, training_rows};
use crate::choices::choice;
use crate::setting::{Setting, integer, real};
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Training images that the gradient criterion looks at.
pub const GRADIENT_IMAGES: usize = 512;

/// The part of a layer that can be taken out.
const AMOUNT: RangeInclusive<f32> = 0.0..=0.999;

choice! {
    /// What pruning takes out at a time.
    PruneUnit, "unit" {
        /// Single weights.
        Element = "element",
        /// Two of each four neighbours (2:4 structured sparsity).
        TwoOfFour = "2:4",
        /// Channels, with everything that depends on them.
        Channel = "channel",
    }
}

choice! {
    /// What tells how important a weight or channel is.
    Criterion, "criterion" {
        /// `|w|`; for a channel the sum of them (L1).
        Magnitude = "magnitude",
        /// For a channel the root of the sum of squares (L2); for a weight the same as magnitude.
        L2 = "l2",
        /// `|w · ∂L/∂w|` on calibration images (Molchanov et al. 2017).
        Gradient = "gradient",
        /// For a channel the scale |γ| of its batch norm (Liu et al. 2017), or L1 where there is none.
        BatchNormScale = "bn-scale",
        /// Nothing: drawn from the seed. The control.
        Random = "random",
        /// `|∂L/∂w|` on calibration images, whatever the weight is. Where training has come to rest it is small and says
        /// little; a large weight that no gradient moves counts as nothing.
        GradientMagnitude = "gradient-magnitude",
    }
}

impl Criterion {
    /// Whether it asks for the gradient of the loss, and so for labels.
    pub const fn needs_gradient(self) -> bool {
        matches!(self, Criterion::Gradient | Criterion::GradientMagnitude)
    }
}

choice! {
    /// Whether layers compete.
    Scope, "scope" {
        /// The least important of the whole network go.
        Global = "global",
        /// The same part of each layer goes.
        Layer = "layer",
    }
}

/// Pruning (Han et al. 2015; Li et al. 2017 for channels).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Prune {
    /// What is taken out at a time.
    pub unit: PruneUnit,
    /// What tells the unimportant.
    pub criterion: Criterion,
    /// Whether layers compete.
    pub scope: Scope,
    /// The part that is taken out, 0 … 1. Two of four are always half.
    pub amount: f32,
    /// Amounts of layers that differ, by the layer's name.
    pub layers: Vec<(String, f32)>,
    /// Whether pruned channels are really removed; a mask alone saves nothing.
    pub remove: bool,
    /// How many times some are taken out and the rest trained: 1 for one shot, more follow the cubic schedule
    /// `s_t = s_f + (s_i − s_f)(1 − p)³` (Zhu & Gupta 2017).
    pub rounds: usize,
    /// Whether the weights that stay go back to their initial values before training (Frankle & Carbin 2019).
    pub rewind: bool,
    /// Training after each round.
    pub fine_tune: FineTune,
}

impl Default for Prune {
    fn default() -> Self {
        Prune {
            unit: PruneUnit::Element,
            criterion: Criterion::Magnitude,
            scope: Scope::Global,
            amount: 0.5,
            layers: Vec::new(),
            remove: true,
            rounds: 1,
            rewind: false,
            fine_tune: FineTune::NONE,
        }
    }
}

impl TechniqueSettings for Prune {
    const NUMBERS: &'static [&'static [Setting<Self>]] = &[
        &[
            Setting { name: "amount", kind: real!(AMOUNT, 0.0, amount) },
            Setting { name: "rounds", kind: integer!(1..=50, 1, usize, rounds) },
        ],
        &training_rows!(fine_tune),
    ];

    fn training(&self) -> Option<FineTune> {
        Some(self.fine_tune)
    }

    fn rounds(&self) -> usize {
        self.rounds.max(1)
    }

    fn images(&self) -> usize {
        if self.criterion.needs_gradient() { GRADIENT_IMAGES } else { 0 }
    }

    fn without_labels(self) -> Option<Self> {
        Some(Prune {
            criterion: if self.criterion.needs_gradient() { Criterion::Magnitude } else { self.criterion },
            rounds: 1,
            rewind: false,
            fine_tune: FineTune { epochs: 0.0, ..self.fine_tune },
            ..self
        })
    }

    fn check(&self) -> Result<()> {
        Self::numbers().try_for_each(|row| row.check(self))?;
        let [min, max] = [AMOUNT.start(), AMOUNT.end()].map(|v| crate::decimal::double(*v));
        match self.layers.iter().find(|(_, amount)| !AMOUNT.contains(amount)) {
            Some((field, got)) => {
                Err(Error::Range { field: field.clone(), min, max, multiple_of: 1, got: got.to_string() })
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stored recipes hold the place of a criterion: new ones come at the end.
    #[test]
    fn criteria_keep_their_places() {
        let ids: Vec<&str> = Criterion::ALL.iter().map(|criterion| criterion.id()).collect();
        assert_eq!(ids, ["magnitude", "l2", "gradient", "bn-scale", "random", "gradient-magnitude"]);
        assert!(Criterion::ALL.iter().enumerate().all(|(place, criterion)| *criterion as usize == place));
    }
}
