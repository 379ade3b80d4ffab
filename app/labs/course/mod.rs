//! The course: lessons whose steps set the bench's stage, their map, and what the learner has done of them.

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
pub const ID: LabId = LabId::new("course");

/// The lab as the worker knows it.
#[cfg(feature = "engine")]
pub const ENGINE: karui_runtime::lab::LabRow =
    karui_runtime::lab::LabRow::new(ID, |_, storage| Box::pin(engine::load(storage)));
