use super::{GOLDEN, failed, pass};
use crate::golden::{number, text};
use crate::ops::{Case, Pass, each, four};
use karui_core::exec::Mode;
use karui_core::exec::gpu::{Gpu, GpuExecutor};
use karui_core::graph::{GraphBuilder, Shape, Weights};
use karui_core::ops::{Conv2d, Linear, Op, Pad};
use karui_core::rng::Rng;

pub(super) async fn ops(gpu: &Gpu) -> Result<(), String> {
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
