use karui_protocol::{LabEvent, LabId, LabRequest, Maps, Network, Picture, Pixels};
pub use karui_spec::published::{PUBLISHED, Published};
use karui_spec::{Error, Figure, MobilenetSpec, MobilenetVersion, Shape};
use serde::{Deserialize, Serialize};

/// The network whose trained weights are delivered with the page: of `Pretrained::Person`.
pub const PERSON: MobilenetSpec =
    MobilenetSpec { version: MobilenetVersion::V1, alpha: 0.25, resolution: 96, classes: 2 };

/// What the page asks about a MobileNet that need not be the session's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Explore {
    /// Build it and count. Answered by [`Explored::Network`]; a newer one overtakes those not yet begun.
    Build {
        /// The page's number for this request.
        id: u32,
        /// The network.
        spec: MobilenetSpec,
    },
    /// Push a picture through it up to a block. Answered by [`Explored::Block`], then, where the block has the two to
    /// compare, [`Explored::Times`].
    Open {
        /// The page's number for this request.
        id: u32,
        /// The network.
        spec: MobilenetSpec,
        /// Which block.
        block: usize,
        /// What is pushed through it.
        picture: Subject,
    },
    /// Nothing is looked at any more: leave off timing.
    Close,
    /// Count the networks of [`PUBLISHED`]. Answered by [`Explored::Published`].
    Publish,
}

/// The picture that is pushed through a network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Subject {
    /// A held-out image of the session's data by its index.
    HeldOut(usize),
    /// One that the page has.
    Picture(Picture),
}

/// What the engine tells of such a network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Explored {
    /// The answer to [`Explore::Build`].
    Network(Box<Explorer>),
    /// The answer to [`Explore::Open`].
    Block(Box<OpenBlock>),
    /// How long the two of an opened block take.
    Times {
        /// The number in the request.
        id: u32,
        /// Milliseconds of the standard convolution.
        standard: Figure,
        /// Milliseconds of depthwise and pointwise convolution together.
        separable: Figure,
    },
    /// Multiply-adds and parameters of each of [`PUBLISHED`], as computed here.
    Published(Vec<[Figure; 2]>),
    /// What was asked for cannot be had.
    Refused {
        /// The number in the request.
        id: u32,
        /// Why.
        error: Error,
    },
}

/// A network in blocks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explorer {
    /// The number in the request.
    pub id: u32,
    /// What was asked for.
    pub spec: MobilenetSpec,
    /// Its layers, the input first, and its totals.
    pub network: Network,
    /// Its blocks in order; each layer but the input is in one.
    pub blocks: Vec<BlockInfo>,
}

/// A block of an [`Explorer`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockInfo {
    /// What the names of its layers begin with.
    pub name: String,
    /// What it is.
    pub kind: BlockForm,
    /// Its layers: the first one, and the one behind the last.
    pub layers: (usize, usize),
    /// What it reads.
    pub input: Shape,
    /// What it gives.
    pub output: Shape,
    /// Trainable parameters.
    pub params: Figure,
    /// Multiply-adds for one image.
    pub macs: Figure,
    /// Bytes of its stored values.
    pub bytes: Figure,
    /// The step of its depthwise convolution, or of its first one.
    pub stride: usize,
    /// Whether its input is added to its output.
    pub is_residual: bool,
    /// Whether it has a squeeze-and-excite.
    pub has_gates: bool,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockForm {
    /// The first convolution.
    Stem,
    /// A depthwise and a pointwise convolution.
    Separable,
    /// An expansion, a depthwise convolution and a linear projection.
    InvertedResidual,
    /// The classifier.
    Head,
}

/// A block with a picture in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenBlock {
    /// The number in the request.
    pub id: u32,
    /// Which block.
    pub block: usize,
    /// The picture as the network sees it.
    pub picture: Pixels,
    /// Whether the weights are trained ones, of [`PERSON`]; else they are drawn from a seed.
    pub is_trained: bool,
    /// The first channels of what flows through it: its input, then the output of each of its layers.
    pub stages: Vec<Stage>,
    /// The standard convolution against depthwise and pointwise; `None` where the block has no such pair.
    pub comparison: Option<Comparison>,
    /// The output of its linear bottleneck.
    pub bottleneck: Option<Bottleneck>,
    /// The gate of each channel, 0 … 1, where it has a squeeze-and-excite.
    pub gates: Vec<f32>,
    /// Its non-linear function and what comes to it.
    pub function: Option<Function>,
}

/// A layer's output on the picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// The names of the ops that made it, in order; none for what the block reads.
    pub ops: Vec<String>,
    /// Channels in all.
    pub channels: usize,
    /// Its first channels.
    pub maps: Maps,
}

/// A standard convolution and the depthwise and pointwise ones that give the same output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Kernel height and width.
    pub kernel: [usize; 2],
    /// The step between windows.
    pub stride: usize,
    /// What both read.
    pub input: Shape,
    /// What both give.
    pub output: Shape,
    /// Parameters and multiply-adds of the standard convolution, the depthwise, the pointwise, and these two together.
    pub costs: [[Figure; 2]; 4],
    /// Multiply-adds of one value: of the standard convolution, the depthwise and the pointwise.
    pub each: [u64; 3],
    /// Multiply-adds of the two for each one of the standard convolution.
    pub ratio: Figure,
    /// The greatest difference between the two outputs, and the greatest value in them.
    pub difference: (f32, f32),
    /// A small part of the maps, to be followed step by step.
    pub crop: Crop,
}

/// A part of the maps on both sides of a convolution. Positions outside of the input are zeros, as the padding is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Crop {
    /// Which channels of the input, and of the depthwise convolution's output.
    pub channels_in: Vec<usize>,
    /// Which channels of the output.
    pub channels_out: Vec<usize>,
    /// What the convolutions read: some channels.
    pub input: Maps,
    /// The depthwise convolution's output: the same channels.
    pub depthwise: Maps,
    /// The output, of the pair and of the standard convolution alike: some channels.
    pub output: Maps,
}

/// A projection without an activation, and what ReLU would leave of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bottleneck {
    /// Its first channels.
    pub maps: Maps,
    /// The same behind ReLU.
    pub rectified: Maps,
    /// Values below zero among all channels, which ReLU would make zero.
    pub lost: u64,
    /// Values of all channels.
    pub of: u64,
}

/// A non-linear function over the values that come to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// The layer.
    pub layer: usize,
    /// The name of its op.
    pub op: String,
    /// The least and the greatest argument drawn.
    pub range: (f32, f32),
    /// Functions with their values at equal steps over the range: first the layer's own, then others to compare.
    pub curves: Vec<(String, Vec<f32>)>,
    /// How many of the values that come to it lie in each of equal parts of the range.
    pub counts: Vec<u32>,
    /// How many lie outside of it.
    pub outside: u32,
}

impl LabRequest for Explore {
    const LAB: LabId = super::ID;
}

impl LabEvent for Explored {
    const LAB: LabId = super::ID;
}
