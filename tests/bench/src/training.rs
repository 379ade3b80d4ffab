//! Whole training steps, forward, backward and update, in batches of 64: images per second, and where the time goes.

mod profiled;

use crate::bench::{Clock, Row, per_call_ms};
use karui_core::models::{self, Options};
use karui_core::rng::Rng;
use karui_core::spec::{Experiment, OptimizerKind, TrainSpec};
use karui_core::train::Trainer;
use profiled::Profiled;

/// Images in a batch.
const N: usize = 64;
/// Steps over which kernel times are averaged: enough for a clock of 100 µs.
const PROFILED_STEPS: usize = 20;

/// The LeNet-style network with momentum.
pub fn lenet(now: Clock) -> Vec<Row> {
    measure(now, "lenet", OptimizerKind::Momentum)
}

/// The MobileNet-style network with Adam.
pub fn mobilenet(now: Clock) -> Vec<Row> {
    measure(now, "mobilenet", OptimizerKind::Adam)
}

fn measure(now: Clock, model: &str, optimizer: OptimizerKind) -> Vec<Row> {
    run(now, model, optimizer)
        .unwrap_or_else(|error| vec![Row { name: model.into(), value: 0.0, unit: "images/s", note: error.to_string() }])
}

fn run(now: Clock, model: &str, optimizer: OptimizerKind) -> karui_core::Result<Vec<Row>> {
    let graph = models::named(model, Options::default())?;
    let spec = TrainSpec { optimizer, lr: 0.001, batch: N, ..Experiment::default().train };
    let mut rng = Rng::new(1, 0);
    let images: Vec<f32> = (0..N * graph.input_shape().len()).map(|_| rng.uniform()).collect();
    let labels: Vec<u8> = (0..N).map(|_| rng.below(10) as u8).collect();

    let mut trainer: Trainer = Trainer::new(&graph, &spec, N, 1 << 20)?;
    let mut outcome = Ok(());
    let ms = per_call_ms(now, || {
        if let Err(error) = trainer.step(&images, &labels) {
            outcome = Err(error);
        }
    });
    outcome?;
    let note = format!("batch {N}, forward + backward + update, {ms:.2} ms a step");
    let mut rows = vec![Row { name: model.into(), value: N as f64 / ms * 1e3, unit: "images/s", note }];

    let mut trainer: Trainer<Profiled> = Trainer::new(&graph, &spec, N, 1 << 20)?;
    trainer.step(&images, &labels)?;
    profiled::start();
    let start = now();
    for _ in 0..PROFILED_STEPS {
        trainer.step(&images, &labels)?;
    }
    let all = now() - start;
    for (name, ms) in profiled::totals() {
        let note = format!("{:.1} % of a step", ms / all * 100.0);
        let name = format!("{model}: {name}");
        rows.push(Row { name, value: ms / PROFILED_STEPS as f64, unit: "ms", note });
    }
    Ok(rows)
}
