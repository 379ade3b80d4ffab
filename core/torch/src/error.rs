//! What a Python program is told when it asks for something that cannot be.

use std::fmt;

/// The class of the Python exception, PyTorch's own for the same mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Shapes that do not meet, a graph that is gone, a leaf that is changed in place.
    Runtime,
    /// A setting outside its range.
    Value,
    /// An argument of another type.
    Type,
    /// A place outside a tensor.
    Index,
    /// A name of PyTorch's that is not here.
    NotImplemented,
    /// More than the lab holds.
    Memory,
}

impl Kind {
    /// The exception's name in Python.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Runtime => "RuntimeError",
            Kind::Value => "ValueError",
            Kind::Type => "TypeError",
            Kind::Index => "IndexError",
            Kind::NotImplemented => "NotImplementedError",
            Kind::Memory => "MemoryError",
        }
    }
}

/// An exception for the program: its class, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TorchError {
    /// The class of the exception.
    pub kind: Kind,
    /// What was expected, and what there was.
    pub message: String,
}

impl fmt::Display for TorchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.name(), self.message)
    }
}

impl std::error::Error for TorchError {}

/// `Result` with a [`TorchError`].
pub type Result<T> = std::result::Result<T, TorchError>;

impl TorchError {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        TorchError { kind, message: message.into() }
    }
}

/// A `RuntimeError`.
pub(crate) fn runtime<T>(message: impl Into<String>) -> Result<T> {
    Err(TorchError::new(Kind::Runtime, message))
}

/// A `ValueError`.
pub(crate) fn value<T>(message: impl Into<String>) -> Result<T> {
    Err(TorchError::new(Kind::Value, message))
}

/// A `TypeError`.
pub(crate) fn type_error<T>(message: impl Into<String>) -> Result<T> {
    Err(TorchError::new(Kind::Type, message))
}

/// An `IndexError`.
pub(crate) fn index<T>(message: impl Into<String>) -> Result<T> {
    Err(TorchError::new(Kind::Index, message))
}

/// A `NotImplementedError`.
pub(crate) fn missing<T>(what: &str) -> Result<T> {
    Err(TorchError::new(Kind::NotImplemented, format!("{what} はこの実験室にはありません / {what} is not in this lab")))
}
