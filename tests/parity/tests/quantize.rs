//! Quantization: against PyTorch's fake quantization and observers, and the properties that any grid has.

use karui_core::compress::quantize::{
    Rule, Watch, channel_sqnr, fake_quantize_weights, finish_aware, layer_sqnr, prepare_aware, quantize,
    quantize_weights, simulate, sqnr,
};
use karui_core::compress::{Activations, Encoding, Grid, Network, number};
use karui_core::exec::{Cpu, Executor, Kernels, Mode, Reference};
use karui_core::graph::{Graph, GraphBuilder, Shape, Weights};
use karui_core::models::{LenetConfig, MobilenetV1Config};
use karui_core::ops::{Activation, Dropout, FakeQuantize, Linear, Op, Pad, Role};
use karui_core::rng::Rng;
use karui_core::spec::recipe::{Granularity, NumberType, Observer, QuantMethod, Quantize, Scheme};
use karui_parity::compare::{Tolerance, near};
use karui_parity::golden::{Tensor, Tensors, json, number as number_of, text};
use proptest::prelude::*;
use serde_json::Value;

const EXACT: Tolerance = Tolerance { absolute: 0.0, relative: 0.0 };
/// One rounding of a scale: PyTorch multiplies by the inverse of a scale where we divide.
const LAST_DIGIT: Tolerance = Tolerance { absolute: 0.0, relative: 2e-7 };

fn goldens() -> (Vec<Value>, Tensors) {
    let cases = json(include_str!("../goldens/quantize.json")).unwrap();
    let tensors = Tensors::read(include_bytes!("../goldens/quantize.safetensors")).unwrap();
    (cases["cases"].as_array().unwrap().clone(), tensors)
}

fn cases<'a>(cases: &'a [Value], kind: &str) -> Vec<&'a Value> {
    cases.iter().filter(|c| c["kind"] == kind).collect()
}

#[test]
fn fake_quantization_and_its_gradient_are_pytorchs() {
    let (all, tensors) = goldens();
    let checked = cases(&all, "fake_quantize");
    for case in &checked {
        let name = text(case, "name").unwrap();
        let get = |key: &str| &tensors.get(&format!("{name}/{key}")).unwrap().values;
        let (scale, zero_point) =
            (number_of(case, "scale").unwrap() as f32, number_of(case, "zero_point").unwrap() as i32);
        let x = get("input");
        let mut g = GraphBuilder::new(Shape::vector(x.len()));
        g.push("rounded", Op::FakeQuantize(FakeQuantize { scale, zero_point }), &[0]).unwrap();
        let graph = g.build();
        let mut executor = Executor::<Cpu>::new(&graph, 1, Mode::InputGradient).unwrap();
        let mut weights = Weights::zeros(&graph);
        let y = executor.forward_train(&mut weights, x, &mut Rng::new(0, 0)).unwrap();
        near(name, y, get("output"), LAST_DIGIT).unwrap();
        executor.set_output_gradient(get("grad_output")).unwrap();
        executor.backward(&weights, &mut []).unwrap();
        near(name, executor.input_gradient().unwrap(), get("grad_input"), EXACT).unwrap();
    }
    assert_eq!(checked.len(), 4);
}

#[test]
fn observers_of_streams_find_pytorchs_grids() {
    let (all, tensors) = goldens();
    let mut checked = 0;
    for case in cases(&all, "stream") {
        let (name, observer) = (text(case, "name").unwrap(), text(case, "observer").unwrap());
        let input = tensors.get(&format!("{name}/input")).unwrap();
        let batches = || input.values.chunks(input.shape[1]);
        let scale = number_of(case, "scale").unwrap() as f32;
        let watch = |observer| {
            let mut watch = Watch::new(Rule::activations(&Quantize { observer, ..Quantize::default() }).unwrap());
            batches().for_each(|batch| watch.see(batch));
            watch.grid()
        };
        if observer == "histogram" {
            // Another search for the same thing: ours may not be worse by more than a twentieth.
            let grid = watch(Observer::Mse);
            let theirs = rounded(&input.values, scale, number_of(case, "zero_point").unwrap() as i32);
            let ours = rounded(&input.values, grid.scale, grid.zero_point);
            let (ours, theirs) = (sqnr(&input.values, &ours), sqnr(&input.values, &theirs));
            assert!(ours > theirs - 0.2, "{name}: {ours} dB, PyTorch {theirs} dB");
        } else {
            let grid = watch(observer.parse().unwrap());
            near(name, &[grid.scale], &[scale], LAST_DIGIT).unwrap();
            assert_eq!(f64::from(grid.zero_point), number_of(case, "zero_point").unwrap(), "{name}");
        }
        checked += 1;
    }
    assert_eq!(checked, 11);
}

fn rounded(x: &[f32], scale: f32, zero_point: i32) -> Vec<f32> {
    let mut y = vec![0.0; x.len()];
    Reference::fake_quantize(&FakeQuantize { scale, zero_point }, x, &mut y);
    y
}

/// PyTorch's `[K, …]` to Karui's `[…, K]`; the rest of a convolution from I H W to H W I.
fn to_karui(t: &Tensor) -> Vec<f32> {
    let k = t.shape[0];
    let per_k = t.values.len() / k;
    let mut values = vec![0.0; t.values.len()];
    for (i, v) in t.values.iter().enumerate() {
        let (channel, rest) = (i / per_k, i % per_k);
        let area = if t.shape.len() == 4 { t.shape[2] * t.shape[3] } else { 1 };
        let c = per_k / area;
        values[(rest % area * c + rest / area) * k + channel] = *v;
    }
    values
}

#[test]
fn weights_are_rounded_as_pytorch_rounds_them() {
    let (all, tensors) = goldens();
    let checked = cases(&all, "weight");
    for case in &checked {
        let name = text(case, "name").unwrap();
        let get = |key: &str| tensors.get(&format!("{name}/{key}")).unwrap();
        let input = get("input");
        let graph = match input.shape[..] {
            [k, c, kernel, _] => {
                let mut g = GraphBuilder::new(Shape::new(8, 8, c));
                g.conv("layer", 0, k, kernel, 1, Pad::all(1), true).unwrap();
                g.build()
            }
            _ => {
                let mut g = GraphBuilder::new(Shape::vector(input.shape[1]));
                g.linear("layer", 0, input.shape[0]).unwrap();
                g.build()
            }
        };
        let mut weights = Weights::init(&graph, 1);
        let bias = weights.view("layer.bias").unwrap().to_owned();
        weights.view_mut("layer.weight").unwrap().as_slice_mut().unwrap().copy_from_slice(&to_karui(input));
        let settings = Quantize {
            dtype: text(case, "dtype").unwrap().parse().unwrap(),
            scheme: text(case, "scheme").unwrap().parse().unwrap(),
            granularity: text(case, "granularity").unwrap().parse().unwrap(),
            ..Quantize::default()
        };
        let net = Network::float(graph, weights);
        let quantized = quantize_weights(&net, &settings).unwrap();
        let Encoding::Grid(grid) = &quantized.storage[0].encoding else { panic!("{name}") };
        near(name, &grid.scale, &get("scale").values, LAST_DIGIT).unwrap();
        let zero_point: Vec<f32> = grid.zero_point.iter().map(|&z| z as f32).collect();
        near(name, &zero_point, &get("zero_point").values, EXACT).unwrap();
        let view = quantized.weights.view("layer.weight").unwrap();
        near(name, view.as_slice().unwrap(), &to_karui(get("output")), LAST_DIGIT).unwrap();
        assert_eq!(quantized.weights.view("layer.bias").unwrap(), bias);
        // The range holds every weight, so that nothing is clamped: PyTorch's gradient, too, goes straight through.
        assert_eq!(get("grad_input").values, get("grad_output").values, "{name}");
        // What the file will hold gives the same values back.
        assert!(quantized == on_storage(&quantized), "{name}");
    }
    assert_eq!(checked.len(), 16);
}

/// `net` with its values written in their encodings and read again.
fn on_storage(net: &Network) -> Network {
    let mut again = net.clone();
    for (param, storage) in net.weights.params().iter().zip(&net.storage) {
        let channels = *param.shape.last().unwrap();
        for (i, v) in again.weights.values_mut()[param.range.clone()].iter_mut().enumerate() {
            *v = match &storage.encoding {
                _ if storage.sparse && *v == 0.0 => 0.0,
                Encoding::Grid(grid) => {
                    let at = grid.channel(i, channels);
                    // All that its bits hold: what is on the grid needs no clamping.
                    let levels = Grid::levels(grid.dtype, false);
                    grid.value(grid.level(*v, at, levels), at)
                }
                Encoding::Float { dtype, scale } => {
                    scale * number::from_bits(*dtype, number::to_bits(*dtype, *v / scale))
                }
                Encoding::Float32 | Encoding::CodedGrid(_) | Encoding::Codebook { .. } => *v,
            };
        }
    }
    again
}

fn lenet(seed: u64) -> Network {
    let graph = LenetConfig::default().build().unwrap();
    let weights = Weights::init(&graph, seed);
    Network::float(graph, weights)
}

fn images(rng: &mut Rng, graph: &Graph, n: usize) -> Vec<f32> {
    (0..n * graph.input_shape().len()).map(|_| rng.uniform()).collect()
}

fn logits(net: &Network, images: &[f32]) -> Vec<f32> {
    let n = images.len() / net.graph.input_shape().len();
    Executor::<Cpu>::new(&net.graph, n, Mode::Inference).unwrap().forward(&net.weights, images).unwrap().to_vec()
}

#[test]
fn every_type_keeps_its_storage_and_what_it_can_of_the_weights() {
    let graph = LenetConfig { channels: vec![8, 16], hidden: 24, ..LenetConfig::default() }.build().unwrap();
    let weights = Weights::init(&graph, 1);
    let net = Network::float(graph, weights);
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
    let mut net = Network::float(graph, weights);
    net.weights.values_mut()[..8].copy_from_slice(&[1.0, -0.1, -2.0, 0.4, 0.1, 0.0, -0.3, 0.3]);
    let of = |net: &Network, dtype| {
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
        |net: &Network, settings: Quantize, images: &[f32]| quantize(net, &settings, images).unwrap_err().to_string();
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
    assert!(refused(&Network::float(graph, weights), settings, &images).contains("bn1"));
    let prepared = prepare_aware(&net, &settings, &images).unwrap();
    assert!(refused(&prepared, settings, &images).contains("fake"));
    assert!(finish_aware(&net, &settings).unwrap_err().to_string().contains("prepared"));
    assert!(fake_quantize_weights(&prepared, &settings, &[0.0], &mut [0.0]).is_err());
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

fn values(rng: &mut Rng, n: usize, size: f32) -> Vec<f32> {
    (0..n).map(|_| size * rng.normal()).collect()
}

/// A linear layer of `w [C, K]`.
fn linear(w: &[f32], k: usize) -> Network {
    let mut g = GraphBuilder::new(Shape::vector(w.len() / k));
    g.push("fc", Op::Linear(Linear { out_features: k, bias: false }), &[0]).unwrap();
    let graph = g.build();
    let mut weights = Weights::zeros(&graph);
    weights.set_values(w).unwrap();
    Network::float(graph, weights)
}

fn choose<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.below(from.len() as u32) as usize]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Zero is a level, values inside the range move by half a step at most, and what is on a grid stays.
    #[test]
    fn grids_hold_zero_and_everything_inside_to_half_a_step(seed: u64) {
        let mut rng = Rng::new(seed, 0);
        let settings = Quantize {
            dtype: choose(&mut rng, &[NumberType::Int8, NumberType::Int4]),
            scheme: choose(&mut rng, Scheme::ALL),
            observer: choose(&mut rng, Observer::ALL),
            ..Quantize::default()
        };
        let (n, size, shift) = (1 + rng.below(600) as usize, 10f32.powf(rng.range(-5.0, 5.0)), rng.range(-3.0, 3.0));
        let x: Vec<f32> = values(&mut rng, n, size).iter().map(|v| v + shift * size).collect();
        for rule in [Rule::weights(&settings).unwrap(), Rule::activations(&settings).unwrap()] {
            let range = rule.range(&x);
            let grid = rule.fit(range);
            let (low, high) = rule.levels;
            prop_assert!(grid.scale > 0.0 && (low..=high).contains(&grid.zero_point), "{grid:?}");
            let of = Grid { dtype: NumberType::Int8, scale: vec![grid.scale], zero_point: vec![grid.zero_point] };
            let round = |v: f32| of.value(of.level(v, 0, rule.levels), 0);
            prop_assert_eq!(round(0.0), 0.0);
            for &v in &x {
                let on = round(v);
                prop_assert_eq!(round(on), on);
                // The zero point is rounded, so that a range's ends may lie half a step outside.
                let is_end = v <= range.min + grid.scale || v >= range.max - grid.scale;
                let half_steps = if is_end && !rule.symmetric { 2.0 } else { 1.0 };
                if v >= range.min && v <= range.max {
                    prop_assert!((on - v).abs() <= half_steps * grid.scale * 0.50002, "{v} → {on}, {range:?} {grid:?}");
                }
            }
        }
    }

    /// A channel's own grid is never coarser than the tensor's.
    #[test]
    fn a_scale_for_each_channel_errs_less(seed: u64) {
        let mut rng = Rng::new(seed, 1);
        let k = 1 + rng.below(9) as usize;
        let mut w = values(&mut rng, 128 * k, 1.0);
        let sizes: Vec<f32> = (0..k).map(|_| 10f32.powf(rng.range(-2.0, 0.0))).collect();
        w.iter_mut().enumerate().for_each(|(i, v)| *v *= sizes[i % k]);
        let net = linear(&w, k);
        let with = |granularity| {
            let settings = Quantize { granularity, dtype: NumberType::Int4, ..Quantize::default() };
            quantize_weights(&net, &settings).unwrap()
        };
        let (channel, tensor) = (with(Granularity::Channel), with(Granularity::Tensor));
        let [a, b] = [&channel, &tensor].map(|n| layer_sqnr(&net, n).unwrap()[0].sqnr);
        // A channel may be lucky on the coarser grid: a tenth of a decibel.
        prop_assert!(a > b - 0.1, "{a} dB, {b} dB");
        let Encoding::Grid(fine) = &channel.storage[0].encoding else { panic!() };
        let Encoding::Grid(coarse) = &tensor.storage[0].encoding else { panic!() };
        prop_assert!(fine.scale.iter().all(|s| *s <= coarse.scale[0]));
        // Worst first.
        let channels = channel_sqnr(&net, &tensor, "fc.weight").unwrap();
        prop_assert!(channels.len() == k && channels.is_sorted_by(|a, b| a.1 <= b.1));
    }

    /// What the observer with the least squared error finds is no worse than the whole range.
    #[test]
    fn the_least_error_is_least(seed: u64) {
        let mut rng = Rng::new(seed, 2);
        let mut w = values(&mut rng, 500, 1.0);
        w[0] *= 5.0;
        let net = linear(&w, 1);
        let dtype = choose(&mut rng, &[NumberType::Int8, NumberType::Int4]);
        let with = |observer| {
            let settings = Quantize { observer, dtype, ..Quantize::default() };
            layer_sqnr(&net, &quantize_weights(&net, &settings).unwrap()).unwrap()[0].sqnr
        };
        let least = with(Observer::Mse);
        for other in [Observer::MinMax, Observer::MovingAverage] {
            prop_assert!(least >= with(other) - 1e-3);
        }
    }

    /// The straight-through gradient is the slope of the rounded function, seen from afar.
    #[test]
    fn the_gradient_is_the_slope_over_whole_steps(seed: u64) {
        let mut rng = Rng::new(seed, 3);
        let op = FakeQuantize { scale: 2f32.powi(-(rng.below(6) as i32)), zero_point: rng.below(256) as i32 - 128 };
        let x: Vec<f32> = (0..64).map(|_| op.scale * rng.range(-300.0, 300.0)).collect();
        let mut dx = vec![f32::NAN; x.len()];
        Reference::fake_quantize_backward(&op, &x, &vec![1.0; x.len()], &mut dx);
        for (&x, &dx) in x.iter().zip(&dx) {
            let [below, above] = [x - 4.0 * op.scale, x + 4.0 * op.scale];
            let y = rounded(&[below, above], op.scale, op.zero_point);
            let slope = (y[1] - y[0]) / (above - below);
            // Near the ends of the grid one side is clamped; ties to even may move one end by a step.
            let is_near_end = slope > 0.0 && slope < 0.8;
            prop_assert!(is_near_end || (slope - dx).abs() < 0.2, "{x} {slope} {dx} {op:?}");
        }
    }
}

fn aware(rng: &mut Rng) -> (Network, Quantize, Vec<f32>) {
    let mut g = GraphBuilder::new(Shape::new(6, 6, 2));
    let mut x = g.conv("conv1", 0, 4, 3, 1, Pad::all(1), true).unwrap();
    x = g.act("conv1", x, Activation::Relu).unwrap();
    let branch = g.depthwise("dw", x, 3, 1, Pad::all(1)).unwrap();
    x = g.push("add", Op::Add, &[x, branch]).unwrap();
    x = g.act("add", x, Activation::HardSwish).unwrap();
    // A name that a rounding node would like to have.
    x = g.conv("add.fake_quantize", x, 6, 1, 1, Pad::default(), true).unwrap();
    x = g.max_pool("pool", x, 2).unwrap();
    x = g.flatten(x).unwrap();
    x = g.push("drop", Op::Dropout(Dropout { p: 0.25 }), &[x]).unwrap();
    g.linear("fc", x, 3).unwrap();
    let graph = g.build();
    let weights = Weights::init(&graph, u64::from(rng.next_u32()));
    let mut net = Network::float(graph, weights);
    net.storage[0].sparse = rng.below(2) == 0;
    let settings = Quantize {
        method: QuantMethod::Aware,
        dtype: choose(rng, &[NumberType::Int8, NumberType::Int4, NumberType::Int2, NumberType::Binary]),
        granularity: choose(rng, Granularity::ALL),
        observer: choose(rng, Observer::ALL),
        ..Quantize::default()
    };
    let images = images(rng, &net.graph, 20);
    (net, settings, images)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// What training has computed with is what comes out; without training it is static quantization.
    #[test]
    fn aware_training_ends_where_it_was_heading(seed: u64) {
        let mut rng = Rng::new(seed, 4);
        let (net, settings, images) = aware(&mut rng);
        let mut prepared = prepare_aware(&net, &settings, &images).unwrap();
        for (a, b) in net.weights.params().iter().zip(prepared.weights.params()) {
            prop_assert!(a.name == b.name && a.range == b.range && a.shape == b.shape);
        }
        prop_assert_eq!(net.weights.values(), prepared.weights.values());
        let static_settings = Quantize { method: QuantMethod::Static, ..settings };
        let untrained = quantize(&net, &static_settings, &images).unwrap();
        prop_assert!(finish_aware(&prepared, &settings).unwrap() == untrained);
        let latent = values(&mut rng, net.weights.values().len(), 0.3);
        let mut effective = vec![f32::NAN; latent.len()];
        fake_quantize_weights(&prepared, &settings, &latent, &mut effective).unwrap();
        prepared.weights.set_values(&latent).unwrap();
        let finished = finish_aware(&prepared, &settings).unwrap();
        prop_assert_eq!(finished.weights.values(), &effective[..]);
        prop_assert!(finished.graph == net.graph && finished.activations == untrained.activations);
        // And the finished network, simulated, is the trained one with its effective weights.
        prepared.weights.set_values(&effective).unwrap();
        let simulated = simulate(&finished).unwrap();
        prop_assert!(simulated.graph == prepared.graph);
        prop_assert_eq!(logits(&simulated, &images), logits(&prepared, &images));
        prop_assert!(finished == on_storage(&finished));
    }
}

/// Steps of descent on one batch. With `rounding` the pass is through rounded weights and the gradient goes to the latent
/// ones. Gives the loss that the last step saw.
fn descend(net: &mut Network, rounding: Option<&Quantize>, x: &[f32], labels: &[u8], steps: usize) -> f32 {
    let mut executor = Executor::<Cpu>::new(&net.graph, labels.len(), Mode::Training).unwrap();
    let mut effective = net.weights.clone();
    let mut gradient = vec![0.0; effective.trainable_len()];
    let mut loss = f32::NAN;
    for _ in 0..steps {
        match rounding {
            Some(settings) => {
                fake_quantize_weights(net, settings, net.weights.values(), effective.values_mut()).unwrap();
            }
            None => effective.set_values(net.weights.values()).unwrap(),
        }
        executor.forward_train(&mut effective, x, &mut Rng::new(0, 0)).unwrap();
        loss = executor.loss(labels, 0.0).unwrap();
        executor.backward(&effective, &mut gradient).unwrap();
        net.weights.values_mut().iter_mut().zip(&gradient).for_each(|(w, g)| *w -= 0.1 * g);
    }
    loss
}

#[test]
fn training_with_rounding_mends_what_rounding_broke() {
    let graph = LenetConfig { channels: vec![8, 8], hidden: 16, ..LenetConfig::default() }.build().unwrap();
    let weights = Weights::init(&graph, 3);
    let mut net = Network::float(graph, weights);
    let mut rng = Rng::new(5, 0);
    // Noise with a bright bar, whose height is the class.
    let labels: Vec<u8> = (0..40).map(|i| i % 10).collect();
    let mut x = images(&mut rng, &net.graph, labels.len());
    for (image, &label) in x.chunks_mut(28 * 28).zip(&labels) {
        image.iter_mut().for_each(|v| *v *= 0.3);
        image[28 * (2 * usize::from(label) + 3)..][..56].fill(1.0);
    }
    let float = descend(&mut net, None, &x, &labels, 150);
    let settings = Quantize { dtype: NumberType::Int2, method: QuantMethod::Aware, ..Quantize::default() };
    let mut prepared = prepare_aware(&net, &settings, &x).unwrap();
    let afterwards = descend(&mut prepared.clone(), Some(&settings), &x, &labels, 1);
    let aware = descend(&mut prepared, Some(&settings), &x, &labels, 60);
    assert!(float < 0.3 && afterwards > 3.0 * float, "{float} {afterwards} {aware}");
    assert!(aware < 0.5 * afterwards, "{float} {afterwards} {aware}");
}
