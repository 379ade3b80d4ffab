//! What a question shows as a drawing.

use super::Text;
use serde::{Deserialize, Serialize};

/// An axis of a [`Plot`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// What it measures, with the unit.
    pub name: Text,
    /// The value at its beginning.
    pub low: f64,
    /// The value at its end.
    pub high: f64,
    /// Whether equal ways are equal factors.
    pub is_log: bool,
    /// What is written beside it, each at its value; a line goes through the drawing at each.
    pub ticks: Vec<(f64, Text)>,
}

/// Something that is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Mark {
    /// A line through points, with a name at its end.
    Line {
        /// Its name.
        name: Text,
        /// The points.
        points: Vec<[f64; 2]>,
        /// Whether each point is marked.
        is_dotted: bool,
    },
    /// A point with its name.
    Dot {
        /// Its name.
        name: Text,
        /// Where.
        at: [f64; 2],
    },
    /// A line across the drawing at a value of the horizontal axis, with its name.
    Rule {
        /// Its name.
        name: Text,
        /// Where.
        at: f64,
    },
    /// A box from a corner to the opposite one, with a text in it.
    Block {
        /// The lower left corner.
        from: [f64; 2],
        /// The upper right corner.
        to: [f64; 2],
        /// What stands in it.
        text: String,
        /// Boxes of the same kind look alike: 0, 1 …
        kind: u8,
    },
}

/// A drawing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plot {
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis; nothing where there is none.
    pub y: Option<Axis>,
    /// What is drawn, in this order.
    pub marks: Vec<Mark>,
    /// All that can be read off it, in words, for those who do not see it.
    pub words: Text,
}
