//! Libraries: the learner's own Python, with PyTorch's names on Karui's engine, one line at a time, forward and back.

#[cfg(feature = "engine")]
mod engine;
/// What page and engine side say to each other.
pub mod messages;
#[cfg(feature = "page")]
mod page;
#[cfg(any(feature = "engine", test))]
mod source;

#[cfg(feature = "page")]
pub use page::{PAGE, link::read as read_pairs};

use karui_protocol::LabId;

/// The lab's name.
pub const ID: LabId = LabId::new("libraries");

/// The lab as the worker knows it.
#[cfg(feature = "engine")]
pub const ENGINE: karui_runtime::lab::LabRow = karui_runtime::lab::LabRow {
    helper: Some((engine::HELPER, engine::start_helper)),
    ..karui_runtime::lab::LabRow::new(ID, |_, _| Box::pin(engine::load()))
};
