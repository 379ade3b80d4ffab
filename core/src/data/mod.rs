//! Images and labels: what the data sets are, how their files are read, and in which order a run sees them. Bytes in,
//! bytes out: where they come from is the caller's affair.

mod dataset;
pub mod idx;
mod info;
mod loader;
mod order;
pub mod picture;
mod sampler;
pub mod shapes;
mod split;
mod square;
mod views;

pub use dataset::Dataset;
pub use info::{Info, info};
pub use karui_spec::Sampling;
pub use loader::{DataLoader, Images};
pub use order::{epoch_order, shard_of};
pub use sampler::Sampler;
pub use split::Split;
pub use square::square;
pub use views::{VIEWS, view};
