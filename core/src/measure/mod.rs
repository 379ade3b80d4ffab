//! What is told about a network: each number together with where it comes from.

pub mod accuracy;
pub mod cost;
mod evaluator;
pub mod look;
pub mod separable;
mod top;

pub use evaluator::{Evaluator, Examiner};
pub use karui_spec::{Figure, Formula, How, Unit};
pub use top::top;
