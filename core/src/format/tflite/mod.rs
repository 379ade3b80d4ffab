//! Networks as TensorFlow Lite files, for LiteRT and for TensorFlow Lite for Microcontrollers: `input [1, H, W, C]` to `logits
//! [1, classes]`, batch norms folded.
//!
//! With fixed grids, the file is one of full integers by the
//! [specification](https://ai.google.dev/edge/litert/models/quantization_spec) that Karui's own executor follows: int8 weights with
//! a scale for each output channel, int8 activations, int32 biases. Functions for which the format has no op of integers (hard
//! sigmoid, SiLU) or one with a grid of its own (sigmoid) stand between a `DEQUANTIZE` and a `QUANTIZE`, and are rounded once, as Karui's tables are. With dynamic
//! quantization, weights are int8 and everything else floats (*dynamic range*). Weights alone on a grid stand before a
//! `DEQUANTIZE`. Short floats, code books and grids with zero points are written as the floats that they give back.

mod model;
mod ops;
mod schema;

use crate::graph::Model;
use crate::graph::fold_bn::fold_bn;
use crate::ops::Op;
use crate::{Error, Result};

const FORMAT: &str = "tflite";

/// The TensorFlow Lite file of `net`.
///
/// # Errors
/// [`Error::Format`] for what the format cannot express: a padded maximum other than TensorFlow's "same", a batch norm without a
/// layer before it, or an op of training; with fixed grids also where [`crate::exec::InferenceSession::new`] refuses the network.
pub fn export(net: &Model) -> Result<Vec<u8>> {
    Error::check_len("storage", net.weights.params().len(), net.storage.len())?;
    if net.graph.nodes().iter().any(|node| matches!(node.op, Op::BatchNorm(_))) {
        return ops::write(&fold_bn(net)?);
    }
    ops::write(net)
}
