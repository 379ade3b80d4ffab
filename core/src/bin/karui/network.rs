//! Networks from files, and what runs them.

use crate::Failure;
use crate::args::{DataArgs, FileArgs};
use crate::data::{self, Part};
use karui_core::compress::Network;
use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::format::{packed, safetensors};
use karui_core::graph::Graph;
use karui_core::measure::accuracy::Score;
use std::fs;
use std::path::Path;

/// Images at a time where only the outputs are wanted.
pub const BATCH: usize = 100;

/// Gives the outputs for up to [`BATCH`] images.
type Run = Box<dyn FnMut(&[f32]) -> Result<Vec<f32>, Failure>>;

/// The network in a file; `graph` makes the one that bare weights belong to.
pub fn load(file: &FileArgs, graph: impl FnOnce() -> Result<Graph, Failure>) -> Result<Network, Failure> {
    match (&file.packed, &file.weights) {
        (Some(path), _) => Ok(packed::load(&read(path)?)?),
        (None, Some(path)) => {
            let graph = graph()?;
            let weights = safetensors::load(&graph, &read(path)?)?;
            Ok(Network::float(graph, weights))
        }
        (None, None) => Err("--weights or --packed is missing".into()),
    }
}

/// What runs `net`: the only place that chooses an executor.
pub fn runner(net: &Network) -> Result<Run, Failure> {
    let mut executor = Executor::<Cpu>::new(&net.graph, BATCH, Mode::Inference)?;
    let weights = net.weights.clone();
    Ok(Box::new(move |images| Ok(executor.forward(&weights, images)?.to_vec())))
}

/// The score of `net` on the held-out images.
pub fn test(net: &Network, args: &DataArgs) -> Result<Score, Failure> {
    let data = data::load(args, Part::Test, None)?;
    let (of_data, of_net) = (data.shape(), net.graph.input_shape());
    if of_data != of_net {
        return Err(format!("the network takes images of {of_net}, {} has {of_data}", args.data.id()).into());
    }
    let (classes, outputs) = (data.classes(), net.graph.output_shape().len());
    if classes != outputs {
        return Err(format!("the network has {outputs} outputs, {} has {classes} classes", args.data.id()).into());
    }
    let mut run = runner(net)?;
    let mut score = Score::new(outputs);
    let indices: Vec<u32> = (0..data.len() as u32).collect();
    for batch in indices.chunks(BATCH) {
        let (mut images, mut labels) = (vec![0.0; batch.len() * of_data.len()], vec![0; batch.len()]);
        data.batch(batch, &mut images, &mut labels)?;
        score.add(&run(&images)?, &labels);
    }
    Ok(score)
}

pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|e| format!("{}: {e}", path.display()).into())
}

pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()).into())
}
