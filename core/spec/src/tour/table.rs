//! The tours. Networks and settings are chosen where the effect is large; the bands are wide enough for other kernels, which
//! round differently, and for another learner's luck, and narrow enough to be wrong.

use super::{Band, Claim, Quantity, Question, SAME, Step, Tour};
use crate::recipe::{
    Cluster, Distill, FineTune, FoldBn, Granularity, LowRank, NumberType, Prune, PruneUnit, QuantMethod, Quantize,
    Scope, TechniqueKind,
};
use crate::{DataKind, ModelKind, Recipe};
use Quantity::{Accuracy, Macs, Size, Weights};

/// A tour for each technique, in the order in which most learners meet them.
pub static TOURS: [Tour; 6] = [
    Tour {
        technique: TechniqueKind::Quantize,
        steps: &[
            Step {
                id: "int8",
                recipe: || only(Quantize::default()),
                question: Question { of: Size, cuts: &[2.0, 6.0], expected: 1 },
                also: &[UNHARMED, SAME_MACS],
                ..on(ModelKind::MobilenetV2, 1_000)
            },
            Step {
                id: "int4",
                recipe: || only(int4(Granularity::Tensor, QuantMethod::Static)),
                question: Question { of: Accuracy, cuts: &[-5.0, -1.0], expected: 0 },
                also: &[between(Size, 6.5, 8.5)],
                ..on(ModelKind::MobilenetV2, 1_000)
            },
            Step {
                id: "channels",
                recipe: || only(int4(Granularity::Channel, QuantMethod::Static)),
                against: Some("int4"),
                question: Question { of: Accuracy, cuts: &[1.0, 5.0], expected: 2 },
                // Each channel's scale is stored.
                also: &[between(Size, 0.8, 1.0)],
                ..on(ModelKind::MobilenetV2, 1_000)
            },
            Step {
                id: "aware",
                recipe: || only(int4(Granularity::Tensor, QuantMethod::Aware)),
                against: Some("int4"),
                question: Question { of: Accuracy, cuts: &[-1.0, 1.0], expected: 2 },
                also: &[SAME_SIZE],
                ..on(ModelKind::MobilenetV2, 1_000)
            },
        ],
    },
    Tour {
        technique: TechniqueKind::Prune,
        steps: &[
            Step {
                id: "weights",
                recipe: || only(weights(FineTune::NONE)),
                question: Question { of: Accuracy, cuts: &[-5.0, -1.0], expected: 0 },
                also: &[between(Weights, 45.0, 55.0), between(Size, 30.0, 50.0), SAME_MACS],
                ..on(ModelKind::Lenet, 3_000)
            },
            Step {
                id: "fine-tuning",
                recipe: || only(weights(FineTune::default())),
                against: Some("weights"),
                question: Question { of: Accuracy, cuts: &[-1.0, 1.0], expected: 2 },
                also: &[between(Weights, 1.0 / SAME, SAME)],
                ..on(ModelKind::Lenet, 3_000)
            },
            Step {
                id: "mask",
                recipe: || only(channels(false)),
                question: Question { of: Macs, cuts: &[SAME, 2.0], expected: 0 },
                also: &[between(Weights, 2.0, 6.0), SAME_SIZE],
                ..on(ModelKind::Lenet, 3_000)
            },
            Step {
                id: "removal",
                recipe: || only(channels(true)),
                against: Some("mask"),
                question: Question { of: Macs, cuts: &[SAME, 2.0], expected: 2 },
                also: &[between(Size, 3.0, 5.0), between(Accuracy, -0.5, 0.5)],
                ..on(ModelKind::Lenet, 3_000)
            },
        ],
    },
    Tour {
        technique: TechniqueKind::Distill,
        steps: &[
            Step {
                id: "control",
                recipe: || only(student(4.0).control()),
                question: Question { of: Accuracy, cuts: &[-5.0, -1.0], expected: 0 },
                also: &[between(Size, 12.0, 20.0), between(Macs, 8.0, 16.0)],
                ..on(ModelKind::Lenet, 200)
            },
            Step {
                id: "teacher",
                recipe: || only(student(4.0)),
                against: Some("control"),
                question: Question { of: Accuracy, cuts: &[-1.0, 1.0], expected: 2 },
                also: &[SAME_SIZE, SAME_MACS],
                ..on(ModelKind::Lenet, 200)
            },
            Step {
                id: "temperature",
                recipe: || only(student(1.0)),
                against: Some("teacher"),
                question: Question { of: Accuracy, cuts: &[-0.5, 0.5], expected: 0 },
                also: &[SAME_SIZE, SAME_MACS],
                ..on(ModelKind::Lenet, 200)
            },
        ],
    },
    Tour {
        technique: TechniqueKind::FoldBn,
        steps: &[
            Step {
                id: "fold",
                recipe: || only(FoldBn),
                question: Question { of: Accuracy, cuts: &[-1.0, 1.0], expected: 1 },
                also: &[between(Size, 1.01, 1.1), SAME_MACS],
                ..on(ModelKind::Mobilenet, 1_000)
            },
            Step {
                id: "nothing",
                recipe: || only(FoldBn),
                question: Question { of: Size, cuts: &[1.01], expected: 0 },
                also: &[UNHARMED, SAME_MACS],
                ..on(ModelKind::Lenet, 1_000)
            },
            Step {
                id: "int8",
                recipe: || only(FoldBn).with(Quantize::default()),
                question: Question { of: Accuracy, cuts: &[-5.0, -1.5], expected: 2 },
                also: &[between(Size, 3.5, 4.2), SAME_MACS],
                ..on(ModelKind::Mobilenet, 1_000)
            },
        ],
    },
    Tour {
        technique: TechniqueKind::Cluster,
        steps: &[
            Step {
                id: "5-bits",
                recipe: || only(Cluster { bits: 5, fine_tune: FineTune::NONE }),
                question: Question { of: Accuracy, cuts: &[-5.0, -1.5], expected: 2 },
                also: &[between(Size, 4.5, 6.0), SAME_MACS],
                ..on(ModelKind::MobilenetV2, 1_000)
            },
            Step {
                id: "2-bits",
                recipe: || only(Cluster { bits: 2, fine_tune: FineTune::NONE }),
                question: Question { of: Accuracy, cuts: &[-30.0, -5.0], expected: 0 },
                also: &[between(Size, 7.0, 10.0), SAME_MACS],
                ..on(ModelKind::MobilenetV2, 1_000)
            },
            Step {
                id: "training",
                recipe: || only(Cluster { bits: 2, fine_tune: FineTune::default() }),
                against: Some("2-bits"),
                question: Question { of: Accuracy, cuts: &[5.0, 30.0], expected: 2 },
                also: &[SAME_SIZE],
                ..on(ModelKind::MobilenetV2, 1_000)
            },
        ],
    },
    Tour {
        technique: TechniqueKind::LowRank,
        steps: &[
            Step {
                id: "90",
                recipe: || only(energy(0.9, FineTune::NONE)),
                question: Question { of: Macs, cuts: &[SAME, 3.0], expected: 1 },
                also: &[between(Size, 1.6, 2.4), UNHARMED],
                ..on(ModelKind::Mlp, 3_000)
            },
            Step {
                id: "60",
                recipe: || only(energy(0.6, FineTune::NONE)),
                question: Question { of: Accuracy, cuts: &[-30.0, -5.0], expected: 0 },
                also: &[between(Size, 6.0, 9.0), between(Macs, 6.0, 9.0)],
                ..on(ModelKind::Mlp, 3_000)
            },
            Step {
                id: "training",
                recipe: || only(energy(0.6, FineTune::default())),
                against: Some("60"),
                question: Question { of: Accuracy, cuts: &[1.0, 20.0], expected: 2 },
                also: &[SAME_SIZE, SAME_MACS],
                ..on(ModelKind::Mlp, 3_000)
            },
        ],
    },
];

/// The file is as long as it was.
const SAME_SIZE: Claim = between(Size, 1.0 / SAME, SAME);
/// As many multiply-adds.
const SAME_MACS: Claim = between(Macs, 1.0 / SAME, SAME);
/// Accuracy stays, as far as a point of a percent can be told.
const UNHARMED: Claim = between(Accuracy, -1.5, 1.5);

const fn between(of: Quantity, from: f64, to: f64) -> Claim {
    Claim { of, band: Band { from: Some(from), to: Some(to) } }
}

/// A step on Fashion-MNIST that is compared with the shipped network; what it does and asks is to be put in.
const fn on(model: ModelKind, train_size: usize) -> Step {
    let question = Question { of: Accuracy, cuts: &[], expected: 0 };
    let (data, recipe) = (DataKind::FashionMnist, Recipe::default);
    Step { id: "", data, model, train_size, recipe, against: None, question, also: &[] }
}

fn only(technique: impl Into<crate::recipe::Technique>) -> Recipe {
    Recipe::default().with(technique)
}

fn int4(granularity: Granularity, method: QuantMethod) -> Quantize {
    Quantize { method, dtype: NumberType::Int4, granularity, ..Quantize::default() }
}

fn weights(fine_tune: FineTune) -> Prune {
    Prune { amount: 0.98, fine_tune, ..Prune::default() }
}

fn channels(remove: bool) -> Prune {
    Prune { unit: PruneUnit::Channel, scope: Scope::Layer, amount: 0.5, remove, ..Prune::default() }
}

/// A student of a quarter of the width that sees few images often: the fewer labels it has, the more a teacher is worth.
fn student(temperature: f32) -> Distill {
    Distill { temperature, train: FineTune { epochs: 80.0, ..Distill::default().train }, ..Distill::default() }
}

fn energy(energy: f32, fine_tune: FineTune) -> LowRank {
    LowRank { energy, fine_tune, ..LowRank::default() }
}
