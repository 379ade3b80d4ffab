//! The engine on a GPU against PyTorch's goldens and the kernels of the CPU: one suite, natively on any Vulkan adapter (Mesa's
//! lavapipe too, or SwiftShader) and in a browser's worker.

mod half;
mod int8;
mod ops;
mod slices;
mod training;

use crate::accelerate::every_way;
use crate::compare::{Tolerance, near};
use crate::ops::Pass;
use crate::{networks, steps};
use karui_core::exec::gpu::{Gpu, GpuExecutor};
use karui_core::exec::{Executor, Mode, Reference};
use karui_core::graph::{Graph, GraphBuilder, Shape, Weights};
use karui_core::ops::{Activation, Dropout, FakeQuantize, Op, Pad};
use karui_core::rng::Rng;
use std::pin::Pin;

/// f32 sums in another order, and exponentials of a few units in the last place (WGSL §15.7.4): beside six times the
/// error of PyTorch's own f32.
const GOLDEN: Tolerance = Tolerance { absolute: 2e-6, relative: 1e-5 };
/// Against the reference kernels, over a whole network.
pub(super) const NETWORK: Tolerance = Tolerance { absolute: 2e-5, relative: 2e-4 };

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
    pub(super) fn new(
        name: impl Into<String>,
        quick: bool,
        run: impl for<'a> Fn(&'a Gpu) -> Checking<'a> + 'static,
    ) -> Self {
        Check { name: name.into(), quick, of_halves: false, run: Box::new(run) }
    }

    /// A check of what is stored in 16 bits.
    pub(super) fn of_halves(name: impl Into<String>, run: impl for<'a> Fn(&'a Gpu) -> Checking<'a> + 'static) -> Self {
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
    let mut all = vec![Check::new("ops give PyTorch's outputs and gradients", false, |gpu| Box::pin(ops::ops(gpu)))];
    for run in steps::names() {
        let quick = ["lenet-momentum", "mobilenet-adamw"].contains(&run);
        let name = format!("ten steps of {run} follow PyTorch");
        all.push(Check::new(name, quick, move |gpu| Box::pin(training::ten_steps(gpu, run))));
    }
    all.extend([
        Check::new("ops in the kernels of a GPU with workgroup memory", false, |g| {
            Box::pin(async { ops::ops(&g.with_kernels_of_gpu(true)).await })
        }),
        Check::new("ten steps of lenet-adam in the kernels of a GPU with workgroup memory", false, |g| {
            Box::pin(async { training::ten_steps(&g.with_kernels_of_gpu(true), "lenet-adam").await })
        }),
        Check::new("whole tiles of workgroup memory equal the reference kernels", false, |g| {
            Box::pin(async { large(&g.with_kernels_of_gpu(true)).await })
        }),
        Check::new("every op in one network gives the reference kernels' gradients", true, |g| Box::pin(every_op(g))),
        Check::new("products of several parts and fake quantization equal the reference kernels", false, |g| {
            Box::pin(large(g))
        }),
        Check::new("dropout drops what the CPU drops", false, |g| Box::pin(masks(g))),
        Check::new("a step of LeNet takes forty dispatches at most", true, |g| Box::pin(training::dispatches(g))),
        Check::new("inference equals the reference kernels", false, |g| Box::pin(training::inference(g))),
        Check::new("a network in training says what its weights say on the CPU", true, |g| {
            Box::pin(training::in_training(g))
        }),
        Check::new("every network of the lab begins as on the CPU", false, |g| Box::pin(training::every_network(g))),
        Check::new("a run goes on from one trainer to the other", false, |g| Box::pin(training::there_and_back(g))),
        Check::new("a loss that is not finite leaves the weights", false, |g| Box::pin(training::diverged(g))),
        Check::new("every way of the accelerator page gives the reference's result", false, |_| {
            // On a device of its own, which has what the ways ask for.
            Box::pin(async { every_way().await.map(drop) })
        }),
        Check::new("wrong lengths and a lost device are errors", false, |g| Box::pin(training::errors(g))),
    ]);
    all.extend(slices::checks());
    all.extend(int8::checks());
    all.extend(half::checks());
    all
}

pub(super) fn failed(e: karui_core::Error) -> String {
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

/// The GPU and the reference kernels on `graph` with random numbers.
pub(super) async fn same(gpu: &Gpu, graph: &Graph, n: usize) -> Result<(), String> {
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
pub(super) async fn masks(gpu: &Gpu) -> Result<(), String> {
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
