//! The engine against PyTorch's goldens ([`ops`], [`steps`]) and the fast kernels against the plain ones. The checks are
//! plain functions, so that the same ones run natively (`cargo test`) and in Chromium (`tests/bench`). Those that a GPU may
//! have to answer are `async`.

#[cfg(feature = "gpu")]
pub mod accelerate;
pub mod compare;
pub mod golden;
#[cfg(feature = "gpu")]
pub mod gpu;
pub mod kernels;
pub mod networks;
pub mod ops;
pub mod quantized;
pub mod steps;

/// What `future` gives, for those that need no event loop: on the CPU all are ready at once, and natively those of a GPU are
/// soon.
pub use karui_core::task::block_on as wait;
