//! How the network does on held-out images.

use karui_core::data::Dataset;
use karui_core::exec::{Cpu, Executor};
use karui_core::graph::{Graph, Weights};
use karui_core::measure::{BATCH, Evaluator};
use karui_core::ops::softmax_cross_entropy::reference::softmax;
use karui_core::{Error, Result};
use karui_protocol::{Evaluation, Figure, How, Pixels, Sample, Unit};

/// The images shown as samples: the first of the held-out ones.
pub const SAMPLES: usize = 12;
/// The images shown as the worst.
const WORST: usize = 12;

/// An evaluation under way; batches between which requests can come.
pub struct Evaluating(Evaluator);

impl Evaluating {
    /// Of `graph` on the first `upto` held-out images.
    pub fn new(graph: &Graph, upto: usize) -> Self {
        Evaluating(Evaluator::new(graph, BATCH, upto))
    }

    /// Images done.
    pub fn done(&self) -> usize {
        self.0.score().count() as usize
    }

    /// Whether nothing is left to do.
    pub fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    /// Does one batch, as far as its images are there. Gives whether it did anything.
    pub fn advance(&mut self, many: &mut Executor<Cpu>, weights: &Weights, set: &Dataset) -> Result<bool> {
        self.0.advance(set, |images| many.forward(weights, images))
    }

    /// The images of the next batch, as far as they are there: for who runs the network elsewhere, and then
    /// [counts](Evaluating::count) what it says.
    pub fn load(&mut self, set: &Dataset) -> Result<&[f32]> {
        self.0.load(set)
    }

    /// Counts a batch that was run elsewhere.
    pub fn count(&mut self, logits: &[f32]) {
        self.0.count(logits);
    }

    /// The mean loss and the share of hits so far.
    pub fn summary(&self) -> (f64, f64) {
        (self.0.score().mean_loss(), self.0.score().hits() as f64 / self.0.score().count().max(1) as f64)
    }

    /// What to tell of it.
    pub fn report(&self, one: &mut Executor<Cpu>, weights: &Weights, set: &Dataset) -> Result<Evaluation> {
        let (hits, count) = (self.0.score().hits(), self.0.score().count());
        let per_class = (0..set.classes()).map(|class| {
            let (hits, of) = self.0.score().class_hits(class);
            Figure::counted(hits, of)
        });
        let worst = self.0.score().worst(&set.labels()[..self.done().min(set.len())], WORST);
        Ok(Evaluation {
            accuracy: Figure::counted(hits, count),
            loss: Figure { value: self.0.score().mean_loss(), unit: Unit::Nats, how: How::Averaged { of: count } },
            confusion: self.0.score().confusion().iter().copied().collect(),
            per_class: per_class.collect(),
            worst: worst.into_iter().map(|i| sample(one, weights, set, i)).collect::<Result<_>>()?,
        })
    }
}

/// Held-out image `index` and what the network says of it.
pub fn sample(one: &mut Executor<Cpu>, weights: &Weights, set: &Dataset, index: usize) -> Result<Sample> {
    let image = set.image(index).ok_or_else(|| Error::Length {
        what: "held-out images".into(),
        expected: index + 1,
        got: set.len(),
    })?;
    let probabilities = classify(one, weights, set, image)?;
    let pixels = Pixels { shape: set.shape(), data: image.to_vec() };
    Ok(Sample { index, pixels, label: set.labels()[index], probabilities })
}

/// A probability for each class; `set` says how an image is normalized.
pub fn classify(one: &mut Executor<Cpu>, weights: &Weights, set: &Dataset, image: &[u8]) -> Result<Vec<f32>> {
    let mut input = vec![0.0; set.shape().len()];
    set.normalize(image, &mut input);
    Ok(probabilities(one.forward(weights, &input)?))
}

/// A probability for each class, from the logits of one image.
pub fn probabilities(logits: &[f32]) -> Vec<f32> {
    let mut probabilities = vec![0.0; logits.len()];
    softmax(logits.len(), logits, &mut probabilities);
    probabilities
}
