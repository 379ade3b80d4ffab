use crate::spec::recipe::NumberType;
use serde::{Deserialize, Serialize};

/// A grid of the levels −128 … 127: `value = scale · (level − zero_point)`, as in the TFLite int8 specification.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Affine {
    /// The distance between two levels.
    pub scale: f32,
    /// The level of 0.0.
    pub zero_point: i32,
}

impl Affine {
    /// `round(value / scale) + zero_point`, ties to even, wherever it lies.
    pub fn unclamped(self, value: f32) -> i32 {
        ((value / self.scale).round_ties_even() as i32).saturating_add(self.zero_point)
    }

    /// The level of `value`: the nearest, kept within `levels`, the least and the greatest.
    pub fn level(self, value: f32, levels: (i32, i32)) -> i32 {
        self.unclamped(value).clamp(levels.0, levels.1)
    }

    /// The value of `level`.
    pub fn value(self, level: i32) -> f32 {
        self.scale * level.saturating_sub(self.zero_point) as f32
    }
}

/// A regular grid of integer levels: `value = scale · (level − zero_point)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// An integer [`NumberType`].
    pub dtype: NumberType,
    /// One for the whole tensor, or one for each output channel: the last axis.
    pub scale: Vec<f32>,
    /// As many as scales; all zero where the scheme is symmetric.
    pub zero_point: Vec<i32>,
}

/// The level of `value` on a regular grid: the nearest, ties to even, kept within `levels`.
pub(crate) fn level(value: f32, scale: f32, zero_point: i32, levels: (i32, i32)) -> i32 {
    Affine { scale, zero_point }.level(value, levels)
}

impl Grid {
    /// The least and the greatest level. A symmetric grid leaves out the least that its bits would allow, so that it
    /// holds the negative of each of its values (TFLite int8 specification).
    pub const fn levels(dtype: NumberType, symmetric: bool) -> (i32, i32) {
        match dtype {
            NumberType::Binary => (-1, 1),
            _ => Grid::levels_of_bits(dtype.bits(), symmetric),
        }
    }

    /// The same for integers of `bits` bits, 2 to 31.
    pub const fn levels_of_bits(bits: u32, symmetric: bool) -> (i32, i32) {
        let half = 1 << (bits - 1);
        (if symmetric { 1 - half } else { -half }, half - 1)
    }

    /// Whether every zero point is zero.
    pub fn is_symmetric(&self) -> bool {
        self.zero_point.iter().all(|&z| z == 0)
    }

    /// The place among the scales of value `i` of a tensor whose last axis has `channels` entries.
    pub fn channel(&self, i: usize, channels: usize) -> usize {
        if self.scale.len() == 1 { 0 } else { i % channels }
    }

    /// The level of `value` on scale number `at`: `round(value / scale) + zero_point`, ties to even, kept within
    /// `levels`. Binary grids have no level 0: its sign.
    pub fn level(&self, value: f32, at: usize, levels: (i32, i32)) -> i32 {
        if self.dtype == NumberType::Binary {
            return if value < 0.0 { -1 } else { 1 };
        }
        level(value, self.scale[at], self.zero_point[at], levels)
    }

    /// The value of `level` on scale number `at`.
    pub fn value(&self, level: i32, at: usize) -> f32 {
        self.scale[at] * (level - self.zero_point[at]) as f32
    }
}
