//! The picture that is pushed through the network.

use crate::state::Lab;
use leptos::prelude::*;

/// A photo that is shipped with the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Photo(pub usize);
