//! The session's network as a recipe has left it, beside the one that it was made of. The lab that makes it lays it down in the
//! session; whoever shows a network takes it from there.

use karui_core::graph::Model;
use karui_protocol::Recipe;
use std::rc::Rc;

/// A compressed network and where it comes from.
#[derive(Debug)]
pub struct Compressed {
    /// What was done; empty for a network from a file.
    pub recipe: Recipe,
    /// The network before.
    pub before: Rc<Model>,
    /// The network now.
    pub now: Rc<Model>,
    /// Which output channels of each layer have stayed, where some were removed.
    pub kept_channels: Vec<(String, Vec<bool>)>,
    /// The class that the network before and the one now gave to each of the first held-out images: what their accuracy was
    /// measured by.
    pub predicted: [Vec<u8>; 2],
}
