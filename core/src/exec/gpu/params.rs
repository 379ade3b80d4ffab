//! Where a network's numbers lie on the device. Each op's parameters begin where a binding may begin, so that kernels need no
//! offsets; the padding between them stays zero, whatever the optimizer.

use crate::gpu::{ALIGNMENT, BufferSlice, Precision};
use crate::graph::{NodeId, Weights};
use std::ops::Range;

/// One op's parameters of one kind: where they lie in [`Weights::values`] and on the device.
#[derive(Debug, Clone)]
struct Place {
    node: NodeId,
    host: Range<usize>,
    at: usize,
}

/// Where the parameters of one kind, trained or running, lie in a buffer.
#[derive(Debug, Clone, Default)]
pub(crate) struct ParamLayout {
    places: Vec<Place>,
    len: usize,
    precision: Precision,
}

impl ParamLayout {
    /// The places of the trained parameters, or of the running statistics, stored so.
    pub fn new(weights: &Weights, trained: bool, precision: Precision) -> Self {
        let mut it = ParamLayout { precision, ..ParamLayout::default() };
        let alignment = 4 * ALIGNMENT / precision.bytes();
        for p in weights.params().iter().filter(|p| p.role.is_trainable() == trained) {
            match it.places.last_mut() {
                // An op's parameters of one kind lie side by side.
                Some(place) if place.node == p.node => place.host.end = p.range.end,
                _ => it.places.push(Place { node: p.node, host: p.range.clone(), at: 0 }),
            }
        }
        for place in &mut it.places {
            place.at = it.len;
            it.len = (it.len + place.host.len()).next_multiple_of(alignment);
        }
        it
    }

    /// Numbers in the buffer, padding included.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The parameters of `node` in `buffer`, if it has such.
    pub fn part<'a>(&self, buffer: &'a wgpu::Buffer, node: NodeId) -> Option<BufferSlice<'a>> {
        let place = self.places.iter().find(|p| p.node == node)?;
        Some(BufferSlice { buffer, at: self.precision.words(place.at), len: self.precision.words(place.host.len()) })
    }

    /// `values`, in the order of [`Weights::values`], as they lie on the device.
    pub fn spread(&self, values: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; self.len];
        for place in &self.places {
            out[place.at..][..place.host.len()].copy_from_slice(&values[place.host.clone()]);
        }
        out
    }

    /// The other way: what lies on the device into its place in `values`.
    pub fn gather(&self, device: &[f32], values: &mut [f32]) {
        for place in &self.places {
            values[place.host.clone()].copy_from_slice(&device[place.at..][..place.host.len()]);
        }
    }
}
