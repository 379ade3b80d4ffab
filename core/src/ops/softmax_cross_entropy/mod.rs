//! Softmax and cross-entropy together: the loss of a classifier.

pub mod reference;
