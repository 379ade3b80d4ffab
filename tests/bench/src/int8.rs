//! 8-bit integers beside floats: the kernels in giga-operations a second (a multiply-add is two), and whole forward passes
//! with the ratio of their times.

use crate::bench::{Clock, Row, in_turn_ms};
use karui_core::compress::Model;
use karui_core::exec::{Executor, InferenceSession, Mode};
use karui_core::graph::Weights;
use karui_core::int8::{Dot, Layer, PAD};
use karui_core::models::{self, Options};
use karui_core::ops::{
    Activation, Conv2dKernels, Cpu, DepthwiseKernels, Int8Conv2dKernels, Int8DepthwiseKernels, Window,
};
use karui_core::rng::Rng;
use karui_core::spec::recipe::NumberType;
use karui_core::{Error, Result};
use karui_parity::quantized::{quantized, without_norm};

fn window(size: usize, c: usize, k: usize, kernel: usize, stride: usize, groups: usize) -> Window {
    let pad = kernel / 2;
    let out = (size + 2 * pad - kernel) / stride + 1;
    let (n, h, w, oh, ow, kh, kw, sh, sw) = (1, size, size, out, out, kernel, kernel, stride, stride);
    Window { n, h, w, c, oh, ow, k, kh, kw, sh, sw, pt: pad, pl: pad, groups }
}

/// A layer with random weights, ReLU fused.
fn layer(rng: &mut Rng, weights: usize, k: usize) -> Layer {
    let constants = |value: i32| {
        let mut all = vec![value; k];
        all.resize(k + PAD, 0);
        all
    };
    let weights = (0..weights).map(|_| (rng.below(255) as i32 - 127) as i8).collect();
    let (bias, multiplier) = (constants(1000), constants(1 << 27));
    Layer { weights, bias, multiplier, shift: 39, x_zero: -3, y_zero: -128, clamp: [-128, 127], dot: Dot::Pairs }
}

/// Layers of MobileNetV1 at 224×224, one image at a time.
pub fn kernels(now: Clock) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut rng = Rng::new(1, 0);
    for s in [
        window(224, 3, 32, 3, 2, 1),
        window(56, 128, 128, 1, 1, 1),
        window(14, 256, 256, 1, 1, 1),
        window(14, 512, 512, 1, 1, 1),
        window(112, 64, 64, 3, 2, 64),
        window(56, 128, 128, 3, 1, 128),
        window(14, 512, 512, 3, 1, 512),
        window(14, 96, 96, 5, 1, 96),
    ] {
        let depthwise = s.groups > 1;
        let weights = s.kh * s.kw * s.c / s.groups * s.k;
        let x: Vec<i8> = (0..s.input_len()).map(|_| rng.next_u32() as i8).collect();
        let layer = layer(&mut rng, weights, s.k);
        let mut y = vec![0; s.output_len()];
        let [xf, wf] = [s.input_len(), weights].map(|len| (0..len).map(|i| i as f32 * 1e-6).collect::<Vec<f32>>());
        let (mut yf, act) = (vec![0.0; s.output_len()], Some(Activation::Relu));
        let layer = if depthwise { Cpu::pack_depthwise(&s, layer) } else { Cpu::pack_conv2d(&s, layer) };
        let (int8_ws, float_ws) = if depthwise {
            (Cpu::int8_depthwise_workspace(&s), Cpu::depthwise_workspace(&s))
        } else {
            (Cpu::int8_conv2d_workspace(&s), Cpu::conv2d_workspace(&s))
        };
        let (mut int8_ws, mut float_ws) = (vec![0; int8_ws], vec![0.0; float_ws]);
        let run_int8 = if depthwise { Cpu::int8_depthwise } else { Cpu::int8_conv2d };
        let run_float = if depthwise { Cpu::depthwise_conv2d } else { Cpu::conv2d };
        let [int8, float] = in_turn_ms(
            now,
            [&mut || run_int8(&s, &layer, &x, &mut y, &mut int8_ws), &mut || {
                run_float(&s, &xf, &wf, None, act, &mut yf, &mut float_ws)
            }],
        );
        let kind = if depthwise { "depthwise" } else { "conv2d" };
        let name = format!("int8 {kind} {}×{}×{} → {} ({}×{}, stride {})", s.h, s.w, s.c, s.k, s.kh, s.kw, s.sh);
        let macs = s.output_len() * s.kh * s.kw * s.c / s.groups;
        let note = format!("{int8:.3} ms, float {float:.3} ms, {:.2} times as fast, {:?}", float / int8, Dot::best());
        rows.push(Row { name, value: (2 * macs) as f64 / int8 / 1e6, unit: "GOP/s", note });
    }
    rows
}

/// The LeNet-style network, a batch of 64.
pub fn lenet(now: Clock) -> Vec<Row> {
    network(now, "lenet", 64)
}

/// MobileNetV1 1.0 at 224×224, one image, batch norm folded.
pub fn mobilenet_v1(now: Clock) -> Vec<Row> {
    network(now, "mobilenet-v1", 1)
}

/// The person detector, MobileNetV1 0.25 at 96×96: one image, as the camera gives them.
pub fn person(now: Clock) -> Vec<Row> {
    network(now, "person", 1)
}

/// Milliseconds of each layer of the LeNet-style network with a batch of 64, integers beside floats.
pub fn lenet_layers(now: Clock) -> Vec<Row> {
    layer_by_layer(now, "lenet", 64).unwrap_or_else(|error| vec![failed("lenet", &error)])
}

/// Milliseconds of each layer of MobileNetV1 1.0 at 224×224, integers beside floats.
pub fn layers(now: Clock) -> Vec<Row> {
    layer_by_layer(now, "mobilenet-v1", 1).unwrap_or_else(|error| vec![failed("mobilenet-v1", &error)])
}

fn layer_by_layer(now: Clock, model: &str, batch: usize) -> Result<Vec<Row>> {
    let (net, images) = static_network(model, batch)?;
    let mut float: Executor<Cpu> = Executor::new(&net.graph, batch, Mode::Inference)?;
    let mut int8: InferenceSession = InferenceSession::new(&net, batch)?;
    float.forward(&net.weights, &images)?;
    int8.forward(&images)?;
    let mut rows = Vec::new();
    for i in 0..int8.instruction_count() {
        let [float_ms, ms] = in_turn_ms(
            now,
            [
                // Whether it runs was seen above.
                &mut || drop(float.run_instruction(&net.weights, i)),
                &mut || drop(int8.run_instruction(i)),
            ],
        );
        let node = int8.instruction_nodes(i).map_or("", |(node, _)| &net.graph.nodes()[node].name);
        let note = format!("float {float_ms:.3} ms, {:.2} times as fast", float_ms / ms);
        rows.push(Row { name: format!("layer {node}"), value: ms, unit: "ms", note });
    }
    let float_ms = in_turn_ms(now, [&mut || drop(int8.set_input(&images))])[0];
    rows.push(Row { name: "layer input".into(), value: float_ms, unit: "ms", note: String::new() });
    Ok(rows)
}

fn network(now: Clock, model: &str, batch: usize) -> Vec<Row> {
    measure(now, model, batch).unwrap_or_else(|error| vec![failed(model, &error)])
}

fn failed(model: &str, error: &Error) -> Row {
    Row { name: model.into(), value: 0.0, unit: "ms", note: error.to_string() }
}

/// `model` on grids, and the images that they were found on.
fn static_network(model: &str, batch: usize) -> Result<(Model, Vec<f32>)> {
    let graph = without_norm(&models::named(model, Options::default())?)?;
    let mut rng = Rng::new(1, 0);
    let images: Vec<f32> = (0..batch * graph.input_shape().len()).map(|_| rng.uniform()).collect();
    let weights = Weights::init(&graph, 1);
    Ok((quantized(graph, weights, NumberType::Int8, true, &images)?, images))
}

fn measure(now: Clock, model: &str, batch: usize) -> Result<Vec<Row>> {
    let (net, images) = static_network(model, batch)?;
    let mut float: Executor<Cpu> = Executor::new(&net.graph, batch, Mode::Inference)?;
    let mut int8: InferenceSession = InferenceSession::new(&net, batch)?;
    let mut outcomes = [Ok(()), Ok(())];
    let [outcome_float, outcome_int8] = &mut outcomes;
    let [float, int8] = in_turn_ms(
        now,
        [&mut || *outcome_float = float.forward(&net.weights, &images).map(|_| ()), &mut || {
            *outcome_int8 = int8.forward(&images).map(|_| ())
        }],
    );
    outcomes.into_iter().collect::<Result<()>>()?;
    let row = |name: &str, value: f64, unit, note: String| Row { name: format!("{model}: {name}"), value, unit, note };
    let times = |ms: f64| format!("batch {batch}, {:.1} images/s", batch as f64 / ms * 1e3);
    Ok(vec![
        row("forward, float", float, "ms", times(float)),
        row("forward, int8", int8, "ms", times(int8)),
        row("int8 against float", float / int8, "times", format!("{:?}", Dot::best())),
    ])
}
