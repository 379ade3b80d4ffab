//! A rank of a pipeline: it does its part of the schedule, piece by piece, as soon as what it needs has come.

use super::wire::{Answer, SEED, buffer, model, numbers};
use super::worker::{Post, answer};
use crate::parallel::messages::{Done, Layer, PipelineRun};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use karui_core::data::info;
use karui_core::graph::{Graph, NodeId, Weights};
use karui_core::measure::cost::cost;
use karui_core::ops::Op;
use karui_core::parallel::stages::{Stage, cuts};
use karui_core::rng::Rng;
use karui_core::{Error, Result, models};
use karui_parallel::allreduce::Message;
use karui_parallel::pipeline::{Op as Piece, Schedule, Work, even_cuts};
use karui_protocol::{DataKind, ModelKind};
use karui_runtime::clock::absolute;
use std::collections::HashMap;
use wasm_bindgen::JsCast;

/// The network of a run.
///
/// # Errors
/// Where there is none of this kind.
pub fn graph(network: ModelKind, data: DataKind) -> Result<Graph> {
    let facts = info(data);
    models::build(model(network), facts.shape, facts.classes.len())
}

/// Its layers in order: each what lies between two places at which it can be cut.
pub fn layers(graph: &Graph) -> Vec<Layer> {
    let (cost, nodes) = (cost(graph), graph.nodes());
    let mut start = 1;
    let ends = cuts(graph).into_iter().map(|id| (id, u16::try_from(id).ok())).chain([(graph.output(), None)]);
    let layer = |(end, cut): (NodeId, Option<u16>)| {
        let of = start..=end;
        start = end + 1;
        let own = |id: &NodeId| !matches!(nodes[*id].op, Op::Input | Op::Flatten);
        let name = of.clone().find(own).map(|id| nodes[id].name.clone()).unwrap_or_default();
        let macs =
            cost.layers.iter().filter(|layer| of.contains(&layer.node)).map(|layer| layer.macs.value).sum::<f64>();
        Layer { name, cut, macs: macs as u64, numbers: nodes[end].shape.len() }
    };
    ends.map(layer).collect()
}

/// Where a run's network is cut.
///
/// # Errors
/// Where there are not as many stages, or cuts for another number of them.
pub fn cuts_of(run: &PipelineRun, graph: &Graph, stages: usize) -> Result<Vec<NodeId>> {
    if run.cuts.is_empty() {
        return cuts_into(graph, stages);
    }
    Error::check_len("cuts", stages.saturating_sub(1), run.cuts.len())?;
    Ok(run.cuts.iter().map(|&id| NodeId::from(id)).collect())
}

/// Where a network is cut into so many stages: as evenly as the places allow at which it can be cut.
///
/// # Errors
/// [`Error::Range`] where there are not as many.
fn cuts_into(graph: &Graph, stages: usize) -> Result<Vec<NodeId>> {
    let allowed = cuts(graph);
    let layers = allowed.len() + 1;
    let even = even_cuts(layers, stages).ok_or_else(|| Error::range("stages", [1, layers], stages))?;
    Ok(even.into_iter().filter_map(|at| allowed.get(at).copied()).collect())
}

/// A rank.
pub struct Piped {
    run: PipelineRun,
    rank: usize,
    schedule: Schedule,
    /// Its stages by chunk.
    stages: Vec<Stage>,
    images: Vec<f32>,
    labels: Vec<u8>,
    trained: usize,
}

impl Piped {
    /// Rank `rank` of a run, with the batch that comes in `message`.
    ///
    /// # Errors
    /// Where the network cannot be cut so, or there is no such schedule.
    pub fn new(run: PipelineRun, data: DataKind, rank: usize, message: &Array) -> Result<Self> {
        let schedule = Schedule::new(run.kind, run.ranks, run.microbatches, run.chunks)?;
        let graph = graph(run.network, data)?;
        let weights = Weights::init(&graph, u64::from(SEED));
        let at = cuts_of(&run, &graph, schedule.size().stages())?;
        let stages = Stage::cut(&graph, &weights, &at, run.images)?;
        let ranks = run.ranks;
        let is_own = |(stage, it)| (stage % ranks == rank).then_some(it);
        let stages = stages.into_iter().enumerate().filter_map(is_own).collect();
        let images = numbers(&message.get(1));
        let labels = Uint8Array::new(&message.get(2).unchecked_into::<ArrayBuffer>()).to_vec();
        Ok(Piped { run, rank, schedule, stages, images, labels, trained: weights.trainable_len() })
    }

    /// The batch, once; it answers with what it did and the gradient of its stages among the whole network's.
    ///
    /// # Errors
    /// Those of [`Stage`].
    pub async fn run(&mut self, post: &mut Post) -> Result<()> {
        let size = self.schedule.size();
        let ops: Vec<Piece> = self.schedule.ranks().get(self.rank).cloned().unwrap_or_default();
        let last = size.stages() - 1;
        // What goes from one of its stages to another one of its own.
        let mut own: HashMap<u64, Vec<f32>> = HashMap::new();
        let (mut done, mut kept) = (Vec::with_capacity(ops.len()), 0);
        for op in ops {
            let stage = size.stage(self.rank, op.chunk);
            let is_forward = op.work == Work::F;
            let (before, after) = (stage.checked_sub(1), (stage < last).then_some(stage + 1));
            let (from, to) = if is_forward { (before, after) } else { (after, before) };
            let input = match from {
                None => None,
                Some(from) => {
                    let name = name_of(from, op);
                    match own.remove(&name) {
                        Some(values) => Some(values),
                        None => Some(post.peer(name).await?.values),
                    }
                }
            };
            let start = absolute();
            let out = self.work(op, stage == last, input)?;
            let end = absolute();
            done.push(Done { is_forward, microbatch: op.microbatch, chunk: op.chunk, start, end });
            let held = self.stages.iter().map(|stage| Ok((stage.held() * stage.kept_bytes()?) as u64));
            kept = kept.max(held.sum::<Result<u64>>()?);
            let Some(to) = to else { continue };
            let (name, rank) = (name_of(stage, op), to % self.run.ranks);
            if rank == self.rank {
                own.insert(name, out);
            } else {
                let message = Message { round: 0, from: self.rank, to: rank, range: 0..out.len(), values: out };
                post.pass(rank, name, message)?;
            }
        }
        let mut gradient = vec![0.0; self.trained];
        self.stages.iter_mut().try_for_each(|stage| stage.finish(&mut gradient))?;
        answer(&Answer::Piped { done, kept }, &[&buffer(&gradient)]);
        Ok(())
    }

    /// One piece of work: what the neighbour needs.
    fn work(&mut self, op: Piece, is_last: bool, input: Option<Vec<f32>>) -> Result<Vec<f32>> {
        let n = self.run.images;
        let images = op.microbatch * n..(op.microbatch + 1) * n;
        let pixels = self.images.len() / self.labels.len().max(1);
        let unknown = || Error::misuse("chunk", "one of the rank's stages", op.chunk.to_string());
        let stage = self.stages.get_mut(op.chunk).ok_or_else(unknown)?;
        if op.work != Work::F {
            return stage.backward(op.microbatch, input.as_deref());
        }
        let input = input.as_deref().unwrap_or(&self.images[images.start * pixels..images.end * pixels]);
        let output = stage.forward(op.microbatch, input, &mut Rng::new(u64::from(SEED), op.microbatch as u64))?;
        if is_last {
            stage.loss(op.microbatch, &self.labels[images], 0.0)?;
        }
        Ok(output)
    }
}

/// The name of what a stage gives away after a piece of work.
fn name_of(stage: usize, op: Piece) -> u64 {
    let work = u64::from(op.work != Work::F);
    ((stage as u64) << 32) | (work << 31) | op.microbatch as u64
}
