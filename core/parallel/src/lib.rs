//! Training on many machines as plans: who sends what to whom and when, in which order a pipeline does its work, what each worker
//! must hold in memory, and the laws of speed. There are no tensors here, no transport, no clock and no threads: a page draws these
//! plans, workers carry them out, tests run them in memory. What needs the engine is in `karui_core::parallel`.

pub mod allreduce;
pub mod buckets;
pub mod memory;
pub mod pipeline;
pub mod recovery;
pub mod speed;
pub mod updates;
