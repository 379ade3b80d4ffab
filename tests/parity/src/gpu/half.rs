//! Inference on a GPU: batch norm folded, and halves against the reference kernels.

use super::{Check, NETWORK};
use crate::compare::{Tolerance, near};
use crate::networks;
use crate::quantized::quantized;
use karui_core::Error;
use karui_core::compress::fold_bn::fold_bn;
use karui_core::compress::{Activations, Model, number};
use karui_core::exec::gpu::{Gpu, GpuExecutor, GpuSession, Precision};
use karui_core::exec::{Cpu, Executor, InferenceSession, Mode, Reference};
use karui_core::graph::{Graph, GraphBuilder, Shape, Weights};
use karui_core::models::{self, Options};
use karui_core::ops::{Activation, FakeQuantize, Op, Pad, Role};
use karui_core::rng::Rng;
use karui_core::spec::recipe::NumberType;

/// Images in each batch.
const BATCH: usize = 3;

/// What this file checks.
pub(super) fn checks() -> Vec<Check> {
    let mut all = vec![
        Check::new("folded batch norm costs no kernels and changes nothing", false, |g| Box::pin(folded(g))),
        Check::new("halves that there are not are errors", true, |g| Box::pin(refused(g))),
        Check::new("a network with fixed grids runs in integers", false, |g| Box::pin(integers(g))),
        Check::of_halves("weights in halves are the nearest", |g| Box::pin(nearest(g))),
        Check::of_halves("every op in halves in slices of the batch", |g| {
            // An image or two in a binding.
            Box::pin(async { halves(&g.with_bindings_of(5 * 1024), "every op").await })
        }),
    ];
    for name in ["every op", "layers of several tiles", "lenet", "mobilenet", "mobilenet2", "mobilenet3"] {
        all.push(Check::of_halves(format!("{name} in halves"), move |g| {
            Box::pin(async { halves(&g.with_kernels_of_gpu(false), name).await })
        }));
        all.push(Check::of_halves(
            format!("{name} in halves in the kernels of a GPU with workgroup memory"),
            move |g| Box::pin(async { halves(&g.with_kernels_of_gpu(true), name).await }),
        ));
    }
    all
}

fn failed(e: Error) -> String {
    e.to_string()
}

/// `graph` with weights and statistics with which activations neither vanish nor explode.
fn random(graph: Graph) -> Model {
    let mut weights = Weights::init(&graph, 3);
    let mut rng = Rng::new(3, 9);
    for p in weights.params().to_vec() {
        let range = match p.role {
            Role::Scale | Role::RunningVar => 0.5..1.5,
            Role::Shift | Role::RunningMean | Role::Bias => -0.5..0.5,
            Role::Weight => continue,
        };
        weights.values_mut()[p.range].fill_with(|| rng.range(range.start, range.end));
    }
    Model::float(graph, weights)
}

fn network(name: &str) -> Result<Model, String> {
    let graph = match name {
        "every op" => networks::every_op(Shape::new(8, 8, 2)),
        "layers of several tiles" => tiles(),
        _ => {
            let size = if name == "lenet" { 28 } else { 16 };
            models::named(name, Options { size: Some((size, size)), ..Options::default() })
        }
    };
    graph.map(random).map_err(failed)
}

/// Products of more than a tile, in fours and not, and fake quantization.
fn tiles() -> karui_core::Result<Graph> {
    let mut g = GraphBuilder::new(Shape::new(12, 13, 3));
    let x = g.push("q", Op::FakeQuantize(FakeQuantize { scale: STEP, zero_point: -5 }), &[0])?;
    let x = g.conv("a", x, 40, 3, 1, Pad::all(1), true)?;
    let x = g.act("a", x, Activation::Silu)?;
    let x = g.depthwise("b", x, 5, 2, Pad::all(2))?;
    let x = g.conv("c", x, 70, 1, 1, Pad::default(), false)?;
    let x = g.act("c", x, Activation::HardSwish)?;
    let x = g.max_pool("pool", x, 2)?;
    let x = g.flatten(x)?;
    g.linear("last", x, 33)?;
    Ok(g.build())
}

/// The distance of fake quantization's levels. Inputs are levels, so that no half is rounded to another one.
const STEP: f32 = 0.031;

fn input(graph: &Graph) -> Vec<f32> {
    let mut rng = Rng::new(4, 9);
    (0..BATCH * graph.input_shape().len()).map(|_| STEP * (rng.normal() / STEP).round().clamp(-123.0, 127.0)).collect()
}

fn reference(net: &Model, x: &[f32]) -> Result<Vec<f32>, String> {
    let mut cpu = Executor::<Reference>::new(&net.graph, BATCH, Mode::Inference).map_err(failed)?;
    Ok(cpu.forward(&net.weights, x).map_err(failed)?.to_vec())
}

/// Outputs that batch norm was folded out of, those with it, and how many kernels each takes.
async fn folded(gpu: &Gpu) -> Result<(), String> {
    for name in ["every op", "mobilenet", "mobilenet2", "mobilenet3"] {
        let net = network(name)?;
        let x = input(&net.graph);
        let mut with = GpuExecutor::new(gpu, &net.graph, BATCH, Mode::Inference).map_err(failed)?;
        with.upload(&net.weights).map_err(failed)?;
        with.forward(&x, &Rng::new(5, 2)).map_err(failed)?;
        let mut without = GpuSession::new(gpu, &net, BATCH, Precision::Single).map_err(failed)?;
        without.forward(&x).map_err(failed)?;
        let got = without.output().await.map_err(failed)?;
        near(name, &got, &with.output().await.map_err(failed)?, NETWORK)?;
        near(name, &got, &reference(&net, &x)?, NETWORK)?;
        let norms = net.graph.nodes().iter().filter(|n| matches!(n.op, Op::BatchNorm(_))).count();
        if norms == 0 || without.dispatches() + norms != with.dispatches() {
            return Err(format!("{name}: {} − {norms} ≠ {} kernels", with.dispatches(), without.dispatches()));
        }
        // A batch that is not full.
        let first = &x[..net.graph.input_shape().len()];
        without.forward(first).map_err(failed)?;
        near(name, &without.output().await.map_err(failed)?, &got[..got.len() / BATCH], NETWORK)?;
    }
    Ok(())
}

/// Halves on a device without them, in training, and a network of 8-bit integers.
async fn refused(gpu: &Gpu) -> Result<(), String> {
    let mut net = network("lenet")?;
    let field = |made: Result<GpuSession, Error>| match made {
        Err(Error::Misuse { what: field, .. }) => field,
        other => format!("{other:?}"),
    };
    let half = GpuSession::new(gpu, &net, BATCH, Precision::Half);
    if !gpu.has_half() || half.is_err() {
        let got = field(half);
        if gpu.has_half() || got != "precision" {
            return Err(format!("has halves: {}, {got}", gpu.has_half()));
        }
    }
    for mode in [Mode::Training, Mode::InputGradient] {
        match GpuExecutor::storing(gpu, &net.graph, BATCH, mode, Precision::Half) {
            Err(Error::Misuse { what: field, .. }) if field == "precision" => {}
            other => return Err(format!("{mode:?}: {other:?}")),
        }
    }
    net.activations = Activations::Dynamic;
    let refused = field(GpuSession::new(gpu, &net, BATCH, Precision::Single));
    let runner = GpuSession::new(gpu, &network("lenet")?, BATCH, Precision::Single);
    let long = runner.map_err(failed)?.forward(&[0.0; 28 * 28 * (BATCH + 1)]);
    if refused == "activations" && matches!(long, Err(Error::Length { .. })) {
        Ok(())
    } else {
        Err(format!("{refused}, {long:?}"))
    }
}

/// Fixed grids ask for the integer executor, whose numbers are the CPU's to the bit.
async fn integers(gpu: &Gpu) -> Result<(), String> {
    let graph = models::named("lenet", Options::default()).map_err(failed)?;
    let (weights, x) = (Weights::init(&graph, 3), input(&graph));
    let net = quantized(graph, weights, NumberType::Int8, true, &x).map_err(failed)?;
    let mut ours = GpuSession::new(gpu, &net, BATCH, Precision::Single).map_err(failed)?;
    ours.forward(&x).map_err(failed)?;
    let mut theirs = InferenceSession::<Cpu>::new(&net, BATCH).map_err(failed)?;
    let exact = Tolerance { absolute: 0.0, relative: 0.0 };
    near("logits", &ours.output().await.map_err(failed)?, theirs.forward(&x).map_err(failed)?, exact)
}

/// What is uploaded comes back as the nearest halves, statistics as they are.
async fn nearest(gpu: &Gpu) -> Result<(), String> {
    let net = network("every op")?;
    let storing = |precision| GpuExecutor::storing(gpu, &net.graph, BATCH, Mode::Inference, precision).map_err(failed);
    let (mut half, single) = (storing(Precision::Half)?, storing(Precision::Single)?);
    half.upload(&net.weights).map_err(failed)?;
    let got = half.download().await.map_err(failed)?;
    for p in net.weights.params() {
        for (&got, &value) in got.values()[p.range.clone()].iter().zip(&net.weights.values()[p.range.clone()]) {
            let expected = if p.role.is_trainable() { rounded(value) } else { value };
            if got != expected {
                return Err(format!("{:?}: {value} became {got}, not {expected}", p.role));
            }
        }
    }
    if half.bytes() < single.bytes() { Ok(()) } else { Err(format!("{} ≥ {}", half.bytes(), single.bytes())) }
}

/// The nearest half.
fn rounded(value: f32) -> f32 {
    number::from_bits(NumberType::Fp16, number::to_bits(NumberType::Fp16, value))
}

/// What a half is rounded by at most, relative to it.
const U: f64 = 1.0 / 2048.0;

/// How far an output in halves may lie from that of the reference kernels: `expected` is what those give for `net`, batch norm
/// folded.
///
/// The measure is what storing the weights alone does in 32-bit arithmetic: the root mean square of the difference that it
/// makes to all outputs. With u²/3 for each number stored, in mean squares, each product is off by one of these for its
/// weight, one for its value and 1.6 · 2 at most for the sum of its piece (see `gemm/gpu.wgsl`): √5.2 times the measure in all.
/// Four times that holds for all of some dozens of outputs, each of which is stored itself: by u.
///
/// Sums that are made in halves from end to end are worse: with 128 products (128 + 2 + … + 128)/128 = 65 instead of 3.2, √67
/// times the measure. So is a device that cuts off what it stores, as WGSL §15.7.4 allows: the errors of one kernel after the
/// other then have the same sign.
fn tolerance(net: &Model, x: &[f32], expected: &[f32]) -> Result<Tolerance, String> {
    let mut stored = net.clone();
    stored.weights.values_mut().iter_mut().for_each(|w| *w = rounded(*w));
    let off = reference(&stored, x)?.iter().zip(expected).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>();
    let measure = (off / expected.len() as f64).sqrt();
    Ok(Tolerance { absolute: 4.0 * 5.2f64.sqrt() * measure, relative: U })
}

/// Halves, and the reference kernels on the same network before anything was rounded.
async fn halves(gpu: &Gpu, name: &str) -> Result<(), String> {
    let net = network(name)?;
    let x = input(&net.graph);
    let mut runner = GpuSession::new(gpu, &net, BATCH, Precision::Half).map_err(failed)?;
    // Twice, so that what one run leaves behind shows in the next.
    for _ in 0..2 {
        runner.forward(&x).map_err(failed)?;
    }
    let net = fold_bn(&net).map_err(failed)?;
    let (got, expected) = (runner.output().await.map_err(failed)?, reference(&net, &x)?);
    let tolerance = tolerance(&net, &x, &expected)?;
    near(name, &got, &expected, tolerance)?;
    let classes = net.graph.output_shape().len();
    for (got, expected) in got.chunks(classes).zip(expected.chunks(classes)) {
        let best = |v: &[f32]| (0..classes).max_by(|&a, &b| v[a].total_cmp(&v[b])).unwrap_or(0);
        let at = best(expected);
        let margin =
            (0..classes).filter(|&i| i != at).map(|i| expected[at] - expected[i]).fold(f32::INFINITY, f32::min);
        if f64::from(margin) > tolerance.absolute + U * f64::from(expected[at].abs()) && best(got) != at {
            return Err(format!("{name}: {at} wins by {margin}, {} in halves", best(got)));
        }
    }
    Ok(())
}
