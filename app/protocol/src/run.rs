use karui_spec::Experiment;
use serde::{Deserialize, Serialize};

/// So many runs are kept at most: the oldest goes first.
pub const MOST_RUNS: usize = 12;

/// Which run: its number in the storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunId(pub u64);

/// A run in the storage, to its end or interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KeptRun {
    /// Which.
    pub id: RunId,
    /// Its settings.
    pub experiment: Experiment,
    /// Steps done.
    pub step: u64,
    /// Steps in all.
    pub steps: u64,
    /// Whether it came to its end, the last evaluation among it.
    pub is_finished: bool,
    /// The share of held-out images classified rightly when it was last validated.
    pub accuracy: Option<f32>,
    /// Milliseconds since 1970 when it was stored.
    pub stored_at: f64,
    /// The room it takes.
    pub bytes: u64,
    /// Where it is used.
    pub place: RunPlace,
}

impl KeptRun {
    /// Epochs that are done.
    pub fn epochs(&self) -> u64 {
        self.step / self.experiment.steps_per_epoch().max(1) as u64
    }
}

/// Where a kept run is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunPlace {
    /// Nowhere: it is in the storage only.
    Stored,
    /// It is the present one.
    Here,
    /// It has not ended, and another tab has it.
    Elsewhere,
}
