//! Ten training steps of each network against PyTorch: `tests/parity/goldens/make_steps.py`.

use crate::compare::{Tolerance, near};
use crate::golden::{Tensors, json, number, text};
use crate::wait;
use karui_core::exec::Kernels;
use karui_core::format::layout::{from_torch, nchw_to_nhwc, to_torch};
use karui_core::graph::{Graph, Shape, Weights};
use karui_core::models;
use karui_core::spec::{ModelSpec, ScheduleKind, TrainSpec};
use karui_core::train::Trainer;

macro_rules! golden {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../goldens/steps-", $name, ".json")),
            include_bytes!(concat!("../goldens/steps-", $name, ".safetensors")),
        )
    };
}

/// Name, description and tensors of each run.
const RUNS: [(&str, &str, &[u8]); 9] = [
    golden!("mlp-sgd"),
    golden!("lenet-momentum"),
    golden!("lenet-adam"),
    golden!("mobilenet-adam"),
    golden!("mobilenet-adamw"),
    golden!("mobilenet2-adam"),
    golden!("mobilenet3-momentum"),
    golden!("cnn-adamw"),
    golden!("cnn-grouped-momentum"),
];

/// The least distance of a pre-activation from a place where a slope jumps, over the largest error of its layer in PyTorch's
/// own f32, for which it is certain on which side a kernel takes it to be.
const KINK: f64 = 0.25;

/// A trainer under test.
// Nobody sends one to another thread.
#[allow(async_fn_in_trait)]
pub trait Steps {
    /// Takes over weights.
    async fn set_weights(&mut self, weights: &Weights) -> Result<(), String>;
    /// One step; its loss.
    async fn step(&mut self, images: &[f32], labels: &[u8]) -> Result<f32, String>;
    /// The last step's gradient.
    async fn gradient(&mut self) -> Result<Vec<f32>, String>;
    /// The weights as they are now.
    async fn weights(&mut self) -> Result<Weights, String>;
}

impl<K: Kernels> Steps for Trainer<K> {
    async fn set_weights(&mut self, weights: &Weights) -> Result<(), String> {
        self.weights_mut().set_values(weights.values()).map_err(|e| e.to_string())
    }

    async fn step(&mut self, images: &[f32], labels: &[u8]) -> Result<f32, String> {
        self.step(images, labels).map(|stats| stats.loss).map_err(|e| e.to_string())
    }

    async fn gradient(&mut self) -> Result<Vec<f32>, String> {
        Ok(Trainer::gradient(self).to_vec())
    }

    async fn weights(&mut self) -> Result<Weights, String> {
        Ok(Trainer::weights(self).clone())
    }
}

/// Checks every run with the kernels `K`; the number of runs, or all that differ.
pub fn check<K: Kernels>() -> Result<usize, String> {
    let make = |graph: &Graph, spec: &TrainSpec, steps| {
        Trainer::<K>::new(graph, spec, spec.batch, steps).map_err(|e| e.to_string())
    };
    let failures: Vec<String> = names()
        .filter_map(|name| wait(check_run(name, true, make)).err().map(|e| format!("{name} [{}]: {e}", K::NAME)))
        .collect();
    if failures.is_empty() { Ok(RUNS.len()) } else { Err(failures.join("\n")) }
}

/// The names of the runs.
pub fn names() -> impl Iterator<Item = &'static str> {
    RUNS.iter().map(|run| run.0)
}

/// Checks the run `name` with the trainer that `make` gives for its network, settings and number of steps. Unless
/// `throughout`, what comes of a step that lies on a kink is held less tightly: sums in another order may go on from its
/// other side.
pub async fn check_run<S: Steps>(
    name: &str,
    throughout: bool,
    make: impl FnOnce(&Graph, &TrainSpec, u64) -> Result<S, String>,
) -> Result<(), String> {
    let (_, description, tensors) = RUNS.iter().find(|run| run.0 == name).ok_or_else(|| format!("no run {name}"))?;
    let (it, tensors) = (json(description)?, Tensors::read(tensors)?);
    let failed = |e: karui_core::Error| e.to_string();
    let [c, h, w] = crate::golden::sizes(&it, "input_shape")?;
    let shape = Shape::new(h, w, c);
    let kind = text(&it, "model")?.parse().map_err(failed)?;
    let alpha = it["alpha"].as_f64().unwrap_or(1.0) as f32;
    let groups = it["groups"].as_u64().unwrap_or(1) as usize;
    let graph =
        models::build(ModelSpec { kind, alpha, groups }, shape, number(&it, "classes")? as usize).map_err(failed)?;
    let batches: Vec<Vec<usize>> = serde_json::from_value(it["batches"].clone()).map_err(|e| e.to_string())?;
    let spec = TrainSpec {
        optimizer: text(&it, "optimizer")?.parse().map_err(failed)?,
        lr: number(&it, "lr")? as f32,
        schedule: ScheduleKind::Constant,
        batch: batches[0].len(),
        weight_decay: it["weight_decay"].as_f64().unwrap_or(0.0) as f32,
        label_smoothing: it["label_smoothing"].as_f64().unwrap_or(0.0) as f32,
        epochs: 1,
        seed: 1,
    };
    let mut trainer = make(&graph, &spec, batches.len() as u64)?;

    let mut initial = Weights::zeros(&graph);
    for p in initial.params().to_vec() {
        let torch = &tensors.get(&format!("init/{}", p.name))?.values;
        let values = from_torch(&graph, &p, torch).map_err(|e| e.to_string())?;
        initial.values_mut()[p.range].copy_from_slice(&values);
    }
    trainer.set_weights(&initial).await?;
    let images = tensors.get("images")?;
    let images = nchw_to_nhwc(images.shape[0], c, h, w, &images.values).map_err(|e| e.to_string())?;
    let labels = &tensors.get("labels")?.values;

    let mut losses = Vec::new();
    for (step, batch) in batches.iter().enumerate() {
        let x: Vec<f32> =
            batch.iter().flat_map(|&i| &images[i * shape.len()..(i + 1) * shape.len()]).copied().collect();
        let y: Vec<u8> = batch.iter().map(|&i| labels[i] as u8).collect();
        losses.push(trainer.step(&x, &y).await?);
        if step == 0 {
            let gradient = trainer.gradient().await?;
            for p in initial.params().iter().filter(|p| p.role.is_trainable()) {
                let name = format!("grad0/{}", p.name);
                let got = to_torch(&graph, p, &gradient[p.range.clone()]).map_err(|e| e.to_string())?;
                let torch = it["float32_error"][&name].as_f64().unwrap_or(0.0);
                let tolerance = Tolerance { absolute: 6.0 * torch + 1e-6, relative: 1e-5 };
                near(&name, &got, &tensors.get(&name)?.values, tolerance)?;
            }
        }
    }
    let expected: Vec<f64> = serde_json::from_value(it["losses"].clone()).map_err(|e| e.to_string())?;
    let expected: Vec<f32> = expected.iter().map(|&l| l as f32).collect();
    let margins: Vec<f64> = serde_json::from_value(it["kink_margins"].clone()).map_err(|e| e.to_string())?;
    // The loss of the step on the kink is the same on both sides.
    let certain = margins.iter().position(|m| *m < KINK && !throughout).map_or(losses.len(), |step| step + 1);
    let (before, behind) = (Tolerance { absolute: 2e-5, relative: 2e-5 }, Tolerance { absolute: 2e-3, relative: 2e-3 });
    near("losses", &losses[..certain], &expected[..certain], before)?;
    near("losses behind a kink", &losses[certain..], &expected[certain..], behind)?;
    let weights = trainer.weights().await?;
    let most = if certain < losses.len() { 0.05 } else { 0.01 };
    for p in initial.params() {
        let name = format!("final/{}", p.name);
        let got = to_torch(&graph, p, &weights.values()[p.range.clone()]).map_err(|e| e.to_string())?;
        drift(&name, &got, &tensors.get(&name)?.values, &tensors.get(&format!("init/{}", p.name))?.values, most)?;
    }
    Ok(())
}

/// The distance from PyTorch's final tensor, in proportion to the way travelled since the first: `most` at most. Rounding
/// alone moves single values further where a ReLU flips or Adam divides by a tiny gradient.
fn drift(name: &str, got: &[f32], expected: &[f32], initial: &[f32], most: f64) -> Result<(), String> {
    let norm = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>().sqrt();
    let (off, way) = (norm(got, expected), norm(expected, initial));
    if off <= most * way + 1e-6 { Ok(()) } else { Err(format!("{name}: {off:.3e} off on a way of {way:.3e}")) }
}
