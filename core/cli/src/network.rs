//! Networks from files, and what runs them.

use crate::Failure;
use crate::args::{DataArgs, FileArgs};
use crate::data;
use karui_core::compress::Model;
use karui_core::data::Split;
use karui_core::exec::InferenceSession;
use karui_core::format::{packed, safetensors};
use karui_core::graph::Graph;
use karui_core::measure::Evaluator;
use karui_core::measure::accuracy::Score;
use karui_core::models;
use std::fs;
use std::path::{Path, PathBuf};

/// The `--model` that is told from the weights.
pub const AUTO: &str = "auto";

/// Images at a time where only the outputs are wanted.
pub const BATCH: usize = 100;

/// The network in a file of weights that belong to whichever network is recognized, of inputs of `size`, or of the
/// network's own.
pub fn recognize(file: &FileArgs, size: Option<(usize, usize)>) -> Result<Model, Failure> {
    let path = file.weights.as_ref().ok_or("--model auto goes with --weights")?;
    let (graph, weights) = models::recognize_at(&read(path)?, size)?;
    Ok(Model::float(graph, weights))
}

/// The network in a file; `graph` makes the one that bare weights belong to.
pub fn load(file: &FileArgs, graph: impl FnOnce() -> Result<Graph, Failure>) -> Result<Model, Failure> {
    match (&file.packed, &file.weights) {
        (Some(path), _) => Ok(packed::load(&read(path)?)?),
        (None, Some(path)) => {
            let graph = graph()?;
            let weights = safetensors::load(&graph, &read(path)?)?;
            Ok(Model::float(graph, weights))
        }
        (None, None) => Err("--weights or --packed is missing".into()),
    }
}

/// The score of `net` on the held-out images.
pub fn test(net: &Model, args: &DataArgs) -> Result<Score, Failure> {
    let data = data::load(args, Split::Test, None)?;
    let (of_data, of_net) = (data.shape(), net.graph.input_shape());
    if of_data != of_net {
        return Err(format!("the network takes images of {of_net}, {} has {of_data}", args.data.id()).into());
    }
    let (classes, outputs) = (data.classes(), net.graph.output_shape().len());
    if classes != outputs {
        return Err(format!("the network has {outputs} outputs, {} has {classes} classes", args.data.id()).into());
    }
    let mut session: InferenceSession = InferenceSession::new(net, BATCH)?;
    let mut evaluator = Evaluator::new(&net.graph, BATCH, data.len());
    while evaluator.advance(&data, |images| session.forward(images))? {}
    Ok(evaluator.score().clone())
}

pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|e| format!("{}: {e}", path.display()).into())
}

/// That a file can come to be at `path`, asked before the work whose result goes there.
pub fn check_target(path: Option<&PathBuf>) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let why = match folder {
        _ if path.is_dir() => "is a folder",
        Some(folder) if !folder.is_dir() => "lies in no folder",
        _ => return Ok(()),
    };
    Err(format!("{} {why}: nothing can be saved there", path.display()).into())
}

pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()).into())
}
