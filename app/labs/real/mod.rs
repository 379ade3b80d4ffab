//! Trained networks on photographs and the camera, made lighter, and taught the learner's own classes.

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
pub const ID: LabId = LabId::new("real");

/// The lab as the worker knows it.
#[cfg(feature = "engine")]
pub const ENGINE: karui_runtime::lab::LabRow = karui_runtime::lab::LabRow {
    about: messages::NETWORK,
    ..karui_runtime::lab::LabRow::new(ID, |inbox, storage| Box::pin(engine::load(inbox, storage)))
};
