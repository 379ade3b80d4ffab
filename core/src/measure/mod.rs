//! What is told about a network: each number together with where it comes from.

pub mod accuracy;
pub mod cost;
mod evaluator;
mod examine;
pub mod separable;
mod speed;
mod stopwatch;
mod top;
pub mod trace;
mod versus;

pub use evaluator::Evaluator;
pub use examine::{BATCH, Examination, examine, nonzero};
pub use karui_spec::{Comparison, Figure, Formula, How, Scores, Unit};
pub use speed::Speed;
pub use stopwatch::{Stopwatch, not_taken};
pub use top::top;
pub use versus::{Pairs, Versus};
