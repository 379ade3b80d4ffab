//! What Karui is, whose work it stands on, and what of it is kept on the device for a place without a network. It stands
//! in the page's footer.

#[cfg(feature = "page")]
mod page;

#[cfg(feature = "page")]
pub use page::PAGE;

use karui_protocol::LabId;

/// The lab's name.
pub const ID: LabId = LabId::new("about");
