//! Batches that no binding holds.

use super::training::{spec, ten_steps};
use super::{Check, NETWORK, failed, masks, same};
use crate::compare::near;
use crate::networks;
use karui_core::exec::gpu::{Gpu, GpuExecutor};
use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::graph::{GraphBuilder, Shape, Weights};
use karui_core::models::LenetConfig;
use karui_core::ops::{Op, Pad};
use karui_core::rng::Rng;
use karui_core::spec::OptimizerKind;
use karui_core::train::GpuTrainer;

/// The checks, in the order in which they run.
pub(super) fn checks() -> Vec<Check> {
    vec![
        Check::new("a batch in slices gives what it gives whole", false, |g| Box::pin(slices(g))),
        Check::new("ten steps of mobilenet-adamw in slices follow PyTorch", false, |g| {
            Box::pin(async { ten_steps(&g.with_bindings_of(150_000), "mobilenet-adamw").await })
        }),
        Check::new("a batch larger than a binding is cut into slices", false, |g| Box::pin(large_batch(g))),
    ]
}

/// Every op, and masks, where an image or a few are all that a binding holds.
async fn slices(gpu: &Gpu) -> Result<(), String> {
    for kib in [5, 7] {
        let small = gpu.with_bindings_of(kib * 1024);
        same(&small, &networks::every_op(Shape::new(7, 9, 2)).map_err(failed)?, 5).await?;
        same(&small.with_kernels_of_gpu(true), &networks::every_op(Shape::new(7, 9, 2)).map_err(failed)?, 5).await?;
    }
    masks(&gpu.with_bindings_of(4096)).await?;
    let small = gpu.with_bindings_of(900_000);
    let spec = spec(OptimizerKind::Momentum, 0.01, 64);
    let graph = LenetConfig::default().build().map_err(failed)?;
    let mut rng = Rng::new(8, 9);
    let x: Vec<f32> = (0..64 * graph.input_shape().len()).map(|_| rng.normal()).collect();
    let labels: Vec<u8> = (0..64).map(|i| i % 10).collect();
    let mut whole = GpuTrainer::new(gpu, &graph, &spec, 64, 3).map_err(failed)?;
    let mut sliced = GpuTrainer::new(&small, &graph, &spec, 64, 3).map_err(failed)?;
    if sliced.dispatches() <= whole.dispatches() {
        return Err(format!("{} and {} dispatches", sliced.dispatches(), whole.dispatches()));
    }
    let mut losses = [Vec::new(), Vec::new()];
    for (trainer, losses) in [&mut whole, &mut sliced].into_iter().zip(&mut losses) {
        for _ in 0..3 {
            trainer.step(&x, &labels).map_err(failed)?;
        }
        losses.extend(trainer.losses().await.map_err(failed)?.iter().flat_map(|s| [s.loss, s.hits as f32]));
    }
    near("losses and hits", &losses[1], &losses[0], NETWORK)
}

/// 150 MiB of one layer's values where a binding has 128.
async fn large_batch(gpu: &Gpu) -> Result<(), String> {
    let mut g = GraphBuilder::new(Shape::new(64, 64, 1));
    let x = g.conv("wide", 0, 32, 3, 1, Pad::all(1), true).map_err(failed)?;
    let x = g.push("mean", Op::GlobalAvgPool, &[x]).map_err(failed)?;
    g.linear("last", x, 10).map_err(failed)?;
    let (graph, n) = (g.build(), 300);
    let weights = Weights::init(&graph, 3);
    let mut rng = Rng::new(4, 9);
    let x: Vec<f32> = (0..n * graph.input_shape().len()).map(|_| rng.uniform()).collect();
    let mut executor = GpuExecutor::new(gpu, &graph, n, Mode::Inference).map_err(failed)?;
    executor.upload(&weights).map_err(failed)?;
    executor.forward(&x, &rng).map_err(failed)?;
    let got = executor.output().await.map_err(failed)?;
    let mut cpu = Executor::<Cpu>::new(&graph, n, Mode::Inference).map_err(failed)?;
    near("output", &got, cpu.forward(&weights, &x).map_err(failed)?, NETWORK)
}
