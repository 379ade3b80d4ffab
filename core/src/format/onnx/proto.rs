//! As much of Protocol Buffers' wire format as writing needs
//! (<https://protobuf.dev/programming-guides/encoding/>), and the ONNX messages made of it, with the field numbers of
//! <https://github.com/onnx/onnx/blob/main/onnx/onnx.proto>.

use crate::format::bits::BitWriter;

/// A message under construction: fields one after the other.
#[derive(Debug, Default)]
pub struct Message(BitWriter);

impl Message {
    /// A whole number; negative ones as their two's complement of 64 bits.
    pub fn int(mut self, field: u32, value: i64) -> Self {
        self.0.varint(u64::from(field << 3));
        self.0.varint(value as u64);
        self
    }

    /// A 32-bit float.
    pub fn float(mut self, field: u32, value: f32) -> Self {
        self.0.varint(u64::from(field << 3 | 5));
        self.0.float(value);
        self
    }

    /// Bytes or a text.
    pub fn bytes(mut self, field: u32, value: impl AsRef<[u8]>) -> Self {
        let value = value.as_ref();
        self.0.varint(u64::from(field << 3 | 2));
        self.0.varint(value.len() as u64);
        self.0.bytes(value);
        self
    }

    /// A message inside this one.
    pub fn message(self, field: u32, value: Message) -> Self {
        self.bytes(field, value.finish())
    }

    /// A repeated field.
    pub fn each<T>(self, items: impl IntoIterator<Item = T>, add: impl Fn(Self, T) -> Self) -> Self {
        items.into_iter().fold(self, add)
    }

    /// The bytes of the message.
    pub fn finish(self) -> Vec<u8> {
        self.0.finish()
    }
}

/// `TensorProto.DataType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataType {
    Float = 1,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
    Int4 = 22,
}

/// `AttributeProto`: a setting of a node.
#[derive(Debug, Clone)]
pub enum Attribute {
    Float(f32),
    Int(i64),
    Ints(Vec<usize>),
}

impl Attribute {
    pub fn message(&self, name: &str) -> Message {
        let it = Message::default().bytes(1, name);
        match self {
            Attribute::Float(value) => it.float(2, *value).int(20, 1),
            Attribute::Int(value) => it.int(3, *value).int(20, 2),
            Attribute::Ints(values) => it.each(values, |m, &v| m.int(8, v as i64)).int(20, 7),
        }
    }
}

/// `TensorProto`: a constant, its values little-endian.
pub fn tensor(name: &str, dims: &[usize], data_type: DataType, raw: &[u8]) -> Message {
    Message::default().each(dims, |m, &d| m.int(1, d as i64)).int(2, data_type as i64).bytes(8, name).bytes(9, raw)
}

/// `ValueInfoProto`: a float tensor whose first dimension, the batch, is any number.
pub fn batch_of(name: &str, dims: &[usize]) -> Message {
    let batch = Message::default().bytes(2, "N");
    let shape =
        Message::default().message(1, batch).each(dims, |m, &d| m.message(1, Message::default().int(1, d as i64)));
    let of_type = Message::default().int(1, DataType::Float as i64).message(2, shape);
    Message::default().bytes(1, name).message(2, Message::default().message(1, of_type))
}
