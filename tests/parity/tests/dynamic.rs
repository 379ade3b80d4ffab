//! Dynamic quantization: single layers against PyTorch's arithmetic, networks with both kernel sets, and that no image
//! feels the ones beside it.

use karui_core::compress::quantize::quantize;
use karui_core::compress::{Activations, Encoding, Model};
use karui_core::exec::{Cpu, Executor, InferenceSession, KernelKind, Mode, Reference};
use karui_core::format::layout::{from_torch, nchw_to_nhwc, nhwc_to_nchw};
use karui_core::graph::{Graph, GraphBuilder, Shape, Weights};
use karui_core::models::{self, Options};
use karui_core::ops::{Conv2d, DepthwiseConv2d, Linear, Op, Pad, Role};
use karui_core::rng::Rng;
use karui_core::spec::recipe::{Granularity, QuantMethod, Quantize};
use karui_parity::compare::{Tolerance, near};
use karui_parity::golden::{Tensors, json, text};
use karui_parity::quantized::without_norm;

fn settings(granularity: Granularity) -> Quantize {
    Quantize { method: QuantMethod::Dynamic, granularity, ..Quantize::default() }
}

/// `net` under dynamic quantization, one scale for each output channel.
fn dynamic(net: &Model) -> Model {
    quantize(net, &settings(Granularity::Channel), &[]).unwrap()
}

fn run(net: &Model, images: &[f32]) -> Vec<f32> {
    let n = images.len() / net.graph.input_shape().len();
    let mut fast = InferenceSession::<Cpu>::new(net, n).unwrap();
    let mut plain = InferenceSession::<Reference>::new(net, n).unwrap();
    let want = plain.forward(images).unwrap();
    let tolerance = Tolerance { absolute: 1e-4, relative: 1e-4 };
    near("fast against plain", fast.forward(images).unwrap(), want, tolerance).unwrap();
    want.to_vec()
}

#[test]
fn layers_compute_what_pytorch_computes() {
    let golden = json(include_str!("../goldens/dynamic.json")).unwrap();
    let tensors = Tensors::read(include_bytes!("../goldens/dynamic.safetensors")).unwrap();
    let cases = golden["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 10);
    for case in cases {
        let name = text(case, "name").unwrap();
        let tensor = |part: &str| tensors.get(&format!("{name}/{part}")).unwrap();
        let (x, weight, output) = (tensor("input"), tensor("weight"), tensor("output"));
        let (n, k) = (x.shape[0], weight.shape[0]);
        let image = match x.shape[1..] {
            [c, h, w] => Shape::new(h, w, c),
            _ => Shape::vector(x.shape[1]),
        };
        let step = |key: &str| case[key].as_u64().unwrap() as usize;
        let (stride, pad) = ([step("stride"); 2], Pad::all(step("padding")));
        let kernel = || [weight.shape[2], weight.shape[3]];
        let op = match name.split('_').next() {
            Some("linear") => Op::Linear(Linear { out_features: k, bias: true }),
            Some("depthwise") => Op::DepthwiseConv2d(DepthwiseConv2d { kernel: kernel(), stride, pad, bias: true }),
            _ => Op::Conv2d(Conv2d { out_channels: k, kernel: kernel(), stride, pad, groups: 1, bias: true }),
        };
        let mut g = GraphBuilder::new(image);
        g.push("layer", op, &[0]).unwrap();
        let graph = g.build();
        let mut weights = Weights::zeros(&graph);
        for p in weights.params().to_vec() {
            let values = &tensor(if p.role == Role::Bias { "bias" } else { "weight" }).values;
            weights.values_mut()[p.range.clone()].copy_from_slice(&from_torch(&graph, &p, values).unwrap());
        }
        let granularity =
            if text(case, "granularity").unwrap() == "tensor" { Granularity::Tensor } else { Granularity::Channel };
        let net = quantize(&Model::float(graph.clone(), weights), &settings(granularity), &[]).unwrap();
        let x = nchw_to_nhwc(n, image.c, image.h, image.w, &x.values).unwrap();
        let s = graph.output_shape();
        let mut fast = InferenceSession::<Cpu>::new(&net, n).unwrap();
        assert_eq!(fast.instruction_kernel(0), Some(KernelKind::Dynamic), "{name}");
        let mut plain = InferenceSession::<Reference>::new(&net, n).unwrap();
        let got = plain.forward(&x).unwrap().to_vec();
        // The same operations in the same order: not a bit of difference.
        assert_eq!(fast.forward(&x).unwrap(), got, "{name}");
        let got = nhwc_to_nchw(n, s.h, s.w, s.c, &got).unwrap();
        near(name, &got, &output.values, Tolerance { absolute: 1e-6, relative: 1e-5 }).unwrap();
    }
}

fn images(graph: &Graph, n: usize, seed: u64) -> Vec<f32> {
    let mut rng = Rng::new(seed, 0);
    let len = graph.input_shape().len();
    (0..n * len).map(|i| rng.range(-1.0, 1.0) * if i / len == 1 { 20.0 } else { 1.0 }).collect()
}

fn named(model: &str) -> Model {
    let graph = models::named(model, Options::default()).unwrap();
    let graph = without_norm(&graph).unwrap();
    let weights = Weights::init(&graph, 1);
    Model::float(graph, weights)
}

/// Signal to noise, in dB.
fn sqnr(want: &[f32], got: &[f32]) -> f32 {
    let power = |f: &dyn Fn(usize) -> f32| (0..want.len()).map(|i| f(i).powi(2)).sum::<f32>();
    10.0 * (power(&|i| want[i]) / power(&|i| want[i] - got[i]).max(f32::MIN_POSITIVE)).log10()
}

#[test]
fn networks_are_near_their_floats_and_images_alone() {
    for model in ["mlp", "lenet", "mobilenet"] {
        let float = named(model);
        let net = dynamic(&float);
        let x = images(&net.graph, 3, 1);
        let got = run(&net, &x);
        let mut exact = Executor::<Cpu>::new(&float.graph, 3, Mode::Inference).unwrap();
        let db = sqnr(exact.forward(&float.weights, &x).unwrap(), &got);
        // Rounding the weights alone is not yet dynamic quantization: activations are rounded as well, and that shows.
        let mut weights = Executor::<Cpu>::new(&net.graph, 3, Mode::Inference).unwrap();
        let between = sqnr(weights.forward(&net.weights, &x).unwrap(), &got);
        println!("{model}: {db:.1} dB from the floats, {between:.1} dB from floats on rounded weights");
        assert!(db > 25.0 && between > 25.0 && between < 70.0, "{model}: {db} dB, {between} dB");
        // The second image is twenty times as bright as the others.
        let (len, classes) = (net.graph.input_shape().len(), net.graph.output_shape().len());
        for (x, got) in x.chunks_exact(len).zip(got.chunks_exact(classes)) {
            let mut session = InferenceSession::<Cpu>::new(&net, 3).unwrap();
            assert_eq!(session.kernel(), "int8 dynamic");
            let alone = session.forward(x).unwrap();
            near(model, alone, got, Tolerance { absolute: 1e-4, relative: 1e-4 }).unwrap();
        }
    }
}

#[test]
fn other_weights_run_on_rounded_inputs_and_floats_as_they_are() {
    let mut net = dynamic(&named("lenet"));
    let x = images(&net.graph, 2, 3);
    let integers = run(&net, &x);
    // A code book of the same values: the same numbers, but no integers.
    for (p, storage) in net.weights.params().iter().zip(&mut net.storage).filter(|(p, _)| p.role == Role::Weight) {
        let mut centroids = net.weights.values()[p.range.clone()].to_vec();
        centroids.sort_by(f32::total_cmp);
        centroids.dedup();
        storage.encoding = Encoding::Codebook { centroids };
    }
    let simulated = run(&net, &x);
    near("simulated", &simulated, &integers, Tolerance { absolute: 1e-4, relative: 1e-4 }).unwrap();
    let float = Model { activations: Activations::Dynamic, ..Model::float(net.graph.clone(), net.weights.clone()) };
    let mut exact = Executor::<Cpu>::new(&net.graph, 2, Mode::Inference).unwrap();
    let mut session = InferenceSession::<Cpu>::new(&float, 2).unwrap();
    assert_eq!(session.forward(&x).unwrap(), exact.forward(&net.weights, &x).unwrap());
}

#[test]
fn values_that_are_no_numbers_give_an_answer() {
    let net = dynamic(&named("lenet"));
    let mut x = images(&net.graph, 2, 4);
    let calm = run(&net, &x);
    x[3..6].copy_from_slice(&[f32::NAN, f32::INFINITY, f32::NEG_INFINITY]);
    let mut fast = InferenceSession::<Cpu>::new(&net, 2).unwrap();
    let got = fast.forward(&x).unwrap();
    assert!(got.iter().all(|v| v.is_finite()));
    assert_eq!(got[10..], calm[10..], "the other image does not notice");
    assert!(InferenceSession::<Cpu>::new(&net, 0).is_err());
    let mut short = net.clone();
    short.storage.clear();
    assert!(InferenceSession::<Cpu>::new(&short, 1).is_err());
}
