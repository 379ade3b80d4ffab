//! What the papers and their authors publish of the MobileNets: top-1 accuracy on ImageNet's validation images,
//! multiply-adds and parameters. Reference marks beside what is computed and measured here; where a published number
//! and the computed one differ, the computed one is that of the network as it is built.

use crate::{MobilenetSpec, MobilenetVersion};
use MobilenetVersion::{V1, V2, V3Large, V3Small};
use serde::{Deserialize, Serialize};

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The first paper's tables of width and resolution.
    V1Paper,
    /// The second paper's table of ImageNet results.
    V2Paper,
    /// The table that the second paper's authors publish beside their trained models.
    V2Models,
    /// The third paper's table of float results.
    V3Paper,
}

impl Source {
    /// The publication, as it is cited.
    pub const fn citation(self) -> &'static str {
        match self {
            Source::V1Paper => "Howard et al. 2017, MobileNets, Tables 6 and 7",
            Source::V2Paper => "Sandler et al. 2018, MobileNetV2, Table 4",
            Source::V2Models => "tensorflow/models, research/slim/nets/mobilenet, README",
            Source::V3Paper => "Howard et al. 2019, Searching for MobileNetV3, Table 3",
        }
    }
}

/// A published row: a network for ImageNet's 1,000 classes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// Which paper's network.
    pub version: MobilenetVersion,
    /// Width multiplier α.
    pub alpha: f32,
    /// Height and width of the input.
    pub resolution: usize,
    /// Top-1 accuracy, in percent.
    pub accuracy: f32,
    /// Multiply-adds, in millions.
    pub macs: f32,
    /// Parameters, in millions.
    pub params: f32,
    /// Where it stands.
    pub source: Source,
}

impl Published {
    /// The network that the row is about.
    pub const fn spec(&self) -> MobilenetSpec {
        MobilenetSpec { version: self.version, alpha: self.alpha, resolution: self.resolution, classes: 1000 }
    }
}

const fn row(
    source: Source,
    version: MobilenetVersion,
    (alpha, resolution): (f32, usize),
    accuracy: f32,
    macs: f32,
    params: f32,
) -> Published {
    Published { version, alpha, resolution, accuracy, macs, params, source }
}

/// All rows, each network's together.
pub static PUBLISHED: [Published; 35] = [
    // Howard et al. 2017, arXiv:1704.04861, Table 6 (width multiplier).
    row(Source::V1Paper, V1, (1.0, 224), 70.6, 569.0, 4.2),
    row(Source::V1Paper, V1, (0.75, 224), 68.4, 325.0, 2.6),
    row(Source::V1Paper, V1, (0.5, 224), 63.7, 149.0, 1.3),
    row(Source::V1Paper, V1, (0.25, 224), 50.6, 41.0, 0.5),
    // Table 7 (resolution); its first row is Table 6's.
    row(Source::V1Paper, V1, (1.0, 192), 69.1, 418.0, 4.2),
    row(Source::V1Paper, V1, (1.0, 160), 67.2, 290.0, 4.2),
    row(Source::V1Paper, V1, (1.0, 128), 64.4, 186.0, 4.2),
    // Sandler et al. 2018, arXiv:1801.04381, Table 4.
    row(Source::V2Paper, V2, (1.0, 224), 72.0, 300.0, 3.4),
    row(Source::V2Paper, V2, (1.4, 224), 74.7, 585.0, 6.9),
    // The authors' models.
    row(Source::V2Models, V2, (1.4, 224), 75.0, 582.0, 6.06),
    row(Source::V2Models, V2, (1.3, 224), 74.4, 509.0, 5.34),
    row(Source::V2Models, V2, (1.0, 224), 71.8, 300.0, 3.47),
    row(Source::V2Models, V2, (1.0, 192), 70.7, 221.0, 3.47),
    row(Source::V2Models, V2, (1.0, 160), 68.8, 154.0, 3.47),
    row(Source::V2Models, V2, (1.0, 128), 65.3, 99.0, 3.47),
    row(Source::V2Models, V2, (1.0, 96), 60.3, 56.0, 3.47),
    row(Source::V2Models, V2, (0.75, 224), 69.8, 209.0, 2.61),
    row(Source::V2Models, V2, (0.75, 192), 68.7, 153.0, 2.61),
    row(Source::V2Models, V2, (0.75, 160), 66.4, 107.0, 2.61),
    row(Source::V2Models, V2, (0.75, 128), 63.2, 69.0, 2.61),
    row(Source::V2Models, V2, (0.75, 96), 58.8, 39.0, 2.61),
    row(Source::V2Models, V2, (0.5, 224), 65.4, 97.0, 1.95),
    row(Source::V2Models, V2, (0.5, 192), 63.9, 71.0, 1.95),
    row(Source::V2Models, V2, (0.5, 160), 61.0, 50.0, 1.95),
    row(Source::V2Models, V2, (0.5, 128), 57.7, 32.0, 1.95),
    row(Source::V2Models, V2, (0.5, 96), 51.2, 18.0, 1.95),
    row(Source::V2Models, V2, (0.35, 224), 60.3, 59.0, 1.66),
    row(Source::V2Models, V2, (0.35, 192), 58.2, 43.0, 1.66),
    row(Source::V2Models, V2, (0.35, 160), 55.7, 30.0, 1.66),
    row(Source::V2Models, V2, (0.35, 128), 50.8, 20.0, 1.66),
    row(Source::V2Models, V2, (0.35, 96), 45.5, 11.0, 1.66),
    // Howard et al. 2019, arXiv:1905.02244, Table 3.
    row(Source::V3Paper, V3Large, (1.0, 224), 75.2, 219.0, 5.4),
    row(Source::V3Paper, V3Large, (0.75, 224), 73.3, 155.0, 4.0),
    row(Source::V3Paper, V3Small, (1.0, 224), 67.4, 56.0, 2.5),
    row(Source::V3Paper, V3Small, (0.75, 224), 65.4, 44.0, 2.0),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    #[test]
    fn every_row_can_be_chosen() {
        for it in &PUBLISHED {
            assert_eq!(it.spec().check(), Ok(()));
            assert!((40.0..80.0).contains(&it.accuracy) && !it.source.citation().is_empty());
        }
    }
}
