//! Training: the caller owns the loop and hands in batches; a [`Trainer`] does one step at a time.

mod context;
mod divergence;
#[cfg(feature = "gpu")]
mod gpu;
mod optimizer;
mod schedule;
mod trainer;

pub use crate::data::Sampler;
pub use context::TrainContext;
pub use divergence::{DivergenceWatch, check_loss};
#[cfg(feature = "gpu")]
pub use gpu::GpuTrainer;
pub use optimizer::{Coefficients, Optimizer};
pub use schedule::Schedule;
pub use trainer::{StepStats, Trainer, TrainerState};
