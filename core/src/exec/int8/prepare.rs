//! A network's floats and grids as the integers that its instructions compute with, made once.

use crate::exec::Mode;
use crate::exec::plan::{Instruction, Plan};
use crate::graph::{Graph, Model, NodeId, Param, Weights};
use crate::int8::{Dot, Layer, PAD, Scales};
use crate::ops::activation::int8 as activation;
use crate::ops::elementwise::int8::Join;
use crate::ops::pool::int8::Mean;
use crate::ops::{Activation, Int8Kernels, Op, Role, Window};
use crate::quant::{Activations, Affine, Encoding, Grid};
use crate::{Error, Result};

/// What an instruction needs besides its geometry.
#[derive(Debug)]
pub(crate) enum Constants {
    /// Of a convolution, depthwise convolution or linear layer.
    Layer(Layer),
    /// Of a function of single values.
    Table(Box<activation::Table>),
    /// Of a maximum: what takes its result to another grid.
    Max(Option<Box<activation::Table>>),
    /// Of a mean.
    Mean(Mean),
    /// Of a sum or product.
    Join(Join),
    /// Of a copy.
    Nothing,
}

/// All that is known of a static network before it runs.
#[derive(Debug)]
pub(in crate::exec) struct Prepared {
    pub plan: Plan,
    /// One for each instruction.
    pub constants: Vec<Constants>,
    /// The grids of the input and of the output.
    pub ends: [Affine; 2],
}

impl Prepared {
    /// `net` for batches of up to `batch` images with the kernels `K`; see [`crate::exec::InferenceSession::new`].
    pub fn new<K: Int8Kernels>(net: &Model, batch: usize) -> Result<Self> {
        if batch == 0 {
            return Err(Error::misuse("batch", "1 image at least", "0"));
        }
        let (graph, grids) = (&net.graph, grids(net)?);
        check_layout(net)?;
        let plan = Plan::fusing(graph, &net.weights, batch, Mode::Inference, activation::is_bounds);
        let constants = plan
            .instructions
            .iter()
            .map(|instruction| constants::<K>(net, grids, instruction))
            .collect::<Result<_>>()?;
        let ends = [grid(graph, grids, 0)?, grid(graph, grids, graph.output())?];
        Ok(Prepared { plan, constants, ends })
    }
}

/// The largest bias: half of the range of a sum.
const MAX_BIAS: f64 = (1 << 30) as f64;

/// The grids of a static network, as many as it has nodes.
pub(crate) fn grids(net: &Model) -> Result<&[Affine]> {
    let Activations::Static(grids) = &net.activations else {
        return Err(Error::misuse("activations", "a fixed grid for each node", "none"));
    };
    Error::check_len("grids", net.graph.nodes().len(), grids.len())?;
    Ok(grids)
}

/// That the weights are those of the graph, and each has its storage.
pub(in crate::exec) fn check_layout(net: &Model) -> Result<()> {
    let (want, got) = (Weights::zeros(&net.graph), net.weights.params());
    Error::check_len("weights", want.values().len(), net.weights.values().len())?;
    Error::check_len("storage", want.params().len(), net.storage.len())?;
    match want.params().iter().zip(got).find(|(a, b)| a != b) {
        None => Error::check_len("tensors", want.params().len(), got.len()),
        Some((a, b)) => Err(Error::Tensor {
            tensor: a.name.clone(),
            expected: format!("{:?}", a.shape),
            got: format!("{} {:?}", b.name, b.shape),
        }),
    }
}

/// The grid of the value that node `id` gives, checked: that of the node that writes it.
fn grid(graph: &Graph, grids: &[Affine], id: NodeId) -> Result<Affine> {
    let mut at = id;
    while matches!(graph.nodes()[at].op, Op::Flatten | Op::Dropout(_)) {
        at = graph.nodes()[at].inputs[0];
    }
    let grid = grids[at];
    if grid.scale.is_finite() && grid.scale > 0.0 && (-128..=127).contains(&grid.zero_point) {
        return Ok(grid);
    }
    let got = format!("{} and {}", grid.scale, grid.zero_point);
    let field = format!("grid of {}", graph.nodes()[at].name);
    Err(Error::misuse(&field, "a positive scale and a zero point within -128 … 127", got))
}

/// The geometry of a layer with weights, for `n` images.
pub(in crate::exec) fn window(graph: &Graph, node: NodeId, n: usize) -> Option<Window> {
    let (x, y) = (graph.in_shape(node), graph.nodes()[node].shape);
    match &graph.nodes()[node].op {
        Op::Conv2d(op) => Some(op.window(n, x, y)),
        Op::DepthwiseConv2d(op) => Some(op.window(n, x, y)),
        Op::Linear(_) => Some(Window::linear(n, x.c, y.c)),
        _ => None,
    }
}

/// The constants of one instruction.
fn constants<K: Int8Kernels>(net: &Model, grids: &[Affine], instruction: &Instruction) -> Result<Constants> {
    let node = &net.graph.nodes()[instruction.node];
    let at = |id: NodeId| grid(&net.graph, grids, id);
    let y = at(instruction.last)?;
    let x = node.inputs.iter().map(|&i| at(i)).collect::<Result<Vec<_>>>()?;
    let refuse = |expected: &str, got: String| Error::Shape {
        op: node.op.name().into(),
        node: node.name.clone(),
        expected: expected.into(),
        got,
    };
    let too_coarse = || refuse("an output grid that its inputs' grids fit", format!("a scale of {}", y.scale));
    let ratio = |x: Affine| f64::from(x.scale) / f64::from(y.scale);
    let zeros = |i: usize| x[i].zero_point as i8;
    let table = |f| Box::new(activation::table(f, x[0], y));
    Ok(match &node.op {
        Op::Conv2d(_) | Op::DepthwiseConv2d(_) | Op::Linear(_) => {
            let layer = layer(net, instruction, x[0], y, instruction.act)?.ok_or_else(too_coarse)?;
            // The instruction exists, so it has a window.
            match (window(&net.graph, instruction.node, 1), &node.op) {
                (Some(s), Op::DepthwiseConv2d(_)) => Constants::Layer(K::pack_depthwise(&s, layer)),
                (Some(s), _) => Constants::Layer(K::pack_conv2d(&s, layer)),
                (None, _) => Constants::Nothing,
            }
        }
        Op::Activation(f) => Constants::Table(table(Some(*f))),
        Op::MaxPool2d(_) => Constants::Max((x[0] != y).then(|| table(None))),
        Op::GlobalAvgPool => {
            let scales = if x[0] == y {
                None
            } else {
                let count = net.graph.in_shape(instruction.node).area();
                let factors = [ratio(x[0]) / count as f64];
                Some(Scales::new(&factors).ok_or_else(too_coarse)?)
            };
            Constants::Mean(Mean { x_zero: zeros(0), y_zero: y.zero_point as i8, scales })
        }
        Op::Add | Op::Multiply => {
            let scales = if node.op == Op::Add {
                Scales::within(&[ratio(x[0]), ratio(x[1])], Join::SUM_BITS.0, Join::SUM_BITS.1)
            } else {
                Scales::new(&[ratio(x[0]) * f64::from(x[1].scale)])
            };
            let scales = scales.ok_or_else(too_coarse)?;
            Constants::Join(Join { zeros: [zeros(0), zeros(1)], y_zero: y.zero_point as i8, scales })
        }
        Op::BatchNorm(_) => {
            return Err(refuse("batch norm folded into the layer before it", "batch norm".into()));
        }
        Op::FakeQuantize(_) => {
            return Err(refuse("a network whose grids are its activations'", "fake quantization".into()));
        }
        Op::Input | Op::Flatten | Op::Dropout(_) => Constants::Nothing,
    })
}

/// The integers of a layer with weights; `None` where the output's grid cannot be reached from the sums.
fn layer(
    net: &Model,
    instruction: &Instruction,
    x: Affine,
    y: Affine,
    act: Option<Activation>,
) -> Result<Option<Layer>> {
    let values = net.weights.values();
    let of_node = |role: Role| {
        net.weights.params().iter().enumerate().find(move |(_, p)| p.node == instruction.node && p.role == role)
    };
    let Some((at, param)) = of_node(Role::Weight) else {
        return Err(Error::Tensor { tensor: "weight".into(), expected: "one".into(), got: "nothing".into() });
    };
    let grid = weight_grid(net, at, param)?;
    let weights = &values[param.range.clone()];
    let bias = of_node(Role::Bias).map(|(_, p)| &values[p.range.clone()]);
    let k = param.shape.last().copied().unwrap_or(1);
    let mut level = weight_levels(grid, weights, k);
    let (mut biases, mut factors) = (vec![0; k + PAD], vec![0.0; k]);
    for channel in 0..k {
        let bias = bias.map_or(0.0, |b| f64::from(b[channel]));
        let scale = grid.scale[grid.channel(channel, k)];
        let unit = unit(x, scale, bias);
        if unit > f64::from(x.scale) * f64::from(scale) {
            for i in (channel..weights.len()).step_by(k) {
                level[i] = (f64::from(weights[i]) * f64::from(x.scale) / unit).round_ties_even() as i8;
            }
        }
        let fixed = (bias / unit).round_ties_even();
        biases[channel] = fixed as i32;
        factors[channel] = unit / f64::from(y.scale);
        let magnitude: i64 = level[channel..].iter().step_by(k).map(|&w| i64::from(w).abs() * 255).sum();
        // Written so that NaN is refused too.
        if !(fixed.abs() <= MAX_BIAS && magnitude + (fixed.abs() as i64) <= i64::from(i32::MAX)) {
            let got = format!("a sum of up to {magnitude} and a bias of {bias}");
            return Err(tensor(param, "sums of 32 bits".into(), got));
        }
    }
    let Some(Scales { mut multiplier, shift }) = Scales::new(&factors) else { return Ok(None) };
    multiplier.resize(k + PAD, 0);
    let clamp = activation::bounds(act, y).unwrap_or([-128, 127]);
    let (x_zero, y_zero) = (x.zero_point as i8, y.zero_point as i8);
    let dot = Dot::Pairs;
    Ok(Some(Layer { weights: level, bias: biases, multiplier, shift, x_zero, y_zero, clamp, dot }))
}

/// The value of 1 in a channel's sum of products. Weights so small beside their bias that it has no room there go to a coarser grid.
fn unit(x: Affine, weight_scale: f32, bias: f64) -> f64 {
    let unit = f64::from(x.scale) * f64::from(weight_scale);
    if bias.abs() > unit * MAX_BIAS { bias.abs() / MAX_BIAS } else { unit }
}

/// The scale of the weights of node `node`, channel by channel, with which its sums are those of its [`Layer`].
///
/// # Errors
/// Where it has no weights on a symmetric integer grid.
pub(crate) fn weight_scales(net: &Model, node: NodeId, x: Affine) -> Result<Vec<f64>> {
    let params = || net.weights.params().iter().enumerate().filter(|(_, p)| p.node == node);
    let Some((at, param)) = params().find(|(_, p)| p.role == Role::Weight) else {
        return Err(Error::misuse("node", "one with weights", node.to_string()));
    };
    let (grid, k) = (weight_grid(net, at, param)?, param.shape.last().copied().unwrap_or(1));
    let bias = params().find(|(_, p)| p.role == Role::Bias).map(|(_, p)| &net.weights.values()[p.range.clone()]);
    let scale = |channel: usize| {
        let bias = bias.map_or(0.0, |b| f64::from(b[channel]));
        unit(x, grid.scale[grid.channel(channel, k)], bias) / f64::from(x.scale)
    };
    Ok((0..k).map(scale).collect())
}

/// The levels of weights `[…, K]`.
pub(in crate::exec) fn weight_levels(grid: &Grid, weights: &[f32], k: usize) -> Vec<i8> {
    let levels = if grid.dtype.bits() == 1 { (-1, 1) } else { (-127, 127) };
    weights.iter().enumerate().map(|(i, &w)| grid.level(w, grid.channel(i, k), levels) as i8).collect()
}

/// The grid of a weight tensor, checked.
pub(crate) fn weight_grid<'a>(net: &'a Model, at: usize, param: &Param) -> Result<&'a Grid> {
    let encoding = net.storage.get(at).map(|s| &s.encoding);
    let Some(grid) = encoding.and_then(Encoding::grid) else {
        return Err(tensor(param, "levels of an integer grid".into(), encoding_name(encoding).into()));
    };
    let k = param.shape.last().copied().unwrap_or(1);
    if !grid.dtype.is_integer() || !grid.is_symmetric() {
        return Err(tensor(param, "a symmetric integer grid".into(), format!("{}", grid.dtype)));
    }
    let fits = |len: usize| len == 1 || len == k;
    if !fits(grid.scale.len()) || !grid.scale.iter().all(|s| s.is_finite() && *s > 0.0) {
        return Err(tensor(param, format!("1 or {k} positive scales"), format!("{}", grid.scale.len())));
    }
    if grid.zero_point.len() != grid.scale.len() {
        return Err(tensor(param, "a zero point for each scale".into(), grid.zero_point.len().to_string()));
    }
    Ok(grid)
}

fn encoding_name(encoding: Option<&Encoding>) -> &'static str {
    match encoding {
        Some(Encoding::Codebook { .. }) => "a code book",
        Some(_) => "floats",
        None => "nothing",
    }
}

/// An error about a weight tensor.
pub(in crate::exec) fn tensor(param: &Param, expected: String, got: String) -> Error {
    Error::Tensor { tensor: param.name.clone(), expected, got }
}
