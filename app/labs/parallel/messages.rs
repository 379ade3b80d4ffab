//! What page and engine side say to each other.

use super::choice::choice;
use karui_protocol::{Error, Figure, LabEvent, LabId, LabRequest, ModelKind};
use karui_spec::{AllReduce, Partition, PipelineKind};
use serde::{Deserialize, Serialize};

choice! {
    /// When the workers' gradients become an update.
    Update, "update" {
        /// All together; everybody waits for everybody.
        Synchronous = "synchronous",
        /// Together but for the last of them, who is not waited for.
        Backup = "backup",
        /// One by one; nobody waits.
        Asynchronous = "asynchronous",
        /// One by one; the fastest may be a few ahead of the slowest.
        Bounded = "bounded",
        /// Each on its own for some steps, then the mean of the weights.
        Local = "local",
    }
}

impl Update {
    /// Whether workers send to each other by the algorithm that is chosen; else all gradients go to one place, which has the weights.
    pub const fn is_among_workers(self) -> bool {
        matches!(self, Update::Synchronous | Update::Local)
    }
}

choice! {
    /// How the batch is divided and the gradients are brought together, rightly or wrongly.
    Division, "division" {
        /// Equal shards, the mean.
        Even = "even",
        /// The first worker has half of the batch; each gradient weighs as many images as it is of.
        Weighted = "weighted",
        /// The same without the weights: the mean of the means.
        Unweighted = "unweighted",
        /// Equal shards, the sum in place of the mean.
        Sum = "sum",
    }
}

/// A data-parallel run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Training {
    /// The page's number for it.
    pub id: u32,
    /// How many workers.
    pub workers: usize,
    /// By which way gradients go, where [`Update::is_among_workers`].
    pub algorithm: AllReduce,
    /// When they become an update.
    pub update: Update,
    /// How the batch is divided.
    pub division: Division,
    /// The network, of width 1.
    pub network: ModelKind,
    /// Images of a batch, of all workers together.
    pub batch: usize,
    /// Batches, counted in images: a run ends when so many times `batch` images have been trained on.
    pub batches: u64,
    /// The learning rate of plain gradient descent.
    pub lr: f32,
    /// Which worker is slow, and how many times as long its gradients take.
    pub slow: (usize, u32),
}

/// Federated learning.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Federation {
    /// The page's number for it.
    pub id: u32,
    /// How images are divided.
    pub partition: Partition,
    /// K.
    pub clients: usize,
    /// The concentration of Dirichlet's shares.
    pub concentration: f32,
    /// C, the part of the clients that is asked in a round.
    pub fraction: f32,
    /// E, a client's passes over its images.
    pub epochs: usize,
    /// B, images of a client's step; all that it has where there is none.
    pub batch: Option<usize>,
    /// The learning rate of plain gradient descent.
    pub lr: f32,
    /// The clip and the noise's multiplier.
    pub noise: Option<(f32, f32)>,
}

/// A batch through a pipeline of real workers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PipelineRun {
    /// The page's number for it.
    pub id: u32,
    /// In which order.
    pub kind: PipelineKind,
    /// Workers.
    pub ranks: usize,
    /// Parts of the batch.
    pub microbatches: usize,
    /// Stages of each worker.
    pub chunks: usize,
    /// The network, of width 1 or, where it has a width, a quarter.
    pub network: ModelKind,
    /// Images of a microbatch.
    pub images: usize,
}

/// A piece of work as it was done.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// Whether it is a forward pass; else it is a backward pass.
    pub is_forward: bool,
    /// Which microbatch.
    pub microbatch: usize,
    /// At which of the rank's stages.
    pub chunk: usize,
    /// Milliseconds since some moment, the same for all ranks.
    pub start: f64,
    /// When it was done.
    pub end: f64,
}

/// What the page asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Begin a run. Answered by [`Told::Step`]s and [`Told::Ended`].
    Train(Training),
    /// End it.
    Stop,
    /// This worker takes so many times as long from now on.
    Slow {
        /// Which.
        worker: usize,
        /// 1 for as fast as it can.
        factor: u32,
    },
    /// End a worker, or bring it back. Only among workers.
    Presence {
        /// Which.
        worker: usize,
        /// Whether it is to be there.
        is_here: bool,
    },
    /// Divide images among clients, and begin anew. Answered by [`Told::Clients`] and a first [`Told::Round`].
    Federate(Federation),
    /// Send a batch through a pipeline. Answered by [`Told::Piped`] or [`Told::NotPiped`].
    Pipe(PipelineRun),
    /// So many more rounds, each answered by a [`Told::Round`]; none at all for 0.
    Rounds(usize),
}

/// A worker of a run.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct WorkerState {
    /// Whether it is there.
    pub is_here: bool,
    /// Milliseconds in which it computed gradients, in all.
    pub compute: f64,
    /// Milliseconds in which it waited for others or for messages, in all.
    pub wait: f64,
    /// Gradients delivered.
    pub delivered: u64,
    /// Of them, those that came too late and were thrown away.
    pub dropped: u64,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The number of the run.
    pub id: u32,
    /// Updates of the weights.
    pub updates: u64,
    /// Images trained on.
    pub images: u64,
    /// Seconds since its first step.
    pub seconds: f64,
    /// Mean loss of the latest batches.
    pub loss: f32,
    /// The workers.
    pub workers: Vec<WorkerState>,
    /// Bytes that have been sent, as they were counted where they left.
    pub counted: u64,
    /// The same by formula.
    pub formula: u64,
    /// Updates since the weights of a gradient, the mean over all: 0 where all work together.
    pub staleness: f64,
    /// The first update's gradient against one worker's on the whole batch: the largest difference, and the largest number.
    pub difference: Option<(f32, f32)>,
}

/// How a run has ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum End {
    /// All batches are done.
    Done,
    /// It was asked to.
    Stopped,
    /// It could not go on.
    Failed(Error),
}

/// What the engine side tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Told {
    /// A run goes on.
    Step(Progress),
    /// A run has ended, with the share of held-out images that it classifies rightly.
    Ended {
        /// The number of the run.
        id: u32,
        /// How.
        end: End,
        /// Where it has got so far.
        accuracy: Option<Figure>,
    },
    /// A batch has gone through.
    Piped {
        /// The number of the run.
        id: u32,
        /// What each rank did.
        ranks: Vec<Vec<Done>>,
        /// Its gradient against one worker's, who does the same microbatches: the largest difference, and the largest number.
        difference: (f32, f32),
        /// The most bytes of activations that each rank kept.
        kept: Vec<u64>,
        /// The layer after which each cut is.
        cuts: Vec<String>,
    },
    /// It cannot be done.
    NotPiped {
        /// The number of the run.
        id: u32,
        /// Why.
        error: Error,
    },
    /// Who has what.
    Clients {
        /// The number of the federation.
        id: u32,
        /// For each client, how many images of each class it has.
        split: Vec<Vec<u32>>,
        /// Bytes that a client sends in a round.
        bytes: u64,
    },
    /// A round is done; 0 before the first.
    Round {
        /// The number of the federation.
        id: u32,
        /// Rounds done.
        round: usize,
        /// On held-out images.
        accuracy: Figure,
        /// The clients' mean loss; no number before the first round.
        loss: f32,
        /// Who has trained.
        clients: Vec<usize>,
    },
    /// It cannot be done, or goes on no more.
    NotFederated {
        /// The number of the federation.
        id: u32,
        /// Why.
        error: Error,
    },
}

impl LabRequest for Ask {
    const LAB: LabId = super::ID;

    fn is_answered(&self) -> bool {
        matches!(self, Ask::Train(_) | Ask::Federate(_) | Ask::Pipe(_))
    }
}

impl LabEvent for Told {
    const LAB: LabId = super::ID;
    const IS_OF_SESSION: bool = false;
}
