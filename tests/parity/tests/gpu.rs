//! The engine on a GPU against PyTorch's goldens and the kernels of the CPU. Any Vulkan adapter serves, Mesa's lavapipe
//! too; on a machine without one, every test says so and counts as ignored, not as passed.

mod networks;

use karui_core::exec::gpu::{Gpu, GpuExecutor};
use karui_core::exec::{Executor, Mode, Reference};
use karui_core::graph::{Graph, GraphBuilder, Shape, Weights};
use karui_core::models::{self, LenetConfig};
use karui_core::ops::{Activation, Conv2d, Dropout, FakeQuantize, Linear, Op, Pad};
use karui_core::rng::Rng;
use karui_core::spec::{ModelKind, ModelSpec, OptimizerKind, ScheduleKind, TrainSpec};
use karui_core::train::{GpuTrainer, Trainer};
use karui_parity::compare::{Tolerance, near};
use karui_parity::golden::{number, text};
use karui_parity::ops::{Case, Pass, each, four};
use karui_parity::steps::{self, Steps};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// f32 sums in another order, and exponentials of a few units in the last place (WGSL §15.7.4): beside six times the
/// error of PyTorch's own f32.
const GOLDEN: Tolerance = Tolerance { absolute: 2e-6, relative: 1e-5 };
/// Against the reference kernels, over a whole network.
const NETWORK: Tolerance = Tolerance { absolute: 2e-5, relative: 2e-4 };

type Check = fn(&Gpu) -> Result<(), String>;
const TESTS: [(&str, Check); 10] = [
    ("ops_give_pytorchs_outputs_and_gradients", ops),
    ("ten_steps_of_each_network_follow_pytorch", ten_steps),
    ("every_op_in_one_network_gives_the_reference_kernels_gradients", every_op),
    ("fake_quantization_and_whole_tiles_equal_the_reference_kernels", large),
    ("dropout_drops_what_the_cpu_drops", masks),
    ("a_step_of_lenet_takes_forty_dispatches_at_most", dispatches),
    ("inference_equals_the_reference_kernels", inference),
    ("a_run_goes_on_from_one_trainer_to_the_other", there_and_back),
    ("a_loss_that_is_not_finite_leaves_the_weights", diverged),
    ("wrong_lengths_and_a_lost_device_are_errors", errors),
];

/// A harness of our own: one device for all, and tests that can be ignored when they run.
fn main() {
    let filter: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let tests: Vec<_> =
        TESTS.iter().filter(|(name, _)| filter.is_empty() || filter.iter().any(|f| name.contains(f))).collect();
    println!("\nrunning {} tests", tests.len());
    let (mut passed, mut failed, mut ignored) = (0, 0, 0);
    match wait(Gpu::request()) {
        Ok(gpu) => {
            println!("adapter: {}", gpu.name());
            for (name, check) in tests {
                match check(&gpu).and_then(|()| gpu.check().map_err(|e| e.to_string())) {
                    Ok(()) => {
                        println!("test {name} ... ok");
                        passed += 1;
                    }
                    Err(difference) => {
                        println!("test {name} ... FAILED\n{difference}");
                        failed += 1;
                    }
                }
            }
        }
        Err(why) => {
            eprintln!("NOT RUN: {why}\nNothing on the GPU was tested. Debian: apt-get install mesa-vulkan-drivers");
            for (name, _) in tests {
                println!("test {name} ... ignored");
                ignored += 1;
            }
        }
    }
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {verdict}. {passed} passed; {failed} failed; {ignored} ignored; 0 measured; 0 filtered out\n"
    );
    std::process::exit(i32::from(failed != 0) * 101);
}

/// Natively, the futures of the GPU are ready once they have been polled, or soon.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
        std::thread::yield_now();
    }
}

fn failed(e: karui_core::Error) -> String {
    e.to_string()
}

/// One pass on the GPU; weights come back with the running statistics moved.
fn pass(
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
    let y = wait(executor.output()).map_err(failed)?;
    *weights = wait(executor.download()).map_err(failed)?;
    let Some(dy) = dy else { return Ok(Pass { y, ..Pass::default() }) };
    // Twice, so that what is not overwritten shows.
    for _ in 0..2 {
        executor.set_output_gradient(dy).map_err(failed)?;
        executor.backward(&rng).map_err(failed)?;
    }
    let dw = wait(executor.gradient()).map_err(failed)?;
    Ok(Pass { y, dw, dx: wait(executor.input_gradient()).map_err(failed)? })
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

fn ops(gpu: &Gpu) -> Result<(), String> {
    let checked = each(GOLDEN, |case| {
        let name = text(case.case, "name")?;
        let run = match text(case.case, "op")? {
            "add" | "multiply" => pair(gpu, case),
            "softmax_cross_entropy" => loss(gpu, case),
            // Flatten computes nothing; PyTorch's dropout masks are not ours: see `masks`.
            "flatten" | "dropout" => return Ok(false),
            _ => case.check_graph(|graph, weights, n, x, dy| pass(gpu, graph, weights, n, x, dy)),
        };
        run.map(|()| true).map_err(|e| format!("{name} [gpu]: {e}"))
    })?;
    if checked >= 107 { Ok(()) } else { Err(format!("only {checked} cases")) }
}

/// An op of two inputs, which are the first and the second half of the channels of one, taken out by two convolutions.
fn pair(gpu: &Gpu, case: &Case) -> Result<(), String> {
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
    let Pass { y, dx, .. } = pass(gpu, &graph, &mut weights, n, &x, Some(&dy))?;
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
fn loss(gpu: &Gpu, case: &Case) -> Result<(), String> {
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
    case.near("output", &[wait(executor.loss(&labels, smoothing)).map_err(failed)?])?;
    executor.backward(&rng).map_err(failed)?;
    case.near("grad_input", &wait(executor.input_gradient()).map_err(failed)?)
}

/// [`GpuTrainer`] as the checks of steps want it.
struct OnGpu(GpuTrainer);

impl Steps for OnGpu {
    fn set_weights(&mut self, weights: &Weights) -> Result<(), String> {
        let mut state = wait(self.0.state()).map_err(failed)?;
        state.weights = weights.values().to_vec();
        self.0.restore(state).map_err(failed)
    }

    fn step(&mut self, images: &[f32], labels: &[u8]) -> Result<f32, String> {
        self.0.step(images, labels).map_err(failed)?;
        let losses = wait(self.0.losses()).map_err(failed)?;
        losses.first().map(|stats| stats.loss).ok_or_else(|| "no loss".into())
    }

    fn gradient(&mut self) -> Result<Vec<f32>, String> {
        wait(self.0.gradient()).map_err(failed)
    }

    fn weights(&mut self) -> Result<Weights, String> {
        wait(self.0.weights()).map_err(failed)
    }
}

fn ten_steps(gpu: &Gpu) -> Result<(), String> {
    let runs = steps::check_with("gpu", |graph, spec, steps| {
        GpuTrainer::new(gpu, graph, spec, spec.batch, steps).map(OnGpu).map_err(failed)
    })?;
    if runs == 5 { Ok(()) } else { Err(format!("only {runs} runs")) }
}

/// The GPU and the reference kernels on `graph` with random numbers.
fn same(gpu: &Gpu, graph: &Graph, n: usize) -> Result<(), String> {
    let mut rng = Rng::new(3, 9);
    let mut values = |len: usize| (0..len).map(|_| rng.normal()).collect::<Vec<f32>>();
    let (x, dy) = (values(n * graph.input_shape().len()), values(n * graph.output_shape().len()));
    let (mut ours, mut theirs) = (Weights::init(graph, 3), Weights::init(graph, 3));
    let got = pass(gpu, graph, &mut ours, n, &x, Some(&dy))?;
    let expected = reference(graph, &mut theirs, n, &x, &dy)?;
    near("y", &got.y, &expected.y, NETWORK)?;
    near("dw", &got.dw, &expected.dw, NETWORK)?;
    near("dx", &got.dx, &expected.dx, NETWORK)?;
    near("weights", ours.values(), theirs.values(), NETWORK)
}

fn every_op(gpu: &Gpu) -> Result<(), String> {
    same(gpu, &networks::every_op(Shape::new(7, 9, 2)).map_err(failed)?, 5)
}

/// Products of several tiles whose inner dimension is cut, and what no golden has: fake quantization.
fn large(gpu: &Gpu) -> Result<(), String> {
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
    same(gpu, &g.build(), 6)
}

/// Two masks of one step, beside each other in the sequence: exactly the CPU's.
fn masks(gpu: &Gpu) -> Result<(), String> {
    let mut g = GraphBuilder::new(Shape::vector(1000));
    let x = g.push("one", Op::Dropout(Dropout { p: 0.3 }), &[0]).map_err(failed)?;
    g.push("two", Op::Dropout(Dropout { p: 0.55 }), &[x]).map_err(failed)?;
    let (graph, x) = (g.build(), vec![1.0; 3000]);
    let mut weights = Weights::zeros(&graph);
    let got = pass(gpu, &graph, &mut weights, 3, &x, Some(&x))?;
    let expected = reference(&graph, &mut weights, 3, &x, &x)?;
    let dropped = got.y.iter().filter(|y| **y == 0.0).count();
    if got.y == expected.y && got.dx == expected.dx && (1800..2300).contains(&dropped) {
        Ok(())
    } else {
        Err(format!("{dropped} of 3000 dropped\n  got      {:?}\n  expected {:?}", &got.y[..8], &expected.y[..8]))
    }
}

fn spec(optimizer: OptimizerKind, lr: f32, batch: usize) -> TrainSpec {
    TrainSpec { optimizer, lr, schedule: ScheduleKind::Cosine, batch, weight_decay: 1e-3, epochs: 1, seed: 7 }
}

fn dispatches(gpu: &Gpu) -> Result<(), String> {
    let graph = LenetConfig::default().build().map_err(failed)?;
    let trainer = GpuTrainer::new(gpu, &graph, &spec(OptimizerKind::Adam, 1e-3, 64), 64, 10).map_err(failed)?;
    println!("a step of LeNet: {} dispatches", trainer.dispatches());
    if trainer.dispatches() <= 40 { Ok(()) } else { Err(format!("{} dispatches", trainer.dispatches())) }
}

fn inference(gpu: &Gpu) -> Result<(), String> {
    let small = ModelSpec { kind: ModelKind::Mobilenet, alpha: 0.25 };
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
            near("output", &wait(executor.output()).map_err(failed)?, expected, NETWORK)?;
        }
    }
    Ok(())
}

/// Three steps here, three there, and back: as six on the CPU.
fn there_and_back(gpu: &Gpu) -> Result<(), String> {
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
        losses.extend(wait(here.losses()).map_err(failed)?);
        there.restore(wait(here.state()).map_err(failed)?).map_err(failed)?;
        for _ in 0..2 {
            losses.push(there.step(&x, &labels).map_err(failed)?);
        }
        here.restore(there.state()).map_err(failed)?;
        for _ in 0..2 {
            here.step(&x, &labels).map_err(failed)?;
        }
        losses.extend(wait(here.losses()).map_err(failed)?);
        let mut expected = Vec::new();
        for _ in 0..6 {
            expected.push(cpu.step(&x, &labels).map_err(failed)?);
        }
        let of = |stats: &[karui_core::train::StepStats]| stats.iter().map(|s| s.loss).collect::<Vec<_>>();
        near("losses", &of(&losses), &of(&expected), NETWORK)?;
        if losses.iter().zip(&expected).any(|(a, b)| a.hits != b.hits) || here.step_count() != 6 {
            return Err(format!("{losses:?}\n{expected:?}"));
        }
        near("weights", wait(here.weights()).map_err(failed)?.values(), cpu.weights().values(), NETWORK)?;
    }
    Ok(())
}

fn diverged(gpu: &Gpu) -> Result<(), String> {
    // No ReLU, which turns a NaN into zero.
    let mut g = GraphBuilder::new(Shape::vector(64));
    g.linear("only", 0, 10).map_err(failed)?;
    let graph = g.build();
    let mut trainer = GpuTrainer::new(gpu, &graph, &spec(OptimizerKind::Sgd, 0.1, 2), 2, 9).map_err(failed)?;
    let fine = vec![0.5; 128];
    trainer.step(&fine, &[1, 2]).map_err(failed)?;
    let before = wait(trainer.weights()).map_err(failed)?;
    let mut broken = fine.clone();
    broken[3] = f32::INFINITY;
    trainer.step(&broken, &[1, 2]).map_err(failed)?;
    trainer.step(&fine, &[1, 2]).map_err(failed)?;
    match wait(trainer.losses()) {
        Err(karui_core::Error::Diverged { step: 1 }) => {}
        other => return Err(format!("{other:?}")),
    }
    let after = wait(trainer.weights()).map_err(failed)?;
    if after == before { Ok(()) } else { Err("the weights moved".into()) }
}

fn errors(gpu: &Gpu) -> Result<(), String> {
    let graph = LenetConfig { input: Shape::new(8, 8, 1), ..LenetConfig::default() }.build().map_err(failed)?;
    let rng = Rng::new(0, 2);
    let mut executor = GpuExecutor::new(gpu, &graph, 2, Mode::Training).map_err(failed)?;
    let wrong = [
        executor.forward(&[0.0; 64], &rng).is_err(),
        executor.set_output_gradient(&[0.0; 3]).is_err(),
        wait(executor.loss(&[0, 10], 0.0)).is_err(),
        wait(executor.loss(&[0], 0.0)).is_err(),
        wait(executor.input_gradient()).is_err(),
        GpuExecutor::new(gpu, &graph, 0, Mode::Training).is_err(),
        // 3 GB of activations in one buffer.
        GpuExecutor::new(gpu, &graph, 1 << 20, Mode::Inference).is_err(),
        GpuExecutor::new(gpu, &graph, 2, Mode::Inference).map_err(failed)?.backward(&rng).is_err(),
    ];
    if wrong.contains(&false) {
        return Err(format!("{wrong:?}"));
    }
    // A device of its own, since it is lost.
    let lost = wait(Gpu::request()).map_err(failed)?;
    let spec = spec(OptimizerKind::Sgd, 0.1, 2);
    let mut trainer = GpuTrainer::new(&lost, &graph, &spec, 2, 9).map_err(failed)?;
    trainer.step(&[0.5; 128], &[1, 2]).map_err(failed)?;
    lost.device().destroy();
    let _ = trainer.step(&[0.5; 128], &[1, 2]);
    match wait(trainer.losses()) {
        Err(karui_core::Error::Setting { field, .. }) if field == "device" => Ok(()),
        other => Err(format!("{other:?}")),
    }
}
