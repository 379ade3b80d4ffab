//! Each kernel call of a network, with what it needs.

use super::FORMAT;
use super::text::{array, comment, float};
use crate::exec::program::{Constants, Program};
use crate::exec::{Element, MemoryStep};
use crate::graph::{Model, NodeId, Weights};
use crate::int8::{Layer, Scales};
use crate::ops::{Activation, Op, Role, Window};
use crate::{Error, Result, Shape};
use std::collections::BTreeSet;

/// What a program consists of besides its frame.
#[derive(Debug, Default)]
pub struct Calls {
    /// Lines before everything.
    pub includes: String,
    /// The kernels that are called, in order of what they need of each other.
    pub kernels: Vec<String>,
    /// Weights and tables.
    pub constants: Vec<String>,
    /// The calls.
    pub body: String,
}

/// The kernels in an order in which each comes after what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kernel {
    Level,
    Quantize,
    LayerInt8,
    TableInt8,
    Max,
    MeanInt8,
    AddInt8,
    MultiplyInt8,
    Activation(u8),
    LayerFloat,
    LinearFloat,
    MapFloat,
    MeanFloat,
    AddFloat,
    MultiplyFloat,
}

impl Kernel {
    fn source(self) -> String {
        match self {
            Kernel::Level => include_str!("kernels/level.c"),
            Kernel::Quantize => include_str!("kernels/quantize.c"),
            Kernel::LayerInt8 => include_str!("kernels/layer_int8.c"),
            Kernel::TableInt8 => include_str!("kernels/table_int8.c"),
            Kernel::Max => include_str!("kernels/max.c"),
            Kernel::MeanInt8 => include_str!("kernels/mean_int8.c"),
            Kernel::AddInt8 => include_str!("kernels/add_int8.c"),
            Kernel::MultiplyInt8 => include_str!("kernels/multiply_int8.c"),
            Kernel::LayerFloat => include_str!("kernels/layer_float.c"),
            Kernel::LinearFloat => include_str!("kernels/linear_float.c"),
            Kernel::MapFloat => include_str!("kernels/map_float.c"),
            Kernel::MeanFloat => include_str!("kernels/mean_float.c"),
            Kernel::AddFloat => include_str!("kernels/add_float.c"),
            Kernel::MultiplyFloat => include_str!("kernels/multiply_float.c"),
            Kernel::Activation(at) => {
                let f = ACTIVATIONS[usize::from(at) % ACTIVATIONS.len()];
                return format!("static float karui_{}(float x) {{\n    return {};\n}}\n", f.name(), formula(f));
            }
        }
        .to_owned()
    }
}

const ACTIVATIONS: [Activation; 6] = [
    Activation::Relu,
    Activation::Relu6,
    Activation::Sigmoid,
    Activation::HardSigmoid,
    Activation::HardSwish,
    Activation::Silu,
];

/// What [`Activation::apply`] computes, in its order.
const fn formula(f: Activation) -> &'static str {
    match f {
        Activation::Relu => "x > 0.0f ? x : 0.0f",
        Activation::Relu6 => "x < 0.0f ? 0.0f : x > 6.0f ? 6.0f : x",
        Activation::Sigmoid => "1.0f / (1.0f + expf(-x))",
        Activation::HardSigmoid => "(x < -3.0f ? 0.0f : x > 3.0f ? 6.0f : x + 3.0f) / 6.0f",
        Activation::HardSwish => "x * (x < -3.0f ? 0.0f : x > 3.0f ? 6.0f : x + 3.0f) / 6.0f",
        Activation::Silu => "x / (1.0f + expf(-x))",
    }
}

impl Calls {
    /// The calls of `program`, which is made of `net`.
    pub fn new(net: &Model, program: &Program) -> Result<Self> {
        let is_int8 = program.memory.element == Element::Int8;
        let mut writer = Writer { net, program, calls: Calls::default(), kernels: BTreeSet::new() };
        if is_int8 {
            writer.kernels.extend([Kernel::Level, Kernel::Quantize]);
        }
        for (i, step) in program.memory.steps.iter().enumerate() {
            let node = &net.graph.nodes()[step.node];
            writer.line(&format!("/* {}: {} */", comment(&node.name), node.op.name()));
            match program.constants.get(i) {
                Some(constants) => writer.integers(i, step, constants)?,
                None => writer.floats(i, step)?,
            }
        }
        let Writer { mut calls, kernels, .. } = writer;
        let exponential = [Activation::Sigmoid, Activation::Silu].map(|f| Kernel::Activation(number(f)));
        if exponential.iter().any(|kernel| kernels.contains(kernel)) {
            calls.includes.push_str("#include <math.h>\n");
        }
        calls.kernels = kernels.into_iter().map(Kernel::source).collect();
        Ok(calls)
    }
}

fn number(f: Activation) -> u8 {
    ACTIVATIONS.iter().position(|&it| it == f).unwrap_or_default() as u8
}

struct Writer<'a> {
    net: &'a Model,
    program: &'a Program,
    calls: Calls,
    kernels: BTreeSet<Kernel>,
}

impl<'a> Writer<'a> {
    fn line(&mut self, text: &str) {
        self.calls.body.push_str(&format!("    {text}\n"));
    }

    fn call(&mut self, kernel: Kernel, text: &str) {
        self.kernels.insert(kernel);
        self.line(text);
    }

    /// A value's place in the arena.
    fn at(&self, value: usize) -> String {
        let memory = &self.program.memory;
        format!("a + {}", memory.values[value].offset / memory.element.bytes())
    }

    fn constant(&mut self, text: String) {
        self.calls.constants.push(text);
    }

    fn name(&self, node: NodeId, what: &str) -> String {
        format!("{}: {what}", comment(&self.net.graph.nodes()[node].name))
    }

    fn window(&self, node: NodeId) -> Option<Window> {
        let graph = &self.net.graph;
        let (x, y) = (graph.in_shape(node), graph.nodes()[node].shape);
        match &graph.nodes()[node].op {
            Op::Conv2d(op) => Some(op.window(1, x, y)),
            Op::DepthwiseConv2d(op) => Some(op.window(1, x, y)),
            Op::Linear(_) => Some(Window::linear(1, x.c, y.c)),
            Op::MaxPool2d(op) => Some(op.window(1, x, y)),
            _ => None,
        }
    }

    fn max(&mut self, step: &MemoryStep, s: &Window) {
        let Window { h, w, c, oh, ow, kh, kw, sh, sw, pt, pl, .. } = *s;
        let (x, y) = (self.at(step.inputs[0]), self.at(step.output));
        let window = format!("{{{h}, {w}, {c}, {oh}, {ow}, {kh}, {kw}, {sh}, {sw}, {pt}, {pl}}}");
        self.call(Kernel::Max, &format!("karui_max(&(karui_window){window}, {x}, {y});"));
    }

    fn integers(&mut self, i: usize, step: &MemoryStep, constants: &Constants) -> Result<()> {
        let graph = &self.net.graph;
        let node = &graph.nodes()[step.node];
        let (x_shape, n) = (graph.in_shape(step.node), node.shape.len());
        let (x, y) = (self.at(step.inputs[0]), self.at(step.output));
        match (constants, self.window(step.node)) {
            (Constants::Layer(layer), Some(s)) => self.layer(i, step, &s, layer),
            (Constants::Table(table), _) => {
                self.constant(array("int8_t", &format!("t{i}"), &self.name(step.node, "table"), table.iter()));
                self.call(Kernel::TableInt8, &format!("karui_look_up(t{i}, {x}, {y}, {n});"));
            }
            (Constants::Max(table), Some(s)) => {
                self.max(step, &s);
                if let Some(table) = table {
                    self.constant(array("int8_t", &format!("t{i}"), &self.name(step.node, "table"), table.iter()));
                    self.call(Kernel::TableInt8, &format!("karui_look_up(t{i}, {y}, {y}, {n});"));
                }
            }
            (Constants::Mean(mean), _) => {
                let [m, shift] = mean.scales.as_ref().map_or([0, 0], |s| [first(s, 0), s.shift as i32]);
                let (area, c) = (x_shape.area(), x_shape.c);
                let (x_zero, y_zero) = (mean.x_zero, mean.y_zero);
                self.call(
                    Kernel::MeanInt8,
                    &format!("karui_mean({x}, {y}, {area}, {c}, {x_zero}, {y_zero}, {m}, {shift});"),
                );
            }
            (Constants::Join(join), _) => {
                let (b, [za, zb], yz) = (self.at(step.inputs[1]), join.zeros, join.y_zero);
                let (ma, mb, shift) = (first(&join.scales, 0), first(&join.scales, 1), join.scales.shift);
                if node.op == Op::Add {
                    let numbers = format!("{n}, {za}, {zb}, {yz}, {ma}, {mb}, {shift}");
                    self.call(Kernel::AddInt8, &format!("karui_add({x}, {b}, {y}, {numbers});"));
                } else {
                    let (area, c, repeat) = self.repeated(step.node);
                    let numbers = format!("{area}, {c}, {repeat}, {za}, {zb}, {yz}, {ma}, {shift}");
                    self.call(Kernel::MultiplyInt8, &format!("karui_multiply({x}, {b}, {y}, {numbers});"));
                }
            }
            _ => return Err(Error::format(FORMAT, "ops of inference", node.op.name())),
        }
        Ok(())
    }

    /// Positions and channels of a product, and over how many positions its second factor is the same.
    fn repeated(&self, node: NodeId) -> (usize, usize, usize) {
        let graph = &self.net.graph;
        let a: Shape = graph.in_shape(node);
        let b = graph.nodes()[graph.nodes()[node].inputs[1]].shape;
        (a.area(), a.c, if a == b { 1 } else { a.area() })
    }

    fn layer(&mut self, i: usize, step: &MemoryStep, s: &Window, l: &Layer) {
        let (x, y) = (self.at(step.inputs[0]), self.at(step.output));
        let weights = outputs_first(s, &l.weights);
        self.constant(array("int8_t", &format!("w{i}"), &self.name(step.node, "weights"), weights));
        self.constant(array("int32_t", &format!("b{i}"), &self.name(step.node, "bias"), &l.bias[..s.k]));
        self.constant(array("int32_t", &format!("m{i}"), &self.name(step.node, "multipliers"), &l.multiplier[..s.k]));
        let Layer { x_zero, y_zero, clamp: [low, high], shift, .. } = l;
        let numbers = format!("{}, {x_zero}, {y_zero}, {low}, {high}, {shift}", geometry(s));
        self.call(
            Kernel::LayerInt8,
            &format!("karui_convolve(&(karui_layer){{{numbers}}}, w{i}, b{i}, m{i}, {x}, {y});"),
        );
    }

    fn floats(&mut self, i: usize, step: &MemoryStep) -> Result<()> {
        let graph = &self.net.graph;
        let node = &graph.nodes()[step.node];
        let (x_shape, n) = (graph.in_shape(step.node), node.shape.len());
        let (x, y) = (self.at(step.inputs[0]), self.at(step.output));
        let act = self.program.acts[i];
        let f = act.map_or("0".to_owned(), |f| {
            self.kernels.insert(Kernel::Activation(number(f)));
            format!("karui_{}", f.name())
        });
        match (&node.op, self.window(step.node)) {
            (Op::Conv2d(_) | Op::DepthwiseConv2d(_) | Op::Linear(_), Some(s)) => {
                let [w, b] = [Role::Weight, Role::Bias].map(|role| self.tensor(step.node, role));
                let w = w.ok_or_else(|| Error::format(FORMAT, "a weight for each layer", "none"))?;
                let weights = outputs_first(&s, w).into_iter().map(float);
                self.constant(array("float", &format!("w{i}"), &self.name(step.node, "weights"), weights));
                let bias = b.map_or("0".to_owned(), |b| {
                    self.constant(array(
                        "float",
                        &format!("b{i}"),
                        &self.name(step.node, "bias"),
                        b.iter().map(|&b| float(b)),
                    ));
                    format!("b{i}")
                });
                if matches!(node.op, Op::Linear(_)) {
                    let call = format!("karui_linear({}, {}, w{i}, {bias}, {f}, {x}, {y});", s.c, s.k);
                    self.call(Kernel::LinearFloat, &call);
                } else {
                    let layer = format!("&(karui_layer){{{}}}", geometry(&s));
                    self.call(Kernel::LayerFloat, &format!("karui_convolve({layer}, w{i}, {bias}, {f}, {x}, {y});"));
                }
            }
            (Op::Activation(f), _) => {
                self.kernels.insert(Kernel::Activation(number(*f)));
                self.call(Kernel::MapFloat, &format!("karui_map(karui_{}, {x}, {y}, {n});", f.name()));
            }
            (Op::MaxPool2d(_), Some(s)) => self.max(step, &s),
            (Op::GlobalAvgPool, _) => {
                let call = format!("karui_mean({x}, {y}, {}, {});", x_shape.area(), x_shape.c);
                self.call(Kernel::MeanFloat, &call);
            }
            (Op::Add, _) => {
                let b = self.at(step.inputs[1]);
                self.call(Kernel::AddFloat, &format!("karui_add({x}, {b}, {y}, {n});"));
            }
            (Op::Multiply, _) => {
                let (b, (area, c, repeat)) = (self.at(step.inputs[1]), self.repeated(step.node));
                let call = format!("karui_multiply({x}, {b}, {y}, {area}, {c}, {repeat});");
                self.call(Kernel::MultiplyFloat, &call);
            }
            _ => return Err(Error::format(FORMAT, "ops of inference", node.op.name())),
        }
        Ok(())
    }

    fn tensor(&self, node: NodeId, role: Role) -> Option<&'a [f32]> {
        let weights: &'a Weights = &self.net.weights;
        let param = weights.params().iter().find(|p| p.node == node && p.role == role)?;
        weights.values().get(param.range.clone())
    }
}

fn first(scales: &Scales, at: usize) -> i32 {
    scales.multiplier.get(at).copied().unwrap_or_default()
}

fn geometry(s: &Window) -> String {
    let Window { h, w, c, oh, ow, k, kh, kw, sh, sw, pt, pl, groups, .. } = *s;
    format!("{h}, {w}, {c}, {oh}, {ow}, {k}, {kh}, {kw}, {sh}, {sw}, {pt}, {pl}, {groups}")
}

/// Weights `[KH, KW, C/groups, K]` as `[K, KH, KW, C/groups]`.
fn outputs_first<T: Copy>(s: &Window, weights: &[T]) -> Vec<T> {
    (0..s.k).flat_map(|k| weights.iter().skip(k).step_by(s.k).copied()).collect()
}
