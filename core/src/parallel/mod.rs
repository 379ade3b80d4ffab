//! Training on several workers, as far as it needs the engine: gradients that are averaged or made smaller on their way, networks cut
//! into stages or across their matrices, federated learning. Who sends what to whom and when is planned in `karui_parallel`; what moves
//! the bytes is the caller's. [`crate::data::shard_of`] tells which images of a batch each worker takes.

mod average;
pub mod compression;
pub mod federated;
pub mod low_rank;
pub mod stages;
pub mod tensor;
pub mod variant;

pub use average::{average, weigh};
