//! Networks for other runtimes: ONNX, `input [N, C, H, W]` to `logits [N, classes]`, opset 17; 21 where there are weights
//! of 4 bits or fewer, which no earlier one has.
//!
//! Floats become the standard's float ops, dropout is left out. Where a weight is stored as levels of a grid, the file
//! has the levels (int8, or int4 where these are enough) and a `DequantizeLinear`, per channel along axis 0. Where activations have static grids, a pair of `QuantizeLinear` and `DequantizeLinear` stands behind
//! the input and every value that a kernel writes, and biases are int32 on the grid of the products: the form in which
//! onnxruntime and others recognize integer arithmetic
//! (<https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html#onnx-quantization-representation-format>).
//! On x86-64 processors without VNNI, onnxruntime's fast integer kernels saturate sums of 16 bits; its session option
//! `session.x64quantprecision` makes them exact.
//!
//! Where activations are dynamic, a `DynamicQuantizeLinear` stands before each layer whose weights are rounded, and the
//! layer is a `ConvInteger` or `MatMulInteger` whose sums are scaled behind it. The standard takes one range for the whole
//! batch, Karui one for each image: they give the same where images come one by one.
//!
//! Short floats, code books and sparse tensors have no counterpart and are written as the float32 values that they give
//! back.

mod model;
mod ops;
mod proto;
mod quantized;

use crate::graph::Model;
use crate::{Error, Result, Shape};
use proto::{Message, batch_of};

const FORMAT: &str = "onnx";
/// IR version and opset: onnxruntime 1.12 reads the first, 1.18 the second.
const VERSIONS: (i64, i64) = (8, 17);
const VERSIONS_WITH_INT4: (i64, i64) = (10, 21);

/// The ONNX file of `net`.
///
/// # Errors
/// [`Error::Format`] for what ONNX's order of axes cannot express: something other than a linear layer that tells
/// apart the features of a flattened picture, or an op of training.
pub fn export(net: &Model) -> Result<Vec<u8>> {
    Error::check_len("storage", net.weights.params().len(), net.storage.len())?;
    let (model, output) = ops::Exporter::run(net)?;
    let (ir_version, opset) = if model.has_int4 { VERSIONS_WITH_INT4 } else { VERSIONS };
    let Shape { h, w, c } = net.graph.input_shape();
    let graph = model.graph("karui", batch_of(ops::INPUT, &[c, h, w]), batch_of(ops::OUTPUT, &output));
    let metadata = Message::default().bytes(1, "source").bytes(2, "Karui");
    let file = Message::default()
        .int(1, ir_version)
        .bytes(2, "karui")
        .bytes(3, env!("CARGO_PKG_VERSION"))
        .message(7, graph)
        .message(8, Message::default().int(2, opset))
        .message(14, metadata);
    Ok(file.finish())
}
