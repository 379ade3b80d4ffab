//! Small networks with random weights and statistics, and how far two outputs lie apart: for the passes' tests.

use super::Model;
use crate::exec::{Executor, Mode, Reference};
use crate::graph::{Graph, GraphBuilder, Shape, Weights};
use crate::models::{Bneck, LenetConfig, MlpConfig, MobilenetV1Config, MobilenetV2Config, MobilenetV3Config, Stage};
use crate::ops::{Activation, BatchNorm, Op, Pad, Role};
use crate::rng::Rng;

/// Values for every tensor, batch norm's included, such that activations neither vanish nor explode.
pub fn random(graph: Graph, seed: u64) -> Model {
    let mut weights = Weights::init(&graph, seed);
    let mut rng = Rng::new(seed, 9);
    for p in weights.params().to_vec() {
        let (low, high) = match p.role {
            Role::Scale | Role::RunningVar => (0.5, 2.0),
            Role::Shift | Role::RunningMean | Role::Bias => (-0.5, 0.5),
            Role::Weight => (-2.0 / (p.fan_in as f32).sqrt(), 2.0 / (p.fan_in as f32).sqrt()),
        };
        weights.values_mut()[p.range].fill_with(|| rng.range(low, high));
    }
    Model::float(graph, weights)
}

pub fn mlp(seed: u64) -> Model {
    random(MlpConfig { input: Shape::new(5, 5, 1), hidden: vec![12, 7], classes: 4 }.build().unwrap(), seed)
}

pub fn lenet(seed: u64) -> Model {
    let config = LenetConfig { input: Shape::new(8, 8, 1), channels: vec![6, 9], hidden: 11, classes: 5 };
    random(config.build().unwrap(), seed)
}

pub fn mobilenet(seed: u64) -> Model {
    let config = MobilenetV1Config { input: Shape::new(12, 12, 3), alpha: 0.25, ..MobilenetV1Config::small() };
    random(config.build().unwrap(), seed)
}

/// MobileNetV2 with one block that expands, one that is added to its input, and a 5×5 kernel.
pub fn mobilenet_v2(seed: u64) -> Model {
    let stage = |expansion, channels, blocks, kernel| Stage { expansion, channels, blocks, stride: 1, kernel };
    let config = MobilenetV2Config {
        input: Shape::new(9, 9, 3),
        classes: 4,
        stem: (8, 2),
        stages: vec![stage(1, 8, 1, 3), stage(2, 16, 2, 5)],
        last: 24,
        ..MobilenetV2Config::paper()
    };
    random(config.build().unwrap(), seed)
}

/// MobileNetV3 with squeeze-and-excite, both of its activations, and a residual block.
pub fn mobilenet_v3(seed: u64) -> Model {
    let block = |kernel, expanded, squeeze_excite, activation, stride| Bneck {
        kernel,
        expanded,
        out: 16,
        squeeze_excite,
        activation,
        stride,
    };
    let config = MobilenetV3Config {
        input: Shape::new(9, 9, 3),
        classes: 4,
        stem: (8, 2),
        blocks: vec![block(3, 8, true, Activation::Relu, 2), block(5, 24, true, Activation::HardSwish, 1)],
        hidden: 16,
        ..MobilenetV3Config::tiny()
    };
    random(config.build().unwrap(), seed)
}

/// A stem, a residual block with squeeze and excite, an average pool, and a head behind a flattening.
pub fn residual(seed: u64) -> Model {
    residual_graph().map(|graph| random(graph, seed)).unwrap()
}

fn residual_graph() -> crate::Result<Graph> {
    let mut g = GraphBuilder::new(Shape::new(8, 8, 2));
    let norm = BatchNorm::default;
    let x = g.conv("stem", g.input(), 6, 3, 1, Pad::all(1), false)?;
    let stem = g.norm_act("stem.bn", x, norm(), Activation::HardSwish)?;
    let x = g.conv("a", stem, 10, 1, 1, Pad::default(), true)?;
    let x = g.norm_act("a.bn", x, norm(), Activation::Relu6)?;
    let x = g.depthwise("dw", x, 3, 1, Pad::all(1))?;
    let x = g.norm_act("dw.bn", x, norm(), Activation::Silu)?;
    let squeezed = g.push("squeeze", Op::GlobalAvgPool, &[x])?;
    let s = g.linear("fc1", squeezed, 5)?;
    let s = g.act("fc1", s, Activation::Relu)?;
    let s = g.linear("fc2", s, 10)?;
    let s = g.act("fc2", s, Activation::HardSigmoid)?;
    let x = g.push("excite", Op::Multiply, &[x, s])?;
    let x = g.conv("b", x, 6, 1, 1, Pad::default(), false)?;
    let x = g.push("b.bn", Op::BatchNorm(norm()), &[x])?;
    let x = g.push("sum", Op::Add, &[x, stem])?;
    let x = g.max_pool("pool", x, 2)?;
    let x = g.flatten(x)?;
    let x = g.linear("head", x, 8)?;
    let x = g.act("head", x, Activation::Relu)?;
    g.linear("out", x, 3)?;
    Ok(g.build())
}

/// `n` random images for `net`.
pub fn images(net: &Model, n: usize) -> Vec<f32> {
    let mut rng = Rng::new(5, 5);
    (0..n * net.graph.input_shape().len()).map(|_| rng.normal()).collect()
}

/// The outputs of the reference kernels for `n` random images.
pub fn outputs(net: &Model, n: usize) -> Vec<f32> {
    let mut executor = Executor::<Reference>::new(&net.graph, n, Mode::Inference).unwrap();
    executor.forward(&net.weights, &images(net, n)).unwrap().to_vec()
}

/// Fails unless every value is within `tolerance` of what is expected, relative to the largest of those.
#[track_caller]
pub fn close(got: &[f32], expected: &[f32], tolerance: f32) {
    let largest = expected.iter().fold(0f32, |m, v| m.max(v.abs()));
    assert!(got.len() == expected.len() && largest > 0.01, "{} values up to {largest}", expected.len());
    for (i, (g, e)) in got.iter().zip(expected).enumerate() {
        assert!((g - e).abs() <= tolerance * largest, "at {i}: {g}, expected {e} (largest {largest})");
    }
}
