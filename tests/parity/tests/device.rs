//! Networks on a device: the exported C, compiled by this machine's compiler, gives what Karui gives; and the plan of its memory
//! says how much it needs.

mod shipped;

use karui_core::compress::fold_bn::fold_bn;
use karui_core::compress::quantize::quantize;
use karui_core::compress::{Activations, Model};
use karui_core::data::{Dataset, Split};
use karui_core::exec::{Cpu, Element, InferenceSession, MemoryPlan, Reference};
use karui_core::format::c;
use karui_core::graph::{Graph, Shape};
use karui_core::measure::cost::cost;
use karui_core::models::{self, Options};
use karui_core::rng::Rng;
use karui_core::spec::recipe::{NumberType, QuantMethod, Quantize};
use karui_core::spec::{DataKind, ModelKind};
use karui_parity::compare::{Tolerance, near};
use karui_parity::networks::{every_integer_op, every_op};
use karui_parity::quantized::{quantized, weights};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Images that each network is compared on, at most.
const IMAGES: usize = 300;

fn inputs(data: &Dataset, from: usize, n: usize) -> Vec<f32> {
    let (mut images, mut labels) = (vec![0.0; n * data.shape().len()], vec![0; n]);
    let indices: Vec<u32> = (from as u32..(from + n) as u32).collect();
    data.batch(&indices, &mut images, &mut labels).unwrap();
    images
}

fn int8(net: &Model, images: &[f32]) -> Model {
    let settings = Quantize { method: QuantMethod::Static, ..Quantize::default() };
    quantize(&fold_bn(net).unwrap(), &settings, images).unwrap()
}

/// The shipped networks of a data set, with images.
fn shipped_networks() -> Vec<(ModelKind, Model, Vec<f32>)> {
    let data = DataKind::FashionMnist;
    let set = shipped::images(data, Split::Test, IMAGES);
    let kinds = ModelKind::ALL.iter().filter(|kind| shipped::has_network(data, **kind));
    kinds.map(|&kind| (kind, shipped::network(data, kind), inputs(&set, 0, IMAGES))).collect()
}

/// The first images of all, as many as `net` computes with so many multiply-adds: five at least.
fn first<'a>(net: &Model, images: &'a [f32], macs: f64) -> &'a [f32] {
    let n = (macs / cost(&net.graph).macs.value) as usize;
    &images[..n.clamp(5, IMAGES) * net.graph.input_shape().len()]
}

/// An empty folder for `name`.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Compiles `source`; the program, and its object without `main`.
fn compile(name: &str, source: &str) -> [PathBuf; 2] {
    let folder = folder(name);
    let file = folder.join("karui_model.c");
    fs::write(&file, source).unwrap();
    let run = |output: &str, more: &[&str]| {
        let output = folder.join(output);
        // Fused multiply-adds round once where Karui rounds twice.
        let strict = ["-ffp-contract=off", "-std=c99", "-pedantic", "-O2", "-Wall", "-Wextra", "-Werror"];
        let told = Command::new("cc").args(strict).args(more).arg("-o").arg(&output).arg(&file).arg("-lm").output();
        // Rust links with it, so it is there wherever this test is.
        let told = told.expect("cc, the C compiler that Rust links with, must be installed for this test");
        assert!(told.status.success(), "{name}: {}", String::from_utf8_lossy(&told.stderr));
        output
    };
    [run("run", &["-DKARUI_MAIN"]), run("model.o", &["-c"])]
}

/// What the program makes of `images`, as bytes.
fn run_c(program: &Path, images: &[f32]) -> Vec<u8> {
    let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes: Vec<u8> = images.iter().flat_map(|v| v.to_le_bytes()).collect();
    let writer = std::thread::spawn(move || pipe.write_all(&bytes).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    output.stdout
}

/// The bytes of an object's program, constants and variables, as `size -A` has them; `None` where there is no such tool.
fn sizes(object: &Path) -> Option<[usize; 3]> {
    let told = Command::new("size").arg("-A").arg(object).output().ok()?;
    let text = String::from_utf8(told.stdout).ok()?;
    let of = |section: &str| -> usize {
        let rows = text.lines().filter(|line| line.starts_with(section));
        rows.filter_map(|line| line.split_whitespace().nth(1)?.parse::<usize>().ok()).sum()
    };
    Some([".text", ".rodata", ".bss"].map(of))
}

/// Exports, compiles and measures `net`, and gives the program's path.
fn built(name: &str, net: &Model) -> PathBuf {
    let c::CSource { source, memory, .. } = c::export(net).unwrap();
    assert!(!source.contains("malloc("), "{name}");
    assert_eq!(memory, MemoryPlan::new(net, true).unwrap(), "{name}: the plan that is told is the plan that runs");
    let [program, object] = compile(name, &source);
    if let Some([text, rodata, arena]) = sizes(&object) {
        println!(
            "{name}: text {text}, rodata {rodata}, arena {arena} bytes; planned {} and {}",
            memory.flash_bytes(),
            memory.arena_bytes
        );
        // The linker may align what it lays out, and a few constants of the program's own stand beside the network's.
        assert!((memory.arena_bytes..memory.arena_bytes + 64).contains(&arena), "{name}: {arena}");
        let flash = memory.flash_bytes();
        assert!((flash..flash + 64 * (memory.steps.len() + 2)).contains(&rodata), "{name}: {rodata} for {flash}");
    }
    program
}

/// The integers of the program are Karui's.
#[track_caller]
fn same_integers(name: &str, net: &Model, images: &[f32]) {
    let got: Vec<i8> = run_c(&built(name, net), images).into_iter().map(|b| b as i8).collect();
    let n = images.len() / net.graph.input_shape().len();
    let mut session: InferenceSession<Cpu> = InferenceSession::new(net, n).unwrap();
    session.forward(images).unwrap();
    assert_eq!(got, session.levels(net.graph.output()).unwrap(), "{name}");
    let classes = net.graph.output_shape().len();
    assert!(got.chunks(classes).any(|logits| logits != &got[..classes]), "{name}: images make a difference");
}

/// The floats of the program are those of the definitions, bit for bit, and near those of the fast kernels.
#[track_caller]
fn same_floats(name: &str, net: &Model, images: &[f32]) {
    let bytes = run_c(&built(name, net), images);
    let got: Vec<f32> = bytes.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
    let folded = fold_bn(net).unwrap();
    let n = images.len() / net.graph.input_shape().len();
    let mut definition: InferenceSession<Reference> = InferenceSession::new(&folded, n).unwrap();
    assert_eq!(got, definition.forward(images).unwrap(), "{name}");
    let mut fast: InferenceSession<Cpu> = InferenceSession::new(net, n).unwrap();
    near(name, &got, fast.forward(images).unwrap(), Tolerance { absolute: 1e-3, relative: 1e-3 }).unwrap();
}

#[test]
fn shipped_networks_in_c_give_the_integers_of_karui() {
    for (kind, net, images) in shipped_networks() {
        let some = first(&net, &images, 3e9);
        same_integers(&format!("int8-{kind}"), &int8(&net, some), some);
    }
}

#[test]
fn shipped_networks_in_c_give_the_floats_of_the_definitions() {
    for (kind, net, images) in shipped_networks() {
        // The definitions are slow.
        same_floats(&format!("float-{kind}"), &net, first(&net, &images, 2e8));
    }
}

fn random(graph: &Graph, n: usize) -> Vec<f32> {
    let mut rng = Rng::new(5, 1);
    (0..n * graph.input_shape().len()).map(|_| rng.range(-1.0, 1.0)).collect()
}

#[test]
fn every_op_in_c_gives_what_karui_gives() {
    let graph = every_integer_op(9).unwrap();
    let images = random(&graph, 20);
    let net = quantized(graph.clone(), weights(&graph, 3), NumberType::Int8, true, &images).unwrap();
    same_integers("int8-every-op", &net, &images);
    let graph = every_op(Shape::new(9, 10, 2)).unwrap();
    let net = Model::float(graph.clone(), weights(&graph, 3));
    match c::export(&net) {
        // A batch norm that stands alone has no layer to be folded into.
        Err(error) => assert!(error.to_string().contains("batch_norm"), "{error}"),
        Ok(_) => same_floats("float-every-op", &net, &images),
    }
}

#[test]
fn what_c_does_not_have_is_refused() {
    let (_, net, _) = shipped_networks().swap_remove(0);
    let dynamic = Quantize { method: QuantMethod::Dynamic, ..Quantize::default() };
    let dynamic = quantize(&net, &dynamic, &[]).unwrap();
    assert_eq!(dynamic.activations, Activations::Dynamic);
    assert!(c::export(&dynamic).unwrap_err().to_string().contains("dynamic"));
    let mut infinite = net;
    infinite.weights.values_mut()[0] = f32::INFINITY;
    assert!(c::export(&infinite).unwrap_err().to_string().contains("inf"));
}

#[test]
fn an_arduino_library_is_an_archive_with_the_program_in_it() {
    let (kind, net, images) = shipped_networks().swap_remove(0);
    let net = int8(&net, &images);
    let zip = c::arduino(&net).unwrap();
    let source = c::export(&net).unwrap().source;
    for part in [&b"karui_model/library.properties"[..], b"karui_model/src/karui_model.h", source.as_bytes()] {
        assert!(zip.windows(part.len()).any(|window| window == part), "{kind}");
    }
    // What a sketch does with it: the header declares what the program defines.
    let header = c::export(&net).unwrap().header;
    let user = format!("{header}\nint main(void) {{ return karui_run() == karui_input(); }}\n{source}");
    assert!(user.matches("karui_run(void)").count() == 2 + 1 && folder("arduino").exists());
}

/// Networks of every shape, trained or not.
fn structures() -> Vec<(String, Graph)> {
    let lab = ["mlp", "lenet", "mobilenet", "mobilenet2", "mobilenet3", "cnn", "lenet-5"];
    let papers = ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-small", "person", "efficientnet-lite0"];
    let names = lab.iter().chain(&papers);
    names.map(|name| (name.to_string(), models::named(name, Options::default()).unwrap())).collect()
}

#[test]
fn no_two_values_lie_in_one_place_at_one_time() {
    for (name, graph) in structures() {
        for element in [Element::Int8, Element::Float32] {
            let [shared, apart] = [true, false].map(|it| MemoryPlan::of_untrained(&graph, element, it).unwrap());
            for (a, x) in apart.values.iter().enumerate() {
                assert!(x.offset + x.bytes <= apart.arena_bytes, "{name}");
                for y in &apart.values[..a] {
                    let meet = x.from <= y.to && y.from <= x.to;
                    let overlap = x.offset < y.offset + y.bytes && y.offset < x.offset + x.bytes;
                    assert!(!(meet && overlap), "{name}: {x:?} {y:?}");
                }
            }
            // What an op writes over is its own input, which nobody reads again.
            for (i, step) in shared.steps.iter().enumerate() {
                let y = &shared.values[step.output];
                for (at, x) in shared.values.iter().enumerate().filter(|(at, _)| *at != step.output) {
                    let alive = x.from <= i && i <= x.to && at < step.output;
                    let overlap = x.offset < y.offset + y.bytes && y.offset < x.offset + x.bytes;
                    let in_place = step.inputs.contains(&at) && x.offset == y.offset && x.bytes == y.bytes && x.to == i;
                    assert!(!(alive && overlap) || in_place, "{name}: {x:?} {y:?}");
                }
            }
            for plan in [&shared, &apart] {
                assert!(plan.arena_bytes >= plan.peak_live_bytes(), "{name}");
                // Laying blocks out greedily wastes little.
                assert!(
                    plan.arena_bytes * 4 <= plan.peak_live_bytes() * 5,
                    "{name}: {} for {}",
                    plan.arena_bytes,
                    plan.peak_live_bytes()
                );
            }
            assert!(shared.arena_bytes <= apart.arena_bytes, "{name}");
            println!(
                "{name} {element:?}: {} ({} apart), flash {}",
                shared.arena_bytes,
                apart.arena_bytes,
                shared.flash_bytes()
            );
        }
    }
}

/// A network small enough to count on paper: 8×8 in, a 3×3 convolution to 4 channels with ReLU, 2×2 pooling, a linear layer to 3.
#[test]
fn a_small_network_is_counted_by_hand() {
    let config = models::LenetConfig { input: Shape::new(8, 8, 1), channels: vec![4], hidden: 6, classes: 3 };
    let plan = MemoryPlan::of_untrained(&config.build().unwrap(), Element::Int8, true).unwrap();
    let bytes: Vec<usize> = plan.values.iter().map(|value| value.bytes).collect();
    let live: Vec<usize> = plan.steps.iter().map(|step| step.live_bytes).collect();
    let kernel = plan.values[1].bytes / 4;
    assert_eq!((bytes[0], bytes[1], bytes[2]), (64, 4 * kernel, kernel), "{bytes:?}");
    assert_eq!(live, [64 + bytes[1], bytes[1] + bytes[2], bytes[2] + 6, 6 + 3]);
    assert_eq!(plan.arena_bytes, live.iter().copied().max().unwrap());
    let linear = plan.steps.last().unwrap();
    // A byte for each weight, eight for each output's bias and multiplier.
    assert_eq!(linear.flash_bytes, 6 * 3 + 8 * 3);
}
