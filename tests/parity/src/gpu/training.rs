use super::{NETWORK, failed};
use crate::compare::{Tolerance, near};
use crate::steps::Steps;
use crate::{networks, steps};
use karui_core::exec::gpu::{Gpu, GpuExecutor, Wants};
use karui_core::exec::{Cpu, Executor, Mode, Reference};
use karui_core::graph::{GraphBuilder, Shape, Weights};
use karui_core::models::LenetConfig;
use karui_core::ops::Op;
use karui_core::rng::Rng;
use karui_core::spec::{ModelKind, ModelSpec, OptimizerKind, ScheduleKind, TrainSpec};
use karui_core::train::{GpuTrainer, Trainer};
use karui_core::{Divergence, models};

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

pub(super) async fn ten_steps(gpu: &Gpu, run: &str) -> Result<(), String> {
    steps::check_run(run, false, |graph, spec, steps| {
        GpuTrainer::new(gpu, graph, spec, spec.batch, steps).map(OnGpu).map_err(failed)
    })
    .await
}

pub(super) fn spec(optimizer: OptimizerKind, lr: f32, batch: usize) -> TrainSpec {
    let schedule = ScheduleKind::Cosine;
    TrainSpec { optimizer, lr, schedule, batch, weight_decay: 1e-3, label_smoothing: 0.1, epochs: 1, seed: 7 }
}

/// Forty kernels, and nothing goes back and forth but images, labels and the step's numbers one way, losses the other.
pub(super) async fn dispatches(gpu: &Gpu) -> Result<(), String> {
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

pub(super) async fn inference(gpu: &Gpu) -> Result<(), String> {
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
pub(super) async fn in_training(gpu: &Gpu) -> Result<(), String> {
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
pub(super) async fn every_network(gpu: &Gpu) -> Result<(), String> {
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
pub(super) async fn there_and_back(gpu: &Gpu) -> Result<(), String> {
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

pub(super) async fn diverged(gpu: &Gpu) -> Result<(), String> {
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

pub(super) async fn errors(gpu: &Gpu) -> Result<(), String> {
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
