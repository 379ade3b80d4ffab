//! The diet bench: techniques that make the network lighter, with their settings, and what they come to.

mod state;

pub use state::DietState;
pub(crate) use state::keep_measured;
