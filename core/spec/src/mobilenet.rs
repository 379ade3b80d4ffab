//! The MobileNet family as its papers have it, and the networks whose trained weights are shipped.

use super::choices::choice;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

choice! {
    /// A paper's network.
    MobilenetVersion, "version" {
        /// Howard et al. 2017: depthwise-separable convolutions.
        V1 = "v1",
        /// Sandler et al. 2018: inverted residuals with linear bottlenecks.
        V2 = "v2",
        /// Howard et al. 2019, Table 2: hard-swish, squeeze-and-excite.
        V3Small = "v3-small",
        /// The same, Table 1.
        V3Large = "v3-large",
    }
}

/// A network of the MobileNet family for square RGB pictures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MobilenetSpec {
    /// Which paper's.
    pub version: MobilenetVersion,
    /// Width multiplier α: channels are multiplied by it (Howard et al. 2017, §3.3).
    pub alpha: f32,
    /// Height and width of the input (§3.4).
    pub resolution: usize,
    /// Outputs.
    pub classes: usize,
}

impl Default for MobilenetSpec {
    /// The first paper's own: V1 with α = 1 for 224×224 pictures in 1,000 classes.
    fn default() -> Self {
        MobilenetSpec { version: MobilenetVersion::V1, alpha: 1.0, resolution: 224, classes: 1000 }
    }
}

impl MobilenetSpec {
    /// Width multipliers: 0.25 is the least of V1's paper, 1.4 the greatest of V2's.
    pub const ALPHA: RangeInclusive<f32> = 0.25..=1.4;
    /// Resolutions: 96 is the least of V2's paper.
    pub const RESOLUTION: RangeInclusive<usize> = 96..=224;
    /// The step between resolutions: the networks halve them five times.
    pub const RESOLUTION_STEP: usize = 32;
    /// Outputs.
    pub const CLASSES: RangeInclusive<usize> = 2..=1000;

    /// The settings, where each lies within its range.
    pub fn checked(self) -> Result<Self> {
        let outside = |field: &str, range: String, got: String| Err(Error::setting(field, range, got));
        if !Self::ALPHA.contains(&self.alpha) {
            let range = format!("{} … {}", Self::ALPHA.start(), Self::ALPHA.end());
            return outside("alpha", range, self.alpha.to_string());
        }
        if !Self::RESOLUTION.contains(&self.resolution) || !self.resolution.is_multiple_of(Self::RESOLUTION_STEP) {
            let (from, to) = (Self::RESOLUTION.start(), Self::RESOLUTION.end());
            let range = format!("{from} … {to}, a multiple of {}", Self::RESOLUTION_STEP);
            return outside("resolution", range, self.resolution.to_string());
        }
        if !Self::CLASSES.contains(&self.classes) {
            let range = format!("{} … {}", Self::CLASSES.start(), Self::CLASSES.end());
            return outside("classes", range, self.classes.to_string());
        }
        Ok(self)
    }
}

choice! {
    /// A network whose trained weights are shipped with the page.
    Pretrained, "pretrained" {
        /// Whether a person is in the picture: MobileNetV1 with α = 0.25 for 96×96 RGB in 2 classes (MLPerf Tiny's visual
        /// wake words; Banbury et al. 2021).
        Person = "person",
        /// EfficientNet-Lite0 for 224×224 RGB in ImageNet's 1,000 classes (Tan and Le 2019, without squeeze-and-excite,
        /// with ReLU6).
        EfficientnetLite0 = "efficientnet-lite0",
    }
}

impl Pretrained {
    /// How a picture becomes the network's input.
    pub const fn preparation(self) -> Preparation {
        match self {
            Pretrained::Person => Preparation { size: 96, mean: 0.0, std: 1.0 },
            Pretrained::EfficientnetLite0 => Preparation { size: 224, mean: 127.0, std: 128.0 },
        }
    }
}

/// How a picture becomes a network's input: resized to `size × size`, then `(byte − mean) / std` of each colour's
/// byte, 0 … 255.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Preparation {
    /// Height and width.
    pub size: usize,
    /// Taken from each byte.
    pub mean: f32,
    /// What the difference is divided by.
    pub std: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_outside_their_range_are_named() {
        let it = MobilenetSpec::default();
        assert_eq!(it.checked(), Ok(it));
        let error = |it: MobilenetSpec| it.checked().unwrap_err().to_string();
        assert_eq!(error(MobilenetSpec { alpha: f32::NAN, ..it }), "alpha: expected 0.25 … 1.4, got `NaN`");
        let expected = "resolution: expected 96 … 224, a multiple of 32, got `100`";
        assert_eq!(error(MobilenetSpec { resolution: 100, ..it }), expected);
        assert_eq!(error(MobilenetSpec { classes: 1, ..it }), "classes: expected 2 … 1000, got `1`");
    }
}
