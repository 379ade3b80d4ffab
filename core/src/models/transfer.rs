//! Transfer learning: what a trained network has learned to see stays, and only its last layer is learned anew for other
//! classes (Yosinski et al. 2014; "feature extraction" in the words of PyTorch's tutorial).

use crate::graph::{Graph, GraphBuilder, NodeId, Shape, Weights};
use crate::ops::Op;
use crate::{Error, Result};

/// The network up to what its last linear layer reads: images in, features out, with the weights that it has there.
///
/// # Errors
/// Where the network does not end in a linear layer.
pub fn features(graph: &Graph, weights: &Weights) -> Result<(Graph, Weights)> {
    let (_, read) = last_linear(graph)?;
    let graph = upto(graph, read)?.build();
    let weights = taken(&graph, weights);
    Ok((graph, weights))
}

/// A new last layer alone: `features` values in, a logit for each of `classes` out.
pub fn head(features: Shape, classes: usize) -> Result<Graph> {
    let mut g = GraphBuilder::new(features);
    let x = if features.area() > 1 { g.flatten(g.input())? } else { g.input() };
    g.linear("head", x, classes)?;
    Ok(g.build())
}

/// The network with `head` (of [`head`]) in the place of its last linear layer, whose name the new layer takes.
///
/// # Errors
/// Where the network does not end in a linear layer, or the head is of other features.
pub fn with_head(graph: &Graph, weights: &Weights, head: &Weights) -> Result<(Graph, Weights)> {
    let (last, read) = last_linear(graph)?;
    let classes = head.params().last().and_then(|p| p.shape.last()).copied().unwrap_or(0);
    let mut g = upto(graph, read)?;
    let name = graph.nodes()[last].name.as_str();
    g.linear(name, read, classes)?;
    let graph = g.build();
    let mut joined = taken(&graph, weights);
    for new in head.params() {
        let place = joined.params().iter().find(|p| p.node == graph.output() && p.role == new.role).cloned();
        let place = place.filter(|p| p.shape == new.shape).ok_or_else(|| Error::Tensor {
            tensor: new.name.clone(),
            expected: "the shape of the network's last layer".into(),
            got: format!("{:?}", new.shape),
        })?;
        joined.values_mut()[place.range].copy_from_slice(&head.values()[new.range.clone()]);
    }
    Ok((graph, joined))
}

/// The last node, which is linear, and the node that it reads.
fn last_linear(graph: &Graph) -> Result<(NodeId, NodeId)> {
    let last = graph.output();
    let node = &graph.nodes()[last];
    match (&node.op, node.inputs.first()) {
        (Op::Linear(_), Some(&read)) => Ok((last, read)),
        _ => Err(Error::setting("network", "one that ends in a linear layer", node.op.name())),
    }
}

/// The nodes up to `last`, which is the output.
fn upto(graph: &Graph, last: NodeId) -> Result<GraphBuilder> {
    let mut g = GraphBuilder::new(graph.input_shape());
    for node in &graph.nodes()[1..=last] {
        g.push(node.name.as_str(), node.op.clone(), &node.inputs)?;
    }
    Ok(g)
}

/// Weights for `graph`: those of `weights` that have the same name and shape.
fn taken(graph: &Graph, weights: &Weights) -> Weights {
    let mut new = Weights::zeros(graph);
    for p in new.params().to_vec() {
        if let Some(old) = weights.params().iter().find(|old| old.name == p.name && old.shape == p.shape) {
            new.values_mut()[p.range].copy_from_slice(&weights.values()[old.range.clone()]);
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress::Network;
    use crate::exec::runner;
    use crate::models::{LenetConfig, MlpConfig, MobilenetV1Config};
    use crate::spec::{Experiment, TrainSpec};
    use crate::train::Trainer;

    fn outputs(graph: &Graph, weights: &Weights, image: &[f32]) -> Vec<f32> {
        runner(&Network::float(graph.clone(), weights.clone()), 1).unwrap().forward(image).unwrap().to_vec()
    }

    #[test]
    fn features_and_head_together_are_the_network_with_the_head() {
        let small = MobilenetV1Config { alpha: 0.25, ..MobilenetV1Config::small() };
        for graph in [small.build().unwrap(), LenetConfig::default().build().unwrap()] {
            let weights = Weights::init(&graph, 3);
            let (features, frozen) = features(&graph, &weights).unwrap();
            let head_graph = head(features.output_shape(), 3).unwrap();
            let head = Weights::init(&head_graph, 4);
            let (joined, both) = with_head(&graph, &weights, &head).unwrap();
            assert_eq!(joined.output_shape().len(), 3);
            let image: Vec<f32> = (0..graph.input_shape().len()).map(|i| (i % 17) as f32 / 17.0).collect();
            let expected = outputs(&head_graph, &head, &outputs(&features, &frozen, &image));
            assert_eq!(outputs(&joined, &both, &image), expected);
            assert!(
                with_head(&graph, &weights, &Weights::init(&super::head(Shape::new(1, 1, 5), 3).unwrap(), 1)).is_err()
            );
        }
    }

    #[test]
    fn the_old_head_put_back_is_the_old_network() {
        let graph = MlpConfig { input: Shape::new(4, 4, 1), hidden: vec![6], classes: 4 }.build().unwrap();
        let weights = Weights::init(&graph, 9);
        let (features, _) = features(&graph, &weights).unwrap();
        let mut head = Weights::zeros(&head(features.output_shape(), 4).unwrap());
        for (new, old) in
            head.params().to_vec().iter().zip(weights.params().iter().filter(|p| p.node == graph.output()))
        {
            head.values_mut()[new.range.clone()].copy_from_slice(&weights.values()[old.range.clone()]);
        }
        assert_eq!(with_head(&graph, &weights, &head).unwrap(), (graph, weights));
    }

    #[test]
    fn a_head_learns_classes_that_features_keep_apart() {
        let graph = head(Shape::new(1, 1, 8), 3).unwrap();
        let spec = TrainSpec { lr: 0.05, ..Experiment::default().train };
        let mut trainer: Trainer = Trainer::new(&graph, &spec, 6, 50).unwrap();
        let labels = [0, 1, 2, 0, 1, 2];
        let features: Vec<f32> = (0..48).map(|i| f32::from(i % 8 == usize::from(labels[i / 8] * 2))).collect();
        let losses: Vec<f32> = (0..50).map(|_| trainer.step(&features, &labels).unwrap().loss).collect();
        assert!(losses[49] < 0.5 * losses[0], "{losses:?}");
        assert_eq!(trainer.gradients(&features, &labels).unwrap().hits, 6);
    }

    #[test]
    fn a_network_without_a_linear_end_is_refused() {
        let mut g = GraphBuilder::new(Shape::new(4, 4, 2));
        g.push("pool", Op::GlobalAvgPool, &[0]).unwrap();
        let graph = g.build();
        assert!(features(&graph, &Weights::zeros(&graph)).is_err());
    }
}
