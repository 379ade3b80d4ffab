//! Techniques that make a network lighter. Each is a pass: a [`Network`] in, a lighter [`Network`] out. A recipe runs
//! several, with training between them: [`run_recipe`].

pub mod cluster;
pub mod distill;
mod fine_tune;
pub mod fold_bn;
mod grid;
pub mod low_rank;
mod network;
pub mod number;
pub mod prune;
pub mod quantize;
pub mod report;
mod rewrite;
mod run;
mod svd;
#[cfg(test)]
pub(crate) mod test_networks;

pub use grid::Grid;
pub use network::{Activations, Affine, Encoding, Network, Storage};
pub use run::{Outcome, Progress, images_needed, run_recipe, training_steps};
