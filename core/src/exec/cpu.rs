//! The fast CPU kernels as one set.

use super::kernels::Kernels;

/// Packed panels and SIMD; see [`crate::gemm`] and the `cpu.rs` of each op.
#[derive(Debug, Clone, Copy)]
pub struct Cpu;

impl Kernels for Cpu {
    const NAME: &'static str = "cpu";
}
