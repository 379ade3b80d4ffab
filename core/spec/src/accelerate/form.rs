use serde::{Deserialize, Serialize};

/// Where a whole network runs, and as what its numbers are stored there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Form {
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

impl Form {
    /// All, in the order of the page.
    pub const ALL: [Form; 5] = [Form::CpuSingle, Form::CpuInt8, Form::GpuSingle, Form::GpuHalf, Form::GpuInt8];

    /// Its name in the page's elements.
    pub const fn id(self) -> &'static str {
        match self {
            Form::CpuSingle => "cpu-f32",
            Form::CpuInt8 => "cpu-int8",
            Form::GpuSingle => "gpu-f32",
            Form::GpuHalf => "gpu-f16",
            Form::GpuInt8 => "gpu-int8",
        }
    }

    /// Whether it runs on the GPU.
    pub const fn is_gpu(self) -> bool {
        matches!(self, Form::GpuSingle | Form::GpuHalf | Form::GpuInt8)
    }

    /// Whether its numbers are integers.
    pub const fn is_int8(self) -> bool {
        matches!(self, Form::CpuInt8 | Form::GpuInt8)
    }
}
