//! What a depthwise separable convolution saves: a block's depthwise and pointwise convolutions beside the standard
//! convolution that could stand in their place (Howard et al. 2017, §3.1).
//!
//! With nothing between the two, the pair computes what the standard convolution with the weights
//! `w[i, j, c, k] = dw[i, j, c] · pw[c, k]` computes: a standard convolution whose weights factorize. So both can be
//! run on one feature map, compared value by value and timed.

use super::{Figure, Formula, How, Unit, cost::cost};
use crate::graph::{Graph, GraphBuilder, NodeId, Shape, Weights};
use crate::ops::{Conv2d, Op};
use crate::{Error, Result};
use ndarray::{ArrayD, ArrayViewD};
use std::ops::Range;

/// A depthwise convolution and the pointwise one that mixes its channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The depthwise convolution.
    pub depthwise: NodeId,
    /// The 1×1 convolution behind it.
    pub pointwise: NodeId,
}

/// The pair among `nodes`: the first depthwise convolution, and the last 1×1 convolution that takes its channels at its
/// positions (those of squeeze and excite come before). `None` where there is none.
pub fn pair(graph: &Graph, nodes: Range<NodeId>) -> Option<Pair> {
    let depthwise = nodes.clone().find(|&id| matches!(graph.nodes()[id].op, Op::DepthwiseConv2d(_)))?;
    let fits = |op: &Conv2d| op.kernel == [1, 1] && op.groups == 1;
    let pointwise = nodes.rev().find(|&id| {
        let is_pointwise = matches!(&graph.nodes()[id].op, Op::Conv2d(op) if fits(op));
        is_pointwise && id > depthwise && graph.in_shape(id) == graph.nodes()[depthwise].shape
    })?;
    Some(Pair { depthwise, pointwise })
}

/// The pair by itself and the standard convolution in its place, both without bias, batch norm and activation.
#[derive(Debug, Clone, PartialEq)]
pub struct Twins {
    /// Input and `conv`.
    pub standard: Graph,
    /// Input, `depthwise` and `pointwise`.
    pub separable: Graph,
}

/// Parameters and multiply-adds.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// Trainable parameters.
    pub params: Figure,
    /// Multiply-adds for one image.
    pub macs: Figure,
}

/// What both cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The standard convolution.
    pub standard: Cost,
    /// The depthwise convolution.
    pub depthwise: Cost,
    /// The pointwise convolution.
    pub pointwise: Cost,
    /// Depthwise and pointwise together.
    pub separable: Cost,
    /// Multiply-adds of the pair for each one of the standard convolution: `1/N + 1/D_K²`.
    pub ratio: Figure,
}

/// The twins of a pair of `graph`.
///
/// # Errors
/// When `pair` is not one of `graph`'s.
pub fn twins(graph: &Graph, pair: Pair) -> Result<Twins> {
    let op = |id: NodeId| graph.nodes().get(id).map(|node| &node.op);
    let (Some(Op::DepthwiseConv2d(depthwise)), Some(Op::Conv2d(pointwise))) = (op(pair.depthwise), op(pair.pointwise))
    else {
        return Err(Error::misuse("pair", "a depthwise and a pointwise convolution", format!("{pair:?}")));
    };
    let (mut depthwise, mut pointwise) = (depthwise.clone(), pointwise.clone());
    (depthwise.bias, pointwise.bias) = (false, false);
    let input = graph.in_shape(pair.depthwise);
    let conv = Conv2d {
        out_channels: pointwise.out_channels,
        kernel: depthwise.kernel,
        stride: depthwise.stride,
        pad: depthwise.pad,
        groups: 1,
        bias: false,
    };
    let mut standard = GraphBuilder::new(input);
    standard.push("conv", Op::Conv2d(conv), &[0])?;
    let mut separable = GraphBuilder::new(input);
    let x = separable.push("depthwise", Op::DepthwiseConv2d(depthwise), &[0])?;
    separable.push("pointwise", Op::Conv2d(pointwise), &[x])?;
    Ok(Twins { standard: standard.build(), separable: separable.build() })
}

impl Twins {
    /// Kernel height and width.
    pub fn kernel(&self) -> [usize; 2] {
        match &self.standard.nodes()[1].op {
            Op::Conv2d(op) => op.kernel,
            _ => [1, 1],
        }
    }

    /// The shape of what both read.
    pub fn input(&self) -> Shape {
        self.standard.input_shape()
    }

    /// The shape of what both give.
    pub fn output(&self) -> Shape {
        self.standard.output_shape()
    }

    /// What both cost.
    pub fn compare(&self) -> Comparison {
        let (standard, separable) = (cost(&self.standard), cost(&self.separable));
        let of = |layer: &super::cost::LayerCost| Cost { params: layer.params.clone(), macs: layer.macs.clone() };
        let ([kh, kw], n) = (self.kernel(), self.output().c);
        let how = How::Computed {
            formula: Formula::SeparableRatio,
            substitution: format!("1/{n} + 1/{}", if kh == kw { format!("{kh}²") } else { format!("({kh}·{kw})") }),
        };
        let value = 1.0 / n as f64 + 1.0 / (kh * kw) as f64;
        Comparison {
            standard: of(&standard.layers[1]),
            depthwise: of(&separable.layers[1]),
            pointwise: of(&separable.layers[2]),
            separable: Cost { params: separable.params, macs: separable.macs },
            ratio: Figure { value, unit: Unit::Fraction, how },
        }
    }

    /// Weights for both, with which they give the same output: the pair's as they are in `graph`, the standard
    /// convolution's composed of them.
    ///
    /// # Errors
    /// When `weights` are not those of `graph`, or `pair` is not the twins'.
    pub fn weights(&self, graph: &Graph, pair: Pair, weights: &Weights) -> Result<[Weights; 2]> {
        let find = |id: NodeId| -> Result<ArrayViewD<'_, f32>> {
            let name = format!("{}.weight", graph.nodes()[id].name);
            let missing = || Error::Tensor { tensor: name.clone(), expected: "a tensor".into(), got: "nothing".into() };
            weights.view(&name).ok_or_else(missing)
        };
        let (dw, pw) = (find(pair.depthwise)?, find(pair.pointwise)?);
        let (mut standard, mut separable) = (Weights::zeros(&self.standard), Weights::zeros(&self.separable));
        let ([kh, kw], c, k) = (self.kernel(), self.input().c, self.output().c);
        Error::check_len("depthwise weights", kh * kw * c, dw.len())?;
        Error::check_len("pointwise weights", c * k, pw.len())?;
        let (dw, pw) = (dw.map(kept), pw.map(kept));
        let axes = |w: &ArrayD<f32>, shape| w.view().into_shape_with_order(shape).map(|w| w.to_owned());
        // `[KH·KW, C, 1]` times `[1, C, K]`.
        if let (Ok(dw), Ok(pw)) = (axes(&dw, (kh * kw, c, 1)), axes(&pw, (1, c, k))) {
            standard.values_mut().iter_mut().zip(&(dw * pw)).for_each(|(to, value)| *to = *value);
        }
        separable.set_values(&dw.iter().chain(&pw).copied().collect::<Vec<_>>())?;
        Ok([standard, separable])
    }
}

/// A weight, or zero for one that training has all but removed: its products would be subnormal numbers, with which
/// many processors compute a hundred times more slowly, and the time would tell of them.
fn kept(weight: &f32) -> f32 {
    if weight.abs() < 1e-15 { 0.0 } else { *weight }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exec::{Cpu, Executor, Mode};
    use crate::models::MobilenetV1Config;
    use crate::ops::{DepthwiseConv2d, Pad};
    use crate::rng::Rng;

    fn check(graph: &Graph, pair: Pair) -> Comparison {
        let twins = twins(graph, pair).unwrap();
        let [standard, separable] = twins.weights(graph, pair, &Weights::init(graph, 3)).unwrap();
        let mut rng = Rng::new(5, 0);
        let x: Vec<f32> = (0..twins.input().len()).map(|_| rng.range(-1.0, 1.0)).collect();
        let run = |graph: &Graph, weights: &Weights| {
            Executor::<Cpu>::new(graph, 1, Mode::Inference).unwrap().forward(weights, &x).unwrap().to_vec()
        };
        let (a, b) = (run(&twins.standard, &standard), run(&twins.separable, &separable));
        assert_eq!(a.len(), b.len());
        assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-4), "the two differ");
        assert!(a.iter().any(|v| v.abs() > 1e-3), "nothing was computed");
        let comparison = twins.compare();
        let counted = comparison.separable.macs.value / comparison.standard.macs.value;
        assert!((counted - comparison.ratio.value).abs() < 1e-9, "{counted} and {:?}", comparison.ratio);
        comparison
    }

    #[test]
    fn a_separable_convolution_is_a_standard_one_that_factorizes() {
        let graph = MobilenetV1Config::small().build().unwrap();
        let at = |name: &str| graph.nodes().iter().position(|n| n.name == name).unwrap();
        // One with stride 1 and one with stride 2.
        for block in ["blocks.0", "blocks.1"] {
            let (first, last) = (at(&format!("{block}.dw")), at(&format!("{block}.bn2.relu")));
            let found = pair(&graph, first..last + 1).unwrap();
            assert_eq!(found, Pair { depthwise: first, pointwise: at(&format!("{block}.pw")) });
            check(&graph, found);
        }
        assert_eq!(pair(&graph, 1..at("blocks.0.dw")), None);
    }

    #[test]
    fn the_paper_s_example_saves_eight_to_nine_times() {
        let mut g = GraphBuilder::new(Shape::new(14, 14, 512));
        let depthwise = g.depthwise("dw", 0, 3, 1, Pad::all(1)).unwrap();
        let pointwise = g.conv("pw", depthwise, 512, 1, 1, Pad::default(), false).unwrap();
        let comparison = check(&g.build(), Pair { depthwise, pointwise });
        // Table 3's internal layer: 462 and 52.3 million multiply-adds, 2.36 and 0.27 million parameters.
        assert_eq!(comparison.standard.macs.value, 462_422_016.0);
        assert_eq!(comparison.separable.macs.value, 52_283_392.0);
        assert_eq!((comparison.standard.params.value, comparison.separable.params.value), (2_359_296.0, 266_752.0));
    }

    #[test]
    fn a_kernel_that_is_not_square_counts_both_sides() {
        let mut g = GraphBuilder::new(Shape::new(7, 9, 6));
        let op = DepthwiseConv2d { kernel: [3, 5], stride: [2, 1], pad: Pad::all(1), bias: true };
        let depthwise = g.push("dw", Op::DepthwiseConv2d(op), &[0]).unwrap();
        let pointwise = g.conv("pw", depthwise, 4, 1, 1, Pad::default(), true).unwrap();
        assert!((check(&g.build(), Pair { depthwise, pointwise }).ratio.value - (0.25 + 1.0 / 15.0)).abs() < 1e-12);
    }

    #[test]
    fn weights_that_training_has_removed_make_no_subnormal_numbers() {
        let graph = MobilenetV1Config::small().build().unwrap();
        let found = pair(&graph, 4..10).unwrap();
        let mut weights = Weights::init(&graph, 3);
        weights.values_mut().iter_mut().step_by(2).for_each(|v| *v *= 1e-20);
        for weights in twins(&graph, found).unwrap().weights(&graph, found, &weights).unwrap() {
            assert!(weights.values().iter().all(|v| *v == 0.0 || v.is_normal()));
        }
    }

    #[test]
    fn nodes_that_are_no_pair_are_refused() {
        let graph = MobilenetV1Config::small().build().unwrap();
        assert!(twins(&graph, Pair { depthwise: 1, pointwise: 999 }).is_err());
    }
}
