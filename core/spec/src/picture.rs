//! Pictures as page and engine hand them to each other.

use crate::Shape;
use serde::{Deserialize, Serialize};

/// A picture as the page has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Pixels, row by row, four bytes each: red, green, blue, opacity.
    pub rgba: Vec<u8>,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Whether it was drawn here, with a light stroke on a dark ground, or brought from outside.
    pub drawn: bool,
}

/// A small image: `h × w × c` bytes, one channel for grey, three for red, green and blue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pixels {
    /// Its shape.
    pub shape: Shape,
    /// `[H, W, C]`.
    pub data: Vec<u8>,
}
