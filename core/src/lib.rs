//! Karui's engine. A network is data: a [`graph::Graph`] of ops with named weights, and everything the lab does is
//! one of four things done to it: build it ([`models`]), change it, run it ([`exec`]) or tell about it ([`measure`]).
//!
//! Letters, everywhere: activations are `N H W C`, a layer's outputs are `K`; convolution weights are `KH KW C K`.
//! The engine touches no DOM, no clock, no network, starts no threads and holds no global state.

pub mod accelerate;
pub mod compress;
pub mod data;
pub mod exec;
pub mod format;
pub mod gemm;
#[cfg(feature = "gpu")]
pub mod gpu;
pub mod graph;
pub mod int8;
pub mod measure;
pub mod models;
pub mod ops;
pub mod parallel;
pub mod quant;
pub mod rng;
pub mod simd;
pub mod task;
pub mod train;

pub use karui_spec as spec;
pub use karui_spec::{DeviceError, Divergence, Error, Result, Shape};
