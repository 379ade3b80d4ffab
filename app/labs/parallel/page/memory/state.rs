//! What is chosen of memory.

use crate::parallel::choice::choice;
use leptos::prelude::*;

choice! {
    /// Which of a worker's states are shared out.
    Stage, "zero" {
        /// None: plain data parallel.
        Zero0 = "0",
        /// The optimizer's.
        Zero1 = "1",
        /// Gradients too.
        Zero2 = "2",
        /// Parameters too.
        Zero3 = "3",
    }
}

impl Stage {
    /// Its number.
    pub const fn index(self) -> usize {
        self as usize
    }
}

choice! {
    /// Of which model.
    Example, "model-of" {
        /// The session's network.
        Own = "own",
        /// The paper's, of 7.5 billion parameters.
        Paper = "7.5b",
    }
}

/// Workers in all, and parts of a layer or a network.
pub const WORKERS: [usize; 2] = [1, 1024];
pub const PARTS: [usize; 2] = [1, 16];
/// The paper's example.
pub const FIRST_WORKERS: usize = 64;

/// What is chosen.
#[derive(Clone, Copy)]
pub struct MemoryState {
    /// Of which model.
    pub example: RwSignal<Example>,
    /// What is shared out.
    pub stage: RwSignal<Stage>,
    /// Workers in all.
    pub workers: RwSignal<usize>,
    /// Those that share each layer.
    pub tensor: RwSignal<usize>,
    /// Stages of a pipeline.
    pub pipeline: RwSignal<usize>,
}

impl MemoryState {
    /// As at first.
    pub fn new() -> Self {
        MemoryState {
            example: RwSignal::new(Example::Paper),
            stage: RwSignal::new(Stage::Zero0),
            workers: RwSignal::new(FIRST_WORKERS),
            tensor: RwSignal::new(1),
            pipeline: RwSignal::new(1),
        }
    }
}
