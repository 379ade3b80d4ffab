//! Techniques that make a network lighter. Each is a pass: a [`Network`] in, a lighter [`Network`] out.

pub mod distill;
mod grid;
mod network;
pub mod number;
pub mod quantize;

pub use grid::Grid;
pub use network::{Activations, Affine, Encoding, Network, Storage};
