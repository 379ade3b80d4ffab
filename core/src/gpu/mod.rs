//! The GPU, as far as no network is known: a device, its memory and pipelines, and kernels turned into dispatches.
//! Everything keeps to WebGPU's default limits: 8 storage buffers, 256 invocations in a workgroup, 65,535 workgroups in a
//! dimension, bindings of 128 MiB; larger batches are cut into [`MicroBatches`].

mod device;
pub(crate) mod kernel;
mod memory;
mod micro_batches;
mod pipelines;
mod precision;
mod recorder;
mod step;

pub(crate) use device::Tuning;
pub use device::{Gpu, Traffic, Wants};
pub(crate) use memory::{filled, read_as, write, write_as};
pub(crate) use micro_batches::{MicroBatch, MicroBatches};
pub use precision::Precision;
pub(crate) use recorder::{ALIGNMENT, BufferSlice, Dispatch, Recorder, submit};
pub(crate) use step::StepNumbers;
