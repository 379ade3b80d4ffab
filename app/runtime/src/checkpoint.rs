//! A run as it is kept between two visits.

use crate::curve::Curve;
use karui_core::train::TrainerState;
use karui_protocol::Experiment;
use serde::{Deserialize, Serialize};

/// The layout of what is stored. A change of any type below needs a new number.
pub const LAYOUT: u32 = 1;

/// All that a run needs to go on as if it had never stopped. The order of the images and dropout need nothing here:
/// they follow from the seed and the step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Its settings.
    pub experiment: Experiment,
    /// Weights, optimizer and step.
    pub trainer: TrainerState,
    /// The curves.
    pub curve: Curve,
    /// The step after which it was last validated.
    pub validated: Option<u64>,
    /// The loss of the last step.
    pub loss: Option<f32>,
    /// Milliseconds since 1970 when it was stored.
    pub stored_at: f64,
}

impl Checkpoint {
    /// As bytes.
    pub fn encode(&self) -> Vec<u8> {
        karui_protocol::encode(self)
    }

    /// From bytes; `None` when they are none.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        karui_protocol::decode(bytes)
    }

    /// Whether the run had come to its end, the last validation among it.
    pub fn is_finished(&self) -> bool {
        let step = self.trainer.step;
        step >= self.experiment.steps() && self.validated == Some(step)
    }
}
