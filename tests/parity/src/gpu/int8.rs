//! Integer networks on a GPU against the integer reference kernels: integers have no tolerance.

use super::{Check, failed};
use crate::networks::every_integer_op;
use crate::quantized::{quantized, weights, without_norm};
use karui_core::compress::{Activations, Affine, Encoding, Model};
use karui_core::exec::gpu::{Gpu, GpuInt8Executor};
use karui_core::exec::{InferenceSession, Reference};
use karui_core::graph::{Graph, GraphBuilder, Shape};
use karui_core::models::{LenetConfig, Options, named};
use karui_core::ops::{Activation, Conv2d, DepthwiseConv2d, MaxPool2d, Op, Pad};
use karui_core::rng::Rng;
use karui_core::spec::recipe::NumberType;

type Outcome = Result<(), String>;

/// The checks, in the order in which they run.
pub(super) fn checks() -> Vec<Check> {
    vec![
        Check::new("int8: every op in one network gives the reference's levels", true, |g| {
            Box::pin(async { every_op(g, 9, &[1, 5]).await })
        }),
        Check::new("int8: ops of odd sizes give the reference's levels", false, |g| Box::pin(single_ops(g))),
        Check::new("int8: sums of every size are rescaled as on the CPU", false, |g| Box::pin(extremes(g))),
        Check::new("int8: LeNet gives the reference's levels", false, |g| Box::pin(lenet(g))),
        Check::new("int8: MobileNets give the reference's levels", false, |g| Box::pin(mobilenets(g))),
        Check::new("int8: the same without packed dot products", false, |g| {
            Box::pin(async { every_op(&g.with_packed_dots(false), 17, &[2]).await })
        }),
        Check::new("int8: the same in the kernels of a GPU", false, |g| {
            Box::pin(async {
                let g = g.with_kernels_of_gpu(true);
                every_op(&g, 17, &[2]).await?;
                every_op(&g.with_packed_dots(false), 9, &[1]).await
            })
        }),
        Check::new("int8: a batch in slices gives what it gives whole", false, |g| Box::pin(slices(g))),
        Check::new("int8: what it cannot run is an error", false, |g| Box::pin(errors(g))),
    ]
}

fn images(graph: &Graph, n: usize, seed: u64) -> Vec<f32> {
    let mut rng = Rng::new(seed, 1);
    (0..n * graph.input_shape().len()).map(|_| rng.range(-1.0, 1.0)).collect()
}

/// `graph` with random weights, on the grids of eight images.
fn network(graph: Graph, per_channel: bool) -> Result<Model, String> {
    let (weights, images) = (weights(&graph, 7), images(&graph, 8, 1));
    quantized(graph, weights, NumberType::Int8, per_channel, &images).map_err(failed)
}

/// That `n` images give exactly what the reference gives, in two batches one after the other.
async fn equal(gpu: &Gpu, net: &Model, n: usize) -> Outcome {
    let mut reference = InferenceSession::<Reference>::new(net, n).map_err(failed)?;
    let mut executor = GpuInt8Executor::new(gpu, net, n).map_err(failed)?;
    for seed in [2, 3] {
        let x = images(&net.graph, n, seed);
        executor.forward(&x).map_err(failed)?;
        let (want, got) = (reference.forward(&x).map_err(failed)?, executor.output().await.map_err(failed)?);
        // Equal numbers of bits that differ would be two zeros, and there is one level for 0.
        if got != want {
            let wrong = got.iter().zip(want).filter(|(a, b)| a != b).count();
            let first = got.iter().zip(want).position(|(a, b)| a != b).unwrap_or(0);
            let (got, want) = (&got[first..], &want[first..]);
            let shown = want.len().min(8);
            return Err(format!(
                "batch of {n}: {wrong} differ, from {first} on\n  got      {:?}\n  expected {:?}",
                &got[..shown.min(got.len())],
                &want[..shown],
            ));
        }
    }
    Ok(())
}

async fn every_op(gpu: &Gpu, size: usize, batches: &[usize]) -> Outcome {
    let net = network(every_integer_op(size).map_err(failed)?, true)?;
    for &n in batches {
        equal(gpu, &net, n).await?;
    }
    Ok(())
}

/// Bindings that hold some images of the forty.
async fn slices(gpu: &Gpu) -> Outcome {
    let (small, net) = (gpu.with_bindings_of(5632), network(every_integer_op(9).map_err(failed)?, true)?);
    let [whole, sliced] = [gpu, &small].map(|gpu| GpuInt8Executor::new(gpu, &net, 40).map(|it| it.dispatches()));
    if sliced.map_err(failed)? <= whole.map_err(failed)? {
        return Err("one slice".into());
    }
    equal(&small, &net, 40).await
}

/// A graph of one op, or of the few that bring it its inputs.
fn graph(input: Shape, build: impl FnOnce(&mut GraphBuilder) -> karui_core::Result<usize>) -> Result<Graph, String> {
    let mut g = GraphBuilder::new(input);
    build(&mut g).map_err(failed)?;
    Ok(g.build())
}

fn ops() -> Result<Vec<(String, Graph)>, String> {
    let mut all = Vec::new();
    let pad = Pad { top: 2, bottom: 1, left: 0, right: 2 };
    for (c, k, groups) in [(1, 1, 1), (3, 5, 1), (8, 20, 1), (6, 4, 2), (10, 15, 5), (9, 9, 9), (16, 24, 2), (12, 4, 4)]
    {
        for (kernel, stride) in [([1, 1], [1, 1]), ([3, 2], [1, 2]), ([2, 5], [3, 1])] {
            let conv = Conv2d { out_channels: k, kernel, stride, pad, groups, bias: k % 2 == 0 };
            let name = format!("conv2d {c} → {k} of {kernel:?} by {stride:?} in {groups}");
            all.push((name, graph(Shape::new(7, 6, c), |g| g.push("op", Op::Conv2d(conv), &[0]))?));
        }
    }
    for c in [1, 4, 7, 13] {
        for (kernel, stride) in [([3, 3], [1, 1]), ([5, 2], [2, 3]), ([1, 4], [1, 1])] {
            let op = Op::DepthwiseConv2d(DepthwiseConv2d { kernel, stride, pad, bias: c % 2 == 0 });
            all.push((format!("depthwise {c} of {kernel:?}"), graph(Shape::new(6, 9, c), |g| g.push("op", op, &[0]))?));
            let pad = Pad { top: 0, bottom: kernel[0] / 2, left: kernel[1] / 2, right: 0 };
            let op = Op::MaxPool2d(MaxPool2d { kernel, stride, pad });
            all.push((format!("max {c} of {kernel:?}"), graph(Shape::new(6, 9, c), |g| g.push("op", op, &[0]))?));
        }
        let shape = Shape::new(3, 5, c);
        all.push((format!("global mean {c}"), graph(shape, |g| g.push("op", Op::GlobalAvgPool, &[0]))?));
        let flat = graph(shape, |g| {
            let x = g.flatten(0)?;
            g.linear("op", x, 2 * c + 1)
        })?;
        all.push((format!("linear after a picture of {c}"), flat));
        let vector = graph(Shape::vector(5 * c), |g| g.linear("op", 0, 11))?;
        all.push((format!("linear {}", 5 * c), vector));
        // What flattening left with gaps, for ops that know no pictures.
        let gaps = graph(shape, |g| {
            let flat = g.flatten(0)?;
            let y = g.linear("op", flat, shape.len())?;
            let sum = g.push("sum", Op::Add, &[flat, y])?;
            let act = g.act("op", flat, Activation::HardSwish)?;
            g.push("product", Op::Multiply, &[sum, act])
        })?;
        all.push((format!("joins of flattened pictures of {c}"), gaps));
        all.push((format!("only flattened {c}"), graph(shape, |g| g.flatten(0))?));
        let repeated = graph(shape, |g| {
            let mean = g.push("mean", Op::GlobalAvgPool, &[0])?;
            g.push("op", Op::Multiply, &[0, mean])
        })?;
        all.push((format!("repeated factor {c}"), repeated));
        all.push((format!("sum of one {c}"), graph(shape, |g| g.push("op", Op::Add, &[0, 0]))?));
        all.push((format!("sigmoid {c}"), graph(shape, |g| g.act("op", 0, Activation::Sigmoid))?));
    }
    Ok(all)
}

async fn single_ops(gpu: &Gpu) -> Outcome {
    for (name, graph) in ops()? {
        let mut net = network(graph, false)?;
        let last = net.graph.output();
        let (mut input, mut output) = (Affine { scale: 1.0, zero_point: 0 }, None);
        if let Activations::Static(grids) = &net.activations {
            (input, output) = (grids[0], Some(grids[last]));
        }
        let coarse = output.map(|grid| Affine { scale: 0.7 * grid.scale, zero_point: -grid.zero_point / 2 });
        // On its own grid, on the input's, on one that its values leave.
        for grid in [output, Some(input), coarse].into_iter().flatten() {
            if let Activations::Static(grids) = &mut net.activations {
                grids[last] = grid;
            }
            equal(gpu, &net, 3).await.map_err(|e| format!("{name} on {grid:?}: {e}"))?;
        }
    }
    Ok(())
}

/// Sums up to the bounds of 32 bits times multipliers of every length by every shift, ties among them.
async fn extremes(gpu: &Gpu) -> Outcome {
    let (inputs, outputs) = (160, 64);
    let graph = graph(Shape::vector(inputs), |g| g.linear("op", 0, outputs))?;
    for exponent in -44..=29 {
        let mut net = network(graph.clone(), true)?;
        let mut rng = Rng::new((exponent + 100) as u64, 4);
        let Encoding::Grid(weights) = &mut net.storage[0].encoding else { return Err("no grid".into()) };
        // The output's grid has the scale 1, so that a weight's scale is the factor of its channel's sums.
        let scales: Vec<f32> = (0..outputs)
            .map(|k| 2f32.powi(exponent - (k % 24) as i32) * if k % 3 == 0 { 1.0 } else { rng.range(0.5, 1.0) })
            .collect();
        weights.scale.clone_from(&scales);
        let (w, bias) = net.weights.values_mut().split_at_mut(inputs * outputs);
        w.iter_mut().enumerate().for_each(|(i, w)| *w = scales[i % outputs] * rng.range(-127.0, 127.0).round());
        for ((k, bias), scale) in bias.iter_mut().enumerate().zip(&scales) {
            // Of every magnitude up to 2³⁰, and such that the level is not always an end of the grid.
            let units = if k % 2 == 0 { 2f32.powi(rng.below(30) as i32) } else { rng.range(0.0, 128.0) / scale };
            *bias = scale * units.min(1e9) * if k % 4 < 2 { 1.0 } else { -1.0 };
        }
        let one = |zero_point| Affine { scale: 1.0, zero_point };
        net.activations = Activations::Static(vec![Affine { scale: 1.0 / 128.0, zero_point: 3 }, one(-5)]);
        if exponent % 2 == 0 {
            net.activations = Activations::Static(vec![one(127), one(0)]);
        }
        equal(gpu, &net, 2).await.map_err(|e| format!("2^{exponent}: {e}"))?;
    }
    Ok(())
}

async fn lenet(gpu: &Gpu) -> Outcome {
    let graph = LenetConfig::default().build().map_err(failed)?;
    for per_channel in [true, false] {
        let net = network(graph.clone(), per_channel)?;
        for n in [1, 5] {
            equal(gpu, &net, n).await?;
        }
    }
    Ok(())
}

async fn mobilenets(gpu: &Gpu) -> Outcome {
    let small = Options { alpha: Some(0.35), size: Some((48, 40)), classes: Some(10), ..Options::default() };
    let networks = [
        ("mobilenet", Options::default()),
        ("mobilenet-v1", small),
        ("mobilenet-v2", small),
        ("mobilenet-v3-small", small),
        ("mobilenet-v3-large", small),
    ];
    for (name, options) in networks {
        let graph = named(name, options).and_then(|graph| without_norm(&graph)).map_err(failed)?;
        let net = network(graph, true)?;
        for n in [1, 5] {
            equal(gpu, &net, n).await.map_err(|e| format!("{name}: {e}"))?;
        }
    }
    Ok(())
}

async fn errors(gpu: &Gpu) -> Outcome {
    use karui_core::Error;
    let net = network(LenetConfig::default().build().map_err(failed)?, true)?;
    let float = Model { activations: Activations::Float, ..net.clone() };
    let mut executor = GpuInt8Executor::new(gpu, &net, 2).map_err(failed)?;
    let length = executor.forward(&images(&net.graph, 1, 2));
    let refused = [GpuInt8Executor::new(gpu, &float, 1).map(drop), GpuInt8Executor::new(gpu, &net, 0).map(drop)];
    match (refused, length) {
        ([Err(Error::Misuse { .. }), Err(Error::Misuse { .. })], Err(Error::Length { .. })) => Ok(()),
        other => Err(format!("{other:?}")),
    }
}
