use super::decimal;
use super::{DataKind, Device, ModelKind, OptimizerKind, ScheduleKind};
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A network to build: a family and its settings. Input and classes come from the data.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ModelSpec {
    /// The family.
    pub kind: ModelKind,
    /// Width multiplier α (Howard et al. 2017, §3.3), without effect where [`ModelKind::has_width`] is false.
    pub alpha: f32,
}

/// How a network is trained.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TrainSpec {
    /// How gradients become steps.
    pub optimizer: OptimizerKind,
    /// The learning rate at its highest.
    pub lr: f32,
    /// How the learning rate changes.
    pub schedule: ScheduleKind,
    /// Images per step.
    pub batch: usize,
    /// Weight decay λ.
    pub weight_decay: f32,
    /// Passes over the training images.
    pub epochs: usize,
    /// Seed of the initial weights, the order of the images and dropout.
    pub seed: u32,
}

/// All that decides a run. It is what a link holds: [`Experiment::to_query`] and [`Experiment::from_query`] are
/// inverse to each other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Experiment {
    /// The images.
    pub data: DataKind,
    /// How many of the training images are used, from the first on.
    pub train_size: usize,
    /// The network.
    pub model: ModelSpec,
    /// How it is trained.
    pub train: TrainSpec,
    /// Workers that share each batch.
    pub workers: usize,
    /// Where it runs.
    pub device: Device,
}

impl Default for Experiment {
    fn default() -> Self {
        Experiment {
            data: DataKind::FashionMnist,
            train_size: 10_000,
            model: ModelSpec { kind: ModelKind::Lenet, alpha: 1.0 },
            train: TrainSpec {
                optimizer: OptimizerKind::Momentum,
                lr: 0.05,
                schedule: ScheduleKind::Cosine,
                batch: 64,
                weight_decay: 0.0,
                epochs: 3,
                seed: 1,
            },
            workers: 1,
            device: Device::Auto,
        }
    }
}

impl Experiment {
    /// Training images to choose from.
    pub const TRAIN_SIZE: RangeInclusive<usize> = 1_000..=60_000;
    /// Width multipliers.
    pub const ALPHA: RangeInclusive<f32> = 0.25..=2.0;
    /// Learning rates.
    pub const LR: RangeInclusive<f32> = 1e-6..=10.0;
    /// Batch sizes.
    pub const BATCH: RangeInclusive<usize> = 1..=1_024;
    /// Weight decays.
    pub const WEIGHT_DECAY: RangeInclusive<f32> = 0.0..=1.0;
    /// Epochs.
    pub const EPOCHS: RangeInclusive<usize> = 1..=200;
    /// Workers.
    pub const WORKERS: RangeInclusive<usize> = 1..=16;

    /// The settings as `name=value` pairs joined by `&`: the query of a link. Every setting is written, so that a
    /// link keeps its meaning when a default changes.
    pub fn to_query(&self) -> String {
        let (m, t) = (&self.model, &self.train);
        format!(
            "data={}&n={}&model={}&alpha={}&opt={}&lr={}&sched={}&batch={}&wd={}&epochs={}&seed={}&workers={}&device={}",
            self.data,
            self.train_size,
            m.kind,
            m.alpha,
            t.optimizer,
            t.lr,
            t.schedule,
            t.batch,
            t.weight_decay,
            t.epochs,
            t.seed,
            self.workers,
            self.device
        )
    }

    /// Reads a link's query (with or without `?`). Whatever is absent keeps its default; whatever is wrong keeps its
    /// default too and is told in the list beside it. Names that are not settings are left to others.
    pub fn from_query(query: &str) -> (Self, Vec<Error>) {
        let mut it = Experiment::default();
        let mut errors = Vec::new();
        for pair in query.trim_start_matches('?').split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if let Err(error) = it.set(name, value) {
                errors.push(error);
            }
        }
        (it, errors)
    }

    /// Sets one setting by its name in links; unknown names change nothing.
    pub fn set(&mut self, name: &str, value: &str) -> Result<()> {
        let (m, t) = (&mut self.model, &mut self.train);
        match name {
            "data" => self.data = value.parse()?,
            "n" => self.train_size = within("n", value, &Self::TRAIN_SIZE)?,
            "model" => m.kind = value.parse()?,
            "alpha" => m.alpha = real("alpha", value, &Self::ALPHA)?,
            "opt" => t.optimizer = value.parse()?,
            "lr" => t.lr = real("lr", value, &Self::LR)?,
            "sched" => t.schedule = value.parse()?,
            "batch" => t.batch = within("batch", value, &Self::BATCH)?,
            "wd" => t.weight_decay = real("wd", value, &Self::WEIGHT_DECAY)?,
            "epochs" => t.epochs = within("epochs", value, &Self::EPOCHS)?,
            "seed" => t.seed = within("seed", value, &(0..=u32::MAX))?,
            "workers" => self.workers = within("workers", value, &Self::WORKERS)?,
            "device" => self.device = value.parse()?,
            _ => {}
        }
        Ok(())
    }

    /// Optimizer steps of the whole run. A last batch that would be smaller is left out, as batch norm needs a full
    /// one, unless it is the only one.
    pub fn steps(&self) -> u64 {
        (self.steps_per_epoch() * self.train.epochs) as u64
    }

    /// Optimizer steps of one epoch.
    pub fn steps_per_epoch(&self) -> usize {
        (self.train_size / self.train.batch.max(1)).max(1)
    }
}

fn within<T>(field: &str, value: &str, range: &RangeInclusive<T>) -> Result<T>
where
    T: FromStr + PartialOrd + std::fmt::Display,
{
    checked(field, value, value.parse().ok(), range)
}

fn real(field: &str, value: &str, range: &RangeInclusive<f32>) -> Result<f32> {
    checked(field, value, decimal::number(value).map(|v| v as f32), range)
}

fn checked<T>(field: &str, value: &str, parsed: Option<T>, range: &RangeInclusive<T>) -> Result<T>
where
    T: PartialOrd + std::fmt::Display,
{
    let parsed = parsed.filter(|v| range.contains(v));
    parsed.ok_or_else(|| Error::setting(field, format!("{} … {}", range.start(), range.end()), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
        (0..all.len()).prop_map(|i| all[i])
    }

    fn experiment() -> impl Strategy<Value = Experiment> {
        let model = (of(ModelKind::ALL), Experiment::ALPHA).prop_map(|(kind, alpha)| ModelSpec { kind, alpha });
        let train = (
            of(OptimizerKind::ALL),
            Experiment::LR,
            of(ScheduleKind::ALL),
            Experiment::BATCH,
            Experiment::WEIGHT_DECAY,
            Experiment::EPOCHS,
            any::<u32>(),
        )
            .prop_map(|(optimizer, lr, schedule, batch, weight_decay, epochs, seed)| TrainSpec {
                optimizer,
                lr,
                schedule,
                batch,
                weight_decay,
                epochs,
                seed,
            });
        (of(DataKind::ALL), Experiment::TRAIN_SIZE, model, train, Experiment::WORKERS, of(Device::ALL)).prop_map(
            |(data, train_size, model, train, workers, device)| Experiment {
                data,
                train_size,
                model,
                train,
                workers,
                device,
            },
        )
    }

    proptest! {
        #[test]
        fn a_link_gives_the_same_experiment(it in experiment()) {
            prop_assert_eq!(Experiment::from_query(&it.to_query()), (it, vec![]));
        }

        #[test]
        fn any_query_gives_an_experiment_within_its_ranges(query in ".*") {
            let (it, _) = Experiment::from_query(&query);
            prop_assert!(Experiment::TRAIN_SIZE.contains(&it.train_size) && Experiment::LR.contains(&it.train.lr));
        }
    }

    #[test]
    fn nonsense_is_named_and_the_rest_is_kept() {
        let (it, errors) = Experiment::from_query("?model=mlp&lr=NaN&epochs=0&lang=ja&data=cifar");
        assert_eq!(it, Experiment { model: ModelSpec { kind: ModelKind::Mlp, alpha: 1.0 }, ..Default::default() });
        let fields: Vec<_> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(
            fields,
            [
                "lr: expected 0.000001 … 10, got `NaN`",
                "epochs: expected 1 … 200, got `0`",
                "data: expected fashion-mnist | mnist | shapes, got `cifar`",
            ]
        );
    }
}
