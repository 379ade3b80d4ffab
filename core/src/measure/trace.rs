//! A trace: what a subgraph of a network makes of one image, node by node.

use crate::exec::{Cpu, Executor, Mode};
use crate::graph::{Graph, GraphBuilder, NodeId, Weights, by_channel};
use crate::ops::{Op, Role};
use crate::{Error, Result};
use ndarray::Axis;
use std::ops::Range;

/// A subgraph of a network with what flows through it.
#[derive(Debug)]
pub struct Trace {
    /// The subgraph; its input is the output of the node before it.
    pub graph: Graph,
    /// Its weights.
    pub weights: Weights,
    /// The value of each node of [`Trace::graph`], the input first: `[H, W, C]`.
    pub values: Vec<Vec<f32>>,
}

/// Runs `image [H, W, C]` through `graph` up to the last of `nodes`, and keeps the values of those. With `recalibrates`
/// every batch norm takes its statistics from this very image before it is applied: a network whose weights are drawn
/// has no other ones, and without them its values fade from layer to layer.
///
/// # Errors
/// When `nodes` are not a subgraph of `graph` that reads one earlier node at most, the one before it.
pub fn trace(
    graph: &Graph,
    weights: &Weights,
    nodes: Range<NodeId>,
    image: &[f32],
    recalibrates: bool,
) -> Result<Trace> {
    let nodes = nodes.start.max(1)..nodes.end.min(graph.nodes().len());
    let input = if nodes.start > 1 {
        let before = subgraph(graph, 1..nodes.start)?;
        let mut held = pick(weights, &before)?;
        let mut executor = Executor::<Cpu>::new(&before, 1, Mode::Inference)?;
        run(&before, &mut executor, &mut held, image, recalibrates)?;
        executor.output().to_vec()
    } else {
        image.to_vec()
    };
    let graph = subgraph(graph, nodes)?;
    let mut weights = pick(weights, &graph)?;
    let mut executor = Executor::<Cpu>::new(&graph, 1, Mode::Inspect)?;
    run(&graph, &mut executor, &mut weights, &input, recalibrates)?;
    let values = (0..graph.nodes().len()).map(|id| executor.value(id).map_or(Vec::new(), <[f32]>::to_vec)).collect();
    Ok(Trace { graph, weights, values })
}

/// `nodes` of `graph` as a graph of its own, whose input is the node before them.
///
/// # Errors
/// When there are none, or one of them reads an earlier node than that.
pub fn subgraph(graph: &Graph, nodes: Range<NodeId>) -> Result<Graph> {
    let refuse = || Error::misuse("subgraph", "nodes that read the one before them at most", format!("{nodes:?}"));
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
fn run(
    graph: &Graph,
    executor: &mut Executor<Cpu>,
    weights: &mut Weights,
    input: &[f32],
    recalibrates: bool,
) -> Result<()> {
    Error::check_len("image", graph.input_shape().len(), input.len())?;
    executor.set_input(weights, input)?;
    for step in 0..executor.instruction_count() {
        if let Some((node, _)) = executor.instruction_nodes(step).filter(|_| recalibrates)
            && let Op::BatchNorm(_) = graph.nodes()[node].op
            && let Some(x) = executor.value(graph.nodes()[node].inputs[0])
        {
            recalibrate_batch_norm(weights, node, x);
        }
        executor.run_instruction(weights, step)?;
    }
    Ok(())
}

/// Gives batch norm `node` the mean and variance of `x [H, W, C]`, each channel by itself. One position has no
/// variance, and keeps what was there.
fn recalibrate_batch_norm(weights: &mut Weights, node: NodeId, x: &[f32]) {
    let place =
        |role: Role| weights.params().iter().find(|p| p.node == node && p.role == role).map(|p| p.range.clone());
    let (Some(means), Some(variances)) = (place(Role::RunningMean), place(Role::RunningVar)) else { return };
    let x = by_channel(x, means.len());
    let Some(mean) = x.mean_axis(Axis(0)).filter(|_| x.nrows() > 1) else { return };
    let variance = x.var_axis(Axis(0), 0.0);
    weights.values_mut()[means].iter_mut().zip(mean).for_each(|(to, mean)| *to = mean);
    weights.values_mut()[variances].iter_mut().zip(variance).for_each(|(to, variance)| *to = variance);
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
    fn a_subgraph_sees_what_the_whole_network_sees() {
        let (graph, weights, image) = setup();
        let nodes = at(&graph, "blocks.2.dw")..at(&graph, "blocks.2.bn2.relu") + 1;
        let seen = trace(&graph, &weights, nodes.clone(), &image, false).unwrap();
        let mut whole = Executor::<Cpu>::new(&graph, 1, Mode::Inspect).unwrap();
        whole.forward(&weights, &image).unwrap();
        for (i, value) in seen.values.iter().enumerate() {
            let expect = whole.value(nodes.start - 1 + i).unwrap();
            assert!(value.iter().zip(expect).all(|(a, b)| (a - b).abs() < 1e-4), "node {i}");
            assert_eq!(value.len(), expect.len());
        }
        assert_eq!(seen.graph.nodes()[1].name, "blocks.2.dw");
        // The first nodes read the image itself.
        assert_eq!(trace(&graph, &weights, 0..4, &image, false).unwrap().values[0], image);
    }

    #[test]
    fn a_recalibrated_batch_norm_has_mean_0_and_variance_1() {
        let (graph, weights, image) = setup();
        let nodes = at(&graph, "blocks.4.dw")..at(&graph, "blocks.4.bn2.relu") + 1;
        let seen = trace(&graph, &weights, nodes, &image, true).unwrap();
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
        assert!(trace(&graph, &weights, 1..4, &image[1..], false).is_err());
        assert!(trace(&graph, &weights, 5..5, &image, false).is_err());
        let other = MobilenetV1Config { alpha: 0.5, ..MobilenetV1Config::small() }.build().unwrap();
        assert!(trace(&graph, &Weights::zeros(&other), 1..4, &image, false).is_err());
    }
}
