//! A depthwise convolution is a grouped one with as many groups as channels: the definition is that one's.

pub use crate::ops::conv2d::reference::{backward_input, backward_params, forward};
