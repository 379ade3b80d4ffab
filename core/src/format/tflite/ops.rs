//! Each kernel call as TensorFlow Lite's ops.

use super::FORMAT;
use super::model::{ModelBuilder, NONE, Quantization, TensorId};
use super::schema::{Builtin, Fused, Options, Steps, TensorType};
use crate::exec::MemoryStep;
use crate::exec::program::{Constants, Program, grid, weight_scales};
use crate::graph::{Graph, Model, NodeId, Param};
use crate::int8::Layer;
use crate::ops::activation::int8::is_bounds;
use crate::ops::{Activation, Op, Pad, Role};
use crate::quant::{Activations, Affine, Grid};
use crate::{Error, Result, Shape};

/// The file of a network whose batch norms are folded.
pub fn write(net: &Model) -> Result<Vec<u8>> {
    let program = match net.activations {
        Activations::Static(_) => Program::integers(net)?,
        Activations::Float | Activations::Dynamic => Program::floats(net, is_bounds)?,
    };
    let is_int8 = matches!(net.activations, Activations::Static(_));
    let (model, values, flat) = (ModelBuilder::default(), Vec::new(), flat(&net.graph));
    let mut writer = Writer { net, program: &program, model, values, flat, is_int8 };
    let shape = writer.dims(0);
    let input = writer.value("input", shape, writer.grid(0)?);
    writer.values.push(input);
    for (i, step) in program.memory.steps.iter().enumerate() {
        let output = writer.step(i, step)?;
        writer.values.push(output);
    }
    let mut output = writer.values[writer.values.len() - 1];
    let wanted = writer.dims(net.graph.output());
    // What is flattened, or nothing at all, has no kernel call of its own.
    let written = program.memory.values.last().map_or(0, |value| value.node);
    if output == input || writer.dims(written) != wanted {
        output = writer.reshape(output, net.graph.output(), wanted)?;
    }
    writer.model.rename(output, "logits");
    let description =
        concat!("Karui ", env!("CARGO_PKG_VERSION"), ": input [1, height, width, channels], logits before softmax");
    writer.model.finish(input, output, description)
}

struct Writer<'a> {
    net: &'a Model,
    program: &'a Program,
    model: ModelBuilder,
    /// The tensor of each value of the plan.
    values: Vec<TensorId>,
    /// See [`flat`].
    flat: Vec<bool>,
    is_int8: bool,
}

/// For each node whether its value is a vector that only linear layers and functions of single values have made: such have two axes,
/// all others four.
fn flat(graph: &Graph) -> Vec<bool> {
    let mut flat = Vec::with_capacity(graph.nodes().len());
    for node in graph.nodes() {
        flat.push(match node.op {
            Op::Flatten | Op::Linear(_) => true,
            Op::Activation(_) | Op::Dropout(_) | Op::Add | Op::Multiply => node.inputs.iter().all(|&i| flat[i]),
            _ => false,
        });
    }
    flat
}

/// Height, width and channels of one image.
fn four(shape: Shape) -> Vec<i32> {
    [1, shape.h, shape.w, shape.c].map(|n| n as i32).to_vec()
}

fn per_tensor(grid: Affine) -> Quantization {
    Quantization { scale: vec![grid.scale], zero_point: vec![grid.zero_point.into()], axis: 0 }
}

fn bytes<const N: usize, T: Copy>(values: &[T], each: impl Fn(T) -> [u8; N]) -> Vec<u8> {
    values.iter().flat_map(|&v| each(v)).collect()
}

/// Weights as TensorFlow Lite wants them, and whether they are levels.
struct Weights {
    id: TensorId,
    bias: TensorId,
    is_hybrid: bool,
}

impl Writer<'_> {
    /// The grid of a node's value, where values are levels.
    fn grid(&self, node: NodeId) -> Result<Option<Affine>> {
        if self.is_int8 { grid(self.net, node).map(Some) } else { Ok(None) }
    }

    /// A node's shape with one image.
    fn dims(&self, node: NodeId) -> Vec<i32> {
        let shape = self.net.graph.nodes()[node].shape;
        if self.flat[node] { vec![1, shape.len() as i32] } else { four(shape) }
    }

    fn value(&mut self, name: &str, shape: Vec<i32>, grid: Option<Affine>) -> TensorId {
        let kind = if grid.is_some() { TensorType::Int8 } else { TensorType::Float32 };
        self.model.value(name, shape, kind, grid.map(per_tensor))
    }

    /// The version of an op that came to know 8-bit integers with its second one.
    fn second(&self) -> i32 {
        1 + i32::from(self.is_int8)
    }

    /// The value of kernel call `i`.
    fn step(&mut self, i: usize, step: &MemoryStep) -> Result<TensorId> {
        let graph = &self.net.graph;
        let node = &graph.nodes()[step.node];
        let last = self.program.memory.values[step.output].node;
        let (name, shape) = (graph.nodes()[last].name.clone(), self.dims(last));
        let y_grid = self.grid(last)?;
        let fused = fused(self.program.acts[i]);
        let mut x = self.input(step, 0)?;
        let x_shape = graph.in_shape(step.node);
        match &node.op {
            Op::Conv2d(op) => {
                let weights = self.weights(i, step)?;
                let (x, steps) = self.padded(x, step, op.kernel, op.stride, op.pad)?;
                let y = self.value(&name, shape, y_grid);
                // The first version with grids for each channel.
                let version = if self.is_int8 {
                    3
                } else if weights.is_hybrid {
                    5
                } else {
                    1
                };
                let inputs = vec![x, weights.id, weights.bias];
                self.model.op(Builtin::Conv2d, version, inputs, y, Options::Conv(steps, fused));
                Ok(y)
            }
            Op::DepthwiseConv2d(op) => {
                let weights = self.weights(i, step)?;
                let (x, steps) = self.padded(x, step, op.kernel, op.stride, op.pad)?;
                let y = self.value(&name, shape, y_grid);
                let version = if self.is_int8 {
                    3
                } else if weights.is_hybrid {
                    6
                } else {
                    1
                };
                let inputs = vec![x, weights.id, weights.bias];
                self.model.op(Builtin::DepthwiseConv2d, version, inputs, y, Options::Depthwise(steps, fused));
                Ok(y)
            }
            Op::Linear(_) => {
                let weights = self.weights(i, step)?;
                let y = self.value(&name, shape, y_grid);
                let version = if self.is_int8 {
                    4
                } else if weights.is_hybrid {
                    9
                } else {
                    1
                };
                let options = Options::FullyConnected { fused, is_asymmetric: weights.is_hybrid };
                self.model.op(Builtin::FullyConnected, version, vec![x, weights.id, weights.bias], y, options);
                Ok(y)
            }
            Op::Activation(f) => self.activation(*f, x, &name, shape, y_grid),
            Op::MaxPool2d(op) => {
                let steps = steps(x_shape, op.kernel, op.stride, op.pad).ok_or_else(|| {
                    Error::format(FORMAT, "no padding, or TensorFlow's \"same\"", format!("{:?}", op.pad))
                })?;
                let x_grid = self.grid(self.program.memory.values[step.inputs[0]].node)?;
                let y = self.value(&name, shape.clone(), x_grid);
                let options = Options::Pool(steps, op.kernel);
                self.model.op(Builtin::MaxPool2d, self.second(), vec![x], y, options);
                if x_grid == y_grid {
                    return Ok(y);
                }
                let moved = self.value(&format!("{name}.moved"), shape, y_grid);
                self.model.op(Builtin::Quantize, 2, vec![y], moved, Options::None);
                Ok(moved)
            }
            Op::GlobalAvgPool => {
                let x_grid = self.grid(self.program.memory.values[step.inputs[0]].node)?;
                let y = self.value(&name, shape, y_grid);
                if x_grid == y_grid {
                    // On one grid it is the mean of the levels, as an average pooling over everything.
                    let steps = Steps { is_same: false, stride: [1, 1] };
                    let options = Options::Pool(steps, [x_shape.h, x_shape.w]);
                    self.model.op(Builtin::AveragePool2d, self.second(), vec![x], y, options);
                } else {
                    let axes = bytes(&[1i32, 2], i32::to_le_bytes);
                    let axes = self.model.constant(&format!("{name}.axes"), vec![2], TensorType::Int32, None, axes);
                    self.model.op(Builtin::Mean, self.second(), vec![x, axes], y, Options::Reducer);
                }
                Ok(y)
            }
            Op::Add | Op::Multiply => {
                let mut b = self.input(step, 1)?;
                // Both with as many axes.
                let [first, second] = [0, 1].map(|i| self.flat[node.inputs[i]]);
                if first != second {
                    let flat = if first { &mut x } else { &mut b };
                    let of = node.inputs[usize::from(!first)];
                    *flat = self.reshape(*flat, of, four(graph.nodes()[of].shape))?;
                }
                let y = self.value(&name, shape, y_grid);
                let (op, options) =
                    if node.op == Op::Add { (Builtin::Add, Options::Add) } else { (Builtin::Mul, Options::Mul) };
                self.model.op(op, self.second(), vec![x, b], y, options);
                Ok(y)
            }
            other => Err(Error::format(FORMAT, "ops of inference", other.name())),
        }
    }

    /// Input `at` of a kernel call, in the shape that its node has.
    fn input(&mut self, step: &MemoryStep, at: usize) -> Result<TensorId> {
        let graph = &self.net.graph;
        let (value, node) = (step.inputs[at], graph.nodes()[step.node].inputs[at]);
        let (id, written) = (self.values[value], self.program.memory.values[value].node);
        let mut wanted = self.dims(node);
        if matches!(graph.nodes()[step.node].op, Op::Linear(_)) {
            wanted = vec![1, graph.nodes()[node].shape.len() as i32];
        } else if wanted.len() == 2
            && !matches!(graph.nodes()[step.node].op, Op::Activation(_) | Op::Add | Op::Multiply)
        {
            wanted = four(graph.nodes()[node].shape);
        }
        if self.dims(written) == wanted { Ok(id) } else { self.reshape(id, written, wanted) }
    }

    /// The value of `node` in another shape.
    fn reshape(&mut self, x: TensorId, node: NodeId, shape: Vec<i32>) -> Result<TensorId> {
        let grid = self.grid(node)?;
        let name = format!("{}.reshaped", self.net.graph.nodes()[node].name);
        // As many images as come.
        let to: Vec<i32> = std::iter::once(-1).chain(shape[1..].iter().copied()).collect();
        let raw = bytes(&to, i32::to_le_bytes);
        let dims = self.model.constant(&format!("{name}.shape"), vec![to.len() as i32], TensorType::Int32, None, raw);
        let y = self.value(&name, shape, grid);
        self.model.op(Builtin::Reshape, 1, vec![x, dims], y, Options::Reshape(to));
        Ok(y)
    }

    /// The input of a window with the zeros around it that the ops themselves cannot add.
    fn padded(
        &mut self,
        x: TensorId,
        step: &MemoryStep,
        kernel: [usize; 2],
        stride: [usize; 2],
        pad: Pad,
    ) -> Result<(TensorId, Steps)> {
        let graph = &self.net.graph;
        let shape = graph.in_shape(step.node);
        if let Some(steps) = steps(shape, kernel, stride, pad) {
            return Ok((x, steps));
        }
        let name = format!("{}.padded", graph.nodes()[step.node].name);
        let grid = self.grid(self.program.memory.values[step.inputs[0]].node)?;
        let pads = [0, 0, pad.top, pad.bottom, pad.left, pad.right, 0, 0].map(|p| p as i32);
        let pads = bytes(&pads, i32::to_le_bytes);
        let pads = self.model.constant(&format!("{name}.sizes"), vec![4, 2], TensorType::Int32, None, pads);
        let (h, w) = (shape.h + pad.top + pad.bottom, shape.w + pad.left + pad.right);
        let y = self.value(&name, vec![1, h as i32, w as i32, shape.c as i32], grid);
        self.model.op(Builtin::Pad, self.second(), vec![x, pads], y, Options::None);
        Ok((y, Steps { is_same: false, stride }))
    }

    fn activation(
        &mut self,
        f: Activation,
        x: TensorId,
        name: &str,
        shape: Vec<i32>,
        y_grid: Option<Affine>,
    ) -> Result<TensorId> {
        let builtin = match f {
            Activation::Relu => Some((Builtin::Relu, self.second())),
            Activation::Relu6 => Some((Builtin::Relu6, self.second())),
            Activation::HardSwish => Some((Builtin::HardSwish, 1)),
            // In integers its output would have to be on the grid of 1/256.
            Activation::Sigmoid if !self.is_int8 => Some((Builtin::Logistic, 1)),
            Activation::Sigmoid | Activation::HardSigmoid | Activation::Silu => None,
        };
        if let Some((op, version)) = builtin {
            let y = self.value(name, shape, y_grid);
            self.model.op(op, version, vec![x], y, Options::None);
            return Ok(y);
        }
        // Rounded once, as a table of all results is.
        let x = if self.is_int8 {
            let real = self.value(&format!("{name}.real"), shape.clone(), None);
            self.model.op(Builtin::Dequantize, 2, vec![x], real, Options::None);
            real
        } else {
            x
        };
        let real = |this: &mut Self, op: Builtin, inputs: Vec<TensorId>, what: &str, options: Options| {
            let called = if this.is_int8 || !what.is_empty() { format!("{name}.{what}f") } else { name.to_owned() };
            let y = this.value(&called, shape.clone(), None);
            this.model.op(op, 1, inputs, y, options);
            y
        };
        let y = match f {
            Activation::Silu => {
                let gate = real(self, Builtin::Logistic, vec![x], "gate_", Options::None);
                real(self, Builtin::Mul, vec![x, gate], "", Options::Mul)
            }
            Activation::HardSigmoid => {
                let three = self.scalar(&format!("{name}.three"), 3.0);
                let sixth = self.scalar(&format!("{name}.sixth"), 1.0 / 6.0);
                let sum = real(self, Builtin::Add, vec![x, three], "sum_", Options::Add);
                let kept = real(self, Builtin::Relu6, vec![sum], "kept_", Options::None);
                real(self, Builtin::Mul, vec![kept, sixth], "", Options::Mul)
            }
            _ => real(self, Builtin::Logistic, vec![x], "", Options::None),
        };
        if y_grid.is_none() {
            return Ok(y);
        }
        let rounded = self.value(name, shape, y_grid);
        self.model.op(Builtin::Quantize, 1, vec![y], rounded, Options::None);
        Ok(rounded)
    }

    fn scalar(&mut self, name: &str, value: f32) -> TensorId {
        self.model.constant(name, Vec::new(), TensorType::Float32, None, value.to_le_bytes().to_vec())
    }

    /// Weights and bias of kernel call `i`.
    fn weights(&mut self, i: usize, step: &MemoryStep) -> Result<Weights> {
        let net = self.net;
        let params = || net.weights.params().iter().enumerate().filter(|(_, p)| p.node == step.node);
        let Some((at, param)) = params().find(|(_, p)| p.role == Role::Weight) else {
            return Err(Error::format(FORMAT, "a weight for each layer", "none"));
        };
        let bias = params().find(|(_, p)| p.role == Role::Bias).map(|(_, p)| p);
        let name = &param.name;
        let bias_name = bias.map_or_else(|| format!("{name}.no_bias"), |b| b.name.clone());
        let shape = weight_shape(&net.graph, param);
        // Depthwise weights have their channels last, all others first.
        let is_depthwise = matches!(net.graph.nodes()[step.node].op, Op::DepthwiseConv2d(_));
        let axis = if is_depthwise { shape.len() as i32 - 1 } else { 0 };
        let k = param.shape.last().copied().unwrap_or(1);
        if let Some(Constants::Layer(Layer { weights, bias: levels, .. })) = self.program.constants.get(i) {
            let x = grid(net, self.program.memory.values[step.inputs[0]].node)?;
            let scales = weight_scales(net, step.node, x)?;
            let of = |scale: Vec<f32>| Some(Quantization { zero_point: vec![0; scale.len()], scale, axis });
            let raw = bytes(&ordered(weights, k, is_depthwise), i8::to_le_bytes);
            let scale = scales.iter().map(|&s| s as f32).collect();
            let id = self.model.constant(name, shape, TensorType::Int8, of(scale), raw);
            let units = scales.iter().map(|&s| (s * f64::from(x.scale)) as f32).collect();
            let units = Some(Quantization { axis: 0, zero_point: vec![0; k], scale: units });
            let raw = bytes(&levels[..k], i32::to_le_bytes);
            let bias = self.model.constant(&bias_name, vec![k as i32], TensorType::Int32, units, raw);
            return Ok(Weights { id, bias, is_hybrid: false });
        }
        let floats = |p: &Param| &net.weights.values()[p.range.clone()];
        let bias = match bias {
            Some(p) => {
                let raw = bytes(floats(p), f32::to_le_bytes);
                self.model.constant(&bias_name, vec![k as i32], TensorType::Float32, None, raw)
            }
            None => NONE,
        };
        let values = floats(param);
        let on_grid = net.storage[at].encoding.grid().filter(|it| fits(it, k));
        let Some(grid) = on_grid else {
            let raw = bytes(&ordered(values, k, is_depthwise), f32::to_le_bytes);
            let id = self.model.constant(name, shape, TensorType::Float32, None, raw);
            return Ok(Weights { id, bias, is_hybrid: false });
        };
        let levels: Vec<i8> = values.iter().enumerate().map(|(i, &v)| level(grid, v, grid.channel(i, k))).collect();
        let raw = bytes(&ordered(&levels, k, is_depthwise), i8::to_le_bytes);
        let scale: Vec<f32> = if grid.scale.len() == k { grid.scale.clone() } else { vec![grid.scale[0]; k] };
        let quantization = Some(Quantization { zero_point: vec![0; k], scale, axis });
        let is_hybrid = net.activations == Activations::Dynamic;
        let id = self.model.constant(name, shape.clone(), TensorType::Int8, quantization, raw);
        if is_hybrid {
            return Ok(Weights { id, bias, is_hybrid });
        }
        let real = self.value(&format!("{name}.real"), shape, None);
        // The first version with grids for each channel.
        self.model.op(Builtin::Dequantize, 5, vec![id], real, Options::None);
        Ok(Weights { id: real, bias, is_hybrid })
    }
}

/// Whether 8 bits without zero points hold the levels of a grid.
fn fits(grid: &Grid, k: usize) -> bool {
    let scales = grid.scale.len();
    grid.is_symmetric() && grid.dtype.is_integer() && (scales == 1 || scales == k) && grid.zero_point.len() == scales
}

/// The level of a value that is on the grid; what was left out is zero, also where a grid of −1 and 1 has no level for it.
fn level(grid: &Grid, value: f32, at: usize) -> i8 {
    if value == 0.0 { 0 } else { grid.level(value, at, Grid::levels(grid.dtype, false)).clamp(-127, 127) as i8 }
}

/// `[K, KH, KW, C/groups]`, `[1, KH, KW, C]` of depthwise convolutions, `[K, C]` of linear layers.
fn weight_shape(graph: &Graph, p: &Param) -> Vec<i32> {
    let shape: Vec<i32> = p.shape.iter().map(|&n| n as i32).collect();
    match (&graph.nodes()[p.node].op, shape.as_slice()) {
        (Op::DepthwiseConv2d(_), &[h, w, _, c]) => vec![1, h, w, c],
        (_, &[h, w, c, k]) => vec![k, h, w, c],
        (_, &[c, k]) => vec![k, c],
        _ => shape,
    }
}

/// Weights `[…, K]` with K first, or as they are.
fn ordered<T: Copy>(weights: &[T], k: usize, as_they_are: bool) -> Vec<T> {
    if as_they_are {
        return weights.to_vec();
    }
    (0..k).flat_map(|at| weights.iter().skip(at).step_by(k.max(1)).copied()).collect()
}

/// How the format's own paddings say this one, where they can.
fn steps(x: Shape, kernel: [usize; 2], stride: [usize; 2], pad: Pad) -> Option<Steps> {
    if pad == Pad::all(0) {
        return Some(Steps { is_same: false, stride });
    }
    (pad == Pad::same(x.h, x.w, kernel, stride)).then_some(Steps { is_same: true, stride })
}

fn fused(act: Option<Activation>) -> Fused {
    match act {
        Some(Activation::Relu) => Fused::Relu,
        Some(Activation::Relu6) => Fused::Relu6,
        _ => Fused::None,
    }
}
