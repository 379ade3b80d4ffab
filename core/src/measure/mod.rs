//! What is told about a network: each number together with where it comes from.

pub mod accuracy;
pub mod cost;
mod figure;

pub use figure::{Figure, Formula, How, Unit};
