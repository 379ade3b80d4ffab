//! What each command does.

use crate::Failure;
use crate::args::{EvalArgs, ExportArgs, Format, PredictArgs, SizedModelArgs, TrainArgs};
use crate::data;
use crate::network::{self, AUTO, check_target, read, write};
use crate::report::Report;
use crate::workers;
use clap::ValueEnum;
use karui_core::compress::Model;
use karui_core::data::{DataLoader, Dataset, Split};
use karui_core::exec::{Cpu, InferenceSession, MemoryPlan};
use karui_core::format::{c, onnx, packed, safetensors, tflite};
use karui_core::graph::{Graph, Weights};
use karui_core::measure::accuracy::Score;
use karui_core::measure::cost;
use karui_core::spec::Experiment;
use karui_core::train::{DivergenceWatch, StepStats, Trainer};
use serde_json::{Value, json};
use std::time::Instant;

/// `karui cost`.
pub fn cost(args: &SizedModelArgs) -> Result<Report, Failure> {
    let graph = args.graph()?;
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
    Report::of(json!({
        "model": args.model.model,
        "params": cost.params.value as u64,
        "macs": cost.macs.value as u64,
        "bytes": cost.bytes.value as u64,
        "layers": layers,
    }))
}

/// What is seen of a run while it goes on.
struct Progress<'a> {
    experiment: &'a Experiment,
    watch: DivergenceWatch,
    /// Mean loss of the epoch so far, over all its steps.
    loss: f64,
    hits: u64,
}

impl Progress<'_> {
    /// Step `step` is done. An error ends the run.
    fn see(&mut self, step: u64, stats: StepStats) -> Result<(), Failure> {
        let (steps, epochs) = (self.experiment.steps_per_epoch() as u64, self.experiment.train.epochs);
        if step.is_multiple_of(steps) {
            (self.loss, self.hits) = (0.0, 0);
        }
        self.watch.see(step, stats)?;
        self.loss += f64::from(stats.loss) / steps as f64;
        self.hits += u64::from(stats.hits);
        if (step + 1).is_multiple_of(steps) {
            eprintln!("epoch {} of {epochs}: mean loss {:.4}", (step + 1) / steps, self.loss);
        }
        Ok(())
    }
}

/// `karui train`.
pub fn train(args: &TrainArgs) -> Result<Report, Failure> {
    check_target(args.save.as_ref())?;
    let graph = args.data.graph(&args.model)?;
    let train = data::load(&args.data, Split::Train, Some(args.train))?;
    let experiment = Experiment { data: args.data.data, train_size: train.len(), ..args.settings.experiment };
    let batch = DataLoader::new(&experiment, graph.input_shape()).batch_size();
    let watch = DivergenceWatch::new(graph.output_shape().len(), batch, experiment.steps_per_epoch() as u64);
    let mut progress = Progress { experiment: &experiment, watch, loss: 0.0, hits: 0 };
    let start = Instant::now();
    let (weights, sent) = match args.workers {
        None => (alone(&graph, &experiment, &train, &mut progress)?, None),
        Some(workers) => {
            let see = |step, stats| progress.see(step, stats);
            let trained = workers::train(&graph, &experiment, &train, workers, args.algorithm, see)?;
            (trained.weights, Some(trained.sent))
        }
    };
    let busy = start.elapsed();
    progress.watch.end()?;
    if let Some(path) = &args.save {
        write(path, &safetensors::save(&graph, &weights)?)?;
    }
    let test = network::test(&Model::float(graph, weights), &args.data)?;
    let seen = experiment.steps() as f64 * batch as f64;
    let mut told = json!({
        "data": args.data.data.id(),
        "model": args.model.model,
        "train_images": train.len(),
        "steps": experiment.steps(),
        "train_loss": progress.loss,
        "train_accuracy": progress.hits as f64 / (experiment.steps_per_epoch() * batch) as f64,
        "test_loss": test.mean_loss(),
        "test_accuracy": accuracy(&test),
        "images_per_second": seen / busy.as_secs_f64(),
        "seconds": busy.as_secs_f64(),
    });
    if let (Some(workers), Some(sent)) = (args.workers, sent) {
        told["workers"] = json!(workers);
        told["algorithm"] = json!(args.algorithm.id());
        told["sent"] = json!(sent[..workers]);
        if let Some(of_server) = sent.get(workers) {
            told["server_sent"] = json!(of_server);
        }
    }
    Report::of(told)
}

/// Trains in one place.
fn alone(graph: &Graph, experiment: &Experiment, data: &Dataset, progress: &mut Progress) -> Result<Weights, Failure> {
    let mut loader = DataLoader::new(experiment, graph.input_shape());
    let mut trainer = Trainer::<Cpu>::new(graph, &experiment.train, loader.batch_size(), experiment.steps())?;
    for step in 0..experiment.steps() {
        let (images, labels) = loader.load(data, step)?;
        let stats = trainer.step(images, labels)?;
        progress.see(step, stats)?;
    }
    Ok(trainer.weights().clone())
}

/// `karui eval`.
pub fn eval(args: &EvalArgs) -> Result<Report, Failure> {
    let net = network::load(&args.file, || args.data.graph(&args.model))?;
    let score = network::test(&net, &args.data)?;
    let confusion: Vec<Vec<u32>> = score.confusion().outer_iter().map(|row| row.to_vec()).collect();
    Report::of(
        json!({ "accuracy": accuracy(&score), "loss": score.mean_loss(), "images": score.count(), "confusion": confusion }),
    )
}

/// `karui predict`.
pub fn predict(args: &PredictArgs) -> Result<Report, Failure> {
    let input = read(&args.input)?;
    let shape = safetensors::input_shape(&input)?;
    let net = match args.model.model.as_str() {
        AUTO => network::recognize(&args.file, Some((shape.h, shape.w)))?,
        _ => network::load(&args.file, || args.model.graph(shape, args.classes))?,
    };
    let images = safetensors::read_input(&input, net.graph.input_shape())?;
    let len = shape.len().max(1);
    // An executor's memory grows with its batch.
    let at_once = (images.len() / len).clamp(1, network::BATCH);
    let mut session: InferenceSession = InferenceSession::new(&net, at_once)?;
    let mut logits: Vec<Vec<f32>> = Vec::new();
    for batch in images.chunks(at_once * len) {
        logits.extend(session.forward(batch)?.chunks_exact(net.graph.output_shape().len()).map(<[f32]>::to_vec));
    }
    Report::of(json!({ "logits": logits }))
}

/// `karui export`.
pub fn export(args: &ExportArgs) -> Result<Report, Failure> {
    let net = match args.model.model.model.as_str() {
        AUTO => network::recognize(&args.file, args.model.resolution.map(|r| (r, r)))?,
        _ => network::load(&args.file, || args.model.graph())?,
    };
    let bytes = match args.format {
        Format::Onnx => onnx::export(&net)?,
        Format::Safetensors => safetensors::save(&net.graph, &net.weights)?,
        Format::Karui => packed::save(&net)?,
        Format::Tflite => tflite::export(&net)?,
        Format::C => c::export(&net)?.source.into_bytes(),
        Format::Arduino => c::arduino(&net)?,
    };
    write(&args.out, &bytes)?;
    let format = args.format.to_possible_value().map(|v| v.get_name().to_string());
    let mut told = json!({ "file": args.out.display().to_string(), "format": format, "bytes": bytes.len() });
    if matches!(args.format, Format::C | Format::Arduino | Format::Tflite) {
        // What a device needs besides the program's own code.
        let plan = MemoryPlan::new(&net, true)?;
        told["arena_bytes"] = plan.arena_bytes.into();
        told["flash_bytes"] = plan.flash_bytes().into();
    }
    Report::of(told)
}

fn accuracy(score: &Score) -> f64 {
    score.hits() as f64 / score.count().max(1) as f64
}
