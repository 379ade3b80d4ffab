//! Exported ONNX files: read back with a small reader of Protocol Buffers, and held to onnxruntime's logits.
//!
//! What onnxruntime makes of whole networks is checked by hand: `tests/parity/goldens/check_onnx.py` says how.

mod onnx_file;

use karui_core::Error;
use karui_core::compress::cluster::cluster;
use karui_core::compress::fold_bn::fold_bn;
use karui_core::compress::quantize::quantize;
use karui_core::compress::{Activations, Affine, Encoding, Grid, Model, Storage};
use karui_core::data::{Dataset, idx};
use karui_core::exec::{Cpu, Executor, InferenceSession, Kernels, Mode, Reference};
use karui_core::format::layout::nhwc_to_nchw;
use karui_core::format::{onnx, safetensors};
use karui_core::graph::{Graph, GraphBuilder, NodeId, Shape, Weights};
use karui_core::models::{LenetConfig, MlpConfig, MobilenetV1Config, MobilenetV2Config, MobilenetV3Config, recognize};
use karui_core::ops::{Activation, BatchNorm, Op, Role};
use karui_core::rng::Rng;
use karui_core::spec::DataKind;
use karui_core::spec::recipe::{Cluster, NumberType, QuantMethod, Quantize};
use onnx_file::Message;
use std::collections::HashSet;
use std::io::Read;
use std::path::Path;

/// Checks a file's form and gives its op types in order.
fn ops_of(net: &Model) -> Vec<String> {
    let file = onnx::export(net).unwrap();
    let model = Message::read(&file);
    assert_eq!(model.text(2), "karui");
    let versions = (model.ints(1)[0], Message::read(model.all(8).next().unwrap()).ints(2)[0]);
    let graph = Message::read(model.all(7).next().unwrap());
    let name_of = |bytes| Message::read(bytes).text(1);
    let inputs: Vec<String> = graph.all(11).map(name_of).collect();
    assert_eq!(inputs, ["input"]);
    let mut known: HashSet<String> = inputs.into_iter().collect();
    let mut has_int4 = false;
    for constant in graph.all(5) {
        let it = Message::read(constant);
        let (dims, raw) = (it.ints(1), it.all(9).next().unwrap_or_default());
        let bits = match it.ints(2)[0] {
            1 | 6 => 32,
            3 => 8,
            7 => 64,
            22 => 4,
            other => panic!("data type {other}"),
        };
        has_int4 |= bits == 4;
        assert_eq!((dims.iter().product::<u64>() * bits).div_ceil(8), raw.len() as u64, "{}", it.text(8));
        assert!(known.insert(it.text(8)), "{} twice", it.text(8));
    }
    // The oldest that know what is in it.
    assert_eq!(versions, if has_int4 { (10, 21) } else { (8, 17) });
    let mut ops = Vec::new();
    for node in graph.all(1) {
        let it = Message::read(node);
        it.texts(1).iter().for_each(|name| assert!(known.contains(name), "{name} comes later or never"));
        it.texts(2).into_iter().for_each(|name| assert!(known.insert(name.clone()), "{name} twice"));
        ops.push(it.text(4));
    }
    let outputs: Vec<String> = graph.all(12).map(name_of).collect();
    assert_eq!(outputs, ["logits"]);
    assert!(known.contains("logits"));
    ops
}

/// Weights on symmetric 8-bit grids per channel and activations on static ones, ranges by least and greatest value.
fn quantized(graph: &Graph, weights: &Weights, images: &[f32]) -> Model {
    let mut net = Model::float(graph.clone(), weights.clone());
    for (i, p) in weights.params().iter().enumerate().filter(|(_, p)| p.role == Role::Weight) {
        let k = *p.shape.last().unwrap();
        let values = &mut net.weights.values_mut()[p.range.clone()];
        let greatest = |c: usize| values[c..].iter().step_by(k).fold(1e-6f32, |m, v| m.max(v.abs()));
        let scale: Vec<f32> = (0..k).map(|c| greatest(c) / 127.0).collect();
        let grid = Grid { dtype: NumberType::Int8, zero_point: vec![0; k], scale };
        for (j, v) in values.iter_mut().enumerate() {
            *v = grid.value(grid.level(*v, j % k, (-127, 127)), j % k);
        }
        net.storage[i] = Storage { encoding: Encoding::Grid(grid), sparse: false };
    }
    let mut executor =
        Executor::<Reference>::new(graph, images.len() / graph.input_shape().len(), Mode::Inspect).unwrap();
    executor.forward(weights, images).unwrap();
    let nodes = graph.nodes();
    let grid = |id: NodeId| {
        // A layer has the grid of the activation that is fused with it, a flattened picture that of the picture.
        let at = match nodes[id].op {
            Op::Flatten => nodes[id].inputs[0],
            Op::Conv2d(_) | Op::Linear(_) => {
                graph.consumers(id).find(|&c| matches!(nodes[c].op, Op::Activation(_))).unwrap_or(id)
            }
            _ => id,
        };
        let values = executor.value(at).unwrap();
        let (low, high) = values.iter().fold((0f32, 1e-6f32), |(l, h), &v| (l.min(v), h.max(v)));
        let scale = (high - low) / 255.0;
        Affine { scale, zero_point: (-128.0 - low / scale).round() as i32 }
    };
    net.activations = Activations::Static((0..nodes.len()).map(grid).collect());
    net
}

/// A chain of ops with each written value rounded to its grid.
fn run_rounded(net: &Model, images: &[f32]) -> Vec<f32> {
    let Activations::Static(grids) = &net.activations else { panic!("static grids") };
    let (graph, n) = (&net.graph, images.len() / net.graph.input_shape().len());
    let round = |id: NodeId, values: &mut [f32]| {
        let Affine { scale, zero_point } = grids[id];
        for v in values {
            let level = ((*v / scale).round_ties_even() as i32 + zero_point).clamp(-128, 127);
            *v = scale * (level - zero_point) as f32;
        }
    };
    let mut x = images.to_vec();
    round(0, &mut x);
    for (id, node) in graph.nodes().iter().enumerate().skip(1) {
        let mut one = GraphBuilder::new(graph.in_shape(id));
        one.push("op", node.op.clone(), &[0]).unwrap();
        let one = one.build();
        let mut weights = Weights::zeros(&one);
        let of_node = net.weights.params().iter().filter(|p| p.node == id);
        let values: Vec<f32> = of_node.flat_map(|p| net.weights.values()[p.range.clone()].to_vec()).collect();
        weights.set_values(&values).unwrap();
        x = Executor::<Reference>::new(&one, n, Mode::Inference).unwrap().forward(&weights, &x).unwrap().to_vec();
        let fused = graph.consumers(id).any(|c| matches!(graph.nodes()[c].op, Op::Activation(_)));
        if !fused && node.op != Op::Flatten {
            round(id, &mut x);
        }
    }
    x
}

/// Weights and biases on grids of every kind: shorter than 8 bits, with zero points, for a tensor or each channel, and
/// of two levels with zeros left out.
fn every_grid() -> Model {
    let (graph, mut rng) = (tiny_lenet(), Rng::new(8, 8));
    let mut net = Model::float(graph.clone(), Weights::init(&graph, 2));
    let dtypes = [NumberType::Int4, NumberType::Int8, NumberType::Int2, NumberType::Binary];
    for (i, p) in net.weights.params().to_vec().into_iter().enumerate() {
        let (dtype, k) = (dtypes[i % 4], *p.shape.last().unwrap());
        let scales = if i % 3 == 0 { 1 } else { k };
        let (low, high) = Grid::levels(dtype, false);
        let shift = |rng: &mut Rng| low + rng.below((high - low) as u32) as i32;
        let zero_point = (0..scales).map(|_| if dtype == NumberType::Binary { 0 } else { shift(&mut rng) }).collect();
        let scale = (0..scales).map(|_| rng.range(0.02, 0.2)).collect();
        let grid = Grid { dtype, scale, zero_point };
        let sparse = dtype == NumberType::Binary;
        for (j, v) in net.weights.values_mut()[p.range].iter_mut().enumerate() {
            let at = grid.channel(j, k);
            *v = if sparse && rng.below(2) == 0 { 0.0 } else { grid.value(grid.level(*v, at, (low, high)), at) };
        }
        net.storage[i] = Storage { encoding: Encoding::Grid(grid), sparse };
    }
    net
}

fn run<K: Kernels>(net: &Model, images: &[f32]) -> Vec<f32> {
    let n = images.len() / net.graph.input_shape().len();
    Executor::<K>::new(&net.graph, n, Mode::Inference).unwrap().forward(&net.weights, images).unwrap().to_vec()
}

fn random(graph: &Graph, n: usize) -> Vec<f32> {
    let mut rng = Rng::new(3, 1);
    (0..n * graph.input_shape().len()).map(|_| rng.normal()).collect()
}

fn with_statistics(graph: &Graph) -> Weights {
    let (mut weights, mut rng) = (Weights::init(graph, 4), Rng::new(9, 2));
    for p in weights.params().to_vec().iter().filter(|p| !matches!(p.role, Role::Weight | Role::Bias)) {
        let low = if p.role == Role::RunningVar { 0.5 } else { -0.5 };
        weights.values_mut()[p.range.clone()].iter_mut().for_each(|v| *v = rng.range(low, 1.5));
    }
    weights
}

fn tiny_lenet() -> Graph {
    LenetConfig { input: Shape::new(8, 8, 1), channels: vec![3, 4], hidden: 6, classes: 5 }.build().unwrap()
}

#[test]
fn float_networks_have_the_form_of_onnx() {
    let lenet = tiny_lenet();
    let ops = ops_of(&Model::float(lenet.clone(), Weights::init(&lenet, 1)));
    let conv = ["Conv", "Relu", "MaxPool"];
    assert_eq!(ops, [&conv[..], &conv, &["Flatten", "Gemm", "Relu", "Gemm"]].concat());
    let mobilenet = MobilenetV1Config::small().build().unwrap();
    let ops = ops_of(&Model::float(mobilenet.clone(), Weights::init(&mobilenet, 1)));
    assert_eq!(ops.iter().filter(|o| *o == "BatchNormalization").count(), 15);
    // The last layer reads the mean over the picture, which has to lose its two axes of length one.
    assert_eq!(ops[ops.len() - 3..], ["GlobalAveragePool", "Flatten", "Gemm"]);
    let every = karui_parity::networks::every_op(Shape::new(9, 10, 2)).unwrap();
    let ops = ops_of(&Model::float(every.clone(), with_statistics(&every)));
    for op in ["Clip", "MaxPool", "HardSigmoid", "Unsqueeze", "Mul", "Add", "Sigmoid"] {
        assert!(ops.iter().any(|o| o == op), "{op}");
    }
    let nothing = GraphBuilder::new(Shape::vector(3)).build();
    assert_eq!(ops_of(&Model::float(nothing.clone(), Weights::zeros(&nothing))), ["Identity"]);
}

/// A narrow network of ten classes for 48×48 pictures, with the statistics of one batch, so that the input still matters
/// at the end.
fn narrow(name: &str) -> Model {
    let (input, alpha, classes) = (Shape::new(48, 48, 3), 0.35, 10);
    let norm = BatchNorm { eps: 1e-3, momentum: 1.0 };
    let v2 = |config| MobilenetV2Config { input, alpha, classes, norm: norm.clone(), ..config }.build().unwrap();
    let v3 = |config| MobilenetV3Config { input, alpha, classes, norm: norm.clone(), ..config }.build().unwrap();
    let graph = match name {
        "mobilenet-v2" => v2(MobilenetV2Config::paper()),
        "efficientnet-lite0" => v2(MobilenetV2Config::efficientnet_lite0()),
        "mobilenet-v3-small" => v3(MobilenetV3Config::small()),
        _ => v3(MobilenetV3Config::large()),
    };
    let mut weights = Weights::init(&graph, 4);
    let mut executor = Executor::<Cpu>::new(&graph, 64, Mode::Training).unwrap();
    executor.forward_train(&mut weights, &random(&graph, 64), &mut Rng::new(1, 1)).unwrap();
    Model::float(graph, weights)
}

/// [`narrow`] on integers, by the ranges of `images`.
fn narrow_int8(name: &str, images: &[f32]) -> Model {
    let Model { graph, weights, .. } = fold_bn(&narrow(name)).unwrap();
    karui_parity::quantized::quantized(graph, weights, NumberType::Int8, true, images).unwrap()
}

#[test]
fn mobilenet_v3_has_the_form_of_onnx() {
    let net = narrow("mobilenet-v3-small");
    let ops = ops_of(&net);
    let count = |ops: &[String], op: &str| ops.iter().filter(|o| *o == op).count();
    // Nine blocks of eleven squeeze; seven are added to their input, at this width one more than at α = 1. Linear layers
    // read vectors, the squeeze's do not.
    for (op, times) in
        [("HardSigmoid", 9), ("Mul", 9), ("GlobalAveragePool", 10), ("Add", 7), ("Gemm", 2), ("Flatten", 1)]
    {
        assert_eq!(count(&ops, op), times, "{op}");
    }
    let images = random(&net.graph, 2);
    let ops = ops_of(&narrow_int8("mobilenet-v3-small", &images));
    // A convolution in front of hard-swish is rounded itself, as the integer executor looks hard-swish up in a table.
    let rounded = |op: &str| ops.windows(2).filter(|w| w[0] == op && w[1] == "QuantizeLinear").count();
    assert_eq!((rounded("HardSwish"), rounded("Relu")), (count(&ops, "HardSwish"), count(&ops, "Relu")));
    assert_eq!(rounded("Conv") + count(&ops, "Relu"), count(&ops, "Conv"));
}

#[test]
fn integers_stand_between_quantize_and_dequantize() {
    let graph = tiny_lenet();
    let net = quantized(&graph, &Weights::init(&graph, 1), &random(&graph, 4));
    let ops = ops_of(&net);
    let count = |op: &str| ops.iter().filter(|o| *o == op).count();
    // The input, each ReLU, each pooling, the hidden layer's ReLU, the output.
    assert_eq!(count("QuantizeLinear"), 1 + 2 + 2 + 1 + 1);
    // As many again, and weight and bias of four layers.
    assert_eq!(count("DequantizeLinear"), 7 + 8);
    let ops = ops_of(&Model { activations: Activations::Float, ..net });
    assert_eq!(ops_of(&every_grid()).iter().filter(|o| *o == "DequantizeLinear").count(), 8);
    assert!(!ops.iter().any(|o| o == "QuantizeLinear"));
    assert_eq!(ops.iter().filter(|o| *o == "DequantizeLinear").count(), 4);
}

#[test]
fn dynamic_layers_are_integer_ops_behind_a_range_of_their_own() {
    let graph = tiny_lenet();
    let net = Model::float(graph.clone(), Weights::init(&graph, 1));
    let settings = Quantize { method: QuantMethod::Dynamic, ..Quantize::default() };
    let ops = ops_of(&quantize(&net, &settings, &[]).unwrap());
    let count = |op: &str| ops.iter().filter(|o| *o == op).count();
    assert_eq!((count("DynamicQuantizeLinear"), count("ConvInteger"), count("MatMulInteger")), (4, 2, 2));
    assert_eq!((count("Conv"), count("Gemm"), count("DequantizeLinear")), (0, 0, 0));
    // Floats and code books have no integers: rounded inputs, where the executor rounds them.
    let net = Model { activations: Activations::Dynamic, ..cluster(&net, &Cluster::default()).unwrap() };
    let ops = ops_of(&net);
    let count = |op: &str| ops.iter().filter(|o| *o == op).count();
    assert_eq!((count("DynamicQuantizeLinear"), count("DequantizeLinear"), count("Conv"), count("Gemm")), (4, 4, 2, 2));
}

#[test]
fn levels_of_four_bits_are_two_in_a_byte() {
    let graph = tiny_lenet();
    let net = Model::float(graph.clone(), Weights::init(&graph, 1));
    let size = |dtype| {
        let settings = Quantize { method: QuantMethod::Weights, dtype, ..Quantize::default() };
        let net = quantize(&net, &settings, &[]).unwrap();
        ops_of(&net);
        onnx::export(&net).unwrap().len() as i64
    };
    let weights: usize = net.weights.params().iter().filter(|p| p.role == Role::Weight).map(|p| p.range.len()).sum();
    // Zero points are levels, too.
    let saved = size(NumberType::Int8) - size(NumberType::Int4);
    assert!((saved - weights as i64 / 2).abs() < 40, "{saved} of {weights}");
}

#[test]
fn features_in_another_order_are_refused() {
    for last in [Op::BatchNorm(BatchNorm::default()), Op::Activation(Activation::Relu), Op::Flatten] {
        let mut g = GraphBuilder::new(Shape::new(2, 2, 3));
        let x = g.flatten(0).unwrap();
        g.push("last", last, &[x]).unwrap();
        let graph = g.build();
        let error = onnx::export(&Model::float(graph.clone(), Weights::zeros(&graph))).unwrap_err();
        assert!(matches!(error, Error::Format { .. }), "{error}");
    }
}

/// The directory of goldens.
fn goldens() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens")
}

/// The tiny network that onnxruntime ran. Its weights are larger than at first in training, so that inputs matter more
/// than biases.
fn golden_network() -> (Model, Vec<f32>) {
    let graph = tiny_lenet();
    let (mut weights, images) = (Weights::init(&graph, 1), random(&graph, 32));
    for p in weights.params().to_vec().into_iter().filter(|p| p.role == Role::Weight) {
        weights.values_mut()[p.range].iter_mut().for_each(|v| *v *= 3.0);
    }
    (quantized(&graph, &weights, &images), images)
}

#[test]
fn the_file_is_the_one_that_onnxruntime_ran() {
    let kept = std::fs::read(goldens().join("onnx-int8.onnx")).unwrap();
    let made = onnx::export(&golden_network().0).unwrap();
    // The graph; the version of the program that made the file may be another.
    let graph = |file| Message::read(file).all(7).next().map(<[u8]>::to_vec);
    assert!(
        graph(&kept).is_some() && graph(&kept) == graph(&made),
        "run check_onnx.py --golden, and look at its report"
    );
}

#[test]
fn the_rounded_network_is_onnxruntimes() {
    let (net, images) = golden_network();
    let golden = std::fs::read(goldens().join("onnx-int8.safetensors")).unwrap();
    let golden = karui_parity::golden::Tensors::read(&golden).unwrap();
    let expected = &golden.get("onnxruntime").unwrap().values;
    let got = run_rounded(&net, &images);
    let Activations::Static(grids) = &net.activations else { panic!("static grids") };
    let step = grids.last().unwrap().scale;
    assert_eq!(got.len(), expected.len());
    // A value that lies between two levels may fall to either side, and move a logit by a level or two.
    let off = got.iter().zip(expected).map(|(a, b)| (a - b).abs() / step).collect::<Vec<_>>();
    assert!(off.iter().all(|o| *o < 2.5), "{off:?}");
    assert!(off.iter().filter(|o| **o > 0.5).count() * 20 <= off.len(), "{off:?}");
}

/// The first test images of Fashion-MNIST, as networks take them.
fn pictures(n: usize) -> Vec<f32> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/data/fashion-mnist");
    let packed = std::fs::read(folder.join("test-images-00.idx.gz")).unwrap();
    let mut file = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut file).unwrap();
    let (shape, pixels) = idx::images(&file).unwrap();
    let mut data = Dataset::new(DataKind::FashionMnist);
    data.append(&pixels[..n * shape.len()], &vec![0; n]).unwrap();
    let (mut images, mut labels) = (vec![0.0; n * shape.len()], vec![0; n]);
    data.batch(&(0..n as u32).collect::<Vec<_>>(), &mut images, &mut labels).unwrap();
    images
}

/// Held-out images that trained networks are checked on.
const IMAGES: usize = 2_000;

/// Writes what `check_onnx.py` reads into the folder `KARUI_ONNX`.
#[test]
#[ignore = "writes files for check_onnx.py"]
fn write_cases() {
    let folder = std::env::var("KARUI_ONNX").expect("KARUI_ONNX: a folder");
    let write_all = |name: &str, net: &Model, images: &[f32], logits: Vec<(&str, Vec<f32>)>| {
        let Shape { h, w, c } = net.graph.input_shape();
        let n = images.len() / (h * w * c);
        let mut tensors = vec![("input".into(), vec![n, c, h, w], nhwc_to_nchw(n, h, w, c, images).unwrap())];
        tensors.extend(logits.into_iter().map(|(name, v)| (name.into(), vec![n, v.len() / n], v)));
        let path = Path::new(&folder).join(name);
        std::fs::write(path.with_extension("onnx"), onnx::export(net).unwrap()).unwrap();
        std::fs::write(path.with_extension("safetensors"), safetensors::write(&tensors)).unwrap();
    };
    let write =
        |name: &str, net: &Model, images: &[f32], logits| write_all(name, net, images, vec![("logits", logits)]);
    let input = Shape::new(28, 28, 1);
    let weights = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/weights");
    let images = pictures(IMAGES);
    for (model, graph) in [
        ("mlp", MlpConfig { input, hidden: vec![128], classes: 10 }.build().unwrap()),
        ("lenet", LenetConfig::default().build().unwrap()),
        ("mobilenet", MobilenetV1Config { input, ..MobilenetV1Config::small() }.build().unwrap()),
    ] {
        let file = std::fs::read(weights.join(format!("fashion-mnist-{model}.safetensors"))).unwrap();
        let Ok(weights) = safetensors::load(&graph, &file) else {
            eprintln!("{model}: other weights");
            continue;
        };
        let float = Model::float(graph.clone(), weights.clone());
        write(&format!("float-{model}"), &float, &images, run::<Cpu>(&float, &images));
        let calibration = &images[..256 * graph.input_shape().len()];
        let ready = fold_bn(&float).unwrap();
        let quantized_by =
            |method, dtype| quantize(&ready, &Quantize { method, dtype, ..Quantize::default() }, calibration).unwrap();
        let logits = |net: &Model, n| InferenceSession::<Cpu>::new(net, n).unwrap().forward(&images).unwrap().to_vec();
        let net = quantized_by(QuantMethod::Dynamic, NumberType::Int8);
        write(&format!("dynamic-{model}"), &net, &images, logits(&net, IMAGES));
        let net = quantized_by(QuantMethod::Weights, NumberType::Int4);
        write(&format!("float-{model}-int4"), &net, &images, logits(&net, IMAGES));
        let net = quantized_by(QuantMethod::Static, NumberType::Int8);
        write(&format!("int8-{model}-preset"), &net, &images, logits(&net, IMAGES));
        let net = quantized_by(QuantMethod::Static, NumberType::Int4);
        write(&format!("int8-{model}-int4"), &net, &images, logits(&net, IMAGES));
        let shared = cluster(&ready, &Cluster::default()).unwrap();
        let net = quantize(&shared, &Quantize::default(), calibration).unwrap();
        write(&format!("int8-{model}-clustered"), &net, &images, logits(&net, IMAGES));
        if model != "mobilenet" {
            let net = quantized(&graph, &weights, &images);
            write(&format!("int8-{model}"), &net, &images, run_rounded(&net, &images));
            let levels = Model { activations: Activations::Float, ..net };
            write(&format!("float-{model}-weights"), &levels, &images, run::<Cpu>(&levels, &images));
        }
    }
    for name in ["mobilenet-v2", "mobilenet-v3-small", "mobilenet-v3-large", "efficientnet-lite0"] {
        let net = narrow(name);
        let images = random(&net.graph, 200);
        let float = run::<Cpu>(&net, &images);
        write(&format!("float-{name}"), &net, &images, float.clone());
        let net = narrow_int8(name, &images);
        let logits = InferenceSession::<Cpu>::new(&net, 200).unwrap().forward(&images).unwrap().to_vec();
        write_all(&format!("int8-{name}"), &net, &images, vec![("logits", logits), ("float", float)]);
    }
    let (graph, trained) = recognize(&std::fs::read(weights.join("person.safetensors")).unwrap()).unwrap();
    let net = Model::float(graph, trained);
    let images: Vec<f32> = random(&net.graph, 4).iter().map(|v| (v * 60.0 + 120.0).clamp(0.0, 255.0).round()).collect();
    write("float-person", &net, &images, run::<Cpu>(&net, &images));
    let every = karui_parity::networks::every_op(Shape::new(9, 10, 2)).unwrap();
    let net = Model::float(every.clone(), with_statistics(&every));
    let images = random(&every, 20);
    write("float-every-op", &net, &images, run::<Reference>(&net, &images));
    let net = every_grid();
    let images = random(&net.graph, 20);
    write("float-grids", &net, &images, run::<Reference>(&net, &images));
    let (net, images) = golden_network();
    write("golden", &net, &images, run_rounded(&net, &images));
}
