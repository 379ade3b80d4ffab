//! Whole training steps on the device.

use super::GpuExecutor;
use super::lowering::Buffers;
use crate::Result;
use crate::gpu::kernel::Kernel;
use crate::gpu::{BufferSlice, Dispatch, Gpu, StepNumbers, write};
use crate::graph::Weights;

/// What [`crate::train::GpuTrainer`] adds: an optimizer behind the backward pass.
impl GpuExecutor {
    pub(crate) const fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// The host's layout of the weights.
    pub(crate) const fn layout(&self) -> &Weights {
        &self.weights
    }

    /// An optimizer's kernel on the weights, their gradient and `moments`; `kernel` is given how many weights there are
    /// on the device.
    pub(crate) fn optimizer(
        &mut self,
        kernel: impl FnOnce(usize) -> Kernel,
        moments: &wgpu::Buffer,
    ) -> Result<Dispatch> {
        let Buffers { trained, weights, gradients, .. } = &self.buffers;
        let reads = [BufferSlice::all(gradients), BufferSlice::all(&self.report)];
        let made = self.recorder.dispatch(
            kernel(trained.len()),
            &reads,
            &[BufferSlice::all(weights), BufferSlice::all(moments)],
        )?;
        self.gpu.check()?;
        Ok(made)
    }

    /// `count` vectors of one number per weight, on the device.
    pub(crate) fn moments(&self, count: usize) -> Result<wgpu::Buffer> {
        self.gpu.buffer(count * self.buffers.trained.len())
    }

    /// Writes such vectors, each as long as the trained part of [`Weights::values`].
    pub(crate) fn write_moments(&mut self, buffer: &wgpu::Buffer, moments: &[&[f32]]) {
        let values: Vec<f32> = moments.iter().flat_map(|m| self.buffers.trained.spread(m)).collect();
        write(&self.gpu, buffer, &values, &mut self.bytes);
    }

    /// Reads such vectors.
    pub(crate) async fn read_moments(&self, buffer: &wgpu::Buffer, moments: &mut [&mut [f32]]) -> Result<()> {
        let len = self.buffers.trained.len();
        let values = self.gpu.read(buffer, len * moments.len()).await?;
        for (i, m) in moments.iter_mut().enumerate() {
            self.buffers.trained.gather(&values[i * len..(i + 1) * len], m);
        }
        Ok(())
    }

    /// Puts a batch on the device, for [`GpuExecutor::train`].
    pub(crate) fn set_batch(&mut self, images: &[f32], labels: &[u8]) -> Result<()> {
        self.check_mode()?;
        self.set_labels(labels)?;
        self.set_input(images)
    }

    /// One training step in one command buffer: forward, loss, backward, `update`.
    pub(crate) fn train(&self, step: StepNumbers, update: &Dispatch) -> Result<()> {
        self.set_step(step);
        self.submit(|it, pass| {
            it.forward.iter().chain(&it.loss).chain(&it.backward).for_each(|d| d.record(pass));
            update.record(pass);
        });
        self.gpu.check()
    }

    /// The loss and hits of the first `slots` slots.
    pub(crate) async fn report(&self, slots: usize) -> Result<Vec<[f32; 2]>> {
        Ok(self.gpu.read(&self.report, 1 + 2 * slots).await?[1..].as_chunks().0.to_vec())
    }

    /// Forgets that a loss was not finite, so that the optimizer moves the weights again.
    pub(crate) fn clear_report(&self) {
        self.gpu.write(&self.report, 0, &0f32.to_le_bytes());
    }
}
