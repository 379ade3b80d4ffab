//! The run and the network as they are seen: learning curves, layers, weights and activations, images, a pad to draw on; and,
//! where a recipe has compressed the network, all of that of both. Training itself is the business of the worker's shell,
//! since other labs stand on it.

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
pub const ID: LabId = LabId::new("train");

/// The lab as the worker knows it.
#[cfg(feature = "engine")]
pub const ENGINE: karui_runtime::lab::LabRow = karui_runtime::lab::LabRow {
    about: messages::COMPARE,
    is_likely_next: true,
    ..karui_runtime::lab::LabRow::new(ID, |_, _| Box::pin(engine::load()))
};
