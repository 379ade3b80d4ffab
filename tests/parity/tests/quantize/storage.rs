//! What each number type stores, and what static grids keep of a network.

use crate::{LAST_DIGIT, images, lenet, logits, on_storage};
use karui_core::compress::quantize::{prepare_aware, quantize, quantize_weights, simulate, sqnr};
use karui_core::compress::{Activations, Encoding, Model};
use karui_core::graph::{GraphBuilder, Shape, Weights};
use karui_core::models::{LenetConfig, MobilenetV1Config};
use karui_core::ops::Role;
use karui_core::rng::Rng;
use karui_core::spec::recipe::{Granularity, NumberType, Observer, QuantMethod, Quantize, Scheme};
use karui_parity::compare::near;

#[test]
fn every_type_keeps_its_storage_and_what_it_can_of_the_weights() {
    let graph = LenetConfig { channels: vec![8, 16], hidden: 24, ..LenetConfig::default() }.build().unwrap();
    let weights = Weights::init(&graph, 1);
    let net = Model::float(graph, weights);
    // Signal to noise of the weights, in dB, at least: about 6 for each bit.
    let expected = [
        (NumberType::Int8, 40.0),
        (NumberType::Int4, 15.0),
        (NumberType::Int2, 4.0),
        (NumberType::Binary, 3.0),
        (NumberType::Fp16, 60.0),
        (NumberType::Bf16, 45.0),
        (NumberType::Fp8E4m3, 28.0),
        (NumberType::Fp8E5m2, 22.0),
    ];
    for (dtype, at_least) in expected {
        for granularity in [Granularity::Tensor, Granularity::Channel] {
            for scheme in [Scheme::Symmetric, Scheme::Affine] {
                for &observer in Observer::ALL {
                    let settings = Quantize { dtype, granularity, scheme, observer, ..Quantize::default() };
                    let quantized = quantize_weights(&net, &settings).unwrap();
                    assert!(quantized == on_storage(&quantized), "{settings:?}");
                    for param in net.weights.params() {
                        let [before, after] = [&net, &quantized].map(|n| &n.weights.values()[param.range.clone()]);
                        let kept = sqnr(before, after);
                        if param.role == Role::Weight {
                            assert!(kept > at_least - 0.6 && kept.is_finite(), "{} {kept} {settings:?}", param.name);
                        } else {
                            assert_eq!(before, after);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn ternary_and_binary_follow_their_papers() {
    let mut g = GraphBuilder::new(Shape::vector(4));
    g.linear("fc", 0, 2).unwrap();
    let graph = g.build();
    let weights = Weights::zeros(&graph);
    let mut net = Model::float(graph, weights);
    net.weights.values_mut()[..8].copy_from_slice(&[1.0, -0.1, -2.0, 0.4, 0.1, 0.0, -0.3, 0.3]);
    let of = |net: &Model, dtype| {
        let settings = Quantize { dtype, scheme: Scheme::Affine, ..Quantize::default() };
        quantize_weights(net, &settings).unwrap().weights.values()[..8].to_vec()
    };
    // Channel 0 has mean 0.85, Δ 0.595 and 1 and 2 above it; channel 1 has mean 0.2, Δ 0.14 and 0.4 and 0.3.
    let ternary = of(&net, NumberType::Int2);
    near("ternary", &ternary, &[1.5, 0.0, -1.5, 0.35, 0.0, 0.0, 0.0, 0.35], LAST_DIGIT).unwrap();
    let binary = of(&net, NumberType::Binary);
    near("binary", &binary, &[0.85, -0.2, -0.85, 0.2, 0.85, 0.2, -0.85, 0.2], LAST_DIGIT).unwrap();
    // A pruned weight is not stored: no binary value, and no part of the mean.
    net.storage[0].sparse = true;
    let binary = of(&net, NumberType::Binary);
    near("sparse", &binary, &[0.85, -0.8 / 3.0, -0.85, 0.8 / 3.0, 0.85, 0.0, -0.85, 0.8 / 3.0], LAST_DIGIT).unwrap();
}

#[test]
fn what_is_pruned_stays_pruned() {
    let mut net = lenet(2);
    let mut rng = Rng::new(3, 0);
    for (param, storage) in net.weights.params().to_vec().iter().zip(&mut net.storage) {
        if param.role == Role::Weight {
            storage.sparse = true;
            net.weights.values_mut()[param.range.clone()].iter_mut().for_each(|v| *v *= f32::from(rng.below(2) == 0));
        }
    }
    for &dtype in NumberType::ALL {
        for scheme in [Scheme::Symmetric, Scheme::Affine] {
            let quantized = quantize_weights(&net, &Quantize { dtype, scheme, ..Quantize::default() }).unwrap();
            let zeros = net.weights.values().iter().zip(quantized.weights.values()).filter(|(b, _)| **b == 0.0);
            assert!(zeros.clone().count() > 90_000 && zeros.clone().all(|(_, a)| *a == 0.0), "{dtype}");
            assert!(quantized.storage.iter().zip(&net.storage).all(|(a, b)| a.sparse == b.sparse));
            assert!(quantized == on_storage(&quantized));
        }
    }
}

/// Simulated in floats: the graph with rounding in it, on images that were not used to calibrate.
#[test]
fn static_int8_keeps_the_logits() {
    for seed in 0..3 {
        let net = lenet(seed);
        let mut rng = Rng::new(seed, 7);
        let (calibration, fresh) = (images(&mut rng, &net.graph, 100), images(&mut rng, &net.graph, 32));
        let expected = logits(&net, &fresh);
        // Moving averages of three batches, and ranges that leave outliers out, cost some of it.
        for (observer, at_least) in [
            (Observer::MinMax, 32.0),
            (Observer::MovingAverage, 32.0),
            (Observer::Percentile, 28.0),
            (Observer::Mse, 32.0),
            (Observer::Entropy, 32.0),
        ] {
            let settings = Quantize { observer, ..Quantize::default() };
            let quantized = quantize(&net, &settings, &calibration).unwrap();
            let got = logits(&simulate(&quantized).unwrap(), &fresh);
            let kept = sqnr(&expected, &got);
            assert!(kept > at_least, "{observer}: {kept} dB");
            assert!(sqnr(&expected, &got) < 60.0, "{observer}: nothing was rounded");
        }
    }
}

#[test]
fn static_grids_are_shared_as_tflite_asks() {
    let net = lenet(4);
    let images = images(&mut Rng::new(1, 0), &net.graph, 70);
    let quantized = quantize(&net, &Quantize::default(), &images).unwrap();
    let Activations::Static(grids) = &quantized.activations else { panic!() };
    let grid = |name: &str| grids[net.graph.nodes().iter().position(|n| n.name == name).unwrap()];
    assert_eq!(grid("conv1"), grid("conv1.relu"));
    assert_eq!(grid("conv1"), grid("pool1"));
    assert_eq!(grid("pool2"), grid("flatten"));
    assert_ne!(grid("pool1"), grid("conv2"));
    assert_ne!(grid("fc1"), grid("fc2"));
    // Behind a ReLU every level is for what is not negative.
    assert_eq!(grid("conv1").zero_point, -128);
    // A bias is a whole number of input scale × weight scale.
    let Encoding::Grid(weights) = &quantized.storage[2].encoding else { panic!() };
    let before = net.weights.view("conv2.bias").unwrap();
    for (k, &b) in quantized.weights.view("conv2.bias").unwrap().iter().enumerate() {
        let unit = grid("pool1").scale * weights.scale[k];
        assert_eq!(unit * (b / unit).round(), b);
        assert!((b - before[k]).abs() <= 0.5 * unit);
    }
}

/// A channel without weights, behind a small input: its bias is worth some 10¹² of its own steps.
#[test]
fn a_bias_without_weights_is_kept() {
    let mut net = lenet(5);
    net.weights.view_mut("conv1.weight").unwrap().iter_mut().step_by(16).for_each(|w| *w = 0.0);
    net.weights.view_mut("conv1.bias").unwrap()[0] = 0.7;
    let images: Vec<f32> = images(&mut Rng::new(1, 0), &net.graph, 4).iter().map(|v| v * 1e-3).collect();
    let quantized = quantize(&net, &Quantize::default(), &images).unwrap();
    assert!((quantized.weights.view("conv1.bias").unwrap()[0] - 0.7).abs() < 1e-6);
    assert!(quantized == on_storage(&quantized));
}

#[test]
fn what_cannot_be_computed_is_refused() {
    let net = lenet(1);
    let images = images(&mut Rng::new(1, 0), &net.graph, 2);
    let refused =
        |net: &Model, settings: Quantize, images: &[f32]| quantize(net, &settings, images).unwrap_err().to_string();
    let settings = Quantize::default();
    assert!(refused(&net, settings, &[]).contains("calibration"));
    assert!(refused(&net, settings, &images[1..]).contains("calibration"));
    assert!(refused(&net, Quantize { dtype: NumberType::Fp16, ..settings }, &images).contains("dtype"));
    assert!(refused(&net, Quantize { scheme: Scheme::Affine, ..settings }, &images).contains("scheme"));
    assert!(refused(&net, Quantize { method: QuantMethod::Aware, ..settings }, &images).contains("method"));
    assert!(refused(&net, Quantize { percentile: f32::NAN, ..settings }, &images).contains("percentile"));
    let dynamic = Quantize { method: QuantMethod::Dynamic, ..settings };
    assert!(refused(&net, Quantize { dtype: NumberType::Int4, ..dynamic }, &[]).contains("dtype"));
    assert_eq!(quantize(&net, &dynamic, &[]).unwrap().activations, Activations::Dynamic);
    let graph = MobilenetV1Config { input: Shape::new(28, 28, 1), ..MobilenetV1Config::small() }.build().unwrap();
    let weights = Weights::init(&graph, 1);
    assert!(refused(&Model::float(graph, weights), settings, &images).contains("bn1"));
    let (prepared, aware) = prepare_aware(&net, &settings, &images).unwrap();
    assert!(refused(&prepared, settings, &images).contains("fake"));
    assert!(aware.finish(&net).unwrap_err().to_string().contains("prepared"));
    assert!(aware.round(&prepared, &[0.0], &mut [0.0]).is_err());
    assert!(aware.clone().look_through(0.1, &[0.0], &mut [0.0]).is_err());
}

/// Values that are no numbers give some grid, and no panic.
#[test]
fn infinities_are_left_out_of_ranges() {
    let mut net = lenet(1);
    let odd = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, 1e-45];
    net.weights.values_mut()[..6].copy_from_slice(&odd);
    let mut images = images(&mut Rng::new(1, 0), &net.graph, 2);
    images[..6].copy_from_slice(&odd);
    for &observer in Observer::ALL {
        for &dtype in NumberType::ALL {
            let settings = Quantize { dtype, observer, ..Quantize::default() };
            quantize_weights(&net, &settings).unwrap();
            if dtype.is_integer() {
                quantize(&net, &settings, &images).unwrap();
            }
        }
    }
}
