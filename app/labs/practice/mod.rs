//! Practice: questions that the engine makes, checks and explains, and what to ask again.

#[cfg(feature = "engine")]
mod engine;
/// What page and engine side say to each other.
pub mod messages;
#[cfg(feature = "page")]
mod page;

#[cfg(feature = "page")]
pub use page::PAGE;

use karui_protocol::LabId;

/// The lab's name.
pub const ID: LabId = LabId::new("practice");

/// The lab as the worker knows it.
#[cfg(feature = "engine")]
pub const ENGINE: karui_runtime::lab::LabRow =
    karui_runtime::lab::LabRow::new(ID, |_, storage| Box::pin(engine::load(storage)));
