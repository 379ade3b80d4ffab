//! Networks: each a documented config, then a graph.

mod lenet;
mod mlp;
mod mobilenet_v1;

pub use lenet::LenetConfig;
pub use mlp::MlpConfig;
pub use mobilenet_v1::MobilenetV1Config;

use crate::graph::{Graph, Shape};
use crate::spec::{ModelKind, ModelSpec};
use crate::{Error, Result};

/// The network that `spec` asks for, for images of shape `input` in `classes` classes.
pub fn build(spec: ModelSpec, input: Shape, classes: usize) -> Result<Graph> {
    match spec.kind {
        ModelKind::Mlp => MlpConfig { input, hidden: vec![128], classes }.build(),
        ModelKind::Lenet => LenetConfig { input, classes, ..LenetConfig::default() }.build(),
        ModelKind::Mobilenet => {
            MobilenetV1Config { input, classes, alpha: spec.alpha, ..MobilenetV1Config::small() }.build()
        }
    }
}

/// Settings of a network called by its name; what is not given is the network's own default.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options {
    /// Width multiplier α; without effect on networks that have none.
    pub alpha: Option<f32>,
    /// Height and width of the input.
    pub size: Option<(usize, usize)>,
    /// Channels of the input.
    pub channels: Option<usize>,
    /// Outputs.
    pub classes: Option<usize>,
}

/// The names that [`named`] knows.
pub const NAMES: [&str; 4] = ["mlp", "lenet", "mobilenet", "mobilenet-v1"];

/// The network called `name`: one of the lab's, or `mobilenet-v1`, the paper's.
pub fn named(name: &str, options: Options) -> Result<Graph> {
    let paper = MobilenetV1Config::paper();
    let (input, classes) = match name {
        "mobilenet-v1" => (paper.input, paper.classes),
        "mobilenet" => (MobilenetV1Config::small().input, MobilenetV1Config::small().classes),
        _ => (LenetConfig::default().input, LenetConfig::default().classes),
    };
    let (h, w) = options.size.unwrap_or((input.h, input.w));
    let input = Shape::new(h, w, options.channels.unwrap_or(input.c));
    let classes = options.classes.unwrap_or(classes);
    let alpha = options.alpha.unwrap_or(1.0);
    if name == "mobilenet-v1" {
        return MobilenetV1Config { input, classes, alpha, ..paper }.build();
    }
    let kind = name.parse().map_err(|_| Error::setting("model", NAMES.join(" | "), name))?;
    build(ModelSpec { kind, alpha }, input, classes)
}
