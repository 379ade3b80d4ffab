//! The memory that a network needs on a board: what the page asks, and the engine tells.

use serde::{Deserialize, Serialize};

/// Real networks, beside the session's: their names for the engine, and α and the input's side where these can be others.
pub const NETWORKS: [(&str, Option<(f32, usize)>); 5] = [
    ("person", None),
    ("mobilenet-v1", Some((1.0, 224))),
    ("mobilenet-v2", Some((1.0, 224))),
    ("mobilenet-v3-small", Some((1.0, 224))),
    ("efficientnet-lite0", None),
];

/// Which network, in which numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemoryAsk {
    /// Its place in [`NETWORKS`]; `None` for the session's as it is now, compressed or not.
    pub network: Option<u8>,
    /// Whether its values are 8-bit integers; `None` for what they are: of networks in [`NETWORKS`], floats.
    pub is_int8: Option<bool>,
    /// Whether ops on single values may write over their input.
    pub in_place: bool,
}

impl Default for MemoryAsk {
    fn default() -> Self {
        MemoryAsk { network: None, is_int8: None, in_place: true }
    }
}

/// A kernel call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepMemory {
    /// Its layer's name.
    pub name: String,
    /// Bytes of all values that are there while it runs.
    pub live: u64,
    /// Bytes of its constants.
    pub flash: u64,
}

/// A value in the arena.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValueMemory {
    /// Its bytes.
    pub bytes: u64,
    /// Where they begin.
    pub offset: u64,
    /// The first step at which it is there.
    pub from: u32,
    /// The last one.
    pub to: u32,
}

/// What would need less memory.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Help {
    /// 8-bit integers.
    Int8,
    /// This α, half of the present one.
    Alpha(f32),
    /// Inputs of this side, half of the present one (ρ = ½).
    Resolution(u32),
}

/// A network's plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemoryTold {
    /// What was asked.
    pub ask: MemoryAsk,
    /// Whether its values are 8-bit integers.
    pub is_int8: bool,
    /// The kernel calls in order.
    pub steps: Vec<StepMemory>,
    /// The input, then what each call writes.
    pub values: Vec<ValueMemory>,
    /// Bytes that hold every value in its time.
    pub arena: u64,
    /// Bytes of all constants.
    pub flash: u64,
    /// Bytes of both where something is changed.
    pub helps: Vec<(Help, u64, u64)>,
}
