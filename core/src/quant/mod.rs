//! Numbers of few bits: the grids and encodings that stand for values, short floats, and the observers that find a
//! grid for a range of values.

mod encoding;
mod grid;
mod histogram;
mod noise;
pub mod number;
mod observer;
mod search;

pub use encoding::{Activations, Encoding, Storage};
pub(crate) use grid::level;
pub use grid::{Affine, Grid};
pub use noise::{Noise, noise};
pub use observer::{ObserverState, QParamsRule, Range};
