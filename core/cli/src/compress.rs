//! `karui compress` and `karui recipe`: recipes without a browser.

use crate::Failure;
use crate::args::{DataArgs, ModelArgs};
use crate::data::{self, Part};
use crate::network::{read, write};
use crate::report::Report;
use crate::settings::SettingArgs;
use clap::Args as ClapArgs;
use karui_core::compress::{Network, Progress, images_needed, report, run_recipe};
use karui_core::data::{Dataset, Sampling};
use karui_core::exec::InferenceSession;
use karui_core::format::{packed, safetensors};
use karui_core::measure::{Examiner, cost::cost};
use karui_core::ops::Role;
use karui_core::spec::Recipe;
use karui_core::spec::recipe::{json as recipe_json, presets};
use karui_core::task::{Context, block_on};
use karui_core::train::TrainContext;
use serde_json::{Map, Value, json};
use std::cell::Cell;
use std::path::PathBuf;
use std::time::Instant;

/// Images at a time where accuracy and throughput are measured.
const BATCH: usize = 64;
/// A time is the median of so many samples …
const SAMPLES: usize = 5;
/// … of so many seconds each.
const SAMPLE: f64 = 0.05;

#[derive(Debug, ClapArgs)]
pub struct CompressArgs {
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub model: ModelArgs,
    /// The trained weights, as safetensors.
    #[arg(long)]
    pub weights: PathBuf,
    /// A file with a recipe as JSON, or the name of a preset.
    #[arg(long)]
    pub recipe: String,
    /// How many of the training images are used where the recipe trains.
    #[arg(long, default_value_t = 60_000)]
    pub train: usize,
    #[command(flatten)]
    pub settings: SettingArgs<false>,
    /// Held-out images that accuracy is measured on; all of them when not given.
    #[arg(long)]
    pub test: Option<usize>,
    /// Where the packed network goes.
    #[arg(long)]
    pub save: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub struct RecipeArgs {
    /// Print the presets.
    #[arg(long, required = true)]
    pub list: bool,
}

/// `karui recipe --list`.
pub fn list() -> Result<Report, Failure> {
    let mut fields = Map::new();
    for preset in presets() {
        fields.insert(preset.id.into(), serde_json::from_str(&recipe_json::write(&preset.recipe))?);
    }
    Ok(Report(fields))
}

/// The recipe in a file, or the preset of that name.
pub fn recipe(name: &str) -> Result<Recipe, Failure> {
    if let Some(preset) = presets().into_iter().find(|preset| preset.id == name) {
        return Ok(preset.recipe);
    }
    let text = String::from_utf8(read(name.as_ref())?)?;
    Ok(recipe_json::read(&text)?)
}

/// `karui compress`.
pub fn compress(args: &CompressArgs) -> Result<Report, Failure> {
    let recipe = recipe(&args.recipe)?;
    let graph = args.data.graph(&args.model)?;
    let weights = safetensors::load(&graph, &read(&args.weights)?)?;
    let network = Network::float(graph, weights);
    let train = args.settings.experiment.train;
    let sampling = Sampling { images: args.train, batch: train.batch, seed: train.seed };
    let train = data::load(&args.data, Part::Train, Some(images_needed(&recipe, sampling)))?;
    let test = data::load(&args.data, Part::Test, args.test)?;
    let before = scores(&network, &test)?;
    let start = Instant::now();
    let compressed = run(network.clone(), &recipe, &TrainContext { sampling, images: &train })?;
    let seconds = start.elapsed().as_secs_f64();
    let after = scores(&compressed, &test)?;
    if let Some(path) = &args.save {
        write(path, &packed::save(&compressed)?)?;
    }
    let mut fields = Map::new();
    fields.insert("recipe".into(), serde_json::from_str(&recipe_json::write(&recipe))?);
    fields.insert("seconds".into(), seconds.into());
    fields.insert("before".into(), before);
    fields.insert("after".into(), after);
    fields.insert("layers".into(), layers(&network, &compressed)?);
    Ok(Report(fields))
}

/// Runs a recipe to its end, telling on stderr how it comes on.
pub fn run(network: Network, recipe: &Recipe, train: &TrainContext<'_>) -> Result<Network, Failure> {
    let last = Cell::new(None);
    let tell = move |Progress { technique, step, steps, loss, .. }: Progress| {
        if last.get().is_none_or(|(at, told): (_, Instant)| at != technique || told.elapsed().as_secs() >= 5) {
            let loss = loss.map_or(String::new(), |loss| format!(", loss {loss:.4}"));
            eprintln!("{technique}: step {step} of {steps}{loss}");
            last.set(Some((technique, Instant::now())));
        }
    };
    Ok(block_on(run_recipe(network, recipe, train, &Context::new(|| false, tell)))?.network)
}

/// What the page's scoreboard shows, measured here.
fn scores(network: &Network, test: &Dataset) -> Result<Value, Failure> {
    let mut examiner = Examiner::new(InferenceSession::new(network, BATCH)?);
    while examiner.advance(test, test.len())? {}
    let images = vec![0.5; BATCH * network.graph.input_shape().len()];
    let image = &images[..network.graph.input_shape().len()];
    let mut one = InferenceSession::new(network, 1)?;
    let latency = time(&mut one, image)?;
    let throughput = BATCH as f64 / time(examiner.session_mut(), &images)?;
    let (nonzero, weights) = nonzero(network);
    let score = examiner.score();
    Ok(json!({
        "size_bytes": packed::save(network)?.len(),
        "accuracy": score.hits() as f64 / score.count().max(1) as f64,
        "images": score.count(),
        "latency_ms": latency * 1000.0,
        "images_per_second": throughput,
        "kernel": one.kernel(),
        "macs": cost(&network.graph).macs.value as u64,
        "params": cost(&network.graph).params.value as u64,
        "nonzero": nonzero,
        "weights": weights,
    }))
}

/// Seconds of one call: the median of several samples.
fn time(session: &mut InferenceSession, input: &[f32]) -> Result<f64, Failure> {
    session.forward(input)?;
    let mut samples = Vec::with_capacity(SAMPLES);
    for _ in 0..SAMPLES {
        let (start, mut calls) = (Instant::now(), 0u32);
        while start.elapsed().as_secs_f64() < SAMPLE {
            session.forward(input)?;
            calls += 1;
        }
        samples.push(start.elapsed().as_secs_f64() / f64::from(calls));
    }
    samples.sort_by(f64::total_cmp);
    Ok(samples[SAMPLES / 2])
}

/// The weights of convolutions and linear layers that are not zero, and all of them.
fn nonzero(network: &Network) -> (usize, usize) {
    let weights = network.weights.params().iter().filter(|p| p.role == Role::Weight);
    let ranges = weights.map(|p| &network.weights.values()[p.range.clone()]);
    ranges.fold((0, 0), |(some, all), w| (some + w.iter().filter(|&&v| v != 0.0).count(), all + w.len()))
}

fn layers(before: &Network, after: &Network) -> Result<Value, Failure> {
    let sizes = packed::layer_sizes(after)?;
    let costs = cost(&after.graph).layers;
    let told = report::report(before, after, &[])?.into_iter().map(|layer| {
        let bytes: usize = sizes.iter().filter(|(node, _)| *node == layer.node).map(|(_, bytes)| bytes).sum();
        json!({
            "name": after.graph.nodes()[layer.node].name,
            "op": after.graph.nodes()[layer.node].op.name(),
            "size_bytes": bytes,
            "macs": costs[layer.node].macs.value as u64,
            "density": layer.density,
            "sqnr_db": layer.sqnr,
        })
    });
    Ok(Value::Array(told.collect()))
}
