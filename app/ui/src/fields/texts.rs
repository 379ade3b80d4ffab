//! The messages of fields.

use crate::messages;

messages! {
    /// The messages of fields.
    pub struct Texts;

    /// For a number outside of its range: the least and the greatest.
    out_of_range(low: &str, high: &str): "{low} から {high} までの数を入れてください。", "Enter a number from {low} to {high}.";
    /// Likewise, where numbers are multiples of another.
    out_of_steps(low: &str, high: &str, step: &str):
        "{low} から {high} までの数を入れてください。（{step} 刻み）",
        "Enter a number from {low} to {high}. ({step} apart)";
}
