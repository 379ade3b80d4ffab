use super::Gpu;

/// What changes from step to step: `Step` in `common.wgsl`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct StepNumbers {
    /// The state of the random numbers that masks are drawn from.
    pub rng: u64,
    /// Where in the report the loss goes.
    pub slot: u32,
    /// Label smoothing.
    pub smoothing: f32,
    /// The optimizer's numbers: rate, decay, shrink and inverse root.
    pub factors: [f32; 4],
}

/// Bytes of `Step` in `common.wgsl`.
const STEP_BYTES: usize = 32;

impl StepNumbers {
    /// A uniform buffer for them.
    pub fn buffer(gpu: &Gpu) -> wgpu::Buffer {
        gpu.device().create_buffer(&wgpu::BufferDescriptor {
            label: Some("step"),
            size: STEP_BYTES as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        })
    }

    /// Writes them to such a buffer.
    pub fn write(self, gpu: &Gpu, buffer: &wgpu::Buffer) {
        let mut bytes = [0; STEP_BYTES];
        bytes[..8].copy_from_slice(&self.rng.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.slot.to_le_bytes());
        let numbers = std::iter::once(self.smoothing).chain(self.factors);
        for (to, number) in bytes[12..].as_chunks_mut().0.iter_mut().zip(numbers) {
            *to = number.to_le_bytes();
        }
        gpu.write(buffer, 0, &bytes);
    }
}
