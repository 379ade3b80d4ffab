//! Sets of kernels: one implementation of every op. Each op's kernels and their trait stand in the op's folder; executors are
//! generic over [`Kernels`] and [`Int8Kernels`].

use super::activation::ActivationKernels;
use super::batch_norm::BatchNormKernels;
use super::conv2d::{Conv2dKernels, int8::Int8Conv2dKernels};
use super::depthwise_conv2d::{DepthwiseKernels, int8::Int8DepthwiseKernels};
use super::linear::LinearKernels;
use super::pool::PoolKernels;

/// One implementation of every op of which there is more than one, forward and backward side by side.
///
/// All lengths are those of the plan; results are overwritten, never added to. `ws` is scratch memory of at least
/// the length that the `*_workspace` method of the op asked for, with anything in it. A kernel with `act` writes its
/// output through that activation.
pub trait Kernels:
    ActivationKernels + BatchNormKernels + Conv2dKernels + DepthwiseKernels + LinearKernels + PoolKernels
{
    /// The name shown beside a speed.
    const NAME: &'static str;
}

/// One implementation of the 8-bit layers. Integers have no tolerance: all sets give the same levels.
pub trait Int8Kernels: Int8Conv2dKernels + Int8DepthwiseKernels {
    /// The name shown beside a speed.
    const NAME: &'static str;

    /// The same, of layers whose input's grid is found while they run.
    const DYNAMIC_NAME: &'static str;
}

/// The plain kernels: the definition of every op, kept for ever. Faster sets are tested against it.
#[derive(Debug, Clone, Copy)]
pub struct Reference;

impl Kernels for Reference {
    const NAME: &'static str = "reference";
}

impl Int8Kernels for Reference {
    const NAME: &'static str = "int8 reference";
    const DYNAMIC_NAME: &'static str = "int8 dynamic reference";
}

/// Packed panels and SIMD; see [`crate::gemm`] and the `cpu.rs` of each op.
#[derive(Debug, Clone, Copy)]
pub struct Cpu;

impl Kernels for Cpu {
    const NAME: &'static str = "cpu";
}

impl Int8Kernels for Cpu {
    const NAME: &'static str = "int8";
    const DYNAMIC_NAME: &'static str = "int8 dynamic";
}
