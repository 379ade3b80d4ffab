//! `karui compress` and `karui recipe`: recipes without a browser.

use crate::Failure;
use crate::args::{DataArgs, ModelArgs};
use crate::data;
use crate::network::{check_target, read, write};
use crate::report::Report;
use crate::settings::SettingArgs;
use clap::Args as ClapArgs;
use karui_core::compress::{Model, Progress, images_needed, report, run_recipe};
use karui_core::data::{Dataset, Sampling, Split};
use karui_core::format::{packed, safetensors};
use karui_core::measure::cost::cost;
use karui_core::measure::{Examination, How, Stopwatch, examine};
use karui_core::spec::Recipe;
use karui_core::spec::recipe::{json as recipe_json, presets};
use karui_core::task::{Context, block_on};
use karui_core::train::TrainContext;
use serde_json::{Map, Value, json};
use std::cell::Cell;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Instant;

/// How times are measured.
const STOPWATCH: Stopwatch = Stopwatch { now, span: 50.0, samples: 5, kernel: str::to_owned };

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
    Ok(Report::Facts(fields))
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
    check_target(args.save.as_ref())?;
    let recipe = recipe(&args.recipe)?;
    let graph = args.data.graph(&args.model)?;
    let weights = safetensors::load(&graph, &read(&args.weights)?)?;
    let network = Model::float(graph, weights);
    let train = args.settings.experiment.train;
    let sampling = Sampling { images: args.train, batch: train.batch, seed: train.seed };
    let train = data::load(&args.data, Split::Train, Some(images_needed(&recipe, sampling)))?;
    let test = data::load(&args.data, Split::Test, args.test)?;
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
    Ok(Report::Facts(fields))
}

/// Runs a recipe to its end, telling on stderr how it comes on.
pub fn run(network: Model, recipe: &Recipe, train: &TrainContext<'_>) -> Result<Model, Failure> {
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
fn scores(network: &Model, test: &Dataset) -> Result<Value, Failure> {
    let unobserved = Context::<()>::unobserved();
    let Examination { scores, predicted } = block_on(examine(network, test, test.len(), &STOPWATCH, &unobserved))?;
    let kernel = if let How::Timed { kernel, .. } = &scores.latency.how { kernel.as_str() } else { "" };
    let weights = if let How::Nonzero { of, .. } = scores.nonzero.how { of } else { 0 };
    Ok(json!({
        "size_bytes": scores.size.value as u64,
        "accuracy": scores.accuracy.value,
        "images": predicted.len(),
        "latency_ms": scores.latency.value,
        "images_per_second": scores.throughput.value,
        "kernel": kernel,
        "macs": scores.macs.value as u64,
        "params": cost(&network.graph).params.value as u64,
        "nonzero": scores.nonzero.value as u64,
        "weights": weights,
    }))
}

/// Milliseconds since it was first asked.
fn now() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1000.0
}

fn layers(before: &Model, after: &Model) -> Result<Value, Failure> {
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
