//! Techniques that make a network lighter. Each is a pass: a [`Network`] in, a lighter [`Network`] out.

mod network;

pub use network::{Activations, Affine, Encoding, Grid, Network, Storage};
