use serde::{Deserialize, Serialize};

/// `Result` with the engine's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Why a GPU does not do the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum DeviceError {
    /// There is none.
    #[error("no WebGPU device: {reason}")]
    Missing {
        /// In the words of the browser or driver.
        reason: String,
    },
    /// It has failed, or was lost.
    #[error("the device has failed: {reason}")]
    Failed {
        /// In the words of the browser or driver.
        reason: String,
    },
    /// It does not answer.
    #[error("no answer in {seconds} s")]
    Silent {
        /// How long it was waited for.
        seconds: u32,
    },
    /// It was asked for more than it allows.
    #[error("{what}: the device allows {most}, asked for were {got}")]
    Limit {
        /// Of what.
        what: String,
        /// The most.
        most: u64,
        /// What was asked for.
        got: u64,
    },
}

/// How training shows that it has come to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Divergence {
    /// The loss has left the range of numbers.
    #[error("the loss is not finite")]
    NotANumber,
    /// The network does no better than guessing: the loss stays at ln(classes) or above, and no more images are
    /// classified rightly than by chance.
    #[error("the network only guesses, its loss stays at ln {classes} or above")]
    AtChance {
        /// Among so many classes.
        classes: usize,
    },
}

/// Everything that can go wrong in the engine. Each case says where, what was expected and what was got, so that
/// the page can put it into the reader's language; `Display` is the English of the command line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub enum Error {
    /// An op was given inputs whose shapes it cannot take.
    #[error("{op} `{node}`: expected {expected}, got {got}")]
    Shape {
        /// The op's name, as in `karui_core::ops::Op::name`.
        op: String,
        /// The node's name in its graph.
        node: String,
        /// What the op needs.
        expected: String,
        /// What it was given.
        got: String,
    },
    /// A buffer handed to an executor or trainer has the wrong length.
    #[error("{what}: expected {expected} values, got {got}")]
    Length {
        /// Which buffer.
        what: String,
        /// Its length by the plan.
        expected: usize,
        /// The length given.
        got: usize,
    },
    /// A setting that is a number lies outside of its range.
    #[error("{field}: expected {min} … {max}{}, got `{got}`", multiples(*multiple_of))]
    Range {
        /// The setting's name in links.
        field: String,
        /// The least value.
        min: f64,
        /// The greatest value.
        max: f64,
        /// What every value is a multiple of: 1 for any.
        multiple_of: u64,
        /// What was given.
        got: String,
    },
    /// A setting is given what is not on its list of values.
    #[error("{field}: expected {}, got `{got}`", allowed.join(" | "))]
    Choice {
        /// The setting's name in links.
        field: String,
        /// Each value's id.
        allowed: Vec<String>,
        /// What was given.
        got: String,
    },
    /// The GPU does not do the work.
    #[error(transparent)]
    Device(DeviceError),
    /// Something was asked of the engine for which it was not made, or with parts that do not belong together.
    #[error("{what}: expected {expected}, got `{got}`")]
    Misuse {
        /// What does not fit.
        what: String,
        /// What is needed.
        expected: String,
        /// What there was.
        got: String,
    },
    /// A file holds something other than its format allows.
    #[error("{format}: expected {expected}, got {got}")]
    Format {
        /// The file format.
        format: String,
        /// What the format asks for.
        expected: String,
        /// What was found.
        got: String,
    },
    /// A weights file does not fit the network: the first tensor that differs.
    #[error("tensor `{tensor}`: expected {expected}, got {got}")]
    Tensor {
        /// The tensor's name.
        tensor: String,
        /// The shape the network needs, in PyTorch's order.
        expected: String,
        /// The shape found, or `nothing`.
        got: String,
    },
    /// Training has come to nothing.
    #[error("training has diverged by step {step}: {kind}; try a lower learning rate")]
    Diverged {
        /// The step at which that was known, counted from 0.
        step: u64,
        /// How it shows.
        kind: Divergence,
    },
}

fn multiples(of: u64) -> String {
    if of > 1 { format!(", a multiple of {of}") } else { String::new() }
}

impl Error {
    /// A file that is not what its format asks for.
    pub fn format(format: &str, expected: impl Into<String>, got: impl Into<String>) -> Self {
        Error::Format { format: format.into(), expected: expected.into(), got: got.into() }
    }

    /// That the device was asked for more of something than it allows.
    pub fn limit(what: &str, most: usize, got: usize) -> Self {
        Error::Device(DeviceError::Limit { what: what.into(), most: most as u64, got: got as u64 })
    }

    /// That something else is needed than there is.
    pub fn misuse(what: &str, expected: impl Into<String>, got: impl Into<String>) -> Self {
        Error::Misuse { what: what.into(), expected: expected.into(), got: got.into() }
    }

    /// That a whole number lies outside of its range.
    pub fn range(field: &str, [min, max]: [usize; 2], got: impl ToString) -> Self {
        let [min, max] = [min, max].map(|v| v as f64);
        Error::Range { field: field.into(), min, max, multiple_of: 1, got: got.to_string() }
    }

    /// That a value is not on the list.
    pub fn choice(field: &str, allowed: &[&str], got: &str) -> Self {
        let allowed = allowed.iter().map(|id| (*id).to_owned()).collect();
        Error::Choice { field: field.into(), allowed, got: got.into() }
    }

    /// `Err(Length)` unless `got == expected`.
    pub fn check_len(what: &str, expected: usize, got: usize) -> Result<()> {
        if expected == got { Ok(()) } else { Err(Error::Length { what: what.into(), expected, got }) }
    }
}
