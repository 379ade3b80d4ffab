//! A recipe: which techniques make a network lighter, with their settings. One JSON form in links, on the command line
//! and in exports; a setting that is not given has its default.

mod choices;
#[cfg(feature = "json")]
pub mod json;
mod presets;

pub use choices::{
    Criterion, Granularity, Hint, NumberType, Observer, PruneUnit, QuantMethod, Scheme, Scope, Technique,
};
pub use presets::{Preset, presets};

use super::{ModelKind, ModelSpec};
use serde::{Deserialize, Serialize};

/// What is done to a network. Each technique is done once at most, in the order of the fields: a student is taught
/// before it is cut, and what is left is cut before it is rounded.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// A smaller network learns from this one and takes its place.
    pub distill: Option<Distill>,
    /// Linear and pointwise layers become products of two thinner ones.
    pub low_rank: Option<LowRank>,
    /// Weights or channels are taken out.
    pub prune: Option<Prune>,
    /// Batch norm goes into the layer before it. Integer arithmetic asks for it and does it unasked.
    pub fold_bn: bool,
    /// Weights share few values.
    pub cluster: Option<Cluster>,
    /// Numbers get fewer bits.
    pub quantize: Option<Quantize>,
}

impl Recipe {
    /// Its techniques, in the order in which they are done.
    pub fn techniques(&self) -> impl Iterator<Item = Technique> {
        Technique::ALL.iter().copied().filter(|&technique| match technique {
            Technique::Distill => self.distill.is_some(),
            Technique::LowRank => self.low_rank.is_some(),
            Technique::Prune => self.prune.is_some(),
            Technique::FoldBn => self.fold_bn,
            Technique::Cluster => self.cluster.is_some(),
            Technique::Quantize => self.quantize.is_some(),
        })
    }

    /// What of it can be done without labels, for a network whose training images are not here: distillation and
    /// training after a technique fall away, and what needs either is done the simplest way without.
    pub fn without_labels(&self) -> Self {
        let none = |it: FineTune| FineTune { epochs: 0.0, ..it };
        Recipe {
            distill: None,
            low_rank: self.low_rank.map(|it| LowRank { fine_tune: none(it.fine_tune), ..it }),
            prune: self.prune.clone().map(|it| Prune {
                criterion: if it.criterion == Criterion::Gradient { Criterion::Magnitude } else { it.criterion },
                rounds: 1,
                rewind: false,
                fine_tune: none(it.fine_tune),
                ..it
            }),
            fold_bn: self.fold_bn,
            cluster: self.cluster.map(|it| Cluster { fine_tune: none(it.fine_tune), ..it }),
            quantize: self.quantize.map(|it| Quantize {
                method: if it.method == QuantMethod::Aware { QuantMethod::Static } else { it.method },
                ..it
            }),
        }
    }

    /// Whether it does nothing.
    pub fn is_empty(&self) -> bool {
        *self == Recipe::default()
    }
}

/// Training that mends what a technique has broken.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FineTune {
    /// Passes over the training images; 0 for none.
    pub epochs: f32,
    /// The learning rate, with momentum 0.9 and a cosine down to zero.
    pub lr: f32,
}

impl Default for FineTune {
    fn default() -> Self {
        FineTune { epochs: 1.0, lr: 0.01 }
    }
}

/// Distillation (Hinton et al. 2015): the loss is `α·T²·KL(teacher ‖ student, both softened by T) + (1 − α)·CE`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Distill {
    /// The student.
    pub student: ModelSpec,
    /// The part of its channels and hidden units that the student has.
    pub width: f32,
    /// Temperature T.
    pub temperature: f32,
    /// The weight α of the soft targets.
    pub alpha: f32,
    /// What else it learns from.
    pub hint: Hint,
    /// The weight β of the hint.
    pub beta: f32,
    /// The student's training.
    pub train: FineTune,
}

impl Default for Distill {
    fn default() -> Self {
        Distill {
            student: ModelSpec { kind: ModelKind::Lenet, alpha: 1.0 },
            width: 0.25,
            temperature: 4.0,
            alpha: 0.7,
            hint: Hint::None,
            beta: 1.0,
            train: FineTune { epochs: 3.0, lr: 0.01 },
        }
    }
}

/// Low-rank factorization: `W [C, K] ≈ U [C, r] · V [r, K]` by singular value decomposition, where that is smaller
/// (Denton et al. 2014).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LowRank {
    /// The share of `Σσ²` that is kept; it decides the rank r of each layer.
    pub energy: f32,
    /// A layer is factored only where its weights become fewer by more than this part: each one that is adds its error.
    pub saving: f32,
    /// Training afterwards.
    pub fine_tune: FineTune,
}

impl Default for LowRank {
    fn default() -> Self {
        LowRank { energy: 0.9, saving: 0.25, fine_tune: FineTune { epochs: 0.0, ..FineTune::default() } }
    }
}

/// Pruning (Han et al. 2015; Li et al. 2017 for channels).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Prune {
    /// What is taken out at a time.
    pub unit: PruneUnit,
    /// What tells the unimportant.
    pub criterion: Criterion,
    /// Whether layers compete.
    pub scope: Scope,
    /// The part that is taken out, 0 … 1. Two of four are always half.
    pub amount: f32,
    /// Amounts of layers that differ, by the layer's name.
    pub layers: Vec<(String, f32)>,
    /// Whether pruned channels are really removed; a mask alone saves nothing.
    pub remove: bool,
    /// How many times some are taken out and the rest trained: 1 for one shot, more follow the cubic schedule
    /// `s_t = s_f + (s_i − s_f)(1 − p)³` (Zhu & Gupta 2017).
    pub rounds: usize,
    /// Whether the weights that stay go back to their initial values before training (Frankle & Carbin 2019).
    pub rewind: bool,
    /// Training after each round.
    pub fine_tune: FineTune,
}

impl Default for Prune {
    fn default() -> Self {
        Prune {
            unit: PruneUnit::Element,
            criterion: Criterion::Magnitude,
            scope: Scope::Global,
            amount: 0.5,
            layers: Vec::new(),
            remove: true,
            rounds: 1,
            rewind: false,
            fine_tune: FineTune { epochs: 0.0, ..FineTune::default() },
        }
    }
}

/// Weight clustering, with Huffman coding of the indices: the last two steps of Deep Compression (Han et al. 2016).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cluster {
    /// Bits of an index into the layer's code book: at most `2^bits` values.
    pub bits: u8,
    /// Training of the shared values afterwards.
    pub fine_tune: FineTune,
}

impl Default for Cluster {
    fn default() -> Self {
        Cluster { bits: 5, fine_tune: FineTune { epochs: 0.0, ..FineTune::default() } }
    }
}

/// Quantization (Jacob et al. 2018; Nagel et al. 2021).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Quantize {
    /// What is quantized, and when.
    pub method: QuantMethod,
    /// What a weight becomes.
    pub dtype: NumberType,
    /// What shares a scale.
    pub granularity: Granularity,
    /// Whether zero lies in the middle of the grid.
    pub scheme: Scheme,
    /// How a range is found.
    pub observer: Observer,
    /// What of the values the percentile observer keeps, in percent.
    pub percentile: f32,
    /// Images that the ranges of activations are found on.
    pub calibration: usize,
    /// Quantization-aware training's training.
    pub train: FineTune,
}

impl Default for Quantize {
    fn default() -> Self {
        Quantize {
            method: QuantMethod::Static,
            dtype: NumberType::Int8,
            granularity: Granularity::Channel,
            scheme: Scheme::Symmetric,
            observer: Observer::MinMax,
            percentile: 99.9,
            calibration: 256,
            train: FineTune::default(),
        }
    }
}
