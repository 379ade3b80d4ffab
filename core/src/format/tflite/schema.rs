//! The parts of TensorFlow Lite's FlatBuffers schema that networks need
//! (<https://github.com/tensorflow/tensorflow/blob/master/tensorflow/compiler/mlir/lite/schema/schema.fbs>): numbers of ops and
//! types as there, and tables whose fields are told by their places.

use flatbuffers::{FlatBufferBuilder, Push, PushAlignment, TableFinishedWIPOffset, WIPOffset};

/// A table that is written.
pub type Table = WIPOffset<TableFinishedWIPOffset>;
pub type Builder = FlatBufferBuilder<'static>;

/// `TensorType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TensorType {
    Float32 = 0,
    Int32 = 2,
    Int8 = 9,
}

/// `BuiltinOperator`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Builtin {
    Add = 0,
    AveragePool2d = 1,
    Conv2d = 3,
    DepthwiseConv2d = 4,
    Dequantize = 6,
    FullyConnected = 9,
    Logistic = 14,
    MaxPool2d = 17,
    Mul = 18,
    Relu = 19,
    Relu6 = 21,
    Reshape = 22,
    Pad = 34,
    Mean = 40,
    Quantize = 114,
    HardSwish = 117,
}

/// `ActivationFunctionType`: what an op applies before it rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fused {
    None = 0,
    Relu = 1,
    Relu6 = 3,
}

/// How a window meets the edge: `Padding`, and the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps {
    /// Whether zeros are added as TensorFlow's "same" has them; otherwise none.
    pub is_same: bool,
    pub stride: [usize; 2],
}

/// `BuiltinOptions` of an op.
#[derive(Debug, Clone, PartialEq)]
pub enum Options {
    None,
    Conv(Steps, Fused),
    Depthwise(Steps, Fused),
    Pool(Steps, [usize; 2]),
    FullyConnected { fused: Fused, is_asymmetric: bool },
    Add,
    Mul,
    Reshape(Vec<i32>),
    Reducer,
}

impl Options {
    /// The number of the kind in the union, and the table.
    pub fn write(&self, b: &mut Builder) -> Option<(u8, Table)> {
        let conv = |b: &mut Builder, steps: &Steps, first_dilation: u16| {
            field(b, 0, i8::from(!steps.is_same));
            field(b, 1, steps.stride[1] as i32);
            field(b, 2, steps.stride[0] as i32);
            field(b, first_dilation, 1i32);
            field(b, first_dilation + 1, 1i32);
        };
        let number = match self {
            Options::None => return None,
            Options::Conv(..) => 1,
            Options::Depthwise(..) => 2,
            Options::Pool(..) => 5,
            Options::FullyConnected { .. } => 8,
            Options::Add => 11,
            Options::Reshape(_) => 17,
            Options::Mul => 21,
            Options::Reducer => 27,
        };
        let shape = match self {
            Options::Reshape(shape) => Some(b.create_vector(shape)),
            _ => None,
        };
        let table = b.start_table();
        match self {
            Options::Conv(steps, fused) => {
                conv(b, steps, 4);
                field(b, 3, *fused as i8);
            }
            Options::Depthwise(steps, fused) => {
                conv(b, steps, 5);
                field(b, 3, 1i32);
                field(b, 4, *fused as i8);
            }
            Options::Pool(steps, [height, width]) => {
                field(b, 0, i8::from(!steps.is_same));
                field(b, 1, steps.stride[1] as i32);
                field(b, 2, steps.stride[0] as i32);
                field(b, 3, *width as i32);
                field(b, 4, *height as i32);
            }
            Options::FullyConnected { fused, is_asymmetric } => {
                field(b, 0, *fused as i8);
                field(b, 3, *is_asymmetric);
            }
            Options::Reducer => field(b, 0, true),
            Options::Reshape(_) => shape.into_iter().for_each(|shape| field(b, 0, shape)),
            Options::None | Options::Add | Options::Mul => {}
        }
        Some((number, b.end_table(table)))
    }
}

/// Writes a field of the table under construction by its place in the schema.
pub fn field<T: Push>(b: &mut Builder, place: u16, value: T) {
    b.push_slot_always(4 + 2 * place, value);
}

/// A byte of a buffer, whose first one lies at a multiple of 16: `force_align` of `Buffer.data`.
struct Aligned;

impl Push for Aligned {
    type Output = u8;

    // SAFETY: writes nothing; no value of this type is ever pushed, it only says how a vector is aligned.
    unsafe fn push(&self, _dst: &mut [u8], _written_len: usize) {}

    fn alignment() -> PushAlignment {
        PushAlignment::new(16)
    }
}

/// `Buffer`.
pub fn buffer(b: &mut Builder, data: &[u8]) -> Table {
    if data.is_empty() {
        let table = b.start_table();
        return b.end_table(table);
    }
    b.start_vector::<Aligned>(data.len());
    // From the end, as everything in a FlatBuffer.
    for byte in data.iter().rev() {
        b.push(*byte);
    }
    let data = b.end_vector::<u8>(data.len());
    let table = b.start_table();
    field(b, 0, data);
    b.end_table(table)
}
