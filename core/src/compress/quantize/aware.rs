//! Quantization-aware training: the forward pass rounds as the quantized network will, the backward pass looks
//! through the rounding (the straight-through estimator, Bengio et al. 2013; Jacob et al. 2018, §3).

use super::learned::LearnedScales;
use super::{INTEGERS, activations, check_integers, on_grids, weights};
use crate::graph::{Graph, GraphBuilder, Model, NodeId, Weights};
use crate::ops::{FakeQuantize, Op};
use crate::quant::{Activations, Affine};
use crate::spec::recipe::Quantize;
use crate::{Error, Result};

/// `net` with [`FakeQuantize`] behind every node whose output [`super::quantize`] would put on a grid of its own, grids
/// found on `calibration [N,H,W,C]`, and how its weights are rounded while it trains. Tensors, their names and their
/// places stay the same.
///
/// # Errors
/// As [`super::quantize`] for [`crate::spec::recipe::QuantMethod::Static`].
pub fn prepare_aware(net: &Model, settings: &Quantize, calibration: &[f32]) -> Result<(Model, Aware)> {
    check_integers(settings, INTEGERS)?;
    let grids = activations::observe(&net.graph, &net.weights, settings, calibration)?;
    let aware = Aware { settings: *settings, scales: LearnedScales::new(net, settings)? };
    Ok((with_rounding(net, &grids)?, aware))
}

/// A statically quantized network as floats that are rounded: the same graph with [`FakeQuantize`] in it. It gives the
/// integers' logits but for the order of sums. Other networks come back as they are.
pub fn simulate(net: &Model) -> Result<Model> {
    match &net.activations {
        Activations::Static(grids) => with_rounding(net, grids),
        _ => Ok(net.clone()),
    }
}

fn with_rounding(net: &Model, grids: &[Affine]) -> Result<Model> {
    let nodes = net.graph.nodes();
    Error::check_len("grids", nodes.len(), grids.len())?;
    let owners = activations::owners(&net.graph);
    let mut g = GraphBuilder::new(net.graph.input_shape());
    // What stands for each node in the new graph.
    let mut moved: Vec<NodeId> = Vec::with_capacity(nodes.len());
    for (node, n) in nodes.iter().enumerate() {
        let mut id = g.input();
        if node > 0 {
            let inputs: Vec<NodeId> = n.inputs.iter().map(|&input| moved[input]).collect();
            id = g.push(n.name.as_str(), n.op.clone(), &inputs)?;
        }
        if owners[node] == node {
            let mut name = format!("{}.fake_quantize", n.name);
            while nodes.iter().any(|n| n.name == name) {
                name.push('_');
            }
            let Affine { scale, zero_point } = grids[node];
            id = g.push(name, Op::FakeQuantize(FakeQuantize { scale, zero_point }), &[id])?;
        }
        moved.push(id);
    }
    moved_to(net, g.build(), Activations::Float)
}

/// How the weights of a network that [`prepare_aware`] has made are rounded in its forward pass, and what that leaves of
/// their gradient.
#[derive(Debug, Clone, PartialEq)]
pub struct Aware {
    settings: Quantize,
    scales: LearnedScales,
}

impl Aware {
    /// What the forward pass computes with: `latent` rounded into `effective`; both laid out as [`Weights::values`].
    /// Weights as [`super::quantize_weights`] rounds them, on scales of their own; biases of layers behind a
    /// [`FakeQuantize`] as [`super::quantize`] does, everything else copied. Allocates nothing.
    ///
    /// # Errors
    /// When a buffer has the wrong length.
    pub fn round(&self, net: &Model, latent: &[f32], effective: &mut [f32]) -> Result<()> {
        let input = |node| input_scale(&net.graph, node);
        weights::round_values(net, &self.settings, &input, &|i, k| self.scales.scale(i, k), latent, effective, None)
    }

    /// Makes the gradient at the rounded weights one to apply to `latent`, and lets the scales take a step of their own.
    ///
    /// # Errors
    /// When a buffer has the wrong length.
    pub fn look_through(&mut self, lr: f32, latent: &[f32], gradient: &mut [f32]) -> Result<()> {
        self.scales.step(lr, latent, gradient)
    }

    /// The quantized network that `net`, made by [`prepare_aware`] and trained, has been pretending to be: without its
    /// [`FakeQuantize`] nodes, and with exactly the values that [`Aware::round`] gives for its weights.
    ///
    /// # Errors
    /// Where a node lacks its grid.
    pub fn finish(&self, net: &Model) -> Result<Model> {
        let nodes = net.graph.nodes();
        let mut g = GraphBuilder::new(net.graph.input_shape());
        let mut moved: Vec<NodeId> = Vec::with_capacity(nodes.len());
        let mut found: Vec<Option<Affine>> = vec![None];
        for (node, n) in nodes.iter().enumerate() {
            let inputs: Vec<NodeId> = n.inputs.iter().map(|&input| moved[input]).collect();
            moved.push(match n.op {
                Op::FakeQuantize(FakeQuantize { scale, zero_point }) => {
                    found[inputs[0]] = Some(Affine { scale, zero_point });
                    inputs[0]
                }
                _ if node == 0 => g.input(),
                _ => {
                    found.push(None);
                    g.push(n.name.as_str(), n.op.clone(), &inputs)?
                }
            });
        }
        let graph = g.build();
        let grid = |&owner: &NodeId| {
            let name = graph.nodes()[owner].name.as_str();
            found[owner].ok_or_else(|| Error::misuse("quantize", "a graph prepared for aware training", name))
        };
        let grids = activations::owners(&graph).iter().map(grid).collect::<Result<Vec<_>>>()?;
        on_grids(&moved_to(net, graph, Activations::Float)?, &self.settings, grids, &|i, k| self.scales.scale(i, k))
    }
}

/// `net` with another graph that has the same tensors.
fn moved_to(net: &Model, graph: Graph, activations: Activations) -> Result<Model> {
    let mut weights = Weights::zeros(&graph);
    weights.set_values(net.weights.values())?;
    Ok(Model { graph, weights, storage: net.storage.clone(), activations })
}

/// The scale of the grid that the input of `node` is on.
fn input_scale(graph: &Graph, node: NodeId) -> Option<f32> {
    let mut at = *graph.nodes()[node].inputs.first()?;
    loop {
        match &graph.nodes()[at].op {
            Op::FakeQuantize(op) => return Some(op.scale),
            op if activations::shares_grid(op) => at = *graph.nodes()[at].inputs.first()?,
            _ => return None,
        }
    }
}
