use crate::choices::choice;

choice! {
    /// A technique, in the order in which a recipe does them.
    Technique, "technique" {
        /// Distillation.
        Distill = "distill",
        /// Low-rank factorization.
        LowRank = "low-rank",
        /// Pruning.
        Prune = "prune",
        /// Batch-norm folding.
        FoldBn = "fold-bn",
        /// Weight clustering.
        Cluster = "cluster",
        /// Quantization.
        Quantize = "quantize",
    }
}

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

choice! {
    /// What pruning takes out at a time.
    PruneUnit, "unit" {
        /// Single weights.
        Element = "element",
        /// Two of each four neighbours (2:4 structured sparsity).
        TwoOfFour = "2:4",
        /// Channels, with everything that depends on them.
        Channel = "channel",
    }
}

choice! {
    /// What tells how important a weight or channel is.
    Criterion, "criterion" {
        /// `|w|`; for a channel the sum of them (L1).
        Magnitude = "magnitude",
        /// For a channel the root of the sum of squares (L2); for a weight the same as magnitude.
        L2 = "l2",
        /// `|w · ∂L/∂w|` on calibration images (Molchanov et al. 2017).
        Gradient = "gradient",
        /// For a channel the scale |γ| of its batch norm (Liu et al. 2017), or L1 where there is none.
        BatchNormScale = "bn-scale",
        /// Nothing: drawn from the seed. The control.
        Random = "random",
    }
}

choice! {
    /// Whether layers compete.
    Scope, "scope" {
        /// The least important of the whole network go.
        Global = "global",
        /// The same part of each layer goes.
        Layer = "layer",
    }
}

choice! {
    /// What a student learns from besides the teacher's outputs.
    Hint, "hint" {
        /// Nothing.
        None = "none",
        /// The teacher's features halfway, through a learned map (FitNets, Romero et al. 2015).
        Feature = "feature",
        /// Where the teacher's features are strong (Zagoruyko & Komodakis 2017).
        Attention = "attention",
    }
}
