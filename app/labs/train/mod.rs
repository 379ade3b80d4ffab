//! The run and the network as they are seen: learning curves, layers, weights and activations, images, a pad to draw on.
//! Training itself is the business of the worker's shell, since other labs stand on it.

#[cfg(feature = "page")]
mod page;

#[cfg(feature = "page")]
pub use page::PAGE;

use karui_protocol::LabId;

/// The lab's name.
pub const ID: LabId = LabId::new("train");
