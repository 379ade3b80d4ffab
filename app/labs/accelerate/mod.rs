//! The same work on CPU and GPU, one step of optimization after the other, timed here and now.

#[cfg(feature = "engine")]
mod engine;
/// What page and engine side say to each other.
pub mod messages;
#[cfg(feature = "page")]
mod page;

#[cfg(feature = "page")]
pub use page::{PAGE, link::read as read_pairs};

use karui_protocol::LabId;

/// The lab's name.
pub const ID: LabId = LabId::new("accelerate");

/// The lab as the worker knows it.
#[cfg(feature = "engine")]
pub const ENGINE: karui_runtime::lab::LabRow = karui_runtime::lab::LabRow {
    helper: Some((engine::HELPER, engine::start_helper)),
    ..karui_runtime::lab::LabRow::new(ID, |_, _| Box::pin(engine::load()))
};
