//! A run as it is kept between two visits.

use crate::curve::Curve;
use crate::stored;
use karui_core::spec::layout1;
use karui_core::train::TrainerState;
use karui_protocol::Experiment;
use serde::{Deserialize, Serialize};

/// The number under which it lies in the storage. It stays: what is stored says its own layout.
pub const LAYOUT: u32 = 1;

/// The layout of what is stored. A change of any type below needs a new number, and the old form to be read.
const LATEST: u8 = 2;

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
        stored::write(LATEST, self)
    }

    /// From bytes of this or an earlier layout; `None` when they are none.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        match stored::read(bytes) {
            (1, bytes) => karui_protocol::decode(bytes).map(Layout1::into),
            (LATEST, bytes) => karui_protocol::decode(bytes),
            _ => None,
        }
    }

    /// Whether the run had come to its end, the last validation among it.
    pub fn is_finished(&self) -> bool {
        let step = self.trainer.step;
        step >= self.experiment.steps() && self.validated == Some(step)
    }
}

/// The first layout: settings without groups and label smoothing.
#[derive(Deserialize)]
struct Layout1 {
    experiment: layout1::Experiment,
    trainer: TrainerState,
    curve: Curve,
    validated: Option<u64>,
    loss: Option<f32>,
    stored_at: f64,
}

impl From<Layout1> for Checkpoint {
    fn from(Layout1 { experiment, trainer, curve, validated, loss, stored_at }: Layout1) -> Self {
        Checkpoint { experiment: experiment.into(), trainer, curve, validated, loss, stored_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use karui_core::spec::{ModelKind, ModelSpec, OptimizerKind};
    use karui_core::train::Optimizer;
    use karui_protocol::{DataKind, Device, ScheduleKind};

    fn checkpoint() -> Checkpoint {
        let mut experiment = Experiment { data: DataKind::Mnist, workers: 3, ..Experiment::default() };
        experiment.model = ModelSpec { alpha: 0.5, ..ModelSpec::new(ModelKind::Cnn) };
        let optimizer = Optimizer::new(OptimizerKind::Momentum, 0.25, 2);
        let trainer = TrainerState { step: 300, weights: vec![0.5, -2.0], optimizer };
        Checkpoint {
            experiment,
            trainer,
            curve: Curve::default(),
            validated: Some(156),
            loss: Some(1.5),
            stored_at: 1.75e12,
        }
    }

    #[test]
    fn a_checkpoint_comes_back_with_every_setting() {
        let mut it = checkpoint();
        (it.experiment.model.groups, it.experiment.train.label_smoothing) = (8, 0.1);
        assert_eq!(Checkpoint::decode(&it.encode()), Some(it.clone()));
        // One of a later build is none, and no bytes make this one fall.
        let mut later = it.encode();
        later[5] = LATEST + 1;
        assert_eq!(Checkpoint::decode(&later), None);
        (0..it.encode().len()).for_each(|len| assert_eq!(Checkpoint::decode(&it.encode()[..len]), None, "{len}"));
    }

    #[test]
    fn a_checkpoint_without_groups_and_smoothing_is_read() {
        let it = checkpoint();
        // A tuple is stored as a struct is: its fields one after another.
        let train = (OptimizerKind::Momentum, 0.05f32, ScheduleKind::Cosine, 64usize, 0.0f32, 3usize, 1u32);
        let experiment = (DataKind::Mnist, 10_000usize, (ModelKind::Cnn, 0.5f32), train, 3usize, Device::Auto);
        let old = (experiment, &it.trainer, &it.curve, it.validated, it.loss, it.stored_at);
        let bytes = karui_protocol::encode(&old);
        assert_eq!(bytes[..12], [1, 144, 78, 7, 0, 0, 0, 63, 1, 205, 204, 76]);
        assert_eq!(Checkpoint::decode(&bytes), Some(it));
    }
}
