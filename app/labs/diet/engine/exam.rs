use crate::diet::messages::Scores;
use karui_core::Result;
use karui_core::compress::Network;
use karui_core::data::Dataset;
use karui_core::exec::InferenceSession;
use karui_core::format::packed;
use karui_core::measure::{Examiner, cost::cost};
use karui_core::ops::Role;
use karui_protocol::{Figure, How, Unit};
use karui_runtime::clock::{SLICE, now};
use karui_runtime::measure::{self, BATCH, LayerTimes};
use karui_runtime::scope::kernel;
use karui_runtime::speed::Speed;

/// Held-out images that a network is examined on: enough for steps of a twentieth of a percent, few enough for an
/// answer at once.
pub const HELD_OUT: usize = 2_000;

/// A network being examined: accuracy, then speed, then each layer's time.
pub struct Exam {
    network: Network,
    examiner: Examiner,
    /// How fast full batches go through it.
    pace: Speed,
    layers: Option<LayerTimes>,
    scores: Option<Scores>,
    times: Vec<Figure>,
}

/// How far an examination has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing to show yet.
    Working,
    /// The scores have just become known.
    Scored,
    /// Each layer's time too.
    Finished,
}

impl Exam {
    /// An examination of `network` that has not begun.
    pub fn new(network: Network) -> Result<Self> {
        let examiner = Examiner::new(InferenceSession::new(&network, BATCH)?);
        Ok(Exam { network, examiner, pace: measure::pace(), layers: None, scores: None, times: Vec::new() })
    }

    /// What is examined.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The scores, once they are known.
    pub fn scores(&self) -> Option<&Scores> {
        self.scores.as_ref()
    }

    /// The class given to each held-out image.
    pub fn predicted(&self) -> &[u8] {
        self.examiner.score().predicted()
    }

    /// Each node's milliseconds, once they are known.
    pub fn times(&self) -> &[Figure] {
        &self.times
    }

    /// Works for a slice of time on the held-out images of `test`.
    pub fn advance(&mut self, test: &Dataset) -> Result<Stage> {
        let start = now();
        while now() - start < SLICE {
            if self.scores.is_none() {
                if !self.examine(test)? {
                    self.scores = Some(self.score()?);
                    return Ok(Stage::Scored);
                }
            } else if let Some(layers) = &mut self.layers
                && let Some(times) = layers.advance()?
            {
                self.times = times;
                return Ok(Stage::Finished);
            }
        }
        Ok(Stage::Working)
    }

    /// Examines the next batch, by the clock; gives whether there was one.
    fn examine(&mut self, test: &Dataset) -> Result<bool> {
        // The first one fills caches and lets the browser compile.
        let is_first = self.examiner.score().count() == 0;
        let n = self.examiner.load(test, HELD_OUT)?;
        let start = now();
        self.examiner.run()?;
        if n == BATCH && !is_first {
            self.pace.add(n, now() - start);
        }
        Ok(n > 0)
    }

    /// The scores of a network whose held-out images are done.
    fn score(&mut self) -> Result<Scores> {
        let images = vec![0.5; BATCH * self.network.graph.input_shape().len()];
        let image = &images[..self.network.graph.input_shape().len()];
        let many = self.examiner.session_mut();
        let name = kernel(many.kernel());
        let throughput = measure::throughput(&mut self.pace, &name, &mut || many.forward(&images).map(drop))?;
        let mut one = InferenceSession::new(&self.network, 1)?;
        let latency = measure::latency(&name, &mut || one.forward(image).map(drop))?;
        self.layers = Some(LayerTimes::new(one)?);
        let score = self.examiner.score();
        Ok(Scores {
            size: Figure::stored(packed::save(&self.network)?.len(), "karui"),
            latency,
            throughput,
            accuracy: Figure::counted(score.hits(), score.count()),
            macs: cost(&self.network.graph).macs,
            nonzero: nonzero(&self.network),
        })
    }
}

/// The weights (of convolutions and linear layers) that are not zero, of all.
fn nonzero(network: &Network) -> Figure {
    let weights = network.weights.params().iter().filter(|p| p.role == Role::Weight);
    let (mut hits, mut of) = (0, 0);
    for p in weights {
        let values = &network.weights.values()[p.range.clone()];
        hits += values.iter().filter(|&&v| v != 0.0).count() as u64;
        of += values.len() as u64;
    }
    Figure { value: hits as f64, unit: Unit::Count, how: How::Counted { hits, of } }
}
