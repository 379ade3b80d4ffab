//! Properties of the executor on graphs that no golden covers: gradients by finite differences on random shapes,
//! and the fast kernels against the plain ones.

use karui_core::exec::{Cpu, Executor, Kernels, Mode, Reference};
use karui_core::graph::{Graph, GraphBuilder, NodeId, Shape, Weights};
use karui_core::ops::{Activation, BatchNorm, Conv2d, DepthwiseConv2d, Dropout, Linear, MaxPool2d, Op, Pad};
use karui_core::rng::Rng;
use karui_parity::compare::{Tolerance, near};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Fixed: finite differences in f32 cannot tell a kink of the loss within a step (a ReLU, another maximum) from a wrong
/// gradient, so about one random network in fifty would disagree. The goldens hold each op to PyTorch without that limit.
const SEED: u64 = 3;

/// A random small network: convolutions, a residual connection, squeeze and excite, pooling, a linear layer.
fn graph(rng: &mut Rng) -> Graph {
    let mut pick = |n: u32| rng.below(n) as usize;
    let shape = Shape::new(3 + pick(6), 3 + pick(6), 1 + pick(5));
    let mut g = GraphBuilder::new(shape);
    let smooth = [Activation::Sigmoid, Activation::Silu, Activation::HardSwish, Activation::HardSigmoid];
    let groups = if shape.c.is_multiple_of(2) && pick(2) == 0 { 2 } else { 1 };
    let conv = Conv2d {
        out_channels: 2 * (1 + pick(5)),
        kernel: [1 + pick(3), 1 + pick(3)],
        stride: [1 + pick(2), 1 + pick(2)],
        pad: Pad { top: pick(2), bottom: pick(2), left: pick(2), right: pick(2) },
        groups,
        bias: pick(2) == 0,
    };
    let mut x = push(&mut g, Op::Conv2d(conv), &[0]);
    x = push(&mut g, Op::Activation(smooth[pick(4)]), &[x]);
    let depthwise = DepthwiseConv2d { kernel: [3, 3], stride: [1, 1], pad: Pad::all(1), bias: pick(2) == 0 };
    let branch = push(&mut g, Op::DepthwiseConv2d(depthwise), &[x]);
    // A large ε, since a channel that hardly varies would otherwise bend the loss within the steps taken below.
    let branch = push(&mut g, Op::BatchNorm(BatchNorm { eps: 0.1, momentum: 0.1 }), &[branch]);
    x = push(&mut g, Op::Add, &[branch, x]);
    let squeezed = push(&mut g, Op::GlobalAvgPool, &[x]);
    let channels = g.shape(x).c;
    let excited = push(&mut g, Op::Linear(Linear { out_features: channels, bias: true }), &[squeezed]);
    let excited = push(&mut g, Op::Activation(Activation::Sigmoid), &[excited]);
    x = push(&mut g, Op::Multiply, &[x, excited]);
    let size = g.shape(x);
    if size.h > 1 && size.w > 1 {
        let pools = pick(2) == 0;
        let (stride, pad) = ([1 + pick(2); 2], Pad { top: pick(2), ..Pad::default() });
        if pools {
            x = push(&mut g, Op::MaxPool2d(MaxPool2d { kernel: [2, 2], stride, pad }), &[x]);
        }
    }
    x = push(&mut g, Op::Dropout(Dropout { p: 0.25 }), &[x]);
    x = push(&mut g, Op::Multiply, &[x, x]);
    x = push(&mut g, Op::Flatten, &[x]);
    push(&mut g, Op::Linear(Linear { out_features: 3, bias: true }), &[x]);
    g.build()
}

fn push(g: &mut GraphBuilder, op: Op, inputs: &[NodeId]) -> NodeId {
    let name = format!("n{}", inputs.iter().max().map_or(0, |i| i + 1) * 100 + op.name().len() * 7 + inputs[0]);
    g.push(format!("{name}.{}", op.name()), op, inputs).unwrap()
}

fn values(rng: &mut Rng, n: usize) -> Vec<f32> {
    (0..n).map(|_| rng.normal()).collect()
}

/// Loss, weight gradient and input gradient of one training pass.
fn pass<K: Kernels>(graph: &Graph, weights: &Weights, x: &[f32], labels: &[u8]) -> (f32, Vec<f32>, Vec<f32>) {
    let mut executor = Executor::<K>::new(graph, labels.len(), Mode::InputGradient).unwrap();
    let mut weights = weights.clone();
    // Run twice, so that a buffer that is not overwritten shows.
    for _ in 0..2 {
        executor.forward_train(&mut weights.clone(), x, &mut Rng::new(5, 2)).unwrap();
        executor.loss(labels, 0.1).unwrap();
        executor.backward(&weights, &mut vec![0.0; weights.trainable_len()]).unwrap();
    }
    let before = weights.clone();
    executor.forward_train(&mut weights, x, &mut Rng::new(5, 2)).unwrap();
    let loss = executor.loss(labels, 0.1).unwrap();
    let mut grads = vec![f32::NAN; weights.trainable_len()];
    executor.backward(&before, &mut grads).unwrap();
    (loss, grads, executor.input_gradient().unwrap().to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: RngSeed::Fixed(SEED), ..ProptestConfig::default() })]

    /// The slope along a random direction: (L(w + εd) − L(w − εd)) / 2ε = ∇L · d.
    #[test]
    fn gradients_are_the_slopes_of_the_loss(seed: u64) {
        let mut rng = Rng::new(seed, 9);
        let graph = graph(&mut rng);
        let n = 2 + rng.below(3) as usize;
        let weights = Weights::init(&graph, seed);
        let x = values(&mut rng, n * graph.input_shape().len());
        let labels: Vec<u8> = (0..n).map(|_| rng.below(3) as u8).collect();
        let (_, grads, dx) = pass::<Cpu>(&graph, &weights, &x, &labels);
        let loss = |dw: &[f32], dx: &[f32], step: f32| {
            let mut moved = weights.clone();
            moved.values_mut().iter_mut().zip(dw).for_each(|(w, d)| *w += step * d);
            let x: Vec<f32> = x.iter().zip(dx).map(|(x, d)| x + step * d).collect();
            f64::from(pass::<Reference>(&graph, &moved, &x, &labels).0)
        };
        for on_weights in [true, false] {
            let gradient = if on_weights { &grads } else { &dx };
            let direction = values(&mut rng, gradient.len());
            let zeros = vec![0.0; grads.len().max(dx.len())];
            let expected: f64 = gradient.iter().zip(&direction).map(|(g, d)| f64::from(g * d)).sum();
            let slope = |step: f32| {
                let at = |s| if on_weights { loss(&direction, &zeros[..dx.len()], s) } else { loss(&zeros, &direction, s) };
                (at(step) - at(-step)) / f64::from(2.0 * step)
            };
            // Small steps lose digits, large ones leave the straight part or cross a kink: one of a few must agree.
            let scale = gradient.iter().map(|g| f64::from(g * g)).sum::<f64>().sqrt();
            let off = [3e-3, 1e-3, 3e-4].map(|step| (slope(step) - expected).abs() / (scale + 0.02));
            let best = off.into_iter().fold(f64::INFINITY, f64::min);
            prop_assert!(best < 0.02, "∇·d = {expected}, off by {off:?}, weights: {on_weights}, {graph:?}");
        }
    }

    #[test]
    fn fast_kernels_equal_the_plain_ones_in_whole_networks(seed: u64) {
        let mut rng = Rng::new(seed, 10);
        let graph = graph(&mut rng);
        let n = 1 + rng.below(4) as usize;
        let weights = Weights::init(&graph, seed);
        let x = values(&mut rng, n * graph.input_shape().len());
        let labels: Vec<u8> = (0..n).map(|_| rng.below(3) as u8).collect();
        let (fast, plain) = (pass::<Cpu>(&graph, &weights, &x, &labels), pass::<Reference>(&graph, &weights, &x, &labels));
        let tolerance = Tolerance { absolute: 2e-5, relative: 2e-4 };
        for (what, got, expected) in [("loss", &vec![fast.0], &vec![plain.0]), ("dw", &fast.1, &plain.1), ("dx", &fast.2, &plain.2)] {
            if let Err(difference) = near(what, got, expected, tolerance) {
                return Err(TestCaseError::fail(difference));
            }
        }
    }

    /// Fusion and the reuse of buffers change no output, and a smaller batch gives the same as a full one.
    #[test]
    fn inference_equals_looking_at_every_node(seed: u64) {
        let mut rng = Rng::new(seed, 11);
        let graph = graph(&mut rng);
        let weights = Weights::init(&graph, seed);
        let len = graph.input_shape().len();
        let x = values(&mut rng, 5 * len);
        let mut inference = Executor::<Cpu>::new(&graph, 5, Mode::Inference).unwrap();
        let mut inspect = Executor::<Cpu>::new(&graph, 2, Mode::Inspect).unwrap();
        let all = inference.forward(&weights, &x).unwrap().to_vec();
        let two = inspect.forward(&weights, &x[..2 * len]).unwrap();
        let tolerance = Tolerance { absolute: 1e-5, relative: 1e-4 };
        near("outputs", two, &all[..two.len()], tolerance).map_err(TestCaseError::fail)?;
        prop_assert!((0..graph.nodes().len()).all(|node| inspect.value(node).is_some()));
    }
}

#[test]
fn wrong_lengths_and_labels_are_errors() {
    let graph = graph(&mut Rng::new(1, 9));
    let weights = Weights::init(&graph, 1);
    let mut executor = Executor::<Cpu>::new(&graph, 2, Mode::Training).unwrap();
    let len = graph.input_shape().len();
    assert!(executor.forward(&weights, &vec![0.0; len + 1]).is_err());
    assert!(executor.forward(&weights, &vec![0.0; 3 * len]).is_err());
    assert!(executor.forward(&weights, &[]).is_err());
    assert!(executor.loss(&[0, 9], 0.0).is_err());
    assert!(executor.backward(&weights, &mut [0.0; 3]).is_err());
    assert!(Executor::<Cpu>::new(&graph, 0, Mode::Training).is_err());
}
