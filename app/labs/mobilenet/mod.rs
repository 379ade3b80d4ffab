//! MobileNets as their papers have them, block by block.

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
pub const ID: LabId = LabId::new("mobilenet");

/// The lab as the worker knows it.
#[cfg(feature = "engine")]
pub const ENGINE: karui_runtime::lab::LabRow = karui_runtime::lab::LabRow::new(ID, |_, _| Box::pin(engine::load()));
