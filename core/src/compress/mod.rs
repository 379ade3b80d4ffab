//! Techniques that make a network lighter. Each is a pass: a [`Network`] in, a lighter [`Network`] out.

pub mod cluster;
pub mod distill;
pub mod fold_bn;
mod grid;
pub mod low_rank;
mod network;
pub mod number;
pub mod prune;
pub mod quantize;
mod rewrite;
mod svd;
#[cfg(test)]
pub(crate) mod test_networks;

pub use grid::Grid;
pub use network::{Activations, Affine, Encoding, Network, Storage};
