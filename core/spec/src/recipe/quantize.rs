use super::{FineTune, TechniqueSettings, training_rows};
use crate::choices::choice;
use crate::setting::{Setting, integer, real};
use serde::{Deserialize, Serialize};

choice! {
    /// What quantization applies to, and when.
    QuantMethod, "method" {
        /// Weights are stored in few bits and computed with as floats.
        Weights = "weights",
        /// Weights beforehand; activations when they come, each batch by its own range.
        Dynamic = "dynamic",
        /// Weights and activations, with ranges found on calibration images: integers from input to logits.
        Static = "static",
        /// Like static, after training that rounds in its forward pass (quantization-aware training).
        Aware = "qat",
    }
}

choice! {
    /// What a number becomes.
    NumberType, "dtype" {
        /// 8-bit integers, −127 … 127.
        Int8 = "int8",
        /// 4-bit integers, −7 … 7.
        Int4 = "int4",
        /// −1, 0 and 1 times a scale (ternary), in 2 bits.
        Int2 = "int2",
        /// −1 and 1 times a scale, in 1 bit (Rastegari et al. 2016).
        Binary = "binary",
        /// IEEE 754 binary16.
        Fp16 = "fp16",
        /// The upper half of binary32.
        Bf16 = "bf16",
        /// 8-bit floats of 4 exponent and 3 mantissa bits, with a scale (Micikevicius et al. 2022).
        Fp8E4m3 = "fp8-e4m3",
        /// 8-bit floats of 5 exponent and 2 mantissa bits, with a scale.
        Fp8E5m2 = "fp8-e5m2",
    }
}

impl NumberType {
    /// Bits of one number.
    pub const fn bits(self) -> u32 {
        match self {
            NumberType::Fp16 | NumberType::Bf16 => 16,
            NumberType::Int8 | NumberType::Fp8E4m3 | NumberType::Fp8E5m2 => 8,
            NumberType::Int4 => 4,
            NumberType::Int2 => 2,
            NumberType::Binary => 1,
        }
    }

    /// Whether it is an integer, on a regular grid.
    pub const fn is_integer(self) -> bool {
        matches!(self, NumberType::Int8 | NumberType::Int4 | NumberType::Int2 | NumberType::Binary)
    }
}

choice! {
    /// What shares a scale and a zero point.
    Granularity, "granularity" {
        /// A whole tensor.
        Tensor = "tensor",
        /// An output channel.
        Channel = "channel",
    }
}

choice! {
    /// Where a weight's zero point lies. Activations are always affine, as in the TFLite specification.
    Scheme, "scheme" {
        /// At level 0.
        Symmetric = "symmetric",
        /// Wherever the range puts it.
        Affine = "affine",
    }
}

choice! {
    /// How the range of values that a grid has to hold is found.
    Observer, "observer" {
        /// The least and the greatest value.
        MinMax = "min-max",
        /// A moving average of each batch's least and greatest.
        MovingAverage = "moving-average",
        /// All but the outermost values.
        Percentile = "percentile",
        /// The range with the least squared error.
        Mse = "mse",
        /// The range with the least Kullback–Leibler divergence between histograms (Migacz 2017).
        Entropy = "entropy",
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
            // With batch norm folded there is nothing that bounds a step: a fifth of what suits other training.
            train: FineTune { epochs: 1.0, lr: 0.002 },
        }
    }
}

impl TechniqueSettings for Quantize {
    const NUMBERS: &'static [&'static [Setting<Self>]] = &[
        &[
            Setting { name: "percentile", kind: real!(50.0..=100.0, 0.0, percentile) },
            Setting { name: "calibration", kind: integer!(1..=10_000, 1, usize, calibration) },
        ],
        &training_rows!(train),
    ];

    fn training(&self) -> Option<FineTune> {
        (self.method == QuantMethod::Aware).then_some(self.train)
    }

    fn images(&self) -> usize {
        match self.method {
            QuantMethod::Weights | QuantMethod::Dynamic => 0,
            QuantMethod::Static | QuantMethod::Aware => self.calibration,
        }
    }

    /// Integer arithmetic has no batch norm.
    fn needs_folding(&self) -> bool {
        self.method != QuantMethod::Weights
    }

    fn without_labels(self) -> Option<Self> {
        let method = if self.method == QuantMethod::Aware { QuantMethod::Static } else { self.method };
        Some(Quantize { method, ..self })
    }
}
