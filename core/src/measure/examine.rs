use super::cost::cost;
use super::{Evaluator, Figure, How, Scores, Stopwatch, Unit};
use crate::Result;
use crate::data::Images;
use crate::exec::InferenceSession;
use crate::format::packed;
use crate::graph::Model;
use crate::ops::Role;
use crate::task::Context;

/// Images at a time where a network is measured.
pub const BATCH: usize = 64;

/// What an examination has found.
#[derive(Debug, Clone, PartialEq)]
pub struct Examination {
    /// The scoreboard.
    pub scores: Scores,
    /// The class given to each held-out image.
    pub predicted: Vec<u8>,
}

/// Examines `network` on the first `images` of `held_out`, and times it. It pauses after each batch.
///
/// # Errors
/// When the network does not run, or the images are not its.
pub async fn examine<P>(
    network: &Model,
    held_out: &dyn Images,
    images: usize,
    stopwatch: &Stopwatch,
    ctx: &Context<P>,
) -> Result<Examination> {
    let mut many: InferenceSession = InferenceSession::new(network, BATCH)?;
    let mut evaluator = Evaluator::new(&network.graph, BATCH, images);
    let mut speed = stopwatch.speed();
    loop {
        // The first batch fills caches and lets a browser compile.
        let is_first = evaluator.score().count() == 0;
        let batch = evaluator.load(held_out)?;
        if batch.is_empty() {
            break;
        }
        let n = batch.len() / network.graph.input_shape().len().max(1);
        let start = (stopwatch.now)();
        let logits = many.forward(batch)?;
        let elapsed = (stopwatch.now)() - start;
        evaluator.count(logits);
        if n == BATCH && !is_first {
            speed.add(n, elapsed);
        }
        ctx.pause().await;
    }
    let input = vec![0.5; BATCH * network.graph.input_shape().len()];
    let image = &input[..network.graph.input_shape().len()];
    let kernel = many.kernel();
    let throughput = stopwatch.throughput(&mut speed, kernel, BATCH, &mut || many.forward(&input).map(drop))?;
    let mut one: InferenceSession = InferenceSession::new(network, 1)?;
    let latency = stopwatch.latency(one.kernel(), &mut || one.forward(image).map(drop))?;
    let score = evaluator.score();
    let scores = Scores {
        size: Figure::stored(packed::save(network)?.len(), "karui"),
        latency,
        throughput,
        accuracy: Figure::counted(score.hits(), score.count()),
        macs: cost(&network.graph).macs,
        nonzero: nonzero(network),
    };
    Ok(Examination { scores, predicted: score.predicted().to_vec() })
}

/// The weights (of convolutions and linear layers) that are not zero, of all.
pub fn nonzero(network: &Model) -> Figure {
    let weights = network.weights.params().iter().filter(|p| p.role == Role::Weight);
    let values = weights.map(|p| &network.weights.values()[p.range.clone()]);
    let count = |w: &[f32]| w.iter().filter(|&&v| v != 0.0).count() as u64;
    let (nonzero, of) = values.fold((0, 0), |(nonzero, of), w| (nonzero + count(w), of + w.len() as u64));
    Figure { value: nonzero as f64, unit: Unit::Count, how: How::Nonzero { nonzero, of } }
}
