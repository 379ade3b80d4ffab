//! An ONNX graph under construction.

use super::proto::{Attribute, DataType, Message, tensor};

/// `NodeProto`.
struct OnnxNode {
    op: &'static str,
    name: String,
    inputs: Vec<String>,
    outputs: Vec<String>,
    attributes: Vec<(&'static str, Attribute)>,
}

/// Nodes and constants, in order of computation.
#[derive(Default)]
pub struct ModelProto {
    nodes: Vec<OnnxNode>,
    constants: Vec<Message>,
    /// Whether a constant has 4 bits, which opsets before 21 do not know.
    pub has_int4: bool,
}

impl ModelProto {
    /// Adds a node named as its output, and gives that name.
    pub fn node(
        &mut self,
        op: &'static str,
        inputs: Vec<String>,
        output: String,
        attributes: Vec<(&'static str, Attribute)>,
    ) -> String {
        self.nodes.push(OnnxNode { op, name: output.clone(), inputs, outputs: vec![output.clone()], attributes });
        output
    }

    /// Adds a `DynamicQuantizeLinear`, named as the first of its `outputs`: levels, scale and zero point.
    pub fn dynamic(&mut self, input: String, outputs: [String; 3]) -> [String; 3] {
        let (op, name) = ("DynamicQuantizeLinear", outputs[0].clone());
        self.nodes.push(OnnxNode { op, name, inputs: vec![input], outputs: outputs.to_vec(), attributes: Vec::new() });
        outputs
    }

    /// Adds a constant of floats, and gives its name.
    pub fn floats(&mut self, name: String, dims: &[usize], values: &[f32]) -> String {
        self.constant(name, dims, DataType::Float, values.iter().flat_map(|v| v.to_le_bytes()).collect())
    }

    /// Adds a constant of bytes with sign.
    pub fn int8(&mut self, name: String, dims: &[usize], values: &[i8]) -> String {
        self.constant(name, dims, DataType::Int8, values.iter().flat_map(|v| v.to_le_bytes()).collect())
    }

    /// Adds a constant of −8 … 7 in 4 bits each, two in a byte, the first one lower.
    pub fn int4(&mut self, name: String, dims: &[usize], values: &[i8]) -> String {
        self.has_int4 = true;
        let byte = |pair: &[i8]| pair.iter().rev().fold(0u8, |byte, &v| byte << 4 | (v as u8 & 0xf));
        self.constant(name, dims, DataType::Int4, values.chunks(2).map(byte).collect())
    }

    /// Adds a constant of 32-bit integers.
    pub fn int32(&mut self, name: String, dims: &[usize], values: &[i32]) -> String {
        self.constant(name, dims, DataType::Int32, values.iter().flat_map(|v| v.to_le_bytes()).collect())
    }

    /// Adds a constant of 64-bit integers.
    pub fn int64(&mut self, name: String, dims: &[usize], values: &[i64]) -> String {
        self.constant(name, dims, DataType::Int64, values.iter().flat_map(|v| v.to_le_bytes()).collect())
    }

    fn constant(&mut self, name: String, dims: &[usize], data_type: DataType, raw: Vec<u8>) -> String {
        self.constants.push(tensor(&name, dims, data_type, &raw));
        name
    }

    /// Calls the value `from` by another name.
    pub fn rename(&mut self, from: &str, to: &str) {
        for node in &mut self.nodes {
            let names = node.inputs.iter_mut().chain(&mut node.outputs);
            names.filter(|name| *name == from).for_each(|name| *name = to.into());
        }
    }

    /// `GraphProto` with the given inputs and outputs.
    pub fn graph(self, name: &str, input: Message, output: Message) -> Message {
        let nodes = self.nodes.into_iter().map(|node| {
            Message::default()
                .each(&node.inputs, |m, name| m.bytes(1, name))
                .each(&node.outputs, |m, name| m.bytes(2, name))
                .bytes(3, &node.name)
                .bytes(4, node.op)
                .each(&node.attributes, |m, (name, value)| m.message(5, value.message(name)))
        });
        Message::default()
            .each(nodes, |m, node| m.message(1, node))
            .bytes(2, name)
            .each(self.constants, |m, constant| m.message(5, constant))
            .message(11, input)
            .message(12, output)
    }
}
