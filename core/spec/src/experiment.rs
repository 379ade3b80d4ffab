use super::{DataKind, Device, ModelKind, OptimizerKind, Sampling, ScheduleKind};
use crate::setting::{Kind, Setting, Settings, integer, one_of, real};
use serde::{Deserialize, Serialize};

/// A network to build: a family and its settings. Input and classes come from the data.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ModelSpec {
    /// The family.
    pub kind: ModelKind,
    /// Width multiplier α (Howard et al. 2017, §3.3), without effect where [`ModelKind::has_width`] is false.
    pub alpha: f32,
    /// Groups of channels that a convolution keeps apart (Krizhevsky et al. 2012; Xie et al. 2017), 1 for an ordinary one;
    /// without effect where [`ModelKind::has_groups`] is false.
    pub groups: usize,
}

impl ModelSpec {
    /// The numbers of groups to choose from, as links write them. Which of them cut a network's channels evenly is for the
    /// network to say.
    pub const GROUPS: [&'static str; 6] = ["1", "2", "4", "8", "16", "32"];

    /// A family's network of width α = 1 whose convolutions are ordinary ones.
    pub const fn new(kind: ModelKind) -> Self {
        ModelSpec { kind, alpha: 1.0, groups: 1 }
    }
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
    /// Label smoothing ε (Szegedy et al. 2016, §7): training aims at `(1 − ε)·label + ε/classes`.
    pub label_smoothing: f32,
    /// Passes over the training images.
    pub epochs: usize,
    /// Seed of the initial weights, the order of the images and dropout.
    pub seed: u32,
}

/// All that decides a run. It is what a link holds, by its table of [`Settings`].
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
            model: ModelSpec::new(ModelKind::Lenet),
            train: TrainSpec {
                optimizer: OptimizerKind::Momentum,
                lr: 0.05,
                schedule: ScheduleKind::Cosine,
                batch: 64,
                weight_decay: 0.0,
                label_smoothing: 0.0,
                epochs: 3,
                seed: 1,
            },
            workers: 1,
            device: Device::Auto,
        }
    }
}

impl Settings for Experiment {
    const TABLE: &'static [Setting<Self>] = &[
        Setting { name: "data", kind: one_of!(DataKind, data) },
        Setting { name: "n", kind: integer!(100..=60_000, 100, usize, train_size) },
        Setting { name: "model", kind: one_of!(ModelKind, model.kind) },
        Setting { name: "alpha", kind: real!(0.25..=2.0, 0.25, model.alpha) },
        Setting {
            name: "groups",
            kind: Kind::Choice {
                allowed: |_| ModelSpec::GROUPS.map(str::to_owned).to_vec(),
                get: |it| it.model.groups.to_string(),
                set: |it, to| it.model.groups = to.parse().unwrap_or(it.model.groups),
            },
        },
        Setting { name: "opt", kind: one_of!(OptimizerKind, train.optimizer) },
        Setting { name: "lr", kind: real!(1e-6..=10.0, 0.0, train.lr) },
        Setting { name: "sched", kind: one_of!(ScheduleKind, train.schedule) },
        Setting { name: "batch", kind: integer!(1..=1_024, 1, usize, train.batch) },
        Setting { name: "wd", kind: real!(0.0..=1.0, 0.0, train.weight_decay) },
        Setting { name: "smoothing", kind: real!(0.0..=0.5, 0.05, train.label_smoothing) },
        Setting { name: "epochs", kind: integer!(1..=200, 1, usize, train.epochs) },
        Setting { name: "seed", kind: integer!(0..=u32::MAX as u64, 1, u32, train.seed) },
        Setting { name: "workers", kind: integer!(1..=16, 1, usize, workers) },
        Setting { name: "device", kind: one_of!(Device, device) },
    ];
}

impl Experiment {
    /// Optimizer steps of the whole run.
    pub fn steps(&self) -> u64 {
        (self.steps_per_epoch() as u64).saturating_mul(self.train.epochs as u64)
    }

    /// Optimizer steps of one epoch.
    pub fn steps_per_epoch(&self) -> usize {
        Sampling::from(self).steps_per_epoch()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::tests::any;
    use proptest::prelude::*;

    /// What a query says, and what of it means nothing.
    fn read(query: &str) -> (Experiment, Vec<String>) {
        let mut it = Experiment::default();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let results: Vec<_> = pairs.filter_map(|(name, value)| it.set(name, value)).collect();
        (it, results.into_iter().filter_map(|result| result.err().map(|e| e.to_string())).collect())
    }

    proptest! {
        #[test]
        fn a_link_gives_the_same_experiment(it in any::<Experiment>()) {
            prop_assert_eq!(it.check(), Ok(()));
            prop_assert_eq!(read(&it.to_query()), (it, vec![]));
        }

        #[test]
        fn any_value_leaves_an_experiment_within_its_ranges(row in 0..Experiment::TABLE.len(), value in ".*") {
            let mut it = Experiment::default();
            let set = it.set(Experiment::TABLE[row].name, &value);
            prop_assert!(set.is_some());
            prop_assert_eq!(it.check(), Ok(()));
        }
    }

    #[test]
    fn nonsense_is_named_and_the_rest_is_kept() {
        let (it, errors) = read("model=mlp&lr=NaN&epochs=0&lang=ja&data=cifar&groups=3&smoothing=0.6");
        assert_eq!(it, Experiment { model: ModelSpec::new(ModelKind::Mlp), ..Default::default() });
        assert_eq!(
            errors,
            [
                "lr: expected 0.000001 … 10, got `NaN`",
                "epochs: expected 1 … 200, got `0`",
                "data: expected fashion-mnist | mnist | shapes, got `cifar`",
                "groups: expected 1 | 2 | 4 | 8 | 16 | 32, got `3`",
                "smoothing: expected 0 … 0.5, got `0.6`",
            ]
        );
    }

    #[test]
    fn every_setting_is_in_the_table() {
        // One that is not would survive this unchanged.
        let mut it = Experiment::default();
        for row in Experiment::TABLE {
            let other = match &row.kind {
                Kind::Choice { allowed, .. } => allowed(&it).pop(),
                Kind::Integer { range, .. } => Some(range.end().to_string()),
                Kind::Real { range, .. } => Some(range.end().to_string()),
            };
            row.set(&mut it, &other.unwrap_or_default()).unwrap();
        }
        let Experiment { data, train_size, model, train, workers, device } = it;
        assert_eq!((data, train_size, workers, device), (DataKind::Shapes, 60_000, 16, Device::WebGpu));
        assert_eq!(model, ModelSpec { kind: ModelKind::Cnn, alpha: 2.0, groups: 32 });
        let expected = TrainSpec {
            optimizer: OptimizerKind::AdamW,
            lr: 10.0,
            schedule: ScheduleKind::WarmUp,
            batch: 1_024,
            weight_decay: 1.0,
            label_smoothing: 0.5,
            epochs: 200,
            seed: u32::MAX,
        };
        assert_eq!(train, expected);
    }

    #[test]
    fn a_link_that_was_given_away_keeps_its_meaning() {
        let link = "data=mnist&n=60000&model=mobilenet&alpha=0.5&opt=adamw&lr=0.002&sched=warm-up&batch=128&wd=0.0005\
                    &epochs=12&seed=4294967295&workers=4&device=webgpu";
        let (it, errors) = read(link);
        assert_eq!((it.train.weight_decay, it.model.kind), (0.0005, ModelKind::Mobilenet));
        // It was written before there were groups and label smoothing.
        assert_eq!((it.model.groups, it.train.label_smoothing, errors), (1, 0.0, vec![]));
        let now = link.replace("&opt", "&groups=1&opt").replace("&epochs", "&smoothing=0&epochs");
        assert_eq!(it.to_query(), now);
    }
}
