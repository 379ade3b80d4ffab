//! Settings as builds stored them before there were groups and label smoothing, so that what a learner kept then is read now. The
//! binary form of stored data has no names: with a field more it is another form.

use crate::{DataKind, Device, ModelKind, OptimizerKind, ScheduleKind};
use serde::Deserialize;

/// [`crate::ModelSpec`] as it was.
#[derive(Deserialize)]
pub struct ModelSpec {
    kind: ModelKind,
    alpha: f32,
}

/// [`crate::TrainSpec`] as it was.
#[derive(Deserialize)]
struct TrainSpec {
    optimizer: OptimizerKind,
    lr: f32,
    schedule: ScheduleKind,
    batch: usize,
    weight_decay: f32,
    epochs: usize,
    seed: u32,
}

/// [`crate::Experiment`] as it was.
#[derive(Deserialize)]
pub struct Experiment {
    data: DataKind,
    train_size: usize,
    model: ModelSpec,
    train: TrainSpec,
    workers: usize,
    device: Device,
}

impl From<ModelSpec> for crate::ModelSpec {
    fn from(ModelSpec { kind, alpha }: ModelSpec) -> Self {
        crate::ModelSpec { alpha, ..crate::ModelSpec::new(kind) }
    }
}

impl From<TrainSpec> for crate::TrainSpec {
    fn from(TrainSpec { optimizer, lr, schedule, batch, weight_decay, epochs, seed }: TrainSpec) -> Self {
        crate::TrainSpec { optimizer, lr, schedule, batch, weight_decay, label_smoothing: 0.0, epochs, seed }
    }
}

impl From<Experiment> for crate::Experiment {
    fn from(Experiment { data, train_size, model, train, workers, device }: Experiment) -> Self {
        crate::Experiment { data, train_size, model: model.into(), train: train.into(), workers, device }
    }
}
