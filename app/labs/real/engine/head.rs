//! Transfer learning: the network's features of the learner's pictures, and a linear layer that learns their classes.

use super::classes::Classes;
use super::pictures::LEN;
use super::present::{Inputs, Ready};
use super::tell;
use crate::real::messages::{Told, Training as Status};
use karui_core::Result;
use karui_core::compress::Model;
use karui_core::exec::{Cpu, InferenceSession};
use karui_core::graph::{Graph, Weights};
use karui_core::measure::accuracy::argmax;
use karui_core::models::transfer::{self, Standard};
use karui_core::spec::{OptimizerKind, ScheduleKind, TrainSpec};
use karui_core::task::Context;
use karui_core::train::Trainer;
use karui_protocol::Problem;
use karui_runtime::mail::Inbox;
use karui_runtime::task::SlicedTask;

/// A class has so many pictures at least.
const LEAST: usize = 2;
/// Of each class one picture in so many is held out.
const HELD_OUT: usize = 5;
/// Steps, each on all pictures at once: they are few.
const STEPS: u64 = 300;
/// How often the page is told, in milliseconds.
const TELL_EVERY: f64 = 100.0;
/// How the layer learns, on standardized features; the decay keeps a layer of more weights than pictures small.
const SPEC: TrainSpec = TrainSpec {
    optimizer: OptimizerKind::AdamW,
    lr: 0.003,
    schedule: ScheduleKind::Cosine,
    batch: 1,
    weight_decay: 0.01,
    label_smoothing: 0.0,
    epochs: 1,
    seed: 1,
};

/// The pictures of one side, as features with their classes.
#[derive(Default)]
struct Examples {
    features: Vec<f32>,
    labels: Vec<u8>,
}

/// A picture to learn from: its class, whether it is held out, its bytes.
type Example = (u8, bool, Vec<u8>);

/// A last layer on its way.
pub struct Training {
    names: Vec<String>,
    work: SlicedTask<Weights, Status>,
}

impl Training {
    /// A training that has not begun, on the network `graph` with `weights`.
    pub fn new(
        graph: &Graph,
        weights: &Weights,
        inputs: Inputs,
        classes: &Classes,
        inbox: &Inbox,
    ) -> std::result::Result<Self, Problem> {
        let (mut pictures, mut names): (Vec<Example>, Vec<String>) = (Vec::new(), Vec::new());
        for (class, (name, bytes)) in classes.iter().enumerate() {
            let of_class = bytes.chunks_exact(LEN);
            if of_class.len() < LEAST {
                return Err(Problem::TooFewPictures { least: LEAST });
            }
            names.push(name.clone());
            pictures.extend(of_class.enumerate().map(|(i, p)| (class as u8, is_held_out(i), p.to_vec())));
        }
        if names.len() < 2 {
            return Err(Problem::TooFewPictures { least: LEAST });
        }
        let (graph, weights) = transfer::features(graph, weights).map_err(Problem::Engine)?;
        let head = transfer::head(graph.output_shape(), names.len()).map_err(Problem::Engine)?;
        let features = Ready::new(&Model::float(graph, weights)).map_err(Problem::Engine)?;
        let work = SlicedTask::new(inbox, |ctx| train(inputs, features, head, pictures, ctx)).telling_every(TELL_EVERY);
        Ok(Training { names, work })
    }

    /// The classes that it learns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Works for a slice of time; gives the layer once it is done.
    pub fn advance(&mut self) -> Result<Option<Weights>> {
        let done = self.work.advance().transpose()?;
        if let Some(status) = self.work.progress() {
            tell(Told::Training(status));
        }
        Ok(done)
    }
}

/// Sees all pictures, then trains `head` on their features. It pauses after each picture and each step.
async fn train(
    inputs: Inputs,
    mut features: Ready,
    head: Graph,
    pictures: Vec<Example>,
    ctx: Context<Status>,
) -> Result<Weights> {
    let none = (0, 0);
    let mut status = Status {
        seen: 0,
        pictures: pictures.len(),
        step: 0,
        steps: STEPS,
        loss: None,
        trained: none,
        held_out: none,
        is_done: false,
    };
    let dataset = inputs.dataset();
    let (mut trained, mut held_out) = (Examples::default(), Examples::default());
    for (class, is_held_out, picture) in pictures {
        let input = inputs.input(&picture, &dataset)?;
        let side = if is_held_out { &mut held_out } else { &mut trained };
        side.features.extend_from_slice(features.logits(&input)?);
        side.labels.push(class);
        status.seen += 1;
        ctx.report(status);
        ctx.pause().await;
    }
    let standard = Standard::of(&trained.features, head.input_shape().len());
    standard.apply(&mut trained.features);
    standard.apply(&mut held_out.features);
    let mut trainer = Trainer::<Cpu>::new(&head, &SPEC, trained.labels.len(), STEPS)?;
    while status.step < STEPS {
        status.loss = Some(trainer.step(&trained.features, &trained.labels)?.loss);
        status.step += 1;
        ctx.report(status);
        ctx.pause().await;
    }
    let mut weights = trainer.weights().clone();
    status.trained = trained.hits(&head, &weights)?;
    status.held_out = held_out.hits(&head, &weights)?;
    status.is_done = true;
    ctx.report(status);
    standard.fold(&mut weights);
    Ok(weights)
}

/// Whether the picture at this place of its class is held out.
fn is_held_out(i: usize) -> bool {
    i % HELD_OUT == HELD_OUT - 1
}

impl Examples {
    /// How many the layer classifies rightly, of how many.
    fn hits(&self, head: &Graph, weights: &Weights) -> Result<(u32, u32)> {
        let of = self.labels.len();
        if of == 0 {
            return Ok((0, 0));
        }
        let mut session: InferenceSession = InferenceSession::dense(head, weights, of)?;
        let classes = head.output_shape().len();
        let logits = session.forward(&self.features)?.chunks_exact(classes);
        let hits = logits.zip(&self.labels).filter(|(z, label)| argmax(z) == usize::from(**label)).count();
        Ok((hits as u32, of as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fifth_picture_is_held_out() {
        let held: Vec<usize> = (0..12).filter(|&i| is_held_out(i)).collect();
        assert_eq!(held, [4, 9]);
    }
}
