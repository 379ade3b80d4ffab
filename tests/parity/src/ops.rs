//! Every op, forward and backward, against PyTorch: `tests/parity/goldens/make_ops.py`.

use crate::compare::{Tolerance, near};
use crate::golden::{Tensor, Tensors, json, number, sizes, text};
use crate::wait;
use karui_core::exec::{Executor, Kernels, Mode};
use karui_core::format::layout::{from_torch, nchw_to_nhwc, nhwc_to_nchw, to_torch};
use karui_core::graph::{Graph, GraphBuilder, Shape, Weights};
use karui_core::ops::elementwise::reference as elementwise;
use karui_core::ops::softmax_cross_entropy;
use karui_core::ops::{Activation, BatchNorm, Conv2d, DepthwiseConv2d, Linear, MaxPool2d, Op, Pad};
use karui_core::rng::Rng;
use serde_json::Value;

const CASES: &str = include_str!("../goldens/ops.json");
const TENSORS: &[u8] = include_bytes!("../goldens/ops.safetensors");

/// Checks every case with the kernels `K`; the number of cases, or all that differ.
pub fn check<K: Kernels>() -> Result<usize, String> {
    wait(each(Tolerance { absolute: 1e-6, relative: 2e-6 }, async |case| case.check::<K>().await.map(|()| true)))
}

/// Has `check` look at every case, whose tensors may be `tolerance` off and six times the error of PyTorch's own f32. The
/// number of cases for which it gives true, or all that differ.
pub async fn each(
    tolerance: Tolerance,
    mut check: impl AsyncFnMut(&Case) -> Result<bool, String>,
) -> Result<usize, String> {
    let (cases, tensors) = (json(CASES)?, Tensors::read(TENSORS)?);
    let cases = cases["cases"].as_array().ok_or("no cases")?;
    let (mut failures, mut checked) = (Vec::new(), 0);
    for case in cases {
        match check(&Case { case, tensors: &tensors, tolerance }).await {
            Ok(true) => checked += 1,
            Ok(false) => {}
            Err(difference) => failures.push(difference),
        }
    }
    if failures.is_empty() { Ok(checked) } else { Err(failures.join("\n")) }
}

/// What one pass over a graph gives: its output and, where it was made for gradients, those of the trained weights and of
/// the input.
#[derive(Debug, Clone, Default)]
pub struct Pass {
    /// `[N, outputs]`.
    pub y: Vec<f32>,
    /// Laid out as the trained part of [`Weights::values`].
    pub dw: Vec<f32>,
    /// `[N, inputs]`.
    pub dx: Vec<f32>,
}

/// One op with PyTorch's inputs, outputs and gradients.
#[derive(Debug)]
pub struct Case<'a> {
    /// Its description.
    pub case: &'a Value,
    tensors: &'a Tensors,
    tolerance: Tolerance,
}

impl Case<'_> {
    async fn check<K: Kernels>(&self) -> Result<(), String> {
        let name = text(self.case, "name")?;
        let run = match text(self.case, "op")? {
            "add" | "multiply" => self.check_pair(),
            "dropout" => self.check_dropout(),
            "softmax_cross_entropy" => self.check_loss(),
            "flatten" => self.check_flatten(),
            _ => self.check_graph(async |g, weights, n, x, dy| pass::<K>(g, weights, n, x, dy)).await,
        };
        run.map_err(|e| format!("{name} [{}]: {e}", K::NAME))
    }

    /// The tensor `part` of the case, which must be there.
    pub fn tensor(&self, part: &str) -> Result<&Tensor, String> {
        self.tensors.get(&format!("{}/{part}", text(self.case, "name")?))
    }

    /// A few times the error of PyTorch's own f32, and a few units in the last place.
    pub fn near(&self, part: &str, got: &[f32]) -> Result<(), String> {
        let torch = self.case["float32_error"][part].as_f64().unwrap_or(0.0);
        let Tolerance { absolute, relative } = self.tolerance;
        near(part, got, &self.tensor(part)?.values, Tolerance { absolute: 6.0 * torch + absolute, relative })
    }

    fn op(&self) -> Result<Vec<Op>, String> {
        let case = self.case;
        let bias = case["bias"].as_bool().unwrap_or(false);
        let pad = || -> Result<Pad, String> {
            let [top, bottom, left, right] = sizes(case, "padding")?;
            Ok(Pad { top, bottom, left, right })
        };
        let outputs = || -> Result<usize, String> { Ok(self.tensor("weight")?.shape[0]) };
        Ok(vec![match text(case, "op")? {
            "conv2d" => Op::Conv2d(Conv2d {
                out_channels: outputs()?,
                kernel: sizes(case, "kernel")?,
                stride: sizes(case, "stride")?,
                pad: pad()?,
                groups: number(case, "groups")? as usize,
                bias,
            }),
            "depthwise_conv2d" => Op::DepthwiseConv2d(DepthwiseConv2d {
                kernel: sizes(case, "kernel")?,
                stride: sizes(case, "stride")?,
                pad: pad()?,
                bias,
            }),
            "linear" => Op::Linear(Linear { out_features: outputs()?, bias }),
            "flatten_linear" => {
                return Ok(vec![Op::Flatten, Op::Linear(Linear { out_features: outputs()?, bias })]);
            }
            "batch_norm" => Op::BatchNorm(BatchNorm {
                eps: number(case, "eps")? as f32,
                momentum: number(case, "momentum")? as f32,
            }),
            "relu" => Op::Activation(Activation::Relu),
            "relu6" => Op::Activation(Activation::Relu6),
            "hard_swish" => Op::Activation(Activation::HardSwish),
            "hard_sigmoid" => Op::Activation(Activation::HardSigmoid),
            "sigmoid" => Op::Activation(Activation::Sigmoid),
            "silu" => Op::Activation(Activation::Silu),
            "max_pool" => {
                Op::MaxPool2d(MaxPool2d { kernel: sizes(case, "kernel")?, stride: sizes(case, "stride")?, pad: pad()? })
            }
            "global_avg_pool" => Op::GlobalAvgPool,
            other => return Err(format!("unknown op {other}")),
        }])
    }

    /// A graph of nothing but the op: outputs, gradients and, for batch norm, the running statistics, as `run` gives them
    /// for a graph, weights that it may move, a batch of so many images, and the output's gradient unless it is made for
    /// inference.
    pub async fn check_graph(
        &self,
        run: impl AsyncFnOnce(&Graph, &mut Weights, usize, &[f32], Option<&[f32]>) -> Result<Pass, String>,
    ) -> Result<(), String> {
        let input = self.tensor("input")?;
        let [n, c, h, w] = four(&input.shape);
        let mut builder = GraphBuilder::new(Shape::new(h, w, c));
        let mut last = builder.input();
        for (i, op) in self.op()?.into_iter().enumerate() {
            last = builder.push(format!("op{i}"), op, &[last]).map_err(|e| e.to_string())?;
        }
        let graph = builder.build();
        let mut weights = self.weights(&graph)?;
        let x = self.nhwc("input")?;
        if self.case["training"] == false {
            let y = run(&graph, &mut weights, n, &x, None).await?.y;
            return self.near("output", &self.to_nchw(n, graph.output_shape(), &y)?);
        }
        let dy = self.nhwc("grad_output")?;
        let Pass { y, dw: grads, dx } = run(&graph, &mut weights, n, &x, Some(&dy)).await?;
        self.near("output", &self.to_nchw(n, graph.output_shape(), &y)?)?;
        self.near("grad_input", &self.to_nchw(n, graph.input_shape(), &dx)?)?;
        for p in weights.params() {
            let part = p.name.rsplit('.').next().unwrap_or_default();
            let torch = |values: &[f32]| to_torch(&graph, p, values).map_err(|e| e.to_string());
            if p.role.is_trainable() {
                self.near(&format!("grad_{part}"), &torch(&grads[p.range.clone()])?)?;
            } else {
                self.near(&format!("new_{part}"), &torch(&weights.values()[p.range.clone()])?)?;
            }
        }
        Ok(())
    }

    fn weights(&self, graph: &Graph) -> Result<Weights, String> {
        let mut weights = Weights::zeros(graph);
        for p in weights.params().to_vec() {
            let part = p.name.rsplit('.').next().unwrap_or_default();
            let values = from_torch(graph, &p, &self.tensor(part)?.values).map_err(|e| e.to_string())?;
            weights.values_mut()[p.range].copy_from_slice(&values);
        }
        Ok(weights)
    }

    /// `values [N, H, W, C]` in PyTorch's order.
    pub fn to_nchw(&self, n: usize, shape: Shape, values: &[f32]) -> Result<Vec<f32>, String> {
        nhwc_to_nchw(n, shape.h, shape.w, shape.c, values).map_err(|e| e.to_string())
    }

    /// A tensor of the case in Karui's order.
    pub fn nhwc(&self, part: &str) -> Result<Vec<f32>, String> {
        let t = self.tensor(part)?;
        let [n, c, h, w] = four(&t.shape);
        nchw_to_nhwc(n, c, h, w, &t.values).map_err(|e| e.to_string())
    }

    fn check_pair(&self) -> Result<(), String> {
        let [n, c, h, w] = four(&self.tensor("input")?.shape);
        let shape = Shape::new(h, w, c);
        let (a, b, dy) = (self.nhwc("input")?, self.nhwc("input1")?, self.nhwc("grad_output")?);
        let [mut y, mut da] = [vec![f32::NAN; a.len()], vec![f32::NAN; a.len()]];
        let mut db = vec![f32::NAN; b.len()];
        if text(self.case, "op")? == "add" {
            elementwise::add(&a, &b, &mut y);
            (da, db) = (dy.clone(), dy);
        } else {
            let area = if a.len() == b.len() { 1 } else { shape.area() };
            elementwise::multiply(area, c, &a, &b, &mut y);
            elementwise::multiply_backward_a(area, c, &b, &dy, &mut da);
            elementwise::multiply_backward_b(area, c, &a, &dy, &mut db);
        }
        let b_shape = if b.len() == a.len() { shape } else { Shape::vector(c) };
        self.near("output", &self.to_nchw(n, shape, &y)?)?;
        self.near("grad_input", &self.to_nchw(n, shape, &da)?)?;
        self.near("grad_input1", &self.to_nchw(n, b_shape, &db)?)
    }

    fn check_dropout(&self) -> Result<(), String> {
        let keep = 1.0 / (1.0 - number(self.case, "p")? as f32);
        let mask: Vec<f32> = self.tensor("mask")?.values.iter().map(|m| if *m == 0.0 { 0.0 } else { keep }).collect();
        let mut result = vec![f32::NAN; mask.len()];
        elementwise::multiply(1, mask.len(), &self.tensor("input")?.values, &mask, &mut result);
        self.near("output", &result)?;
        elementwise::multiply(1, mask.len(), &self.tensor("grad_output")?.values, &mask, &mut result);
        self.near("grad_input", &result)
    }

    fn check_loss(&self) -> Result<(), String> {
        let logits = self.tensor("input")?;
        let labels: Vec<u8> = self.tensor("labels")?.values.iter().map(|l| *l as u8).collect();
        let smoothing = number(self.case, "label_smoothing")? as f32;
        let mut gradient = vec![f32::NAN; logits.values.len()];
        let loss = softmax_cross_entropy::reference::loss_and_gradient(
            logits.shape[1],
            &logits.values,
            &labels,
            smoothing,
            &mut gradient,
        );
        self.near("output", &[loss])?;
        self.near("grad_input", &gradient)
    }

    /// Nothing is computed: the order of features is a matter of the border, checked by the order of the values.
    fn check_flatten(&self) -> Result<(), String> {
        let [n, c, h, w] = four(&self.tensor("input")?.shape);
        self.near("output", &self.to_nchw(n, Shape::new(h, w, c), &self.nhwc("input")?)?)
    }
}

/// One pass with the kernels `K`.
fn pass<K: Kernels>(
    graph: &Graph,
    weights: &mut Weights,
    n: usize,
    x: &[f32],
    dy: Option<&[f32]>,
) -> Result<Pass, String> {
    let failed = |e: karui_core::Error| e.to_string();
    let mode = if dy.is_some() { Mode::InputGradient } else { Mode::Inference };
    let mut executor = Executor::<K>::new(graph, n, mode).map_err(failed)?;
    let Some(dy) = dy else {
        return Ok(Pass { y: executor.forward(weights, x).map_err(failed)?.to_vec(), ..Pass::default() });
    };
    let y = executor.forward_train(weights, x, &mut Rng::new(0, 0)).map_err(failed)?.to_vec();
    let mut dw = vec![f32::NAN; weights.trainable_len()];
    executor.set_output_gradient(dy).map_err(failed)?;
    executor.backward(weights, &mut dw).map_err(failed)?;
    Ok(Pass { y, dw, dx: executor.input_gradient().ok_or("no input gradient")?.to_vec() })
}

/// A PyTorch shape as N, C, H, W; a matrix is N, C.
pub fn four(shape: &[usize]) -> [usize; 4] {
    let at = |i: usize| shape.get(i).copied().unwrap_or(1);
    [at(0), at(1), at(2), at(3)]
}
