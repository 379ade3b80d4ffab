//! Networks: each a documented config, then a graph.

mod lenet;
mod mlp;
mod mobilenet_v1;

pub use lenet::LenetConfig;
pub use mlp::MlpConfig;
pub use mobilenet_v1::MobilenetV1Config;

use crate::Result;
use crate::graph::{Graph, Shape};
use crate::spec::{ModelKind, ModelSpec};

/// The network that `spec` asks for, for images of shape `input` in `classes` classes.
pub fn build(spec: ModelSpec, input: Shape, classes: usize) -> Result<Graph> {
    match spec.kind {
        ModelKind::Mlp => MlpConfig {
            input,
            hidden: vec![128],
            classes,
        }
        .build(),
        ModelKind::Lenet => LenetConfig {
            input,
            classes,
            ..LenetConfig::default()
        }
        .build(),
        ModelKind::Mobilenet => MobilenetV1Config {
            input,
            classes,
            alpha: spec.alpha,
            ..MobilenetV1Config::small()
        }
        .build(),
    }
}
