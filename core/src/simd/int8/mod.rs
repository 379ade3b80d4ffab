//! Vectors of small integers for the 8-bit kernels: [`I16x8`] and its pairwise products, [`I8x16`] and its products of
//! four neighbours, and the [`I32x4`] in which both are summed up. The same operations in WebAssembly and, lane by
//! lane, elsewhere; all of them exact.

#[cfg(target_arch = "wasm32")]
mod wasm;
#[cfg(target_arch = "wasm32")]
pub use wasm::{I8x16, I16x8, I32x4};

#[cfg(not(target_arch = "wasm32"))]
mod plain;
#[cfg(not(target_arch = "wasm32"))]
pub use plain::{I8x16, I16x8, I32x4};
