//! Whole networks on integers: as near to the floats as 8 bits allow, the same with every kernel set, and an error where
//! something has no meaning.

use karui_core::Error;
use karui_core::compress::{Activations, Affine, Encoding, Model};
use karui_core::exec::{Cpu, Executor, InferenceSession, KernelKind, Mode, Reference};
use karui_core::graph::{Graph, GraphBuilder, Shape, Weights};
use karui_core::models::{LenetConfig, Options, named};
use karui_core::ops::{Activation, BatchNorm, Pad};
use karui_core::rng::Rng;
use karui_core::spec::recipe::NumberType;
use karui_parity::networks::every_integer_op;
use karui_parity::quantized::{self, weights};
use proptest::prelude::*;

/// Images in a batch.
const N: usize = 4;

fn images(graph: &Graph, seed: u64) -> Vec<f32> {
    let mut rng = Rng::new(seed, 1);
    (0..N * graph.input_shape().len()).map(|_| rng.range(-1.0, 1.0)).collect()
}

/// `graph` on the grids of the images that are run later too: a value out of range would say nothing about arithmetic.
fn quantized(graph: Graph, weights: Weights, dtype: NumberType, per_channel: bool) -> Model {
    let images = [images(&graph, 1), images(&graph, 2)].concat();
    quantized::quantized(graph, weights, dtype, per_channel, &images).unwrap()
}

/// Signal to quantization noise, in dB.
fn sqnr(want: &[f32], got: &[f32]) -> f32 {
    let power = |f: &dyn Fn(usize) -> f32| (0..want.len()).map(|i| f(i).powi(2)).sum::<f32>();
    10.0 * (power(&|i| want[i]) / power(&|i| want[i] - got[i]).max(f32::MIN_POSITIVE)).log10()
}

/// Runs `net`: both kernel sets give the same levels, at least `decibels` near the floats.
#[track_caller]
fn check(net: &Model, decibels: f32) {
    let x = images(&net.graph, 2);
    let mut float: Executor<Reference> = Executor::new(&net.graph, N, Mode::Inference).unwrap();
    let want = float.forward(&net.weights, &x).unwrap().to_vec();
    let mut reference: InferenceSession<Reference> = InferenceSession::new(net, N).unwrap();
    let mut fast: InferenceSession = InferenceSession::new(net, N).unwrap();
    assert_eq!(fast.instruction_kernel(0), Some(KernelKind::Static));
    let got = reference.forward(&x).unwrap().to_vec();
    let db = sqnr(&want, &got);
    println!("{db:.1} dB, {} instructions", fast.instruction_count());
    assert!(db > decibels, "{db} dB\n{:?}\n{:?}", &want[..10], &got[..10]);
    assert_eq!(fast.forward(&x).unwrap(), got);
    // Fewer images than planned for, step by step.
    let len = net.graph.input_shape().len();
    fast.set_input(&x[..len]).unwrap();
    (0..fast.instruction_count()).for_each(|i| fast.run_instruction(i).unwrap());
    assert_eq!(fast.output(), &got[..net.graph.output_shape().len()]);
}

#[test]
fn lenet_on_integers_is_near_the_floats() {
    let graph = LenetConfig::default().build().unwrap();
    for per_channel in [true, false] {
        check(&quantized(graph.clone(), weights(&graph, 5), NumberType::Int8, per_channel), 35.0);
    }
}

#[test]
fn mobilenet_on_integers_is_near_the_floats() {
    let graph = quantized::without_norm(&named("mobilenet", Options::default()).unwrap()).unwrap();
    check(&quantized(graph.clone(), weights(&graph, 6), NumberType::Int8, true), 35.0);
}

/// Residual sums, 5×5 kernels, hard-swish, squeeze-and-excite, and at the end windows larger than their input.
#[test]
fn inverted_residuals_on_integers_are_near_the_floats() {
    let options = Options { alpha: Some(0.35), size: Some((48, 40)), classes: Some(10), ..Options::default() };
    for name in ["mobilenet-v2", "mobilenet-v3-small", "mobilenet-v3-large", "efficientnet-lite0"] {
        let graph = quantized::without_norm(&named(name, options).unwrap()).unwrap();
        check(&quantized(graph.clone(), weights(&graph, 6), NumberType::Int8, true), 20.0);
    }
}

#[test]
fn every_op_on_integers_is_near_the_floats() {
    for size in [24, 17] {
        let graph = every_integer_op(size).unwrap();
        check(&quantized(graph.clone(), weights(&graph, 7), NumberType::Int8, true), 35.0);
    }
}

/// The weights that the floats run with are on the same grid: few bits cost the network its accuracy, not the executor.
#[test]
fn fewer_bits_run_in_the_same_kernels() {
    let graph = LenetConfig::default().build().unwrap();
    for dtype in [NumberType::Int4, NumberType::Int2, NumberType::Binary] {
        check(&quantized(graph.clone(), weights(&graph, 8), dtype, true), 35.0);
    }
}

/// A channel whose weights are tiny beside its bias gives its bias.
#[test]
fn a_bias_beyond_the_sums_units_is_kept() {
    let mut g = GraphBuilder::new(Shape::new(4, 4, 2));
    g.conv("conv", g.input(), 3, 1, 1, Pad::default(), true).unwrap();
    let graph = g.build();
    let mut w = weights(&graph, 9);
    w.values_mut().copy_from_slice(&[1e-12, 0.5, 0.25, -1e-12, -0.5, 0.125, 0.75, -0.25, 0.5]);
    let net = quantized(graph, w, NumberType::Int8, true);
    check(&net, 35.0);
    let mut exec: InferenceSession = InferenceSession::new(&net, N).unwrap();
    let got = exec.forward(&images(&net.graph, 2)).unwrap();
    let Activations::Static(grids) = &net.activations else { panic!() };
    assert!(got.iter().step_by(3).all(|v| (v - 0.75).abs() <= 0.5 * grids[1].scale), "{got:?}");
}

#[test]
fn what_integers_cannot_run_is_an_error() {
    let graph = LenetConfig::default().build().unwrap();
    let net = quantized(graph.clone(), weights(&graph, 1), NumberType::Int8, true);
    let refused = |net: &Model| InferenceSession::<Cpu>::new(net, 1).unwrap_err();
    assert!(matches!(InferenceSession::<Cpu>::new(&net, 0), Err(Error::Misuse { .. })));
    // Without fixed grids nothing runs on them.
    for activations in [Activations::Float, Activations::Dynamic] {
        let session = InferenceSession::<Cpu>::new(&Model { activations, ..net.clone() }, 1).unwrap();
        assert_ne!(session.instruction_kernel(0), Some(KernelKind::Static));
    }
    let few = Activations::Static(vec![Affine { scale: 1.0, zero_point: 0 }]);
    assert!(matches!(refused(&Model { activations: few, ..net.clone() }), Error::Length { .. }));
    let mut float = net.clone();
    float.storage[0].encoding = Encoding::Float32;
    assert!(matches!(refused(&float), Error::Tensor { .. }));
    let narrow = LenetConfig { channels: vec![32, 16], ..LenetConfig::default() }.build().unwrap();
    let foreign = Model { weights: Weights::zeros(&narrow), ..net.clone() };
    assert!(matches!(refused(&foreign), Error::Length { .. } | Error::Tensor { .. }));
    float.storage.clear();
    assert!(matches!(refused(&float), Error::Length { .. }));

    let mut g = GraphBuilder::new(Shape::new(4, 4, 2));
    let x = g.conv("conv", g.input(), 3, 1, 1, Pad::default(), true).unwrap();
    g.norm_act("bn", x, BatchNorm::default(), Activation::Relu).unwrap();
    let graph = g.build();
    let with_norm = quantized(graph.clone(), weights(&graph, 1), NumberType::Int8, true);
    assert!(matches!(refused(&with_norm), Error::Shape { op, .. } if op == "batch_norm"));

    let mut exec: InferenceSession = InferenceSession::new(&net, 2).unwrap();
    assert!(exec.forward(&[0.0; 3]).is_err());
    assert!(exec.forward(&[]).is_err());
    assert!(exec.run_instruction(1000).is_err());
}

/// Any scale that f32 can hold, more often one that makes sense.
fn scale() -> impl Strategy<Value = f32> {
    prop_oneof![
        2 => 1e-4f32..1.0,
        1 => prop::num::f32::ANY,
        1 => prop::sample::select(vec![0.0, -1.0, f32::NAN, f32::INFINITY, f32::MIN_POSITIVE, 1e-45, f32::MAX]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever the grids and weights hold: an error, or both kernel sets run and agree.
    #[test]
    fn arbitrary_grids_never_panic(
        grids in prop::collection::vec((scale(), prop_oneof![3 => -128i32..=127, 1 => any::<i32>()]), 32),
        at in prop::collection::vec(0usize..32, 0..4),
        (weight_scale, zero) in (scale(), prop_oneof![4 => Just(0), 1 => any::<i32>()]),
        value in prop_oneof![3 => -1.0f32..1.0, 1 => prop::num::f32::ANY],
        seed in any::<u64>(),
    ) {
        let graph = every_integer_op(9).unwrap();
        let mut net = quantized(graph.clone(), weights(&graph, seed), NumberType::Int8, seed % 2 == 0);
        let nodes = graph.nodes().len();
        if let Activations::Static(all) = &mut net.activations {
            for &i in &at {
                let (scale, zero_point) = grids[i];
                all[i % nodes] = Affine { scale, zero_point };
            }
        }
        if seed % 3 == 0 {
            let i = seed as usize % net.storage.len();
            if let Encoding::Grid(grid) = &mut net.storage[i].encoding {
                grid.scale[0] = weight_scale;
                grid.zero_point[0] = zero;
            }
            let len = net.weights.values().len();
            net.weights.values_mut()[seed as usize % len] = value;
        }
        let mut x = images(&graph, seed);
        x[0] = value;
        let (fast, reference) = (InferenceSession::<Cpu>::new(&net, N), InferenceSession::<Reference>::new(&net, N));
        match (fast, reference) {
            (Ok(mut fast), Ok(mut reference)) => {
                let want = reference.forward(&x).unwrap().to_vec();
                prop_assert_eq!(fast.forward(&x).unwrap(), want);
            }
            (Err(a), Err(b)) => prop_assert_eq!(format!("{a}"), format!("{b}")),
            _ => prop_assert!(false, "only one kernel set takes it"),
        }
    }
}
