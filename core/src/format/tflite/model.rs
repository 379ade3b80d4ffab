//! A TensorFlow Lite model under construction: tensors, their bytes, and ops in order.

use super::FORMAT;
use super::schema::{Builder, Builtin, Options, Table, TensorType, buffer, field};
use crate::{Error, Result};

/// Bytes of constants, so that the file with all else stays below 2³¹.
const MOST: usize = 1 << 30;

/// The grid of a tensor.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantization {
    /// One, or one for each entry of `axis`.
    pub scale: Vec<f32>,
    /// As many.
    pub zero_point: Vec<i64>,
    /// The axis with several scales.
    pub axis: i32,
}

/// A tensor.
#[derive(Debug, Clone)]
struct Tensor {
    name: String,
    shape: Vec<i32>,
    kind: TensorType,
    /// Its place among the buffers; 0 for one that is computed.
    buffer: u32,
    quantization: Option<Quantization>,
}

/// An op.
#[derive(Debug, Clone)]
struct Operator {
    code: usize,
    inputs: Vec<i32>,
    outputs: Vec<i32>,
    options: Options,
}

/// A model with one subgraph.
#[derive(Debug, Default)]
pub struct ModelBuilder {
    tensors: Vec<Tensor>,
    buffers: Vec<Vec<u8>>,
    codes: Vec<(Builtin, i32)>,
    operators: Vec<Operator>,
}

/// A tensor's place.
pub type TensorId = i32;
/// An input that an op does without.
pub const NONE: TensorId = -1;

impl ModelBuilder {
    /// A tensor that an op computes, or the input.
    pub fn value(
        &mut self,
        name: &str,
        shape: Vec<i32>,
        kind: TensorType,
        quantization: Option<Quantization>,
    ) -> TensorId {
        self.tensors.push(Tensor { name: name.into(), shape, kind, buffer: 0, quantization });
        self.tensors.len() as TensorId - 1
    }

    /// A tensor with its bytes.
    pub fn constant(
        &mut self,
        name: &str,
        shape: Vec<i32>,
        kind: TensorType,
        quantization: Option<Quantization>,
        bytes: Vec<u8>,
    ) -> TensorId {
        self.buffers.push(bytes);
        let id = self.value(name, shape, kind, quantization);
        // The first buffer is the empty one.
        self.tensors[id as usize].buffer = self.buffers.len() as u32;
        id
    }

    /// An op of the given version of the schema.
    pub fn op(&mut self, op: Builtin, version: i32, inputs: Vec<TensorId>, output: TensorId, options: Options) {
        let code = self.codes.iter().position(|&it| it == (op, version)).unwrap_or_else(|| {
            self.codes.push((op, version));
            self.codes.len() - 1
        });
        self.operators.push(Operator { code, inputs, outputs: vec![output], options });
    }

    /// Calls a tensor by another name.
    pub fn rename(&mut self, id: TensorId, name: &str) {
        self.tensors[id as usize].name = name.into();
    }

    /// The file.
    ///
    /// # Errors
    /// Where it would be longer than the format allows.
    pub fn finish(self, input: TensorId, output: TensorId, description: &str) -> Result<Vec<u8>> {
        let held: usize = self.buffers.iter().map(Vec::len).sum();
        if held > MOST {
            return Err(Error::format(FORMAT, "at most 2^31 bytes", held.to_string()));
        }
        let mut b = Builder::new();
        let mut buffers = vec![buffer(&mut b, &[])];
        buffers.extend(self.buffers.iter().map(|bytes| buffer(&mut b, bytes)).collect::<Vec<_>>());
        let buffers = b.create_vector(&buffers);
        let tensors: Vec<Table> = self.tensors.iter().map(|it| tensor(&mut b, it)).collect();
        let tensors = b.create_vector(&tensors);
        let operators: Vec<Table> = self.operators.iter().map(|it| operator(&mut b, it)).collect();
        let operators = b.create_vector(&operators);
        let (inputs, outputs, name) = (b.create_vector(&[input]), b.create_vector(&[output]), b.create_string("main"));
        let table = b.start_table();
        field(&mut b, 0, tensors);
        field(&mut b, 1, inputs);
        field(&mut b, 2, outputs);
        field(&mut b, 3, operators);
        field(&mut b, 4, name);
        let subgraph = b.end_table(table);
        let subgraphs = b.create_vector(&[subgraph]);
        let codes: Vec<Table> = self.codes.iter().map(|&(op, version)| code(&mut b, op, version)).collect();
        let codes = b.create_vector(&codes);
        let signature = self.signature(&mut b, input, output);
        let signatures = b.create_vector(&[signature]);
        let description = b.create_string(description);
        let table = b.start_table();
        // The version of the schema.
        field(&mut b, 0, 3u32);
        field(&mut b, 1, codes);
        field(&mut b, 2, subgraphs);
        field(&mut b, 3, description);
        field(&mut b, 4, buffers);
        field(&mut b, 7, signatures);
        let model = b.end_table(table);
        b.finish(model, Some("TFL3"));
        Ok(b.finished_data().to_vec())
    }

    /// `SignatureDef`: input and output by their names, for runtimes that call models like functions.
    fn signature(&self, b: &mut Builder, input: TensorId, output: TensorId) -> Table {
        let [inputs, outputs] = [input, output].map(|id| {
            let name = b.create_string(&self.tensors[id as usize].name);
            let table = b.start_table();
            field(b, 0, name);
            field(b, 1, id as u32);
            let map = b.end_table(table);
            b.create_vector(&[map])
        });
        let key = b.create_string("serving_default");
        let table = b.start_table();
        field(b, 0, inputs);
        field(b, 1, outputs);
        field(b, 2, key);
        field(b, 4, 0u32);
        b.end_table(table)
    }
}

fn tensor(b: &mut Builder, it: &Tensor) -> Table {
    let quantization = it.quantization.as_ref().map(|grid| {
        let (scale, zero_point) = (b.create_vector(&grid.scale), b.create_vector(&grid.zero_point));
        let table = b.start_table();
        field(b, 2, scale);
        field(b, 3, zero_point);
        field(b, 6, grid.axis);
        b.end_table(table)
    });
    let (shape, name) = (b.create_vector(&it.shape), b.create_string(&it.name));
    let table = b.start_table();
    field(b, 0, shape);
    field(b, 1, it.kind as i8);
    field(b, 2, it.buffer);
    field(b, 3, name);
    if let Some(quantization) = quantization {
        field(b, 4, quantization);
    }
    field(b, 8, true);
    b.end_table(table)
}

fn operator(b: &mut Builder, it: &Operator) -> Table {
    let options = it.options.write(b);
    let (inputs, outputs) = (b.create_vector(&it.inputs), b.create_vector(&it.outputs));
    let table = b.start_table();
    field(b, 0, it.code as u32);
    field(b, 1, inputs);
    field(b, 2, outputs);
    if let Some((kind, options)) = options {
        field(b, 3, kind);
        field(b, 4, options);
    }
    b.end_table(table)
}

fn code(b: &mut Builder, op: Builtin, version: i32) -> Table {
    let table = b.start_table();
    // Twice, for readers from before there were more than 127 ops.
    field(b, 0, op as i8);
    field(b, 2, version);
    field(b, 3, op as i32);
    b.end_table(table)
}
