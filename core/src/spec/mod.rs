//! What a learner chooses: plain values that the page, links, exports and the command line share.

mod choices;
pub mod decimal;
mod experiment;
mod mobilenet;
pub mod recipe;

pub use choices::{DataKind, Device, ModelKind, OptimizerKind, ScheduleKind};
pub use experiment::{Experiment, ModelSpec, TrainSpec};
pub use mobilenet::{MobilenetSpec, MobilenetVersion, Preparation, Pretrained};
pub use recipe::Recipe;
