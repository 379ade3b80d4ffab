//! What the page knows.

use super::allreduce::state::ReduceState;
use super::batch::state::BatchState;
use super::compression::state::CompressionState;
use super::federated::state::FederatedState;
use super::memory::state::MemoryState;
use super::pipeline::state::PipelineState;
use super::tensor::state::TensorState;
use super::training::state::TrainingState;
use crate::parallel::choice::choice;
use crate::parallel::messages::End;
use karui_shell::state::{EngineState, Lab, LabState};
use leptos::prelude::*;

choice! {
    /// What is shown.
    Part, "way" {
        /// How gradients are brought together.
        AllReduce = "allreduce",
        /// Workers that train together.
        Data = "data",
        /// Gradients made smaller on their way.
        Compression = "compression",
        /// Large batches, and the learning rate.
        Batch = "batch",
        /// A network in stages.
        Pipeline = "pipeline",
        /// A layer shared.
        Tensor = "tensor",
        /// What each worker holds.
        Memory = "memory",
        /// Clients that keep their examples.
        Federated = "federated",
        /// The laws of speed.
        Speed = "speed",
    }
}

/// The lab's part of the page's state. A small bundle of handles: copy it freely.
#[derive(Clone, Copy)]
pub struct ParallelState {
    /// What is shown.
    pub part: RwSignal<Part>,
    /// All-reduce.
    pub reduce: ReduceState,
    /// Data-parallel runs.
    pub training: TrainingState,
    /// Gradients made smaller.
    pub compression: CompressionState,
    /// Large batches.
    pub batch: BatchState,
    /// Pipelines.
    pub pipeline: PipelineState,
    /// Layers divided.
    pub tensor: TensorState,
    /// Memory.
    pub memory: MemoryState,
    /// Federated learning.
    pub federated: FederatedState,
    /// The part of the work that cannot be divided, in percent.
    pub serial: RwSignal<usize>,
}

impl ParallelState {
    /// The engine that was asked is gone: what it did has ended, and can be asked for again.
    pub fn interrupt(self) {
        if self.training.running.try_update(Option::take).flatten().is_some() {
            self.training.end.set(Some((End::Stopped, None)));
        }
        for contest in [self.compression.contest, self.batch.contest] {
            contest.is_running.set(false);
        }
        self.pipeline.running.set(None);
        self.federated.left.set(0);
    }
}

/// What the lab knows on this page.
pub fn parallel_of(lab: Lab) -> ParallelState {
    lab.state()
}

/// Whether the engine can be asked: what is asked before is lost.
pub fn can_ask(lab: Lab) -> bool {
    lab.engine_state.with(|state| matches!(state, EngineState::Ready(_)))
}

impl LabState for ParallelState {
    fn new(_: Lab) -> Self {
        ParallelState {
            part: RwSignal::new(Part::AllReduce),
            reduce: ReduceState::new(),
            training: TrainingState::new(),
            compression: CompressionState::new(),
            batch: BatchState::new(),
            pipeline: PipelineState::new(),
            tensor: TensorState::new(),
            memory: MemoryState::new(),
            federated: FederatedState::new(),
            serial: RwSignal::new(super::speed::FIRST),
        }
    }
}
