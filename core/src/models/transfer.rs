//! Transfer learning: what a trained network has learned to see stays, and only its last layer is learned anew for other
//! classes (Yosinski et al. 2014; "feature extraction" in the words of PyTorch's tutorial).

use crate::graph::{Graph, GraphBuilder, NodeId, Shape, Weights};
use crate::ops::{Op, Role};
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

/// Features put on a common ground: each one's mean at zero, and all by one scale, so that they spread by 1 in the mean.
/// Features of different networks differ by orders of magnitude, and a learning rate fits one of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    mean: Vec<f32>,
    scale: f32,
}

impl Standard {
    /// That of the examples `features [N, C]`, `c` values each.
    pub fn of(features: &[f32], c: usize) -> Self {
        let n = (features.len() / c.max(1)).max(1) as f32;
        let mut mean = vec![0.0; c];
        for one in features.chunks_exact(c.max(1)) {
            mean.iter_mut().zip(one).for_each(|(sum, v)| *sum += v / n);
        }
        let square = |one: &[f32]| mean.iter().zip(one).map(|(m, v)| (v - m) * (v - m)).sum::<f32>();
        let variance = features.chunks_exact(c.max(1)).map(square).sum::<f32>() / (n * c.max(1) as f32);
        Standard { scale: if variance > 0.0 { 1.0 / variance.sqrt() } else { 1.0 }, mean }
    }

    /// Puts `features [N, C]` there.
    pub fn apply(&self, features: &mut [f32]) {
        for one in features.chunks_exact_mut(self.mean.len().max(1)) {
            one.iter_mut().zip(&self.mean).for_each(|(v, m)| *v = (*v - m) * self.scale);
        }
    }

    /// Makes a head that has learned on standardized features one for features as they are: `w' = s·w`,
    /// `b' = b − s·Σ μ·w`.
    pub fn fold(&self, head: &mut Weights) {
        let place = |role: Role| head.params().iter().find(|p| p.role == role).map(|p| p.range.clone());
        let (Some(weight), Some(bias)) = (place(Role::Weight), place(Role::Bias)) else { return };
        let classes = bias.len().max(1);
        let mut shift = vec![0.0; classes];
        for (weights, mean) in head.values_mut()[weight].chunks_exact_mut(classes).zip(&self.mean) {
            for (w, shift) in weights.iter_mut().zip(&mut shift) {
                *w *= self.scale;
                *shift += *w * mean;
            }
        }
        head.values_mut()[bias].iter_mut().zip(&shift).for_each(|(b, shift)| *b -= shift);
    }
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
        _ => Err(Error::misuse("network", "one that ends in a linear layer", node.op.name())),
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
    use crate::exec::{Cpu, InferenceSession};
    use crate::models::{LenetConfig, MlpConfig, MobilenetV1Config};
    use crate::spec::{Experiment, TrainSpec};
    use crate::train::Trainer;

    fn outputs(graph: &Graph, weights: &Weights, image: &[f32]) -> Vec<f32> {
        InferenceSession::<Cpu>::dense(graph, weights, 1).unwrap().forward(image).unwrap().to_vec()
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
    fn a_head_of_standardized_features_folds_into_one_of_features_as_they_are() {
        let graph = head(Shape::new(1, 1, 5), 3).unwrap();
        let mut weights = Weights::init(&graph, 2);
        let features: Vec<f32> = (0..20).map(|i| 1e-3 * ((i * 7 % 11) as f32 + (i % 5) as f32 * 40.0)).collect();
        let standard = Standard::of(&features, 5);
        let mut standardized = features.clone();
        standard.apply(&mut standardized);
        let square = standardized.iter().map(|v| v * v).sum::<f32>() / 20.0;
        assert!((square - 1.0).abs() < 1e-3, "{square}");
        let before: Vec<_> = standardized.chunks(5).map(|one| outputs(&graph, &weights, one)).collect();
        standard.fold(&mut weights);
        for (one, before) in features.chunks(5).zip(before) {
            let after = outputs(&graph, &weights, one);
            assert!(after.iter().zip(&before).all(|(a, b)| (a - b).abs() < 1e-3), "{after:?} {before:?}");
        }
        // Pictures that are all the same have no spread.
        assert_eq!(Standard::of(&[2.0; 10], 5).scale, 1.0);
    }

    #[test]
    fn a_network_without_a_linear_end_is_refused() {
        let mut g = GraphBuilder::new(Shape::new(4, 4, 2));
        g.push("pool", Op::GlobalAvgPool, &[0]).unwrap();
        let graph = g.build();
        assert!(features(&graph, &Weights::zeros(&graph)).is_err());
    }
}
