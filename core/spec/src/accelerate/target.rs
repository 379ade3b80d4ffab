use serde::{Deserialize, Serialize};

/// Where a whole network runs, and as what its numbers are stored there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// 32-bit floats on the CPU.
    CpuSingle,
    /// 8-bit integers on the CPU.
    CpuInt8,
    /// 32-bit floats on the GPU.
    GpuSingle,
    /// 16-bit floats on the GPU.
    GpuHalf,
    /// 8-bit integers on the GPU.
    GpuInt8,
}

impl Target {
    /// All, in the order of the page.
    pub const ALL: [Target; 5] =
        [Target::CpuSingle, Target::CpuInt8, Target::GpuSingle, Target::GpuHalf, Target::GpuInt8];

    /// Its name in the page's elements.
    pub const fn id(self) -> &'static str {
        match self {
            Target::CpuSingle => "cpu-f32",
            Target::CpuInt8 => "cpu-int8",
            Target::GpuSingle => "gpu-f32",
            Target::GpuHalf => "gpu-f16",
            Target::GpuInt8 => "gpu-int8",
        }
    }

    /// Whether it runs on the GPU.
    pub const fn is_gpu(self) -> bool {
        matches!(self, Target::GpuSingle | Target::GpuHalf | Target::GpuInt8)
    }

    /// Whether its numbers are integers.
    pub const fn is_int8(self) -> bool {
        matches!(self, Target::CpuInt8 | Target::GpuInt8)
    }
}
