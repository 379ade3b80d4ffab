//! Training: the caller owns the loop and hands in batches; a [`Trainer`] does one step at a time.

#[cfg(feature = "gpu")]
mod gpu;
mod optimizer;
mod sampler;
mod schedule;
mod trainer;

#[cfg(feature = "gpu")]
pub use gpu::GpuTrainer;
#[cfg(feature = "gpu")]
pub(crate) use optimizer::Factors;
pub use optimizer::Optimizer;
pub use sampler::Sampler;
pub use schedule::Schedule;
pub use trainer::{StepStats, Trainer, TrainerState};
