//! A batch in slices of images, for what has no room in one binding.

use super::device::Gpu;
use super::memory;
use super::precision::Precision;
use crate::{Error, Result};

/// Some neighbouring images of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MicroBatch {
    pub index: usize,
    /// Its first image.
    pub first: usize,
    /// How many.
    pub n: usize,
}

/// A batch in as few slices as bindings allow, which differ by an image at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MicroBatches {
    batch: usize,
    count: usize,
}

impl MicroBatches {
    /// The slices of `batch` images, one at least, of which none has more than `len` values in one buffer.
    pub fn new(gpu: &Gpu, batch: usize, len: usize) -> Result<Self> {
        let most = gpu.most_values() / len.max(1);
        if most == 0 {
            return Err(Error::limit("values of a layer for an image", gpu.most_values(), len));
        }
        Ok(MicroBatches { batch, count: batch.div_ceil(most) })
    }

    /// Images in all.
    pub const fn batch(&self) -> usize {
        self.batch
    }

    /// The first.
    pub fn first(&self) -> MicroBatch {
        self.at(0)
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = MicroBatch> + use<> {
        let it = *self;
        (0..it.count).map(move |index| it.at(index))
    }

    /// Writes `values`, as many for each image, to the buffers of the slices, stored so. `bytes` is scratch memory.
    pub fn write(
        &self,
        precision: Precision,
        gpu: &Gpu,
        buffers: &[wgpu::Buffer],
        values: &[f32],
        bytes: &mut Vec<u8>,
    ) {
        let len = values.len() / self.batch;
        for (slice, buffer) in self.iter().zip(buffers) {
            memory::write_as(precision, gpu, buffer, &values[slice.first * len..][..slice.n * len], bytes);
        }
    }

    fn at(&self, index: usize) -> MicroBatch {
        let first = |index: usize| self.batch * index / self.count;
        MicroBatch { index, first: first(index), n: first(index + 1) - first(index) }
    }
}
