//! What a learner chooses: plain values that the page, links, exports and the command line share.

mod choices;
pub mod decimal;
mod experiment;
pub mod recipe;

pub use choices::{DataKind, Device, ModelKind, OptimizerKind, ScheduleKind};
pub use experiment::{Experiment, ModelSpec, TrainSpec};
pub use recipe::Recipe;
