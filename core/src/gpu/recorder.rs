//! Turns kernels and buffers into dispatches.

use super::device::Gpu;
use super::kernel::Kernel;
use super::pipelines::{FIRST_WRITTEN, SIZES_BINDING, STEP_BINDING};
use super::precision::Precision;
use crate::Result;

/// How many bytes the sizes of a kernel may have where they are not in its source, which is WebGPU's alignment of uniforms
/// too, and kernels for which a buffer holds them.
const SIZES_BYTES: usize = 256;
const SIZES_KERNELS: usize = 64;

/// A part of a buffer, in 4-byte numbers. What begins within a buffer begins at a multiple of [`ALIGNMENT`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct BufferSlice<'a> {
    pub buffer: &'a wgpu::Buffer,
    pub at: usize,
    pub len: usize,
}

/// Numbers in WebGPU's alignment of bindings, 256 bytes.
pub(crate) const ALIGNMENT: usize = 64;

impl<'a> BufferSlice<'a> {
    /// All of `buffer`.
    pub fn all(buffer: &'a wgpu::Buffer) -> Self {
        BufferSlice { buffer, at: 0, len: buffer.size() as usize / 4 }
    }

    fn bound(self, binding: usize) -> wgpu::BindGroupEntry<'a> {
        wgpu::BindGroupEntry {
            binding: binding as u32,
            resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                buffer: self.buffer,
                offset: 4 * self.at as u64,
                // What kernels read in fours ends with a whole one.
                size: wgpu::BufferSize::new(4 * self.len.max(1).next_multiple_of(4) as u64),
            }),
        }
    }
}

/// A kernel ready to run.
#[derive(Debug)]
pub(crate) struct Dispatch {
    pipeline: wgpu::ComputePipeline,
    bindings: wgpu::BindGroup,
    grid: [u32; 3],
}

impl Dispatch {
    /// Puts it at the end of `pass`.
    pub fn record(&self, pass: &mut wgpu::ComputePass<'_>) {
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.bindings, &[]);
        let [x, y, z] = self.grid;
        pass.dispatch_workgroups(x, y, z);
    }
}

#[derive(Debug)]
pub(crate) struct Recorder {
    gpu: Gpu,
    precision: Precision,
    step: wgpu::Buffer,
    /// The buffer that holds the sizes of the latest kernels, and how many it holds.
    sizes: Option<(wgpu::Buffer, usize)>,
}

impl Recorder {
    /// A recorder whose kernels see `step`, a uniform buffer, and read and write single floats.
    pub fn new(gpu: Gpu, step: wgpu::Buffer) -> Self {
        Recorder { gpu, precision: Precision::Single, step, sizes: None }
    }

    /// The same for kernels that read and write what is stored so.
    pub fn storing(self, precision: Precision) -> Self {
        Recorder { precision, ..self }
    }

    /// `kernel` reading and writing these, in the order of its bindings.
    pub fn dispatch(
        &mut self,
        kernel: Kernel,
        reads: &[BufferSlice<'_>],
        writes: &[BufferSlice<'_>],
    ) -> Result<Dispatch> {
        let grid = kernel.checked_grid()?;
        let (kernel, sizes) = self.apart(kernel);
        let bound = [reads.len(), writes.len()];
        let (layout, pipeline) = self.gpu.pipeline(&kernel, self.precision, bound);
        let mut entries: Vec<_> = reads.iter().enumerate().map(|(i, part)| part.bound(i)).collect();
        entries.extend(writes.iter().enumerate().map(|(i, part)| part.bound(FIRST_WRITTEN + i)));
        entries.push(wgpu::BindGroupEntry { binding: STEP_BINDING, resource: self.step.as_entire_binding() });
        if let Some((buffer, at)) = &sizes {
            let resource = wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                buffer,
                offset: (at * SIZES_BYTES) as u64,
                size: wgpu::BufferSize::new(SIZES_BYTES as u64),
            });
            entries.push(wgpu::BindGroupEntry { binding: SIZES_BINDING, resource });
        }
        let descriptor = wgpu::BindGroupDescriptor { label: Some(kernel.entry), layout: &layout, entries: &entries };
        let bindings = self.gpu.device().create_bind_group(&descriptor);
        Ok(Dispatch { pipeline, bindings, grid })
    }

    /// The kernel without its sizes, where those lie in a buffer, and their place there.
    fn apart(&mut self, mut kernel: Kernel) -> (Kernel, Option<(wgpu::Buffer, usize)>) {
        if !self.gpu.tuning().shares_pipelines {
            return (kernel, None);
        }
        let (full, device) = (self.sizes.take().filter(|(_, used)| *used < SIZES_KERNELS), self.gpu.device());
        let (buffer, at) = full.unwrap_or_else(|| {
            let size = (SIZES_BYTES * SIZES_KERNELS) as u64;
            let usage = wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST;
            let descriptor = wgpu::BufferDescriptor { label: Some("sizes"), size, usage, mapped_at_creation: false };
            (device.create_buffer(&descriptor), 0)
        });
        let names = kernel.shader.sizes;
        let value = |name: &&str| kernel.constants.iter().find(|c| c.0 == *name).map_or(0, |c| c.1 as u32);
        let mut bytes: Vec<u8> = names.iter().flat_map(|name| value(name).to_le_bytes()).collect();
        bytes.resize(SIZES_BYTES, 0);
        self.gpu.write(&buffer, at * SIZES_BYTES, &bytes);
        kernel.constants.retain(|(name, _)| !names.contains(name));
        self.sizes = Some((buffer.clone(), at + 1));
        (kernel, Some((buffer, at)))
    }
}

/// What `record` puts into a pass, in one command buffer.
pub(crate) fn submit(gpu: &Gpu, record: impl FnOnce(&mut wgpu::ComputePass<'_>)) {
    let mut encoder = gpu.device().create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
    record(&mut pass);
    drop(pass);
    gpu.queue().submit([encoder.finish()]);
}
