//! Networks with fixed grids, made in the plainest way: what the integer executor is tested and timed on.

use karui_core::Result;
use karui_core::compress::{Activations, Affine, Encoding, Grid, Model};
use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::graph::{Graph, GraphBuilder, Weights};
use karui_core::ops::{Op, Role};
use karui_core::spec::recipe::NumberType;

/// Weights large enough that activations neither vanish nor grow (He et al. 2015): PyTorch's defaults times √6.
pub fn weights(graph: &Graph, seed: u64) -> Weights {
    let mut weights = Weights::init(graph, seed);
    weights.values_mut().iter_mut().for_each(|v| *v *= 6f32.sqrt());
    weights
}

/// The grid that holds 0 and every value, as the TFLite specification lays it.
fn affine(values: &[f32]) -> Affine {
    let (low, high) = values.iter().fold((0.0f32, 0.0f32), |(l, h), &v| (l.min(v), h.max(v)));
    let scale = ((high - low) / 255.0).max(1e-6);
    Affine { scale, zero_point: (-128.0 - low / scale).round() as i32 }
}

/// `graph` with its weights rounded to grids (`per_channel` or per tensor) and grids of activations that hold all values
/// of its own run on `images`.
pub fn quantized(
    graph: Graph,
    weights: Weights,
    dtype: NumberType,
    per_channel: bool,
    images: &[f32],
) -> Result<Model> {
    let mut net = Model::float(graph, weights);
    let levels = Grid::levels(dtype, true);
    for (i, p) in net.weights.clone().params().iter().enumerate().filter(|(_, p)| p.role == Role::Weight) {
        let k = p.shape.last().copied().unwrap_or(1);
        let values = &mut net.weights.values_mut()[p.range.clone()];
        let max = |at: usize, step: usize| values[at..].iter().step_by(step).fold(0.0f32, |m, v| m.max(v.abs()));
        let scale: Vec<f32> = if per_channel {
            (0..k).map(|c| max(c, k) / levels.1 as f32).collect()
        } else {
            vec![max(0, 1) / levels.1 as f32]
        };
        let grid = Grid { dtype, zero_point: vec![0; scale.len()], scale };
        for (i, v) in values.iter_mut().enumerate() {
            let at = grid.channel(i, k);
            *v = grid.value(grid.level(*v, at, levels), at);
        }
        net.storage[i].encoding = Encoding::Grid(grid);
    }
    let batch = images.len() / net.graph.input_shape().len();
    let mut float: Executor<Cpu> = Executor::new(&net.graph, batch, Mode::Inspect)?;
    float.forward(&net.weights, images)?;
    let nodes = net.graph.nodes();
    let mut grids: Vec<Affine> = (0..nodes.len()).map(|id| affine(float.value(id).unwrap_or(&[]))).collect();
    for (id, node) in nodes.iter().enumerate() {
        if matches!(&node.op, Op::MaxPool2d(_)) {
            grids[id] = grids[node.inputs[0]];
        }
    }
    net.activations = Activations::Static(grids);
    Ok(net)
}

/// The graph that is left when each batch norm is folded into the convolution before it: that gets a bias instead.
pub fn without_norm(graph: &Graph) -> Result<Graph> {
    let mut g = GraphBuilder::new(graph.input_shape());
    let mut place = vec![g.input()];
    for node in &graph.nodes()[1..] {
        let inputs: Vec<_> = node.inputs.iter().map(|&i| place[i]).collect();
        let mut op = node.op.clone();
        match &mut op {
            Op::BatchNorm(_) => {
                place.push(inputs[0]);
                continue;
            }
            Op::Conv2d(op) => op.bias = true,
            Op::DepthwiseConv2d(op) => op.bias = true,
            _ => {}
        }
        place.push(g.push(node.name.clone(), op, &inputs)?);
    }
    Ok(g.build())
}
