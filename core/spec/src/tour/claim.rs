use crate::{Figure, How, Interval, Scores, Verdict};
use serde::{Deserialize, Serialize};

/// What changes by less than this factor is called the same.
pub const SAME: f64 = 1.05;

/// What of a network is compared with that of another one: counts, and nothing that depends on the machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The length of its packed file.
    pub bytes: f64,
    /// Multiply-adds for one image.
    pub macs: f64,
    /// Weights that are not zero.
    pub weights: f64,
    /// Whether each held-out image is classified rightly.
    pub right: Vec<bool>,
}

/// Of what a change is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// The length of the file.
    Size,
    /// The multiply-adds.
    Macs,
    /// The weights that are not zero.
    Weights,
    /// The share of images that are classified rightly.
    Accuracy,
}

/// Changes from `from` on and below `to`; without an end where that is `None`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The least of them.
    pub from: Option<f64>,
    /// What is above all of them.
    pub to: Option<f64>,
}

/// That a change lies within a band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claim {
    /// The change of what: [`Quantity::change`].
    pub of: Quantity,
    /// Where it lies.
    pub band: Band,
}

impl Measured {
    /// What the scoreboard counts, and which images are classified rightly.
    pub fn new(scores: &Scores, right: Vec<bool>) -> Self {
        Measured { bytes: scores.size.value, macs: scores.macs.value, weights: scores.nonzero.value, right }
    }

    /// How many images are classified rightly.
    pub fn hits(&self) -> u64 {
        self.right.iter().filter(|right| **right).count() as u64
    }

    /// The share of images that are classified rightly.
    pub fn accuracy(&self) -> Figure {
        Figure::counted(self.hits(), self.right.len() as u64)
    }

    /// Where the accuracy gained since `before` lies, as a part of one: the 95 % confidence interval by the images on which the two
    /// differ.
    pub fn gain_since(&self, before: &Measured) -> Interval {
        Interval::of_hits(&before.right, &self.right)
    }
}

impl Quantity {
    /// How much less there is now, as a factor (2 where half is left, 1 where nothing has changed); of accuracy, how many
    /// points of a percent it has risen, negative where it fell.
    pub fn change(self, before: &Measured, now: &Measured) -> f64 {
        let of = |get: fn(&Measured) -> f64| get(before) / get(now);
        match self {
            Quantity::Size => of(|it| it.bytes),
            Quantity::Macs => of(|it| it.macs),
            Quantity::Weights => of(|it| it.weights),
            Quantity::Accuracy => (now.accuracy().value - before.accuracy().value) * 100.0,
        }
    }
}

impl Band {
    /// Whether a change is in it.
    pub fn holds(self, change: f64) -> bool {
        self.from.is_none_or(|from| change >= from) && self.to.is_none_or(|to| change < to)
    }
}

impl Claim {
    /// Whether it holds. A claim that accuracy rises or falls holds only where the images can tell that it does.
    pub fn holds(self, before: &Measured, now: &Measured) -> bool {
        let says_more_than_noise = self.of == Quantity::Accuracy && !self.band.holds(0.0);
        let is_told = || now.gain_since(before).verdict(0.0, 0.0) != Verdict::Noise;
        self.band.holds(self.of.change(before, now)) && (!says_more_than_noise || is_told())
    }
}

impl Scores {
    /// Of how many images accuracy is.
    pub fn images(&self) -> u64 {
        match self.accuracy.how {
            How::Counted { of, .. } => of,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(bytes: f64, hits: usize) -> Measured {
        Measured { bytes, macs: 10.0, weights: 10.0, right: (0..2_000).map(|i| i < hits).collect() }
    }

    #[test]
    fn a_claim_holds_where_the_figure_is() {
        let (before, now) = (measured(400.0, 1_800), measured(100.0, 1_600));
        let size = |from, to| Claim { of: Quantity::Size, band: Band { from: Some(from), to: Some(to) } };
        assert!(size(3.5, 4.5).holds(&before, &now) && !size(4.5, 9.0).holds(&before, &now));
        let falls = Claim { of: Quantity::Accuracy, band: Band { from: None, to: Some(-5.0) } };
        assert!(falls.holds(&before, &now) && !falls.holds(&before, &measured(100.0, 1_790)));
        assert_eq!(Quantity::Macs.change(&before, &now), 1.0);
    }

    #[test]
    fn what_the_images_cannot_tell_is_no_rise() {
        let rises = Claim { of: Quantity::Accuracy, band: Band { from: Some(0.1), to: None } };
        assert!(!rises.holds(&measured(1.0, 1_800), &measured(1.0, 1_803)));
        assert!(rises.holds(&measured(1.0, 1_800), &measured(1.0, 1_830)));
    }
}
