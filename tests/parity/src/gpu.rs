//! The engine on a GPU against PyTorch's goldens and the kernels of the CPU: one suite, natively on any Vulkan adapter (Mesa's
//! lavapipe too, or SwiftShader) and in a browser's worker.

use crate::accelerate::every_way;
use crate::compare::{Tolerance, near};
use crate::golden::{number, text};
use crate::networks;
use crate::ops::{Case, Pass, each, four};
use crate::steps::{self, Steps};
use karui_core::Divergence;
use karui_core::exec::gpu::{Gpu, GpuExecutor, Wants};
use karui_core::exec::{Cpu, Executor, Mode, Reference};
use karui_core::graph::{Graph, GraphBuilder, Shape, Weights};
use karui_core::models::{self, LenetConfig};
use karui_core::ops::{Activation, Conv2d, Dropout, FakeQuantize, Linear, Op, Pad};
use karui_core::rng::Rng;
use karui_core::spec::{ModelKind, ModelSpec, OptimizerKind, ScheduleKind, TrainSpec};
use karui_core::train::{GpuTrainer, Trainer};
use std::pin::Pin;

/// f32 sums in another order, and exponentials of a few units in the last place (WGSL §15.7.4): beside six times the
/// error of PyTorch's own f32.
const GOLDEN: Tolerance = Tolerance { absolute: 2e-6, relative: 1e-5 };
/// Against the reference kernels, over a whole network.
pub(crate) const NETWORK: Tolerance = Tolerance { absolute: 2e-5, relative: 2e-4 };

/// A check under way.
pub type Checking<'a> = Pin<Box<dyn Future<Output = Result<(), String>> + 'a>>;

/// A check by name.
pub struct Check {
    /// What is shown.
    pub name: String,
    /// Whether it is among the few that a browser is asked for first.
    pub quick: bool,
    of_halves: bool,
    run: Box<dyn for<'a> Fn(&'a Gpu) -> Checking<'a>>,
}

impl Check {
    pub(crate) fn new(
        name: impl Into<String>,
        quick: bool,
        run: impl for<'a> Fn(&'a Gpu) -> Checking<'a> + 'static,
    ) -> Self {
        Check { name: name.into(), quick, of_halves: false, run: Box::new(run) }
    }

    /// A check of what is stored in 16 bits.
    pub(crate) fn of_halves(name: impl Into<String>, run: impl for<'a> Fn(&'a Gpu) -> Checking<'a> + 'static) -> Self {
        Check { of_halves: true, ..Self::new(name, false, run) }
    }

    /// What `gpu` lacks for the check: it is not run then, and has not passed.
    pub fn lacks(&self, gpu: &Gpu) -> Option<&'static str> {
        (self.of_halves && !gpu.has_half()).then_some("shader-f16")
    }

    /// What differs on `gpu`, or what goes wrong there.
    pub async fn run(&self, gpu: &Gpu) -> Result<(), String> {
        (self.run)(gpu).await?;
        gpu.check().map_err(failed)
    }
}

/// Every check, in the order in which they run.
pub fn checks() -> Vec<Check> {
    let mut all = vec![Check::new("ops give PyTorch's outputs and gradients", false, |gpu| Box::pin(ops(gpu)))];
    for run in steps::names() {
        let quick = ["lenet-momentum", "mobilenet-adamw"].contains(&run);
        let name = format!("ten steps of {run} follow PyTorch");
        all.push(Check::new(name, quick, move |gpu| Box::pin(ten_steps(gpu, run))));
    }
    all.extend([
        Check::new("ops in the kernels of a GPU with workgroup memory", false, |g| {
            Box::pin(async { ops(&g.with_kernels_of_gpu(true)).await })
        }),
        Check::new("ten steps of lenet-adam in the kernels of a GPU with workgroup memory", false, |g| {
            Box::pin(async { ten_steps(&g.with_kernels_of_gpu(true), "lenet-adam").await })
        }),
        Check::new("whole tiles of workgroup memory equal the reference kernels", false, |g| {
            Box::pin(async { large(&g.with_kernels_of_gpu(true)).await })
        }),
        Check::new("every op in one network gives the reference kernels' gradients", true, |g| Box::pin(every_op(g))),
        Check::new("products of several parts and fake quantization equal the reference kernels", false, |g| {
            Box::pin(large(g))
        }),
        Check::new("dropout drops what the CPU drops", false, |g| Box::pin(masks(g))),
        Check::new("a step of LeNet takes forty dispatches at most", true, |g| Box::pin(dispatches(g))),
        Check::new("inference equals the reference kernels", false, |g| Box::pin(inference(g))),
        Check::new("a network in training says what its weights say on the CPU", true, |g| Box::pin(in_training(g))),
        Check::new("every network of the lab begins as on the CPU", false, |g| Box::pin(every_network(g))),
        Check::new("a run goes on from one trainer to the other", false, |g| Box::pin(there_and_back(g))),
        Check::new("a loss that is not finite leaves the weights", false, |g| Box::pin(diverged(g))),
        Check::new("every way of the accelerator page gives the reference's result", false, |_| {
            // On a device of its own, which has what the ways ask for.
            Box::pin(async { every_way().await.map(drop) })
        }),
        Check::new("wrong lengths and a lost device are errors", false, |g| Box::pin(errors(g))),
    ]);
    all.extend(crate::gpu_slices::checks());
    all.extend(crate::gpu_int8::checks());
    all.extend(crate::gpu_half::checks());
    all
}

pub(crate) fn failed(e: karui_core::Error) -> String {
    e.to_string()
}

/// One pass on the GPU; weights come back with the running statistics moved.
async fn pass(
    gpu: &Gpu,
    graph: &Graph,
    weights: &mut Weights,
    n: usize,
    x: &[f32],
    dy: Option<&[f32]>,
) -> Result<Pass, String> {
    let mode = if dy.is_some() { Mode::InputGradient } else { Mode::Inference };
    let mut executor = GpuExecutor::new(gpu, graph, n, mode).map_err(failed)?;
    executor.upload(weights).map_err(failed)?;
    let rng = Rng::new(5, 2);
    executor.forward(x, &rng).map_err(failed)?;
    let y = executor.output().await.map_err(failed)?;
    *weights = executor.download().await.map_err(failed)?;
    let Some(dy) = dy else { return Ok(Pass { y, ..Pass::default() }) };
    // Twice, so that what is not overwritten shows.
    for _ in 0..2 {
        executor.set_output_gradient(dy).map_err(failed)?;
        executor.backward(&rng).map_err(failed)?;
    }
    let dw = executor.gradient().await.map_err(failed)?;
    Ok(Pass { y, dw, dx: executor.input_gradient().await.map_err(failed)? })
}

/// The same with the reference kernels.
fn reference(graph: &Graph, weights: &mut Weights, n: usize, x: &[f32], dy: &[f32]) -> Result<Pass, String> {
    let mut executor = Executor::<Reference>::new(graph, n, Mode::InputGradient).map_err(failed)?;
    let y = executor.forward_train(weights, x, &mut Rng::new(5, 2)).map_err(failed)?.to_vec();
    let mut dw = vec![0.0; weights.trainable_len()];
    executor.set_output_gradient(dy).map_err(failed)?;
    executor.backward(weights, &mut dw).map_err(failed)?;
    Ok(Pass { y, dw, dx: executor.input_gradient().ok_or("no input gradient")?.to_vec() })
}

async fn ops(gpu: &Gpu) -> Result<(), String> {
    let checked = each(GOLDEN, async |case| {
        let name = text(case.case, "name")?;
        let run = match text(case.case, "op")? {
            "add" | "multiply" => pair(gpu, case).await,
            "softmax_cross_entropy" => loss(gpu, case).await,
            // Flatten computes nothing; PyTorch's dropout masks are not ours: see `masks`.
            "flatten" | "dropout" => return Ok(false),
            _ => case.check_graph(async |g, weights, n, x, dy| pass(gpu, g, weights, n, x, dy).await).await,
        };
        run.map(|()| true).map_err(|e| format!("{name} [gpu]: {e}"))
    })
    .await?;
    if checked >= 102 { Ok(()) } else { Err(format!("only {checked} cases")) }
}

/// An op of two inputs, which are the first and the second half of the channels of one, taken out by two convolutions.
async fn pair(gpu: &Gpu, case: &Case<'_>) -> Result<(), String> {
    let [n, c, h, w] = four(&case.tensor("input")?.shape);
    let (a, b, dy) = (case.nhwc("input")?, case.nhwc("input1")?, case.nhwc("grad_output")?);
    let repeated = b.len() != a.len();
    let at = |i: usize| if repeated { i / (h * w * c) * c + i % c } else { i };
    let x: Vec<f32> = (0..n * h * w)
        .flat_map(|p| [&a[p * c..(p + 1) * c], &(0..c).map(|j| b[at(p * c + j)]).collect::<Vec<_>>()].concat())
        .collect();
    let mut g = GraphBuilder::new(Shape::new(h, w, 2 * c));
    let half = Conv2d { out_channels: c, kernel: [1, 1], stride: [1, 1], pad: Pad::default(), groups: 1, bias: false };
    let first = g.push("first", Op::Conv2d(half.clone()), &[0]).map_err(failed)?;
    let mut second = g.push("second", Op::Conv2d(half), &[0]).map_err(failed)?;
    if repeated {
        second = g.push("mean", Op::GlobalAvgPool, &[second]).map_err(failed)?;
    }
    let op = if text(case.case, "op")? == "add" { Op::Add } else { Op::Multiply };
    g.push("op", op, &[first, second]).map_err(failed)?;
    let graph = g.build();
    let mut weights = Weights::zeros(&graph);
    for j in 0..c {
        weights.values_mut()[j * c + j] = 1.0;
        weights.values_mut()[2 * c * c + (c + j) * c + j] = 1.0;
    }
    let Pass { y, dx, .. } = pass(gpu, &graph, &mut weights, n, &x, Some(&dy)).await?;
    case.near("output", &case.to_nchw(n, Shape::new(h, w, c), &y)?)?;
    let part = |from: usize| -> Vec<f32> { dx.chunks(2 * c).flat_map(|p| &p[from..from + c]).copied().collect() };
    case.near("grad_input", &case.to_nchw(n, Shape::new(h, w, c), &part(0))?)?;
    let mut db = part(c);
    if repeated {
        let mut sums = vec![0.0; b.len()];
        db.iter().enumerate().for_each(|(i, d)| sums[at(i)] += d);
        db = sums;
    }
    let shape = if repeated { Shape::vector(c) } else { Shape::new(h, w, c) };
    case.near("grad_input1", &case.to_nchw(n, shape, &db)?)
}

/// The loss of logits that come through a linear layer that changes nothing.
async fn loss(gpu: &Gpu, case: &Case<'_>) -> Result<(), String> {
    let logits = case.tensor("input")?;
    let [n, k, ..] = four(&logits.shape);
    let labels: Vec<u8> = case.tensor("labels")?.values.iter().map(|l| *l as u8).collect();
    let mut g = GraphBuilder::new(Shape::vector(k));
    g.push("same", Op::Linear(Linear { out_features: k, bias: false }), &[0]).map_err(failed)?;
    let graph = g.build();
    let mut weights = Weights::zeros(&graph);
    (0..k).for_each(|j| weights.values_mut()[j * k + j] = 1.0);
    let mut executor = GpuExecutor::new(gpu, &graph, n, Mode::InputGradient).map_err(failed)?;
    executor.upload(&weights).map_err(failed)?;
    let rng = Rng::new(0, 2);
    executor.forward(&logits.values, &rng).map_err(failed)?;
    let smoothing = number(case.case, "label_smoothing")? as f32;
    case.near("output", &[executor.loss(&labels, smoothing).await.map_err(failed)?])?;
    executor.backward(&rng).map_err(failed)?;
    case.near("grad_input", &executor.input_gradient().await.map_err(failed)?)
}

/// [`GpuTrainer`] as the checks of steps want it.
struct OnGpu(GpuTrainer);

impl Steps for OnGpu {
    async fn set_weights(&mut self, weights: &Weights) -> Result<(), String> {
        let mut state = self.0.state().await.map_err(failed)?;
        state.weights = weights.values().to_vec();
        self.0.restore(state).map_err(failed)
    }

    async fn step(&mut self, images: &[f32], labels: &[u8]) -> Result<f32, String> {
        self.0.step(images, labels).map_err(failed)?;
        let losses = self.0.losses().await.map_err(failed)?;
        losses.first().map(|stats| stats.loss).ok_or_else(|| "no loss".into())
    }

    async fn gradient(&mut self) -> Result<Vec<f32>, String> {
        self.0.gradient().await.map_err(failed)
    }

    async fn weights(&mut self) -> Result<Weights, String> {
        self.0.weights().await.map_err(failed)
    }
}

pub(crate) async fn ten_steps(gpu: &Gpu, run: &str) -> Result<(), String> {
    steps::check_run(run, false, |graph, spec, steps| {
        GpuTrainer::new(gpu, graph, spec, spec.batch, steps).map(OnGpu).map_err(failed)
    })
    .await
}

/// The GPU and the reference kernels on `graph` with random numbers.
pub(crate) async fn same(gpu: &Gpu, graph: &Graph, n: usize) -> Result<(), String> {
    let mut rng = Rng::new(3, 9);
    let mut values = |len: usize| (0..len).map(|_| rng.normal()).collect::<Vec<f32>>();
    let (x, dy) = (values(n * graph.input_shape().len()), values(n * graph.output_shape().len()));
    let (mut ours, mut theirs) = (Weights::init(graph, 3), Weights::init(graph, 3));
    let got = pass(gpu, graph, &mut ours, n, &x, Some(&dy)).await?;
    let expected = reference(graph, &mut theirs, n, &x, &dy)?;
    near("y", &got.y, &expected.y, NETWORK)?;
    near("dw", &got.dw, &expected.dw, NETWORK)?;
    near("dx", &got.dx, &expected.dx, NETWORK)?;
    near("weights", ours.values(), theirs.values(), NETWORK)
}

async fn every_op(gpu: &Gpu) -> Result<(), String> {
    same(gpu, &networks::every_op(Shape::new(7, 9, 2)).map_err(failed)?, 5).await
}

/// Products of several tiles whose inner dimension is cut, in fours and not, and what no golden has: fake quantization.
async fn large(gpu: &Gpu) -> Result<(), String> {
    let mut g = GraphBuilder::new(Shape::new(20, 21, 3));
    let quantize = FakeQuantize { scale: 0.031, zero_point: -5 };
    let x = g.push("q", Op::FakeQuantize(quantize), &[0]).map_err(failed)?;
    let x = g.conv("a", x, 40, 3, 1, Pad::all(1), true).map_err(failed)?;
    let x = g.act("a", x, Activation::Relu).map_err(failed)?;
    let x = g.depthwise("b", x, 3, 2, Pad::all(1)).map_err(failed)?;
    let x = g.conv("c", x, 70, 1, 1, Pad::default(), false).map_err(failed)?;
    let x = g.act("c", x, Activation::HardSwish).map_err(failed)?;
    let x = g.max_pool("pool", x, 2).map_err(failed)?;
    let x = g.flatten(x).map_err(failed)?;
    g.linear("last", x, 33).map_err(failed)?;
    same(gpu, &g.build(), 6).await
}

/// Two masks of one step, beside each other in the sequence: exactly the CPU's.
pub(crate) async fn masks(gpu: &Gpu) -> Result<(), String> {
    let mut g = GraphBuilder::new(Shape::vector(1000));
    let x = g.push("one", Op::Dropout(Dropout { p: 0.3 }), &[0]).map_err(failed)?;
    g.push("two", Op::Dropout(Dropout { p: 0.55 }), &[x]).map_err(failed)?;
    let (graph, x) = (g.build(), vec![1.0; 3000]);
    let mut weights = Weights::zeros(&graph);
    let got = pass(gpu, &graph, &mut weights, 3, &x, Some(&x)).await?;
    let expected = reference(&graph, &mut weights, 3, &x, &x)?;
    let dropped = got.y.iter().filter(|y| **y == 0.0).count();
    if got.y == expected.y && got.dx == expected.dx && (1800..2300).contains(&dropped) {
        Ok(())
    } else {
        Err(format!("{dropped} of 3000 dropped\n  got      {:?}\n  expected {:?}", &got.y[..8], &expected.y[..8]))
    }
}

pub(crate) fn spec(optimizer: OptimizerKind, lr: f32, batch: usize) -> TrainSpec {
    let schedule = ScheduleKind::Cosine;
    TrainSpec { optimizer, lr, schedule, batch, weight_decay: 1e-3, label_smoothing: 0.1, epochs: 1, seed: 7 }
}

/// Forty kernels, and nothing goes back and forth but images, labels and the step's numbers one way, losses the other.
async fn dispatches(gpu: &Gpu) -> Result<(), String> {
    let graph = LenetConfig::default().build().map_err(failed)?;
    let mut trainer = GpuTrainer::new(gpu, &graph, &spec(OptimizerKind::Adam, 1e-3, 64), 64, 10).map_err(failed)?;
    let (images, labels) = (vec![0.5; 64 * 28 * 28], [3; 64]);
    let before = trainer.traffic();
    for _ in 0..3 {
        trainer.step(&images, &labels).map_err(failed)?;
    }
    trainer.losses().await.map_err(failed)?;
    let after = trainer.traffic();
    let (written, read) = ((after.written - before.written) / 3, after.read - before.read);
    let told = format!("a step of LeNet: {} dispatches, {written} bytes in, {read} out", trainer.dispatches());
    // Images, labels in 4 bytes each, 32 bytes of numbers; the flag of a loss that is not finite, and loss and hits thrice.
    let within = trainer.dispatches() <= 40 && written == 4 * (64 * 28 * 28 + 64) + 32 && read == 4 * (1 + 2 * 3);
    if within { Ok(()) } else { Err(told) }
}

async fn inference(gpu: &Gpu) -> Result<(), String> {
    let small = ModelSpec { alpha: 0.25, ..ModelSpec::new(ModelKind::Mobilenet) };
    let graphs = [models::build(small, Shape::new(16, 16, 3), 10), networks::every_op(Shape::new(8, 8, 2))];
    for graph in graphs {
        let graph = graph.map_err(failed)?;
        let mut weights = Weights::init(&graph, 3);
        let mut rng = Rng::new(4, 9);
        let running = weights.split_mut().1;
        running.iter_mut().for_each(|v| *v = rng.range(0.5, 1.5));
        let x: Vec<f32> = (0..4 * graph.input_shape().len()).map(|_| rng.normal()).collect();
        for mode in [Mode::Inference, Mode::Inspect] {
            let mut executor = GpuExecutor::new(gpu, &graph, 4, mode).map_err(failed)?;
            executor.upload(&weights).map_err(failed)?;
            executor.forward(&x, &rng).map_err(failed)?;
            let mut cpu = Executor::<Reference>::new(&graph, 4, mode).map_err(failed)?;
            let expected = cpu.forward(&weights, &x).map_err(failed)?;
            near("output", &executor.output().await.map_err(failed)?, expected, NETWORK)?;
        }
    }
    Ok(())
}

/// After some steps, on a whole batch and on a part of one; and the steps after that go on as if nobody had asked.
async fn in_training(gpu: &Gpu) -> Result<(), String> {
    let graph = networks::every_op(Shape::new(7, 9, 2)).map_err(failed)?;
    let spec = spec(OptimizerKind::Adam, 0.01, 4);
    let mut rng = Rng::new(8, 9);
    let len = graph.input_shape().len();
    let x: Vec<f32> = (0..6 * len).map(|_| rng.normal()).collect();
    let mut trainer = GpuTrainer::new(gpu, &graph, &spec, 4, 9).map_err(failed)?;
    let mut other = GpuTrainer::new(gpu, &graph, &spec, 4, 9).map_err(failed)?;
    let mut cpu = Executor::<Reference>::new(&graph, 6, Mode::Inference).map_err(failed)?;
    for round in 0..2 {
        for trainer in [&mut trainer, &mut other] {
            trainer.step(&x[..4 * len], &[0, 1, 2, 1]).map_err(failed)?;
        }
        let logits = trainer.logits(&x[..(6 - round) * len], 6).await.map_err(failed)?;
        let weights = trainer.weights().await.map_err(failed)?;
        let expected = cpu.forward(&weights, &x).map_err(failed)?;
        near("logits", &logits, &expected[..logits.len()], NETWORK)?;
        if logits.len() != (6 - round) * graph.output_shape().len() {
            return Err(format!("{} logits", logits.len()));
        }
    }
    let (a, b) = (trainer.weights().await.map_err(failed)?, other.weights().await.map_err(failed)?);
    if a == b { Ok(()) } else { Err("asking changed the weights".into()) }
}

/// The first losses of each network, before differences in rounding have grown.
async fn every_network(gpu: &Gpu) -> Result<(), String> {
    let grouped = ModelSpec { groups: 4, ..ModelSpec::new(ModelKind::Cnn) };
    for network in ModelKind::ALL.iter().map(|&kind| ModelSpec::new(kind)).chain([grouped]) {
        let shape = Shape::new(28, 28, 1);
        let graph = models::build(ModelSpec { alpha: 0.5, ..network }, shape, 10).map_err(failed)?;
        let spec = spec(OptimizerKind::Momentum, 1e-3, 8);
        let mut rng = Rng::new(8, 9);
        let x: Vec<f32> = (0..8 * shape.len()).map(|_| rng.normal()).collect();
        let labels = [0, 1, 2, 3, 4, 5, 6, 7];
        let mut cpu = Trainer::<Cpu>::new(&graph, &spec, 8, 6).map_err(failed)?;
        let mut trainer = GpuTrainer::new(gpu, &graph, &spec, 8, 6).map_err(failed)?;
        let mut expected = Vec::new();
        for _ in 0..3 {
            trainer.step(&x, &labels).map_err(failed)?;
            expected.push(cpu.step(&x, &labels).map_err(failed)?.loss);
        }
        let losses: Vec<f32> = trainer.losses().await.map_err(failed)?.iter().map(|stats| stats.loss).collect();
        let begins = Tolerance { absolute: 0.0, relative: 1e-3 };
        near("losses", &losses, &expected, begins).map_err(|e| format!("{network:?}: {e}"))?;
    }
    Ok(())
}

/// Three steps here, three there, and back: as six on the CPU.
async fn there_and_back(gpu: &Gpu) -> Result<(), String> {
    let graph = networks::every_op(Shape::new(7, 9, 2)).map_err(failed)?;
    for optimizer in [OptimizerKind::Momentum, OptimizerKind::AdamW] {
        let spec = spec(optimizer, 0.01, 4);
        let mut rng = Rng::new(8, 9);
        let x: Vec<f32> = (0..4 * graph.input_shape().len()).map(|_| rng.normal()).collect();
        let labels = [0, 1, 2, 1];
        let mut cpu = Trainer::<Reference>::new(&graph, &spec, 4, 6).map_err(failed)?;
        let mut here = GpuTrainer::new(gpu, &graph, &spec, 4, 6).map_err(failed)?;
        let mut there = Trainer::<Reference>::new(&graph, &spec, 4, 6).map_err(failed)?;
        let mut losses = Vec::new();
        for _ in 0..2 {
            here.step(&x, &labels).map_err(failed)?;
        }
        losses.extend(here.losses().await.map_err(failed)?);
        there.restore(here.state().await.map_err(failed)?).map_err(failed)?;
        for _ in 0..2 {
            losses.push(there.step(&x, &labels).map_err(failed)?);
        }
        here.restore(there.state()).map_err(failed)?;
        for _ in 0..2 {
            here.step(&x, &labels).map_err(failed)?;
        }
        losses.extend(here.losses().await.map_err(failed)?);
        let mut expected = Vec::new();
        for _ in 0..6 {
            expected.push(cpu.step(&x, &labels).map_err(failed)?);
        }
        let of = |stats: &[karui_core::train::StepStats]| stats.iter().map(|s| s.loss).collect::<Vec<_>>();
        near("losses", &of(&losses), &of(&expected), NETWORK)?;
        if losses.iter().zip(&expected).any(|(a, b)| a.hits != b.hits) || here.step_count() != 6 {
            return Err(format!("{losses:?}\n{expected:?}"));
        }
        near("weights", here.weights().await.map_err(failed)?.values(), cpu.weights().values(), NETWORK)?;
    }
    Ok(())
}

async fn diverged(gpu: &Gpu) -> Result<(), String> {
    // No ReLU, which turns a NaN into zero.
    let mut g = GraphBuilder::new(Shape::vector(64));
    g.linear("only", 0, 10).map_err(failed)?;
    let graph = g.build();
    let mut trainer = GpuTrainer::new(gpu, &graph, &spec(OptimizerKind::Sgd, 0.1, 2), 2, 9).map_err(failed)?;
    let fine = vec![0.5; 128];
    trainer.step(&fine, &[1, 2]).map_err(failed)?;
    let before = trainer.weights().await.map_err(failed)?;
    let mut broken = fine.clone();
    broken[3] = f32::INFINITY;
    trainer.step(&broken, &[1, 2]).map_err(failed)?;
    trainer.step(&fine, &[1, 2]).map_err(failed)?;
    match trainer.losses().await {
        Err(karui_core::Error::Diverged { step: 1, kind: Divergence::NotANumber }) => {}
        other => return Err(format!("{other:?}")),
    }
    let after = trainer.weights().await.map_err(failed)?;
    if after == before { Ok(()) } else { Err("the weights moved".into()) }
}

async fn errors(gpu: &Gpu) -> Result<(), String> {
    let graph = LenetConfig { input: Shape::new(8, 8, 1), ..LenetConfig::default() }.build().map_err(failed)?;
    let mut huge = GraphBuilder::new(Shape::new(8192, 8192, 1));
    huge.push("mean", Op::GlobalAvgPool, &[0]).map_err(failed)?;
    let huge = huge.build();
    let rng = Rng::new(0, 2);
    let mut executor = GpuExecutor::new(gpu, &graph, 2, Mode::Training).map_err(failed)?;
    let wrong = [
        executor.forward(&[0.0; 64], &rng).is_err(),
        executor.set_output_gradient(&[0.0; 3]).is_err(),
        executor.loss(&[0, 10], 0.0).await.is_err(),
        executor.loss(&[0], 0.0).await.is_err(),
        executor.input_gradient().await.is_err(),
        GpuExecutor::new(gpu, &graph, 0, Mode::Training).is_err(),
        // One image of 256 MiB.
        GpuExecutor::new(gpu, &huge, 1, Mode::Inference).is_err(),
        GpuExecutor::new(gpu, &graph, 2, Mode::Inference).map_err(failed)?.backward(&rng).is_err(),
    ];
    if wrong.contains(&false) {
        return Err(format!("{wrong:?}"));
    }
    // A device of its own, since it is lost.
    let lost = Gpu::request(Wants { half: true, ..Wants::default() }).await.map_err(failed)?;
    let spec = spec(OptimizerKind::Sgd, 0.1, 2);
    let mut trainer = GpuTrainer::new(&lost, &graph, &spec, 2, 9).map_err(failed)?;
    trainer.step(&[0.5; 128], &[1, 2]).map_err(failed)?;
    lost.device().destroy();
    let _ = trainer.step(&[0.5; 128], &[1, 2]);
    match trainer.losses().await {
        Err(karui_core::Error::Device(karui_core::DeviceError::Failed { .. })) => Ok(()),
        other => Err(format!("{other:?}")),
    }
}
