//! What the worker reads out of the browser's storage, where another build or a fault may have written it.

use crate::Target;

#[cfg(target_arch = "wasm32")]
pub fn targets() -> Vec<Target> {
    Vec::new()
}

#[cfg(not(target_arch = "wasm32"))]
pub fn targets() -> Vec<Target> {
    use karui_core::spec::Settings;
    use karui_core::train::{Optimizer, TrainerState};
    use karui_protocol::{Experiment, OptimizerKind};
    use karui_runtime::checkpoint::Checkpoint;

    let run = Checkpoint {
        experiment: Experiment::default(),
        trainer: TrainerState {
            step: 3,
            weights: vec![0.5, -2.0],
            optimizer: Optimizer::new(OptimizerKind::Adam, 0.25, 2),
        },
        curve: Default::default(),
        validated: Some(2),
        loss: Some(1.5),
        stored_at: 1.75e12,
    };
    vec![Target::new("stored runs", vec![run.encode()], |bytes| {
        // What is asked of one before it goes on.
        Checkpoint::decode(bytes).is_some_and(|run| run.is_finished() || run.experiment.check().is_ok())
    })]
}
