//! What the engine and its workers say to each other. A message is an array: the words, encoded, then what is transferred.

use crate::parallel::messages::{Division, Done, PipelineRun, Training};
use js_sys::{Array, ArrayBuffer, Float32Array, Uint8Array};
use karui_core::parallel::weigh;
use karui_core::spec::{DataKind, Experiment, ModelKind, ModelSpec, OptimizerKind, Sampling, ScheduleKind, TrainSpec};
use karui_protocol::{decode, encode};
use karui_spec::AllReduce;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use wasm_bindgen::{JsCast, JsValue};

/// What a worker is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Order {
    /// The run, and images and labels with it.
    Begin(Training, DataKind),
    /// Its rank of a pipeline, and the batch's images and labels with it.
    BeginPipe(PipelineRun, DataKind, usize),
    /// The batch through the pipeline. Answered by [`Answer::Piped`], the gradient of its stages with it.
    Pipe,
    /// A port to another worker comes with it.
    Peer(usize),
    /// A step with all members; their numbers by place. Answered by [`Answer::Stepped`].
    Step(Step),
    /// A gradient of its share of batch `batch`, with the weights that come with it. Answered by [`Answer::Gradient`].
    Gradient {
        /// Counted from 0.
        batch: u64,
        /// Its place among how many.
        place: (usize, usize),
        /// How many times it computes it.
        slow: u32,
    },
    /// Weights to go on with, which come with it, and the steps that are in them.
    Weights(u64),
    /// Its weights, please. Answered by [`Answer::Weights`].
    Give,
    /// The step that goes on is given up: a member is gone. Answered by [`Answer::Stands`], whether it is in a step or not.
    Abandon,
}

/// A step with messages among the workers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Counted from 0 over the run.
    pub step: u64,
    /// Counted over all attempts, so that messages of one that was given up are not taken for those of the next.
    pub attempt: u64,
    /// The members' numbers by place; a server is the last.
    pub members: Vec<usize>,
    /// The asked one's place.
    pub place: usize,
    /// How.
    pub algorithm: AllReduce,
    /// How many times it computes its gradient.
    pub slow: u32,
    /// Steps that each does on its own before the mean of the weights; 0 for gradients.
    pub local: u64,
    /// Whether the gradient that all have in the end is to come with the answer.
    pub wants_gradient: bool,
}

impl Step {
    /// Members with a gradient.
    pub fn workers(&self) -> usize {
        self.members.len() - usize::from(self.algorithm == AllReduce::Server)
    }
}

/// What a worker answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// It listens, and holds the lock of this number for as long as it lives, where there are locks.
    Ready(Option<u64>),
    /// A step is done.
    Stepped {
        /// Mean loss of its images.
        loss: f32,
        /// How many they were.
        images: usize,
        /// Milliseconds of its gradients.
        compute: f64,
        /// Milliseconds of sending, waiting and adding.
        wait: f64,
        /// Bytes that it has sent.
        sent: u64,
    },
    /// A gradient comes with it.
    Gradient {
        /// Mean loss of its images.
        loss: f32,
        /// How many they were.
        images: usize,
        /// Milliseconds.
        compute: f64,
    },
    /// Its part of the pipeline is done.
    Piped {
        /// What it did.
        done: Vec<Done>,
        /// The most bytes of activations that it kept.
        kept: u64,
    },
    /// Its weights come with it.
    Weights,
    /// So many steps are in its weights, which come with it.
    Stands(u64),
    /// It cannot go on.
    Failed(karui_protocol::Error),
}

/// A message and what is transferred with it.
pub fn pack(words: &impl Serialize, with: &[&JsValue]) -> (Array, Array) {
    let bytes = Uint8Array::from(&encode(words)[..]);
    let (message, transfer) = (Array::of1(&bytes), Array::of1(&bytes.buffer()));
    for value in with {
        message.push(value);
        transfer.push(value);
    }
    (message, transfer)
}

/// A message's words.
pub fn unpack<T: DeserializeOwned>(message: &JsValue) -> Option<(T, Array)> {
    let message: &Array = message.dyn_ref()?;
    let words = decode(&Uint8Array::new(&message.get(0)).to_vec())?;
    Some((words, message.clone()))
}

/// Numbers to be transferred.
pub fn buffer(values: &[f32]) -> ArrayBuffer {
    Float32Array::from(values).buffer()
}

/// Numbers that have come.
pub fn numbers(value: &JsValue) -> Vec<f32> {
    Float32Array::new(value).to_vec()
}

/// The images of a batch that the worker at `place` of `workers` takes.
pub fn shard(division: Division, batch: usize, place: usize, workers: usize) -> Range<usize> {
    let is_uneven = matches!(division, Division::Weighted | Division::Unweighted);
    if !is_uneven || workers < 2 {
        return karui_core::data::shard_of(batch, place, workers);
    }
    let half = batch / 2;
    let rest = |place| karui_core::data::shard_of(batch - half, place, workers - 1);
    if place == 0 { 0..half } else { half + rest(place - 1).start..half + rest(place - 1).end }
}

/// Makes a gradient, the mean over a worker's images, its part of what all of them add up.
pub fn prepare(gradient: &mut [f32], division: Division, batch: usize, place: usize, workers: usize) {
    let sizes: Vec<usize> = match division {
        Division::Sum => return,
        Division::Unweighted => vec![1; workers],
        Division::Even | Division::Weighted => {
            (0..workers).map(|place| shard(division, batch, place, workers).len()).collect()
        }
    };
    weigh(gradient, &sizes, place);
}

/// Images that a run uses.
pub const IMAGES: usize = 2000;
/// The seed of its weights and orders.
pub const SEED: u32 = 1;

/// Which images each of its batches has.
pub fn sampling(training: &Training) -> Sampling {
    Sampling { images: IMAGES, batch: training.batch, seed: SEED }
}

/// How it is trained: plain gradient descent, so that workers keep nothing but weights.
pub fn train_spec(training: &Training) -> TrainSpec {
    TrainSpec {
        optimizer: OptimizerKind::Sgd,
        lr: training.lr,
        schedule: ScheduleKind::Constant,
        batch: training.batch,
        weight_decay: 0.0,
        label_smoothing: 0.0,
        seed: SEED,
        ..Experiment::default().train
    }
}

/// A network of width 1 or, where it has a width, a quarter.
pub fn model(network: ModelKind) -> ModelSpec {
    ModelSpec { alpha: 0.25, ..ModelSpec::new(network) }
}
