//! Transfer learning: the network's features of the learner's pictures, and a linear layer that learns their classes.

use super::classes::Classes;
use super::pictures::LEN;
use super::present::{Inputs, Ready};
use super::tell;
use crate::real::messages::{Told, Training as Status};
use karui_core::Result;
use karui_core::compress::Network;
use karui_core::data::Dataset;
use karui_core::exec::InferenceSession;
use karui_core::graph::{Graph, Weights};
use karui_core::measure::accuracy::argmax;
use karui_core::models::transfer::{self, Standard};
use karui_core::spec::{OptimizerKind, ScheduleKind, TrainSpec};
use karui_core::train::Trainer;
use karui_protocol::Problem;
use karui_runtime::clock::{SLICE, now};
use karui_runtime::mail::Inbox;

/// A class has so many pictures at least.
const LEAST: usize = 2;
/// Of each class every so-manieth picture is held out.
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
    epochs: 1,
    seed: 1,
};

/// The pictures of one side, as features with their classes.
#[derive(Default)]
struct Examples {
    features: Vec<f32>,
    labels: Vec<u8>,
}

/// A last layer on its way.
pub struct Training {
    inputs: Inputs,
    dataset: Dataset,
    features: Ready,
    head: Graph,
    names: Vec<String>,
    /// The pictures that are still to be seen, last first: class, whether it is held out, bytes.
    todo: Vec<(u8, bool, Vec<u8>)>,
    train: Examples,
    held_out: Examples,
    trainer: Option<(Standard, Trainer)>,
    status: Status,
    told_at: f64,
}

impl Training {
    /// A training that has not begun, on the network `graph` with `weights`.
    pub fn new(
        graph: &Graph,
        weights: &Weights,
        inputs: Inputs,
        classes: &Classes,
    ) -> std::result::Result<Self, Problem> {
        let mut todo = Vec::new();
        let mut names = Vec::new();
        for (class, (name, bytes)) in classes.iter().enumerate() {
            let pictures = bytes.chunks_exact(LEN);
            if pictures.len() < LEAST {
                return Err(Problem::TooFewPictures { least: LEAST });
            }
            names.push(name.clone());
            todo.extend(pictures.enumerate().map(|(i, p)| (class as u8, is_held_out(i), p.to_vec())));
        }
        if names.len() < 2 {
            return Err(Problem::TooFewPictures { least: LEAST });
        }
        todo.reverse();
        let (graph, weights) = transfer::features(graph, weights).map_err(Problem::Engine)?;
        let head = transfer::head(graph.output_shape(), names.len()).map_err(Problem::Engine)?;
        let features = Ready::new(&Network::float(graph, weights)).map_err(Problem::Engine)?;
        let (none, pictures) = ((0, 0), todo.len());
        Ok(Training {
            inputs,
            dataset: inputs.dataset(),
            features,
            head,
            names,
            todo,
            train: Examples::default(),
            held_out: Examples::default(),
            trainer: None,
            status: Status {
                seen: 0,
                pictures,
                step: 0,
                steps: STEPS,
                loss: None,
                trained: none,
                held_out: none,
                is_done: false,
            },
            told_at: 0.0,
        })
    }

    /// The classes that it learns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Works for a slice of time; gives the layer once it is done.
    pub fn advance(&mut self, inbox: &Inbox) -> Result<Option<Weights>> {
        let start = now();
        while now() - start < SLICE && inbox.is_empty() {
            if let Some((class, is_held_out, picture)) = self.todo.pop() {
                let input = self.inputs.input(&picture, &self.dataset)?;
                let side = if is_held_out { &mut self.held_out } else { &mut self.train };
                side.features.extend_from_slice(self.features.logits(&input)?);
                side.labels.push(class);
                self.status.seen += 1;
                continue;
            }
            let (standard, trainer) = match &mut self.trainer {
                Some(it) => it,
                none => {
                    let standard = Standard::of(&self.train.features, self.head.input_shape().len());
                    standard.apply(&mut self.train.features);
                    standard.apply(&mut self.held_out.features);
                    none.insert((standard, Trainer::new(&self.head, &SPEC, self.train.labels.len(), STEPS)?))
                }
            };
            if self.status.step < STEPS {
                self.status.loss = Some(trainer.step(&self.train.features, &self.train.labels)?.loss);
                self.status.step += 1;
                continue;
            }
            let mut weights = trainer.weights().clone();
            self.status.trained = self.train.hits(&self.head, &weights)?;
            self.status.held_out = self.held_out.hits(&self.head, &weights)?;
            self.status.is_done = true;
            tell(Told::Training(self.status));
            standard.fold(&mut weights);
            return Ok(Some(weights));
        }
        if now() - self.told_at >= TELL_EVERY {
            self.told_at = now();
            tell(Told::Training(self.status));
        }
        Ok(None)
    }
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
