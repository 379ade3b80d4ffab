use serde::{Deserialize, Serialize};

/// How it is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum KernelVariant {
    /// Loops as one would write them down.
    Plain,
    /// The same loops over blocks that stay in the cache.
    Blocked,
    /// The engine's kernel: vectors of four, a tile of the result in registers.
    Simd,
    /// The engine's kernel, a share of the rows on each of several workers.
    Workers,
    /// On the GPU, an invocation for each value, neighbours reading far apart.
    Strided,
    /// On the GPU, an invocation for each value, neighbours reading side by side.
    Naive,
    /// On the GPU, a workgroup sharing what it reads through workgroup memory.
    Tiled,
    /// On the GPU, in addition a tile of the result in each invocation's registers.
    Registers,
    /// The same in 16-bit floats, stored and summed.
    Half,
    /// The same in 8-bit integers, four in a word, multiplied and added by one instruction.
    Packed,
    /// On the GPU, neighbouring invocations taking different branches.
    Divergent,
    /// On the GPU, whole workgroups taking the same branch.
    Uniform,
}

impl KernelVariant {
    /// Its name in links and tests.
    pub const fn id(self) -> &'static str {
        match self {
            KernelVariant::Plain => "plain",
            KernelVariant::Blocked => "blocked",
            KernelVariant::Simd => "simd",
            KernelVariant::Workers => "workers",
            KernelVariant::Strided => "strided",
            KernelVariant::Naive => "naive",
            KernelVariant::Tiled => "tiled",
            KernelVariant::Registers => "registers",
            KernelVariant::Half => "f16",
            KernelVariant::Packed => "int8",
            KernelVariant::Divergent => "divergent",
            KernelVariant::Uniform => "uniform",
        }
    }

    /// Whether it is a kernel of the GPU.
    pub const fn is_gpu(self) -> bool {
        !matches!(self, KernelVariant::Plain | KernelVariant::Blocked | KernelVariant::Simd | KernelVariant::Workers)
    }

    /// What the device must have beyond WebGPU's minimum, by WebGPU's or WGSL's name.
    pub const fn needs(self) -> Option<&'static str> {
        match self {
            KernelVariant::Half => Some("shader-f16"),
            KernelVariant::Packed => Some("packed_4x8_integer_dot_product"),
            _ => None,
        }
    }

    /// Bytes of a value of A or B.
    pub const fn bytes_of_input(self) -> usize {
        match self {
            KernelVariant::Half => 2,
            KernelVariant::Packed => 1,
            _ => 4,
        }
    }

    /// How far a right result may be from the reference, as a part of the largest value: f32 sums in another order; sums
    /// rounded to 11 bits at every step; inputs rounded to 255 levels.
    pub const fn tolerance(self) -> f32 {
        match self {
            KernelVariant::Half => 2e-2,
            KernelVariant::Packed => 2e-2,
            _ => 1e-4,
        }
    }
}
