//! Training: the caller owns the loop and hands in batches; a [`Trainer`] does one step at a time.

mod optimizer;
mod sampler;
mod schedule;
mod trainer;

pub use optimizer::Optimizer;
pub use sampler::Sampler;
pub use schedule::Schedule;
pub use trainer::{StepStats, Trainer, TrainerState};
