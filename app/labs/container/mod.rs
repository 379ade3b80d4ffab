//! Containers: a Dockerfile is built in the page, and each step says why it was found in the cache or not.

#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "page")]
mod kinds;
pub mod messages;
#[cfg(feature = "page")]
mod page;
#[cfg(any(feature = "page", test))]
mod presets;

#[cfg(feature = "page")]
pub use page::{PAGE, link::read as read_pairs};

use karui_protocol::LabId;

/// The lab's name.
pub const ID: LabId = LabId::new("container");

/// The lab as the worker knows it.
#[cfg(feature = "engine")]
pub const ENGINE: karui_runtime::lab::LabRow = karui_runtime::lab::LabRow::new(ID, |_, _| Box::pin(engine::load()));
