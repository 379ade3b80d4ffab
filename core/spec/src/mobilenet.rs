//! The MobileNet family as its papers have it, and the networks whose trained weights are shipped.

use super::choices::choice;
use crate::setting::{Kind, Setting, Settings, integer, one_of, real};
use serde::{Deserialize, Serialize};

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

impl Settings for MobilenetSpec {
    const TABLE: &'static [Setting<Self>] = &[
        Setting { name: "mobilenet", kind: one_of!(MobilenetVersion, version) },
        // 0.25 is the least of V1's paper, 1.4 the greatest of V2's.
        Setting { name: "width", kind: real!(0.25..=1.4, 0.05, alpha) },
        Setting {
            name: "resolution",
            kind: Kind::Integer {
                // 96 is the least of V2's paper. The networks halve them five times.
                range: 96..=224,
                multiple_of: 32,
                step: 32,
                get: |it| it.resolution as u64,
                set: |it, to| it.resolution = to as usize,
            },
        },
        Setting { name: "classes", kind: integer!(2..=1_000, 1, usize, classes) },
    ];
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
    use crate::setting::tests::any;
    use proptest::prelude::*;

    #[test]
    fn settings_outside_their_range_are_named() {
        let it = MobilenetSpec::default();
        assert_eq!(it.check(), Ok(()));
        let error = |it: MobilenetSpec| it.check().unwrap_err().to_string();
        assert_eq!(error(MobilenetSpec { alpha: f32::NAN, ..it }), "width: expected 0.25 … 1.4, got `NaN`");
        let expected = "resolution: expected 96 … 224, a multiple of 32, got `100`";
        assert_eq!(error(MobilenetSpec { resolution: 100, ..it }), expected);
        assert_eq!(error(MobilenetSpec { classes: 1, ..it }), "classes: expected 2 … 1000, got `1`");
    }

    proptest! {
        #[test]
        fn a_link_gives_the_same_network(it in any::<MobilenetSpec>()) {
            let mut read = MobilenetSpec::default();
            for (name, value) in it.to_query().split('&').filter_map(|pair| pair.split_once('=')) {
                prop_assert_eq!(read.set(name, value), Some(Ok(())));
            }
            prop_assert_eq!(read, it);
        }
    }
}
