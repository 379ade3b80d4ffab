//! The engine against PyTorch's goldens ([`ops`], [`steps`]) and the fast kernels against the plain ones. The checks are
//! plain functions, so that the same ones run natively (`cargo test`) and in Chromium (`tests/bench`).

#[cfg(feature = "gpu")]
pub mod accelerate;
pub mod compare;
pub mod golden;
pub mod kernels;
pub mod ops;
pub mod quantized;
pub mod steps;
