//! Techniques that make a network lighter. Each is a pass: a [`Model`] in, a lighter [`Model`] out. A recipe runs
//! several, with training between them: [`run_recipe`].

pub mod cluster;
pub mod distill;
mod fine_tune;
pub mod low_rank;
pub mod prune;
pub mod quantize;
pub mod report;
mod run;
mod svd;
#[cfg(test)]
pub(crate) mod test_networks;

pub use crate::graph::Model;
pub use crate::graph::fold_bn;
pub(crate) use crate::graph::rewrite;
pub use crate::quant::{Activations, Affine, Encoding, Grid, Storage, number};
pub use run::{Outcome, Progress, images_needed, run_recipe, training_steps};
