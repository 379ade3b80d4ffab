//! What page and engine side say to each other.

use super::choice::choice;
use karui_protocol::{Error, Figure, LabEvent, LabId, LabRequest, ModelKind};
use karui_spec::{AllReduce, Partition, PipelineKind, Variant};
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
    /// Whether the server sees sums alone.
    pub is_masked: bool,
}

/// Trainings that are set beside each other, done one after the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contest {
    /// The page's number for it.
    pub id: u32,
    /// The network, of width 1 or, where it has a width, a quarter.
    pub network: ModelKind,
    /// Images that each trains on.
    pub images: usize,
    /// How often it sees each of them.
    pub epochs: usize,
    /// The trainings.
    pub variants: Vec<Variant>,
}

impl Contest {
    /// Steps of a training.
    pub fn steps(&self, variant: &Variant) -> u64 {
        (self.images * self.epochs / variant.batch.max(1)) as u64
    }
}

/// How far one of them is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Steps done.
    pub updates: u64,
    /// Images trained on.
    pub images: u64,
    /// Mean loss of the steps since the last one that was told; no number where it has diverged.
    pub loss: f32,
    /// Bytes of gradients that each worker has sent, counted where they were packed.
    pub sent: u64,
    /// On held-out images, once it is done or can go on no more.
    pub accuracy: Option<Figure>,
}

/// A pair of layers, or one, divided among workers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Divided {
    /// The page's number for it.
    pub id: u32,
    /// How many workers.
    pub workers: usize,
    /// Whether it is a convolution, divided by its output channels; else a pair of linear layers, by columns and then by rows.
    pub is_convolution: bool,
}

/// What one worker has of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Which outputs of the first layer.
    pub units: (usize, usize),
    /// How many weights.
    pub weights: usize,
    /// Its part of the output: the first numbers of the first image's.
    pub output: Vec<f32>,
}

/// What came out of layers that were divided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// The layers' names.
    pub layers: Vec<String>,
    /// Inputs and outputs of each matrix, or of the convolution: channels in, channels out.
    pub sizes: Vec<(usize, usize)>,
    /// The workers' blocks.
    pub blocks: Vec<Block>,
    /// The first image's output as one worker has it, its first numbers.
    pub alone: Vec<f32>,
    /// Largest difference from one worker, and the largest number: of the output, the input's gradient, the weights' gradient.
    pub differences: [(f32, f32); 3],
    /// Numbers that are added up or put side by side among the workers: forward, backward.
    pub exchanged: [usize; 2],
    /// Images.
    pub images: usize,
}

/// A layer of the network that a pipeline is cut from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// Its name; of several nodes that belong together that of the first.
    pub name: String,
    /// The node after which it could be cut; nothing behind the last layer.
    pub cut: Option<u16>,
    /// Multiply-adds for an image.
    pub macs: u64,
    /// Numbers that go on to the next layer for an image.
    pub numbers: usize,
}

/// A batch through a pipeline of real workers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// The nodes after which the network is cut; none for cuts as even as can be.
    pub cuts: Vec<u16>,
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
    /// The same run as a script for `torchrun`. Answered by [`Told::Script`].
    Script(Training),
    /// Where a network can be cut. Answered by [`Told::Layers`].
    Layers(ModelKind),
    /// Train in several ways. Answered by [`Told::Standing`]s and [`Told::Judged`]; [`Ask::Stop`] ends it.
    Contest(Contest),
    /// Divide layers among workers. Answered by [`Told::Joined`] or [`Told::NotJoined`].
    Divide(Divided),
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
    /// Workers that were gone in the midst of it, in order.
    pub lost: Vec<usize>,
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
        /// Where the server sees sums alone: some weights of the first of them, and what of each it has sent.
        masked: Vec<(f32, u32)>,
    },
    /// A run as a script, or why there is none.
    Script(Result<String, Error>),
    /// A network layer by layer.
    Layers(ModelKind, Vec<Layer>),
    /// How far one of several trainings is.
    Standing {
        /// The number of the contest.
        id: u32,
        /// Which training.
        variant: usize,
        /// How far.
        standing: Standing,
    },
    /// All trainings are done, or none goes on.
    Judged {
        /// The number of the contest.
        id: u32,
        /// Why it could not go on.
        error: Option<Error>,
    },
    /// Layers that were divided, computed.
    Joined {
        /// The number of the division.
        id: u32,
        /// What came out.
        joined: Joined,
    },
    /// They cannot be divided so.
    NotJoined {
        /// The number of the division.
        id: u32,
        /// Why.
        error: Error,
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
}

impl LabEvent for Told {
    const LAB: LabId = super::ID;
    const IS_OF_SESSION: bool = false;
}
