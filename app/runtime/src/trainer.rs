//! The CPU's trainer. Its code, what goes backward above all, is a module by itself: the first view only looks at a network.
//! It is fetched when that view stands or a run is asked for; whoever trains knows it by [`CpuTrainer`] alone.

use karui_core::Result;
use karui_core::graph::{Graph, Weights};
use karui_core::spec::TrainSpec;
use karui_core::train::{StepStats, Trainer, TrainerState};
use karui_protocol::Problem;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// [`Trainer`] as it is seen from outside its module.
pub trait CpuTrainer {
    /// See [`Trainer::weights`].
    fn weights(&self) -> &Weights;
    /// See [`Trainer::weights_mut`].
    fn weights_mut(&mut self) -> &mut Weights;
    /// See [`Trainer::step_count`].
    fn step_count(&self) -> u64;
    /// See [`Trainer::gradients`].
    fn gradients(&mut self, images: &[f32], labels: &[u8]) -> Result<StepStats>;
    /// See [`Trainer::gradient`].
    fn gradient(&self) -> &[f32];
    /// See [`Trainer::gradient_mut`].
    fn gradient_mut(&mut self) -> &mut [f32];
    /// See [`Trainer::apply`].
    fn apply(&mut self) -> f32;
    /// See [`Trainer::step`].
    fn step(&mut self, images: &[f32], labels: &[u8]) -> Result<StepStats>;
    /// See [`Trainer::state`].
    fn state(&self) -> TrainerState;
    /// See [`Trainer::restore`].
    fn restore(&mut self, state: TrainerState) -> Result<()>;
}

impl CpuTrainer for Trainer {
    fn weights(&self) -> &Weights {
        self.weights()
    }

    fn weights_mut(&mut self) -> &mut Weights {
        self.weights_mut()
    }

    fn step_count(&self) -> u64 {
        self.step_count()
    }

    fn gradients(&mut self, images: &[f32], labels: &[u8]) -> Result<StepStats> {
        self.gradients(images, labels)
    }

    fn gradient(&self) -> &[f32] {
        self.gradient()
    }

    fn gradient_mut(&mut self) -> &mut [f32] {
        self.gradient_mut()
    }

    fn apply(&mut self) -> f32 {
        self.apply()
    }

    fn step(&mut self, images: &[f32], labels: &[u8]) -> Result<StepStats> {
        self.step(images, labels)
    }

    fn state(&self) -> TrainerState {
        self.state()
    }

    fn restore(&mut self, state: TrainerState) -> Result<()> {
        self.restore(state)
    }
}

/// Makes a trainer: [`Trainer::new`].
pub type MakeTrainer = fn(&Graph, &TrainSpec, usize, u64) -> Result<Box<dyn CpuTrainer>>;

#[wasm_split(trainer, fallible)]
fn make() -> std::result::Result<MakeTrainer, SplitLoaderError> {
    Ok(|graph, spec, batch, steps| Ok(Box::new(Trainer::<karui_core::exec::Cpu>::new(graph, spec, batch, steps)?)))
}

/// The trainer's code, fetched unless it is here, or why it did not come.
pub async fn fetched() -> std::result::Result<MakeTrainer, Problem> {
    make().await.map_err(|error| Problem::NotFetched { file: "trainer".into(), reason: error.to_string() })
}
