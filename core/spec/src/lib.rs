//! What page, engine and command line share, and nothing that computes: the settings that a learner chooses, recipes,
//! figures with their origins, shapes, errors and published tables.

pub mod accelerate;
mod board;
mod choices;
mod comparison;
pub mod decimal;
mod distributed;
mod error;
mod experiment;
mod figure;
mod histograms;
mod interval;
pub mod large_batch;
pub mod layout1;
pub mod lesson;
mod mobilenet;
mod picture;
pub mod published;
pub mod question;
pub mod recipe;
mod sampling;
pub mod setting;
mod shape;
pub mod tour;

pub use board::{BOARDS, Board};
pub use choices::{DataKind, Device, ModelKind, OptimizerKind, ScheduleKind};
pub use comparison::{Comparison, MARGIN};
pub use distributed::{AllReduce, Partition, PipelineKind, Rate, Sent, Variant};
pub use error::{DeviceError, Divergence, Error, Result};
pub use experiment::{Experiment, ModelSpec, TrainSpec};
pub use figure::{Figure, Formula, How, Scores, Unit, ascending};
pub use histograms::Histograms;
pub use interval::{Interval, Verdict};
pub use mobilenet::{MobilenetSpec, MobilenetVersion, Preparation, Pretrained};
pub use picture::{Picture, Pixels};
pub use recipe::Recipe;
pub use sampling::Sampling;
pub use setting::{Setting, Settings};
pub use shape::Shape;
