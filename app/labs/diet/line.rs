//! Weights on a number line with the grid that they are rounded to: what the page asks, and the engine tells.

use karui_protocol::recipe::Quantize;
use serde::{Deserialize, Serialize};

/// The fewest and the most bits of a grid.
pub const BITS: (u32, u32) = (2, 8);

/// Which weights, and on which grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineAsk {
    /// The layer's name; of one that there is not, the largest.
    pub layer: String,
    /// One output channel of it, or all.
    pub channel: Option<u32>,
    /// How a scale and a zero point are found: scheme, observer and percentile. With a method that folds batch norm the
    /// weights are those after it.
    pub settings: Quantize,
    /// Bits of a level, within [`BITS`].
    pub bits: u32,
    /// The scale that was set by hand, in place of the observer's.
    pub scale: Option<f32>,
    /// The zero point that was.
    pub zero_point: Option<i32>,
    /// The one weight that is followed: its place among all in ascending order, 0 … 1000.
    pub pick: u32,
}

impl Default for LineAsk {
    fn default() -> Self {
        LineAsk {
            layer: String::new(),
            channel: None,
            settings: Quantize::default(),
            bits: 4,
            scale: None,
            zero_point: None,
            pick: 900,
        }
    }
}

/// A scale and a zero point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Steps {
    /// The distance between two levels.
    pub scale: f32,
    /// The level of 0.
    pub zero_point: i32,
}

/// One part of the error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ErrorPart {
    /// The sum of its squares.
    pub squares: f64,
    /// The weights' own sum of squares over it, in decibels; infinite where there is none.
    pub sqnr: f64,
}

/// The followed weight, step by step.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Worked {
    /// The weight x.
    pub value: f32,
    /// x / S.
    pub quotient: f32,
    /// round(x / S) + Z.
    pub unclamped: i32,
    /// The same within the grid: q.
    pub level: i32,
    /// S·(q − Z).
    pub back: f32,
}

/// Weights and a grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuantLine {
    /// What was asked.
    pub ask: LineAsk,
    /// The layers to choose from, with their output channels.
    pub layers: Vec<(String, u32)>,
    /// The place of the layer among them.
    pub layer: usize,
    /// How many weights these are.
    pub count: usize,
    /// Each of them where they are few, ascending; else none.
    pub rug: Vec<f32>,
    /// The least and the greatest.
    pub range: (f32, f32),
    /// How many lie where: bins of equal width from the least to the greatest.
    pub counts: Vec<u32>,
    /// The least and the greatest level.
    pub levels: (i32, i32),
    /// What the observer has chosen.
    pub chosen: Steps,
    /// What is shown.
    pub now: Steps,
    /// The values of the least and the greatest level.
    pub ends: (f32, f32),
    /// Of weights that went to their nearest level.
    pub rounding: ErrorPart,
    /// Of those for which the grid ends too early.
    pub clipping: ErrorPart,
    /// How many those are.
    pub clipped: usize,
    /// Both together.
    pub error: ErrorPart,
    /// Both together on the observer's grid of each number of bits, where that is known: bits and decibels.
    pub by_bits: Vec<(u32, f64)>,
    /// The followed weight.
    pub worked: Worked,
}
