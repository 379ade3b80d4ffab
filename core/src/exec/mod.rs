//! How a graph runs.

mod cpu;
mod kernels;

pub use cpu::Cpu;
pub use kernels::{Kernels, Reference, Rows};
