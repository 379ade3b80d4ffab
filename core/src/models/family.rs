//! The networks of the MobileNet papers, and those with shipped weights, by their specs.

use super::{MobilenetV1Config, MobilenetV2Config, MobilenetV3Config};
use crate::Result;
use crate::graph::{Graph, Shape};
use crate::spec::{MobilenetSpec, MobilenetVersion, Pretrained, Settings};

/// The network of the MobileNet family that `spec` asks for; fails where a setting lies outside its range.
pub fn mobilenet(spec: MobilenetSpec) -> Result<Graph> {
    spec.check()?;
    let MobilenetSpec { version, alpha, resolution, classes } = spec;
    Config::of(version).build(Shape::new(resolution, resolution, 3), alpha, classes)
}

/// The network that the shipped weights of `which` belong to.
pub fn pretrained(which: Pretrained) -> Result<Graph> {
    let config = Config::pretrained(which);
    let (input, alpha, classes) = config.settings();
    config.build(input, alpha, classes)
}

/// A network of the family with its own settings.
pub(super) enum Config {
    V1(MobilenetV1Config),
    V2(MobilenetV2Config),
    V3(MobilenetV3Config),
}

impl Config {
    pub fn of(version: MobilenetVersion) -> Self {
        match version {
            MobilenetVersion::V1 => Config::V1(MobilenetV1Config::paper()),
            MobilenetVersion::V2 => Config::V2(MobilenetV2Config::paper()),
            MobilenetVersion::V3Small => Config::V3(MobilenetV3Config::small()),
            MobilenetVersion::V3Large => Config::V3(MobilenetV3Config::large()),
        }
    }

    pub fn pretrained(which: Pretrained) -> Self {
        match which {
            Pretrained::Person => Config::V1(MobilenetV1Config::person()),
            Pretrained::EfficientnetLite0 => Config::V2(MobilenetV2Config::efficientnet_lite0()),
        }
    }

    /// The one called `name` on the command line: `mobilenet-` and a version, or a shipped one's id.
    pub fn named(name: &str) -> Option<Self> {
        let version = name.strip_prefix("mobilenet-").and_then(|version| version.parse().ok());
        version.map(Self::of).or_else(|| name.parse().ok().map(Self::pretrained))
    }

    /// Its input, α and classes.
    pub fn settings(&self) -> (Shape, f32, usize) {
        match self {
            Config::V1(c) => (c.input, c.alpha, c.classes),
            Config::V2(c) => (c.input, c.alpha, c.classes),
            Config::V3(c) => (c.input, c.alpha, c.classes),
        }
    }

    /// The graph with these settings in the place of its own.
    pub fn build(self, input: Shape, alpha: f32, classes: usize) -> Result<Graph> {
        match self {
            Config::V1(c) => MobilenetV1Config { input, alpha, classes, ..c }.build(),
            Config::V2(c) => MobilenetV2Config { input, alpha, classes, ..c }.build(),
            Config::V3(c) => MobilenetV3Config { input, alpha, classes, ..c }.build(),
        }
    }
}
