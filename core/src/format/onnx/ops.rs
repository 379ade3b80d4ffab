//! Each op as ONNX's. Every name is a node's own, a dot and what it is, so that no two can be the same: what comes
//! behind the last dot is one of this folder's words.

use super::model::ModelProto;
use super::proto::Attribute::{self, Float, Int, Ints};
use super::{FORMAT, quantized};
use crate::format::layout;
use crate::graph::{Model, NodeId, Param};
use crate::ops::{Activation, Op, Pad, Role};
use crate::quant::{Activations, Affine, Encoding, Storage};
use crate::{Error, Result, Shape};

pub const INPUT: &str = "input";
pub const OUTPUT: &str = "logits";

type Attributes = Vec<(&'static str, Attribute)>;

/// A value of the ONNX graph.
#[derive(Clone)]
struct Value {
    name: String,
    /// Whether it is `[N, C]`; otherwise `[N, C, H, W]`.
    flat: bool,
}

/// What dynamic quantization makes of a node.
enum Dynamic {
    /// Nothing but its input, as it was or rounded.
    Input(Value),
    /// All of it.
    Output(Value),
}

/// Walks a network in order of computation.
pub struct Exporter<'a> {
    net: &'a Model,
    model: ModelProto,
    values: Vec<Value>,
}

impl<'a> Exporter<'a> {
    /// The nodes and constants of `net`, and the output's dimensions behind N.
    pub fn run(net: &'a Model) -> Result<(ModelProto, Vec<usize>)> {
        let mut it = Exporter { net, model: ModelProto::default(), values: Vec::new() };
        let input = it.rounded(0, INPUT.into());
        it.values.push(Value { name: input, flat: false });
        for id in 1..net.graph.nodes().len() {
            it.check_order(id)?;
            let value = it.node(id)?;
            it.values.push(value);
        }
        it.check_output()?;
        let id = net.graph.output();
        let Value { mut name, flat } = it.values[id].clone();
        if name == INPUT {
            name = it.model.node("Identity", vec![name], OUTPUT.into(), Vec::new());
        }
        it.model.rename(&name, OUTPUT);
        let Shape { h, w, c } = net.graph.nodes()[id].shape;
        Ok((it.model, if flat { vec![c] } else { vec![c, h, w] }))
    }

    /// A name for something of node `id`.
    pub fn name(&self, id: NodeId, what: &str) -> String {
        format!("{}.{what}", self.net.graph.nodes()[id].name)
    }

    fn node(&mut self, id: NodeId) -> Result<Value> {
        let node = &self.net.graph.nodes()[id];
        let x = match self.dynamic(id, self.values[node.inputs[0]].clone())? {
            Dynamic::Input(x) => x,
            Dynamic::Output(y) => return Ok(y),
        };
        let (op, inputs, attributes, flat) = match &node.op {
            Op::Conv2d(o) => self.conv(id, x, window(o.kernel, o.stride, o.pad), o.groups)?,
            Op::DepthwiseConv2d(o) => self.conv(id, x, window(o.kernel, o.stride, o.pad), node.shape.c)?,
            Op::Linear(_) => {
                let mut inputs = vec![self.flat(id, x)];
                inputs.extend(self.weights(id)?);
                ("Gemm", inputs, vec![("transB", Int(1))], true)
            }
            Op::BatchNorm(o) => {
                let mut inputs = vec![x.name];
                inputs.extend(self.weights(id)?);
                ("BatchNormalization", inputs, vec![("epsilon", Float(o.eps))], x.flat)
            }
            Op::Activation(f) => {
                let (op, inputs, attributes) = self.activation(id, *f, x.name);
                (op, inputs, attributes, x.flat)
            }
            Op::MaxPool2d(o) => ("MaxPool", vec![self.four(id, "in", x)], window(o.kernel, o.stride, o.pad), false),
            Op::GlobalAvgPool => ("GlobalAveragePool", vec![self.four(id, "in", x)], Vec::new(), false),
            Op::Add | Op::Multiply => {
                let y = self.values[node.inputs[1]].clone();
                let flat = x.flat && y.flat;
                let inputs =
                    if flat { vec![x.name, y.name] } else { vec![self.four(id, "in", x), self.four(id, "in_2", y)] };
                (if node.op == Op::Add { "Add" } else { "Mul" }, inputs, Vec::new(), flat)
            }
            // Alone among what keeps every value, the shape changes; their grid is their input's.
            Op::Flatten => return Ok(Value { name: self.flat(id, x), flat: true }),
            Op::Dropout(_) => return Ok(x),
            other => return Err(Error::format(FORMAT, "ops of inference", other.name())),
        };
        let output = self.model.node(op, inputs, self.name(id, "out"), attributes);
        let name = if self.is_fused(id) { output } else { self.rounded(id, output) };
        Ok(Value { name, flat })
    }

    fn conv(
        &mut self,
        id: NodeId,
        x: Value,
        attributes: Attributes,
        groups: usize,
    ) -> Result<(&'static str, Vec<String>, Attributes, bool)> {
        let mut inputs = vec![self.four(id, "in", x)];
        inputs.extend(self.weights(id)?);
        Ok(("Conv", inputs, grouped(attributes, groups), false))
    }

    /// Dynamic quantization of node `id`'s input `x`, where the network has it and the node is a layer with rounded weights:
    /// its whole output where integers compute it, else its input, rounded.
    fn dynamic(&mut self, id: NodeId, x: Value) -> Result<Dynamic> {
        let net = self.net;
        let node = &net.graph.nodes()[id];
        let params = net.weights.params();
        let weight = params.iter().zip(&net.storage).find(|(p, _)| p.node == id && p.role == Role::Weight);
        let (Activations::Dynamic, Some((p, storage))) = (&net.activations, weight) else {
            return Ok(Dynamic::Input(x));
        };
        if matches!(storage.encoding, Encoding::Float32 | Encoding::Float { .. }) {
            return Ok(Dynamic::Input(x));
        }
        let flat = matches!(node.op, Op::Linear(_));
        let x = if flat { self.flat(id, x) } else { self.four(id, "in", x) };
        let name = |what: &str| format!("{}.{what}", node.name);
        let [levels, scale, zero_point] =
            self.model.dynamic(x, [name("in_levels"), name("in_scale"), name("in_zero_point")]);
        let values = |p: &Param| &net.weights.values()[p.range.clone()];
        let weights = quantized::Levels::of(p, values(p), storage).filter(quantized::Levels::is_symmetric);
        let Some(weights) = weights else {
            let inputs = vec![levels, scale, zero_point];
            let name = self.model.node("DequantizeLinear", inputs, name("in_rounded"), Vec::new());
            return Ok(Dynamic::Input(Value { name, flat }));
        };
        let torch: Vec<i8> = self.in_torch_order(p, &weights.values)?.iter().map(|&l| l as i8).collect();
        let mut w = self.model.int8(p.name.clone(), &layout::torch_shape(p), &torch);
        let (op, attributes) = match &node.op {
            Op::Conv2d(o) => ("ConvInteger", grouped(window(o.kernel, o.stride, o.pad), o.groups)),
            Op::DepthwiseConv2d(o) => ("ConvInteger", grouped(window(o.kernel, o.stride, o.pad), node.shape.c)),
            _ => {
                w = self.model.node("Transpose", vec![w], name("weight_turned"), vec![("perm", Ints(vec![1, 0]))]);
                ("MatMulInteger", Vec::new())
            }
        };
        // Something for each output channel, in front of the axes behind it.
        let shape = |n: usize| if flat || n == 1 { vec![n] } else { vec![n, 1, 1] };
        let sums = self.model.node(op, vec![levels, w, zero_point], name("sums"), attributes);
        let sums = self.model.node("Cast", vec![sums], name("float_sums"), vec![("to", Int(1))]);
        let unit = self.model.floats(name("weight_scale"), &shape(weights.scale.len()), weights.scale);
        let unit = self.model.node("Mul", vec![scale, unit], name("unit"), Vec::new());
        let mut out = self.model.node("Mul", vec![sums, unit], name("scaled"), Vec::new());
        if let Some(bias) = params.iter().find(|p| p.node == id && p.role == Role::Bias) {
            let constant = self.model.floats(bias.name.clone(), &shape(values(bias).len()), values(bias));
            out = self.model.node("Add", vec![out, constant], name("out"), Vec::new());
        }
        Ok(Dynamic::Output(Value { name: out, flat }))
    }

    fn activation(&mut self, id: NodeId, f: Activation, x: String) -> (&'static str, Vec<String>, Attributes) {
        match f {
            Activation::Relu => ("Relu", vec![x], Vec::new()),
            Activation::Relu6 => {
                let least = self.model.floats(self.name(id, "min"), &[], &[0.0]);
                let greatest = self.model.floats(self.name(id, "max"), &[], &[6.0]);
                ("Clip", vec![x, least, greatest], Vec::new())
            }
            Activation::Sigmoid => ("Sigmoid", vec![x], Vec::new()),
            Activation::HardSigmoid => {
                ("HardSigmoid", vec![x], vec![("alpha", Float(1.0 / 6.0)), ("beta", Float(0.5))])
            }
            Activation::HardSwish => ("HardSwish", vec![x], Vec::new()),
            Activation::Silu => {
                let s = self.model.node("Sigmoid", vec![x.clone()], self.name(id, "sigmoid"), Vec::new());
                ("Mul", vec![x, s], Vec::new())
            }
        }
    }

    /// The tensors of node `id`, in ONNX's order, which is that of [`Op::params`].
    fn weights(&mut self, id: NodeId) -> Result<Vec<String>> {
        let net = self.net;
        let tensors = net.weights.params().iter().zip(&net.storage).filter(|(p, _)| p.node == id);
        tensors.map(|(p, storage)| self.weight(p, storage)).collect()
    }

    fn weight(&mut self, p: &Param, storage: &Storage) -> Result<String> {
        let net = self.net;
        let values = &net.weights.values()[p.range.clone()];
        let bias_scale = if p.role == Role::Bias { self.product_scale(p.node) } else { None };
        if let Some(name) = bias_scale.and_then(|scale| quantized::bias(&mut self.model, &p.name, values, &scale)) {
            return Ok(name);
        }
        if let Some(levels) = quantized::Levels::of(p, values, storage) {
            let torch = self.in_torch_order(p, &levels.values)?;
            return Ok(levels.add(&mut self.model, &p.name, &layout::torch_shape(p), &torch));
        }
        let torch = self.in_torch_order(p, values)?;
        Ok(self.model.floats(p.name.clone(), &layout::torch_shape(p), &torch))
    }

    fn in_torch_order(&self, p: &Param, values: &[f32]) -> Result<Vec<f32>> {
        layout::to_torch(&self.net.graph, p, values)
            .map_err(|e| Error::format(FORMAT, "values that fill their shape", e.to_string()))
    }

    /// The scale of a product of node `id`'s input and weight, for each output channel or for all, where both are
    /// integers.
    fn product_scale(&self, id: NodeId) -> Option<Vec<f32>> {
        let grid = self.grid(self.net.graph.nodes()[id].inputs[0])?;
        let params = self.net.weights.params();
        let weight = params.iter().position(|p| p.node == id && p.role == Role::Weight)?;
        let values = &self.net.weights.values()[params[weight].range.clone()];
        let levels = quantized::Levels::of(&params[weight], values, self.net.storage.get(weight)?)?;
        Some(levels.scale.iter().map(|s| s * grid.scale).collect())
    }

    /// The grid that node `id`'s output is rounded to.
    fn grid(&self, id: NodeId) -> Option<Affine> {
        match &self.net.activations {
            Activations::Static(grids) => grids.get(id).copied(),
            Activations::Float | Activations::Dynamic => None,
        }
    }

    /// `value`, node `id`'s output, on its grid where it has one.
    fn rounded(&mut self, id: NodeId, value: String) -> String {
        let Some(grid) = self.grid(id) else { return value };
        let name = |what: &str| self.name(id, what);
        let names = [name("scale"), name("zero_point"), name("levels"), name("rounded")];
        quantized::round_trip(&mut self.model, grid, value, names)
    }

    /// Whether a ReLU or ReLU6 behind node `id` is computed with it, so that its own output is nowhere rounded: its only
    /// reader is one of them. The same rule as the integer executor's, which looks other functions up in a table.
    fn is_fused(&self, id: NodeId) -> bool {
        let nodes = self.net.graph.nodes();
        let takes = matches!(nodes[id].op, Op::Conv2d(_) | Op::DepthwiseConv2d(_) | Op::Linear(_) | Op::BatchNorm(_));
        let mut readers = self.net.graph.consumers(id);
        let (first, second) = (readers.next(), readers.next());
        let bounds = |next: NodeId| matches!(nodes[next].op, Op::Activation(Activation::Relu | Activation::Relu6));
        takes && second.is_none() && first.is_some_and(bounds)
    }

    /// `value` as `[N, C]`.
    fn flat(&mut self, id: NodeId, value: Value) -> String {
        if value.flat {
            return value.name;
        }
        self.model.node("Flatten", vec![value.name], self.name(id, "flat"), vec![("axis", Int(1))])
    }

    /// `value` as `[N, C, H, W]`.
    fn four(&mut self, id: NodeId, what: &str, value: Value) -> String {
        if !value.flat {
            return value.name;
        }
        let axes = self.model.int64(self.name(id, &format!("{what}_axes")), &[2], &[2, 3]);
        self.model.node("Unsqueeze", vec![value.name, axes], self.name(id, what), Vec::new())
    }

    /// A flattened picture has its features in another order here (H, W, C) than in ONNX (C, H, W). A linear layer's
    /// weights are reordered, and ops on single values do not care; nothing else may read them.
    fn check_order(&self, id: NodeId) -> Result<()> {
        let node = &self.net.graph.nodes()[id];
        let reordered = matches!(node.op, Op::Linear(_) | Op::Activation(_) | Op::Dropout(_));
        if reordered || !self.reads_flattened(id) {
            return Ok(());
        }
        Err(Error::format(FORMAT, "a linear layer behind a flattened picture", node.op.name()))
    }

    fn check_output(&self) -> Result<()> {
        let graph = &self.net.graph;
        let (id, node) = (graph.output(), &graph.nodes()[graph.output()]);
        let flattens = node.op == Op::Flatten && graph.in_shape(id).area() > 1;
        let keeps = matches!(node.op, Op::Activation(_) | Op::Dropout(_)) && self.reads_flattened(id);
        if flattens || keeps {
            return Err(Error::format(FORMAT, "a linear layer behind a flattened picture", "the output"));
        }
        Ok(())
    }

    /// Whether any input of node `id` is a flattened picture.
    fn reads_flattened(&self, id: NodeId) -> bool {
        let nodes = self.net.graph.nodes();
        let is_flattened = |mut at: NodeId| loop {
            match nodes[at].op {
                Op::Flatten => return self.net.graph.in_shape(at).area() > 1,
                Op::Activation(_) | Op::Dropout(_) => at = nodes[at].inputs[0],
                _ => return false,
            }
        };
        nodes[id].inputs.iter().any(|&i| is_flattened(i))
    }
}

fn grouped(mut attributes: Attributes, groups: usize) -> Attributes {
    attributes.push(("group", Int(groups as i64)));
    attributes
}

fn window(kernel: [usize; 2], stride: [usize; 2], p: Pad) -> Attributes {
    vec![
        ("kernel_shape", Ints(kernel.to_vec())),
        ("strides", Ints(stride.to_vec())),
        ("pads", Ints(vec![p.top, p.left, p.bottom, p.right])),
    ]
}
