//! Softmax and cross-entropy together: the loss of a classifier.

#[cfg(feature = "gpu")]
pub(crate) mod gpu;
pub mod reference;
