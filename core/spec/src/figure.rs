use serde::{Deserialize, Serialize};

/// A number and its origin. Every number on the page is one, and opens to show `how`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The value, in `unit`.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// How it came about.
    pub how: How,
}

/// The unit of a [`Figure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// A plain count: parameters, multiply-adds.
    Count,
    /// Bytes.
    Bytes,
    /// Milliseconds.
    Milliseconds,
    /// Images per second.
    ImagesPerSecond,
    /// A part of one: accuracy.
    Fraction,
    /// Natural units of information: cross-entropy.
    Nats,
    /// Billions of floating-point operations per second.
    Gflops,
    /// Billions of bytes per second.
    GigabytesPerSecond,
}

/// The origin of a [`Figure`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum How {
    /// By a formula.
    Computed {
        /// The formula in symbols.
        formula: Formula,
        /// The formula's right side with this network's numbers put in, e.g. `3 · 3 · 16 · 32 + 32`.
        substitution: String,
    },
    /// As hits among tries, on images that were not trained on.
    Counted {
        /// How many were right.
        hits: u64,
        /// Of how many.
        of: u64,
    },
    /// As agreement: pictures for which two networks give the same class.
    Agreed {
        /// For how many they do.
        same: u64,
        /// Of how many.
        of: u64,
    },
    /// As the mean of a loss over images that were not trained on.
    Averaged {
        /// Over how many.
        of: u64,
    },
    /// By the clock: the median of several samples.
    Timed {
        /// Each sample, in the figure's unit.
        samples: Vec<f64>,
        /// Half the distance between the quartiles.
        spread: f64,
        /// The kernels that ran.
        kernel: String,
        /// Images at a time.
        batch: usize,
    },
    /// As the length of a file that loads again bit for bit.
    Stored {
        /// The file's format.
        format: String,
    },
    /// By counting the weights that are not zero.
    Nonzero {
        /// How many are not.
        nonzero: u64,
        /// Of how many. Biases are none of them.
        of: u64,
    },
}

/// A formula of the field, in symbols: K_H × K_W the kernel, C and K the input and output channels, H and W the
/// output's height and width, G the groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Formula {
    ConvParams,
    ConvMacs,
    DepthwiseParams,
    DepthwiseMacs,
    LinearParams,
    LinearMacs,
    BatchNormParams,
    /// Multiply-adds of a depthwise separable convolution for each one of the standard convolution.
    SeparableRatio,
    /// Four bytes for each stored value, running statistics included.
    WeightBytes,
    /// The sum over the layers.
    Sum,
    /// Where a share lies of which a sample was seen: [`Interval::of_share`](crate::Interval::of_share).
    ShareInterval,
    /// Where the difference of two shares lies that were counted on the same images:
    /// [`Interval::of_difference`](crate::Interval::of_difference).
    DifferenceInterval,
    /// The op has none.
    Nothing,
}

impl Formula {
    /// Every formula.
    pub const ALL: &'static [Formula] = &[
        Formula::ConvParams,
        Formula::ConvMacs,
        Formula::DepthwiseParams,
        Formula::DepthwiseMacs,
        Formula::LinearParams,
        Formula::LinearMacs,
        Formula::BatchNormParams,
        Formula::SeparableRatio,
        Formula::WeightBytes,
        Formula::Sum,
        Formula::ShareInterval,
        Formula::DifferenceInterval,
        Formula::Nothing,
    ];

    /// The formula as LaTeX.
    pub const fn latex(self) -> &'static str {
        match self {
            Formula::ConvParams => r"K_H \cdot K_W \cdot \frac{C}{G} \cdot K + b",
            Formula::ConvMacs => r"H \cdot W \cdot K \cdot K_H \cdot K_W \cdot \frac{C}{G}",
            Formula::DepthwiseParams => r"K_H \cdot K_W \cdot C + b",
            Formula::DepthwiseMacs => r"H \cdot W \cdot C \cdot K_H \cdot K_W",
            Formula::LinearParams => r"C \cdot K + b",
            Formula::LinearMacs => r"C \cdot K",
            Formula::BatchNormParams => r"\gamma + \beta = 2\,C",
            Formula::SeparableRatio => {
                r"\frac{D_K^2 \cdot M \cdot D_F^2 + M \cdot N \cdot D_F^2}{D_K^2 \cdot M \cdot N \cdot D_F^2} = \frac{1}{N} + \frac{1}{D_K^2}"
            }
            Formula::WeightBytes => r"4 \cdot n",
            Formula::Sum => r"\sum_{l} n_l",
            Formula::ShareInterval => {
                r"\frac{p + \frac{z^2}{2 n} \pm z \sqrt{\frac{p (1 - p)}{n} + \frac{z^2}{4 n^2}}}{1 + \frac{z^2}{n}}"
            }
            Formula::DifferenceInterval => r"\frac{(b - c) \pm z \sqrt{(b + c) - \frac{(b - c)^2}{n}}}{n}",
            Formula::Nothing => r"0",
        }
    }

    /// Where the formula is found.
    pub const fn source(self) -> &'static str {
        match self {
            Formula::ConvMacs => "Howard et al. 2017, MobileNets, eq. 2",
            Formula::SeparableRatio => "Howard et al. 2017, MobileNets, §3.1",
            Formula::DepthwiseMacs => "Howard et al. 2017, MobileNets, eq. 4",
            Formula::BatchNormParams => "Ioffe & Szegedy 2015, Batch Normalization, alg. 1",
            Formula::WeightBytes => "IEEE 754 binary32",
            Formula::ConvParams | Formula::DepthwiseParams => {
                "Dumoulin & Visin 2016, A guide to convolution arithmetic"
            }
            Formula::LinearParams | Formula::LinearMacs => "Goodfellow et al. 2016, Deep Learning, §6.4",
            Formula::ShareInterval => "Wilson 1927",
            Formula::DifferenceInterval => "Agresti & Min 2005, Statistics in Medicine 24",
            Formula::Sum | Formula::Nothing => "",
        }
    }
}

impl Figure {
    /// A figure by a formula.
    pub fn computed(value: u64, unit: Unit, formula: Formula, substitution: impl Into<String>) -> Self {
        let how = How::Computed { formula, substitution: substitution.into() };
        Figure { value: value as f64, unit, how }
    }

    /// The median of `times` (one at least) by the clock. The kernels and batch are told beside it.
    pub fn timed(times: Vec<f64>, unit: Unit, kernel: impl Into<String>, batch: usize) -> Self {
        let samples = ascending(times);
        let at = |q: f64| {
            let position = q * samples.len().saturating_sub(1) as f64;
            let (low, high) = (position.floor() as usize, position.ceil() as usize);
            let [a, b] = [low, high].map(|i| samples.get(i).copied().unwrap_or(f64::NAN));
            a + (b - a) * position.fract()
        };
        let (value, spread) = (at(0.5), (at(0.75) - at(0.25)) / 2.0);
        Figure { value, unit, how: How::Timed { samples, spread, kernel: kernel.into(), batch } }
    }

    /// The share of hits.
    pub fn counted(hits: u64, of: u64) -> Self {
        Figure { value: hits as f64 / of.max(1) as f64, unit: Unit::Fraction, how: How::Counted { hits, of } }
    }

    /// The share of pictures for which two networks give the same class.
    pub fn agreed(same: u64, of: u64) -> Self {
        Figure { value: same as f64 / of.max(1) as f64, unit: Unit::Fraction, how: How::Agreed { same, of } }
    }

    /// The length of a file.
    pub fn stored(bytes: usize, format: impl Into<String>) -> Self {
        Figure { value: bytes as f64, unit: Unit::Bytes, how: How::Stored { format: format.into() } }
    }
}

/// What is known of a network: the scoreboard. Everything is measured, counted or computed from this very network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// The length of its packed file.
    pub size: Figure,
    /// Milliseconds of one image.
    pub latency: Figure,
    /// Images per second in batches of 64.
    pub throughput: Figure,
    /// The share of held-out images classified rightly.
    pub accuracy: Figure,
    /// Multiply-adds for one image.
    pub macs: Figure,
    /// Weights that are not zero.
    pub nonzero: Figure,
}

/// A handful of numbers in order. Each is put in its place: a general sort would make the worker larger.
pub fn ascending(numbers: Vec<f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = Vec::with_capacity(numbers.len());
    for number in numbers {
        sorted.insert(sorted.partition_point(|other| other.total_cmp(&number).is_le()), number);
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timed_figure_is_the_median_and_its_quartiles() {
        let figure = Figure::timed(vec![4.0, 1.0, 3.0, 2.0, 100.0], Unit::Milliseconds, "cpu", 1);
        assert_eq!(figure.value, 3.0);
        assert!(matches!(figure.how, How::Timed { spread, .. } if spread == 1.0));
    }
}
