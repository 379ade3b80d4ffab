//! The diet bench: techniques that make the session's network lighter, and what they come to.

#[cfg(feature = "engine")]
mod engine;
/// Weights on a number line.
pub mod line;
/// The memory of boards.
pub mod memory;
/// What page and engine side say to each other.
pub mod messages;
#[cfg(feature = "page")]
mod page;
/// The network as a picture.
pub mod picture;

#[cfg(feature = "page")]
pub use page::PAGE;

use karui_protocol::LabId;

/// The lab's name.
pub const ID: LabId = LabId::new("diet");

/// The lab as the worker knows it.
#[cfg(feature = "engine")]
pub const ENGINE: karui_runtime::lab::LabRow = karui_runtime::lab::LabRow {
    about: messages::RECIPE,
    turn: karui_runtime::lab::Turn::AtRest,
    is_likely_next: true,
    ..karui_runtime::lab::LabRow::new(ID, |_, storage| Box::pin(engine::load(storage)))
};
