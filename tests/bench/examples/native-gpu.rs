//! Inference on a GPU in single floats, in halves and in 8-bit integers, side by side:
//! `cargo run --release -p karui-bench --features gpu --example native-gpu -- FILTER`. On an adapter that is a processor
//! (lavapipe) this says what halves cost there, where they are widened to be multiplied; a GPU multiplies them as they are.

use karui_core::compress::Model;
use karui_core::compress::fold_bn::fold_bn;
use karui_core::exec::gpu::{Gpu, GpuSession, Precision, Wants};
use karui_core::graph::Weights;
use karui_core::models::{Options, named};
use karui_core::rng::Rng;
use karui_core::spec::recipe::NumberType;
use karui_parity::quantized::quantized;
use karui_parity::wait;
use std::time::Instant;

/// Runs of each, in turn.
const RUNS: usize = 9;

fn main() {
    let filter = std::env::args().nth(1).unwrap_or_default();
    if let Err(why) = compare(&filter) {
        eprintln!("{why}");
        std::process::exit(1);
    }
}

fn compare(filter: &str) -> karui_core::Result<()> {
    let gpu = wait(Gpu::request(Wants { half: true, ..Wants::default() }))?;
    println!("adapter: {}; halves: {}", gpu.name(), gpu.has_half());
    let mobilenet = |alpha, size| Options { alpha: Some(alpha), size: Some((size, size)), ..Options::default() };
    for (title, name, options, batch) in [
        ("MobileNetV1 0.25@128", "mobilenet-v1", mobilenet(0.25, 128), 1),
        ("MobileNetV1 1.0@224", "mobilenet-v1", mobilenet(1.0, 224), 1),
        ("LeNet", "lenet", Options::default(), 64),
    ] {
        if !title.contains(filter) {
            continue;
        }
        let graph = named(name, options)?;
        let net = Model::float(graph.clone(), Weights::init(&graph, 1));
        let mut rng = Rng::new(1, 0);
        let x: Vec<f32> = (0..batch * graph.input_shape().len()).map(|_| rng.normal()).collect();
        let mut runners = vec![("single", GpuSession::new(&gpu, &net, batch, Precision::Single)?)];
        if gpu.has_half() {
            runners.push(("half", GpuSession::new(&gpu, &net, batch, Precision::Half)?));
        }
        let folded = fold_bn(&net)?;
        let int8 = quantized(folded.graph, folded.weights, NumberType::Int8, true, &x)?;
        runners.push(("int8", GpuSession::new(&gpu, &int8, batch, Precision::Single)?));
        let mut times = vec![Vec::new(); runners.len()];
        let mut outputs = vec![Vec::new(); runners.len()];
        for run in 0..=RUNS {
            for (i, (_, runner)) in runners.iter_mut().enumerate() {
                let start = Instant::now();
                runner.forward(&x)?;
                outputs[i] = wait(runner.output())?;
                // The first waits for the pipelines.
                if run > 0 {
                    times[i].push(start.elapsed().as_secs_f64() * 1e3);
                }
            }
        }
        for (i, (form, runner)) in runners.iter().enumerate() {
            times[i].sort_by(f64::total_cmp);
            let apart = outputs[i].iter().zip(&outputs[0]).fold(0f32, |m, (a, b)| m.max((a - b).abs()));
            let largest = outputs[0].iter().fold(0f32, |m, v| m.max(v.abs()));
            println!(
                "{title}, batch {batch}, {form}: {:.2} ms ({:.2} … {:.2}), {} kernels, {:.6} apart (of {largest:.3}){}",
                times[i][RUNS / 2],
                times[i][0],
                times[i][RUNS - 1],
                runner.dispatches(),
                apart,
                runner.bytes().map(|bytes| format!(", {bytes} bytes on the device")).unwrap_or_default(),
            );
        }
    }
    Ok(())
}
