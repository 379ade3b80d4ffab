//! `karui agree`: a recipe on a network whose labelled images are not here.

use crate::Failure;
use crate::compress::{recipe, run};
use crate::network::{check_target, read, write};
use crate::report::Report;
use clap::Args as ClapArgs;
use karui_core::compress::{Model, fold_bn::fold_bn, quantize::sqnr};
use karui_core::data::{Dataset, Sampling, VIEWS, square, view};
use karui_core::exec::InferenceSession;
use karui_core::format::{packed, safetensors};
use karui_core::measure::accuracy::argmax;
use karui_core::models;
use karui_core::spec::Pretrained;
use karui_core::train::TrainContext;
use serde_json::{Map, json};
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
pub struct AgreeArgs {
    /// person or efficientnet-lite0.
    #[arg(long)]
    pub model: Pretrained,
    /// The trained weights, as safetensors.
    #[arg(long)]
    pub weights: PathBuf,
    /// A file with a recipe as JSON, or the name of a preset. What of it needs labels is left out.
    #[arg(long)]
    pub recipe: String,
    /// A safetensors file with one tensor `input` [N, 3, S, S]: pictures of any size S, values 0 … 255. Ranges are calibrated
    /// on them; agreement is counted over each as a whole and nine crops of it, as in the page.
    #[arg(long)]
    pub input: PathBuf,
    /// Where the packed network goes.
    #[arg(long)]
    pub save: Option<PathBuf>,
}

/// `karui agree`: on how many inputs the network has the same first class with the recipe as without, and how far the
/// logits are apart.
pub fn agree(args: &AgreeArgs) -> Result<Report, Failure> {
    check_target(args.save.as_ref())?;
    let graph = models::pretrained(args.model)?;
    let weights = safetensors::load(&graph, &read(&args.weights)?)?;
    let pictures = pictures(&read(&args.input)?)?;
    let shape = graph.input_shape();
    let it = args.model.preparation();
    let mut whole = Dataset::of(shape, 1, &[it.mean / 255.0; 3], &[it.std / 255.0; 3]);
    let mut images = Vec::new();
    for picture in &pictures {
        for which in 0..VIEWS {
            let (pixels, side) = view(picture, which).ok_or("the pictures are no squares")?;
            let bytes = square(&pixels, side, side, it.size)?;
            let at = images.len();
            images.resize(at + shape.len(), 0.0);
            whole.normalize(&bytes, &mut images[at..]);
            if which == 0 {
                whole.append(&bytes, &[0])?;
            }
        }
    }
    let float = Model::float(graph, weights);
    let recipe = recipe(&args.recipe)?.without_labels();
    // Nothing is trained without labels.
    let sampling = Sampling { images: whole.len(), batch: 1, seed: 1 };
    let light = run(float.clone(), &recipe, &TrainContext { sampling, images: &whole })?;
    let [before, after] = [logits(&fold_bn(&float)?, &images)?, logits(&light, &images)?];
    let classes = float.graph.output_shape().len().max(1);
    let same = before.chunks_exact(classes).zip(after.chunks_exact(classes)).filter(|(a, b)| argmax(a) == argmax(b));
    let (same, of) = (same.count(), before.len() / classes);
    let bytes = packed::save(&light)?;
    if let Some(path) = &args.save {
        write(path, &bytes)?;
    }
    let mut fields = Map::new();
    fields.insert("agreement".into(), json!({ "same": same, "of": of, "share": same as f64 / of.max(1) as f64 }));
    fields.insert("sqnr_db".into(), sqnr(&before, &after).into());
    fields.insert("before".into(), json!({ "size_bytes": packed::save(&float)?.len() }));
    fields.insert("after".into(), json!({ "size_bytes": bytes.len() }));
    Ok(Report::Facts(fields))
}

/// Pictures `[S, S, 3]`, from a tensor of values.
fn pictures(file: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
    let shape = safetensors::input_shape(file)?;
    let values = safetensors::read_input(file, shape)?;
    let bytes = |picture: &[f32]| picture.iter().map(|v| v.round().clamp(0.0, 255.0) as u8).collect();
    Ok(values.chunks_exact(shape.len().max(1)).map(bytes).collect())
}

fn logits(network: &Model, images: &[f32]) -> Result<Vec<f32>, Failure> {
    let mut session: InferenceSession = InferenceSession::new(network, 1)?;
    let mut logits = Vec::new();
    for image in images.chunks_exact(network.graph.input_shape().len().max(1)) {
        logits.extend_from_slice(session.forward(image)?);
    }
    Ok(logits)
}
