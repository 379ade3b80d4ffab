//! What a part of a network makes of one image.

use crate::exec::{Cpu, Executor, Mode};
use crate::graph::{Graph, GraphBuilder, NodeId, Weights};
use crate::ops::{Op, Role};
use crate::{Error, Result};
use std::ops::Range;

/// A part of a network with what flows through it.
#[derive(Debug)]
pub struct Look {
    /// The part; its input is the output of the node before it.
    pub graph: Graph,
    /// The part's weights.
    pub weights: Weights,
    /// The value of each node of [`Look::graph`], the input first: `[H, W, C]`.
    pub values: Vec<Vec<f32>>,
}

/// Runs `image [H, W, C]` through `graph` up to the last of `nodes`, and keeps the values of those. With `settles`
/// every batch norm takes its statistics from this very image before it is applied: a network whose weights are drawn
/// has no other ones, and without them its values fade from layer to layer.
///
/// # Errors
/// When `nodes` are not a part of `graph` that reads one earlier node at most, the one before it.
pub fn look(graph: &Graph, weights: &Weights, nodes: Range<NodeId>, image: &[f32], settles: bool) -> Result<Look> {
    let nodes = nodes.start.max(1)..nodes.end.min(graph.nodes().len());
    let input = if nodes.start > 1 {
        let before = part(graph, 1..nodes.start)?;
        let mut held = pick(weights, &before)?;
        let mut executor = Executor::<Cpu>::new(&before, 1, Mode::Inference)?;
        run(&before, &mut executor, &mut held, image, settles)?;
        executor.output().to_vec()
    } else {
        image.to_vec()
    };
    let graph = part(graph, nodes)?;
    let mut weights = pick(weights, &graph)?;
    let mut executor = Executor::<Cpu>::new(&graph, 1, Mode::Inspect)?;
    run(&graph, &mut executor, &mut weights, &input, settles)?;
    let values = (0..graph.nodes().len()).map(|id| executor.value(id).map_or(Vec::new(), <[f32]>::to_vec)).collect();
    Ok(Look { graph, weights, values })
}

/// `nodes` of `graph` as a graph of its own, whose input is the node before them.
///
/// # Errors
/// When there are none, or one of them reads an earlier node than that.
pub fn part(graph: &Graph, nodes: Range<NodeId>) -> Result<Graph> {
    let refuse = || Error::misuse("part", "nodes that read the one before them at most", format!("{nodes:?}"));
    let first = nodes.start.checked_sub(1).filter(|_| !nodes.is_empty()).ok_or_else(refuse)?;
    let mut builder = GraphBuilder::new(graph.nodes()[first].shape);
    for node in &graph.nodes()[nodes.clone()] {
        let inputs: Option<Vec<NodeId>> = node.inputs.iter().map(|&i| i.checked_sub(first)).collect();
        builder.push(node.name.clone(), node.op.clone(), &inputs.ok_or_else(refuse)?)?;
    }
    Ok(builder.build())
}

/// Those of `weights` that `graph` needs, by their names.
fn pick(weights: &Weights, graph: &Graph) -> Result<Weights> {
    let mut picked = Weights::zeros(graph);
    let params = picked.params().to_vec();
    for p in params {
        let found = weights.params().iter().find(|from| from.name == p.name && from.range.len() == p.range.len());
        let missing = || Error::Tensor {
            tensor: p.name.clone(),
            expected: format!("{} values", p.range.len()),
            got: "nothing".into(),
        };
        let from = found.ok_or_else(missing)?;
        picked.values_mut()[p.range].copy_from_slice(&weights.values()[from.range.clone()]);
    }
    Ok(picked)
}

/// Runs `graph` step by step, so that a batch norm's statistics can be taken from what it is about to read.
fn run(graph: &Graph, executor: &mut Executor<Cpu>, weights: &mut Weights, input: &[f32], settles: bool) -> Result<()> {
    Error::check_len("image", graph.input_shape().len(), input.len())?;
    executor.set_input(weights, input)?;
    for step in 0..executor.instruction_count() {
        if let Some((node, _)) = executor.instruction_nodes(step).filter(|_| settles)
            && let Op::BatchNorm(_) = graph.nodes()[node].op
            && let Some(x) = executor.value(graph.nodes()[node].inputs[0])
        {
            settle(weights, node, x);
        }
        executor.run_instruction(weights, step)?;
    }
    Ok(())
}

/// Gives batch norm `node` the mean and variance of `x [H, W, C]`, each channel by itself. One position has no
/// variance, and keeps what was there.
fn settle(weights: &mut Weights, node: NodeId, x: &[f32]) {
    let place =
        |role: Role| weights.params().iter().find(|p| p.node == node && p.role == role).map(|p| p.range.clone());
    let (Some(means), Some(variances)) = (place(Role::RunningMean), place(Role::RunningVar)) else { return };
    let c = means.len();
    let n = (x.len() / c.max(1)) as f32;
    if n < 2.0 {
        return;
    }
    let (mut mean, mut variance) = (vec![0.0f32; c], vec![0.0f32; c]);
    for row in x.chunks_exact(c) {
        mean.iter_mut().zip(row).for_each(|(m, v)| *m += v / n);
    }
    for row in x.chunks_exact(c) {
        for ((s, m), v) in variance.iter_mut().zip(&mean).zip(row) {
            *s += (v - m) * (v - m) / n;
        }
    }
    weights.values_mut()[means].copy_from_slice(&mean);
    weights.values_mut()[variances].copy_from_slice(&variance);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::MobilenetV1Config;
    use crate::rng::Rng;

    fn setup() -> (Graph, Weights, Vec<f32>) {
        let graph = MobilenetV1Config::small().build().unwrap();
        let mut rng = Rng::new(9, 0);
        let image = (0..graph.input_shape().len()).map(|_| rng.range(-1.0, 1.0)).collect();
        let weights = Weights::init(&graph, 4);
        (graph, weights, image)
    }

    fn at(graph: &Graph, name: &str) -> NodeId {
        graph.nodes().iter().position(|n| n.name == name).unwrap()
    }

    #[test]
    fn a_part_sees_what_the_whole_network_sees() {
        let (graph, weights, image) = setup();
        let nodes = at(&graph, "blocks.2.dw")..at(&graph, "blocks.2.bn2.relu") + 1;
        let seen = look(&graph, &weights, nodes.clone(), &image, false).unwrap();
        let mut whole = Executor::<Cpu>::new(&graph, 1, Mode::Inspect).unwrap();
        whole.forward(&weights, &image).unwrap();
        for (i, value) in seen.values.iter().enumerate() {
            let expect = whole.value(nodes.start - 1 + i).unwrap();
            assert!(value.iter().zip(expect).all(|(a, b)| (a - b).abs() < 1e-4), "node {i}");
            assert_eq!(value.len(), expect.len());
        }
        assert_eq!(seen.graph.nodes()[1].name, "blocks.2.dw");
        // The first nodes read the image itself.
        assert_eq!(look(&graph, &weights, 0..4, &image, false).unwrap().values[0], image);
    }

    #[test]
    fn a_settled_batch_norm_has_mean_0_and_variance_1() {
        let (graph, weights, image) = setup();
        let nodes = at(&graph, "blocks.4.dw")..at(&graph, "blocks.4.bn2.relu") + 1;
        let seen = look(&graph, &weights, nodes, &image, true).unwrap();
        let bn = seen.graph.nodes().iter().position(|n| n.name == "blocks.4.bn2").unwrap();
        let c = seen.graph.nodes()[bn].shape.c;
        for channel in [0, 7, c - 1] {
            let values: Vec<f32> = seen.values[bn].iter().skip(channel).step_by(c).copied().collect();
            let n = values.len() as f32;
            let mean = values.iter().sum::<f32>() / n;
            let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / n;
            assert!(mean.abs() < 1e-3 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let (graph, weights, image) = setup();
        assert!(look(&graph, &weights, 1..4, &image[1..], false).is_err());
        assert!(look(&graph, &weights, 5..5, &image, false).is_err());
        let other = MobilenetV1Config { alpha: 0.5, ..MobilenetV1Config::small() }.build().unwrap();
        assert!(look(&graph, &Weights::zeros(&other), 1..4, &image, false).is_err());
    }
}
