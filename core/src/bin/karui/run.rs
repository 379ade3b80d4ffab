//! What each command does.

use crate::Failure;
use crate::args::{CostArgs, DataArgs, EvalArgs, ModelArgs, PredictArgs, TrainArgs};
use crate::data::{self, Part};
use crate::report::Report;
use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::format::safetensors;
use karui_core::graph::{Graph, Weights};
use karui_core::measure::accuracy::Score;
use karui_core::measure::{Evaluator, cost};
use karui_core::models::{self, Options};
use karui_core::spec::{Experiment, TrainSpec};
use karui_core::train::{Sampler, Trainer};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// Images at a time where only the outputs are wanted.
const EVAL_BATCH: usize = 100;

/// `karui cost`.
pub fn cost(args: &CostArgs) -> Result<Report, Failure> {
    let CostArgs { model: ModelArgs { model, alpha }, resolution, channels, classes } = args;
    let size = resolution.map(|r| (r, r));
    let options = Options { alpha: *alpha, size, channels: *channels, classes: *classes };
    let graph = models::named(model, options)?;
    let cost = cost::cost(&graph);
    let layers: Vec<Value> = graph
        .nodes()
        .iter()
        .zip(&cost.layers)
        .map(|(node, layer)| {
            json!({
                "name": node.name,
                "op": node.op.name(),
                "output": [1, node.shape.h, node.shape.w, node.shape.c],
                "params": layer.params.value as u64,
                "macs": layer.macs.value as u64,
                "bytes": layer.bytes.value as u64,
            })
        })
        .collect();
    report(json!({
        "model": model,
        "params": cost.params.value as u64,
        "macs": cost.macs.value as u64,
        "bytes": cost.bytes.value as u64,
        "layers": layers,
    }))
}

/// `karui train`.
pub fn train(args: &TrainArgs) -> Result<Report, Failure> {
    let graph = args.data.graph(&args.model)?;
    let train = data::load(&args.data, Part::Train, Some(args.train))?;
    let spec = TrainSpec {
        optimizer: args.optimizer,
        lr: args.lr,
        schedule: args.schedule,
        batch: args.batch,
        weight_decay: args.weight_decay,
        epochs: args.epochs,
        seed: args.seed,
    };
    let experiment = Experiment { data: args.data.data, train_size: train.len(), train: spec, ..Experiment::default() };
    let mut sampler = Sampler::new(&experiment);
    let batch = sampler.batch_size();
    let mut trainer = Trainer::<Cpu>::new(&graph, &spec, batch, experiment.steps())?;
    let mut images = vec![0.0; batch * graph.input_shape().len()];
    let mut labels = vec![0; batch];
    let mut busy = Duration::ZERO;
    let (mut train_loss, mut train_hits) = (0.0, 0u64);
    for epoch in 0..args.epochs {
        let start = Instant::now();
        (train_loss, train_hits) = (0.0, 0);
        let steps = experiment.steps_per_epoch() as u64;
        for step in 0..steps {
            train.batch(sampler.batch(epoch as u64 * steps + step), &mut images, &mut labels)?;
            let stats = trainer.step(&images, &labels)?;
            train_loss += f64::from(stats.loss) / steps as f64;
            train_hits += u64::from(stats.hits);
        }
        busy += start.elapsed();
        eprintln!("epoch {} of {}: mean loss {train_loss:.4}", epoch + 1, args.epochs);
    }
    if let Some(path) = &args.save {
        write(path, &safetensors::save(&graph, trainer.weights())?)?;
    }
    let test = test(&graph, trainer.weights(), &args.data)?;
    let seen = experiment.steps() as f64 * batch as f64;
    report(json!({
        "data": args.data.data.id(),
        "model": args.model.model,
        "train_images": train.len(),
        "steps": experiment.steps(),
        "train_loss": train_loss,
        "train_accuracy": train_hits as f64 / (experiment.steps_per_epoch() * batch) as f64,
        "test_loss": test.mean_loss(),
        "test_accuracy": accuracy(&test),
        "images_per_second": seen / busy.as_secs_f64(),
        "seconds": busy.as_secs_f64(),
    }))
}

/// `karui eval`.
pub fn eval(args: &EvalArgs) -> Result<Report, Failure> {
    let graph = args.data.graph(&args.model)?;
    let weights = safetensors::load(&graph, &read(&args.weights)?)?;
    let score = test(&graph, &weights, &args.data)?;
    let classes = graph.output_shape().len();
    let confusion: Vec<&[u32]> = score.confusion().chunks_exact(classes).collect();
    report(
        json!({ "accuracy": accuracy(&score), "loss": score.mean_loss(), "images": score.count(), "confusion": confusion }),
    )
}

/// `karui predict`.
pub fn predict(args: &PredictArgs) -> Result<Report, Failure> {
    let input = read(&args.input)?;
    let shape = safetensors::input_shape(&input)?;
    let graph = args.model.graph(shape, args.classes)?;
    let weights = safetensors::load(&graph, &read(&args.weights)?)?;
    let images = safetensors::read_input(&input, shape)?;
    let mut executor = Executor::<Cpu>::new(&graph, EVAL_BATCH, Mode::Inference)?;
    let mut logits: Vec<Vec<f32>> = Vec::new();
    for batch in images.chunks(EVAL_BATCH * shape.len().max(1)) {
        let outputs = executor.forward(&weights, batch)?;
        logits.extend(outputs.chunks_exact(graph.output_shape().len()).map(<[f32]>::to_vec));
    }
    report(json!({ "logits": logits }))
}

fn test(graph: &Graph, weights: &Weights, args: &DataArgs) -> Result<Score, Failure> {
    let test = data::load(args, Part::Test, None)?;
    Ok(Evaluator::<Cpu>::new(graph, EVAL_BATCH)?.run(weights, &test)?)
}

fn accuracy(score: &Score) -> f64 {
    score.hits() as f64 / score.count().max(1) as f64
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|e| format!("{}: {e}", path.display()).into())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()).into())
}

fn report(value: Value) -> Result<Report, Failure> {
    match value {
        Value::Object(fields) => Ok(Report(fields)),
        other => Err(format!("not an object: {other}").into()),
    }
}
