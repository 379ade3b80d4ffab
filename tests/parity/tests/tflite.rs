//! Exported TensorFlow Lite files: their form, read back with a small reader of FlatBuffers, and LiteRT's outputs of them, which
//! `tests/parity/goldens/check_tflite.py` recorded.

mod shipped;

use karui_core::compress::Model;
use karui_core::compress::fold_bn::fold_bn;
use karui_core::compress::quantize::quantize;
use karui_core::data::Split;
use karui_core::exec::{InferenceSession, MemoryPlan};
use karui_core::format::{safetensors, tflite};
use karui_core::graph::{Graph, GraphBuilder, Shape};
use karui_core::models::recognize;
use karui_core::ops::{Conv2d, MaxPool2d, Op, Pad};
use karui_core::rng::Rng;
use karui_core::spec::recipe::{NumberType, QuantMethod, Quantize};
use karui_core::spec::{DataKind, ModelKind, Pretrained};
use karui_parity::golden::{Tensors, json};
use karui_parity::networks::every_integer_op;
use karui_parity::quantized::{quantized, weights};
use safetensors_file::SafeTensors;
use std::path::{Path, PathBuf};

use ::safetensors as safetensors_file;

/// Held-out images that LiteRT is compared on, and those of them whose outputs are kept.
const IMAGES: usize = 2_000;
const KEPT: usize = 16;

fn goldens(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens").join(file)
}

/// A network as it is compared: the methods of quantization, and how its cases are called.
const METHODS: [(&str, Option<QuantMethod>); 4] = [
    ("float", None),
    ("int8", Some(QuantMethod::Static)),
    ("dynamic", Some(QuantMethod::Dynamic)),
    ("weights", Some(QuantMethod::Weights)),
];

fn with(net: &Model, method: Option<QuantMethod>, images: &[f32]) -> Model {
    let settings = |method| Quantize { method, ..Quantize::default() };
    method.map_or_else(|| net.clone(), |method| quantize(&fold_bn(net).unwrap(), &settings(method), images).unwrap())
}

fn pictures(n: usize) -> Vec<f32> {
    let set = shipped::images(DataKind::FashionMnist, Split::Test, n);
    let (mut images, mut labels) = (vec![0.0; n * set.shape().len()], vec![0; n]);
    set.batch(&(0..n as u32).collect::<Vec<_>>(), &mut images, &mut labels).unwrap();
    images
}

/// The lab's networks that are shipped.
fn lab() -> impl Iterator<Item = (ModelKind, Model)> {
    let data = DataKind::FashionMnist;
    let kinds = ModelKind::ALL.iter().copied().filter(move |kind| shipped::has_network(data, *kind));
    kinds.map(move |kind| (kind, shipped::network(data, kind)))
}

/// The real networks, with their photos.
fn real() -> impl Iterator<Item = (Pretrained, Model, Vec<f32>)> {
    let photos = std::fs::read(goldens("pretrained.safetensors")).unwrap();
    [Pretrained::Person, Pretrained::EfficientnetLite0].into_iter().map(move |which| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../www/weights/{which}.safetensors"));
        let (graph, weights) = recognize(&std::fs::read(file).unwrap()).unwrap();
        let it = which.preparation();
        let file = SafeTensors::deserialize(&photos).unwrap();
        let mut names: Vec<_> = file.names().into_iter().filter(|name| name.starts_with(which.id())).collect();
        names.sort_unstable();
        let bytes = names.into_iter().flat_map(|name| file.tensor(name).unwrap().data().to_vec());
        let images = bytes.map(|byte| (f32::from(byte) - it.mean) / it.std).collect();
        (which, Model::float(graph, weights), images)
    })
}

/// A small reader of FlatBuffers.
#[derive(Clone, Copy)]
struct Table<'a> {
    file: &'a [u8],
    at: usize,
}

impl<'a> Table<'a> {
    fn root(file: &'a [u8]) -> Self {
        Table { file, at: 0 }.follow(0)
    }

    fn u32(&self, at: usize) -> usize {
        u32::from_le_bytes(self.file[at..at + 4].try_into().unwrap()) as usize
    }

    fn follow(&self, at: usize) -> Self {
        Table { file: self.file, at: at + self.u32(at) }
    }

    /// Where the field lies that stands at a place of the schema.
    fn field(&self, place: usize) -> Option<usize> {
        let table = self.at as i64 - i64::from(self.u32(self.at) as u32 as i32);
        let short = |at: usize| usize::from(u16::from_le_bytes(self.file[at..at + 2].try_into().unwrap()));
        let (table, slot) = (table as usize, 4 + 2 * place);
        let offset = if slot < short(table) { short(table + slot) } else { 0 };
        (offset > 0).then_some(self.at + offset)
    }

    /// The first entry of a vector, and how many there are.
    fn vector(&self, place: usize) -> Option<(usize, usize)> {
        let at = self.follow(self.field(place)?).at;
        Some((at + 4, self.u32(at)))
    }

    fn tables(&self, place: usize) -> Vec<Self> {
        let (at, len) = self.vector(place).unwrap();
        (0..len).map(|i| self.follow(at + 4 * i)).collect()
    }

    fn numbers(&self, place: usize) -> Vec<i32> {
        let (at, len) = self.vector(place).unwrap();
        (0..len).map(|i| self.u32(at + 4 * i) as i32).collect()
    }

    fn number(&self, place: usize) -> usize {
        self.u32(self.field(place).unwrap())
    }
}

/// The ops of a file in order, by their numbers in the schema; checks that what ops name exists.
fn ops_of(net: &Model) -> Vec<i32> {
    let file = tflite::export(net).unwrap();
    assert_eq!(&file[4..8], b"TFL3");
    let model = Table::root(&file);
    let codes: Vec<i32> = model.tables(1).iter().map(|code| code.number(3) as i32).collect();
    let (subgraph, buffers) = (model.tables(2)[0], model.tables(4));
    let tensors = subgraph.tables(0);
    for tensor in &tensors {
        // Constants lie where the schema wants them.
        let data = buffers[tensor.number(2)].vector(0);
        assert!(data.is_none_or(|(at, len)| at.is_multiple_of(16) && at + len <= file.len()));
    }
    let of = |operator: &Table<'_>| {
        let ids = [operator.numbers(1), operator.numbers(2)].concat();
        assert!(ids.iter().all(|&id| id < tensors.len() as i32));
        codes[operator.number(0)]
    };
    subgraph.tables(3).iter().map(of).collect()
}

const CONV: i32 = 3;
const DEPTHWISE: i32 = 4;
const DEQUANTIZE: i32 = 6;
const LINEAR: i32 = 9;
const MAX: i32 = 17;
const RESHAPE: i32 = 22;
const PAD: i32 = 34;

#[test]
fn networks_become_the_ops_of_the_format() {
    let images = pictures(64);
    for (kind, net) in lab() {
        for (name, method) in METHODS {
            let ops = ops_of(&with(&net, method, &images));
            println!("{name}-{kind}: {ops:?}");
            if kind == ModelKind::Lenet && name != "weights" {
                assert_eq!(ops, [CONV, MAX, CONV, MAX, RESHAPE, LINEAR, LINEAR], "{name}");
            }
            let layers = ops.iter().filter(|op| [CONV, DEPTHWISE, LINEAR].contains(op)).count();
            let rounded = ops.iter().filter(|&&op| op == DEQUANTIZE).count();
            assert!(name != "weights" || rounded == layers, "{name}-{kind}: {ops:?}");
        }
    }
    let graph = every_integer_op(9).unwrap();
    let images = vec![0.5; 2 * graph.input_shape().len()];
    ops_of(&Model::float(graph.clone(), weights(&graph, 1)));
    ops_of(&quantized(graph.clone(), weights(&graph, 1), NumberType::Int8, true, &images).unwrap());
    let nothing = GraphBuilder::new(Shape::vector(3)).build();
    assert_eq!(ops_of(&Model::float(nothing.clone(), weights(&nothing, 1))), [RESHAPE]);
}

fn one(op: Op) -> Model {
    let mut graph = GraphBuilder::new(Shape::new(8, 8, 2));
    graph.push("op", op, &[0]).unwrap();
    let graph: Graph = graph.build();
    Model::float(graph.clone(), weights(&graph, 1))
}

#[test]
fn padding_that_the_ops_do_not_have_is_an_op_of_its_own_or_refused() {
    let conv = |stride, pad| {
        one(Op::Conv2d(Conv2d { out_channels: 3, kernel: [3, 3], stride: [stride; 2], pad, groups: 1, bias: true }))
    };
    assert_eq!(ops_of(&conv(1, Pad::all(1))), [CONV]);
    assert_eq!(ops_of(&conv(2, Pad::same(8, 8, [3, 3], [2, 2]))), [CONV]);
    assert_eq!(ops_of(&conv(2, Pad::all(1))), [PAD, CONV]);
    let pool = |pad| one(Op::MaxPool2d(MaxPool2d { kernel: [3, 3], stride: [2, 2], pad }));
    assert_eq!(ops_of(&pool(Pad::all(0))), [MAX]);
    assert!(tflite::export(&pool(Pad::all(1))).unwrap_err().to_string().contains("same"));
}

/// LiteRT's outputs of the first images: within a level of Karui's for whole integers, near them for floats.
#[test]
fn litert_gives_what_karui_gives() {
    let told = json(&std::fs::read_to_string(goldens("tflite.json")).unwrap()).unwrap();
    let outputs = Tensors::read(&std::fs::read(goldens("tflite.safetensors")).unwrap()).unwrap();
    let all = pictures(256);
    let images = &all[..KEPT * 28 * 28];
    let mut seen = 0;
    for (kind, net) in lab() {
        for (name, method) in METHODS {
            let case = format!("{name}-{kind}");
            let want = outputs.get(&case).unwrap();
            let facts = &told["cases"][&case];
            assert!(
                facts["same_class"].as_f64().unwrap() >= if name == "dynamic" { 0.99 } else { 0.999 },
                "{case}: {facts}"
            );
            let net = with(&net, method, &all);
            let mut session: InferenceSession = InferenceSession::new(&net, KEPT).unwrap();
            let got = session.forward(images).unwrap();
            let fact = |name: &str| facts[name].as_f64().unwrap() as f32;
            // As far apart as the script saw them at most, which it holds to a level, or to four where many branches join.
            let (most, step) = (fact("most_off").max(1.0), fact("step"));
            assert!(most < 4.0, "{case}: {facts}");
            for (got, want) in got.iter().zip(&want.values) {
                assert!((got - want).abs() <= 1.001 * most * step, "{case}: {got} for {want}, a level is {step}");
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 4 * lab().count());
}

/// Writes what `check_tflite.py` reads into the folder `KARUI_TFLITE`.
#[test]
#[ignore = "writes files for check_tflite.py"]
fn write_cases() {
    let folder = PathBuf::from(std::env::var("KARUI_TFLITE").expect("KARUI_TFLITE: a folder"));
    let write = |case: &str, net: &Model, images: &[f32]| {
        let Shape { h, w, c } = net.graph.input_shape();
        let n = images.len() / (h * w * c);
        let mut logits = Vec::new();
        let mut session: InferenceSession = InferenceSession::new(net, n.min(100)).unwrap();
        for batch in images.chunks(n.min(100) * h * w * c) {
            logits.extend(session.forward(batch).unwrap());
        }
        let plan = MemoryPlan::new(net, true).unwrap();
        let plan = [plan.arena_bytes, plan.flash_bytes()].map(|bytes| bytes as f32).to_vec();
        let tensors = vec![
            ("input".into(), vec![n, h, w, c], images.to_vec()),
            ("logits".into(), vec![n, logits.len() / n], logits),
            ("plan".into(), vec![2], plan),
        ];
        std::fs::write(folder.join(case).with_extension("tflite"), tflite::export(net).unwrap()).unwrap();
        std::fs::write(folder.join(case).with_extension("safetensors"), safetensors::write(&tensors)).unwrap();
    };
    // Grouped convolutions, every activation, odd sizes.
    let graph = every_integer_op(9).unwrap();
    let mut rng = Rng::new(7, 1);
    let noise: Vec<f32> = (0..200 * graph.input_shape().len()).map(|_| rng.range(-1.0, 1.0)).collect();
    let every = Model::float(graph.clone(), weights(&graph, 3));
    write("float-every-op", &every, &noise);
    write("int8-every-op", &quantized(graph, every.weights, NumberType::Int8, true, &noise).unwrap(), &noise);
    let images = pictures(IMAGES);
    let calibration = &images[..256 * 28 * 28];
    for (kind, net) in lab() {
        for (name, method) in METHODS {
            write(&format!("{name}-{kind}"), &with(&net, method, calibration), &images);
        }
    }
    for (which, net, images) in real() {
        for (name, method) in METHODS {
            write(&format!("{name}-{which}"), &with(&net, method, &images), &images);
        }
    }
}
