use crate::{Fault, KeptRun, LabId, RunId};
use karui_spec::recipe::TechniqueKind;
use karui_spec::{Device, Figure, Pixels, Shape};
use serde::{Deserialize, Serialize};

/// What the engine tells the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The first message: the worker is up.
    Ready {
        /// The build of the worker; the page refuses another than its own.
        build_id: String,
        /// The kernels it runs, e.g. `cpu · relaxed-simd`.
        kernel: String,
    },
    /// The answer to `Ping`.
    Here,
    /// The network's structure and costs.
    Network(Network),
    /// Where the network runs, and why not where it was asked to.
    Running {
        /// The device in use: `Cpu` or `WebGpu`.
        device: Device,
        /// Its name, with the kernels, as shown beside speeds.
        name: String,
        /// Workers that share each batch.
        workers: usize,
    },
    /// Which device is the faster one: images per second of both, measured as a run began.
    DeviceBenchmark {
        /// At what.
        of: BenchmarkOf,
        /// Of the CPU.
        cpu: Figure,
        /// Of the GPU.
        gpu: Figure,
    },
    /// The engine lives and waits for a device, as for its kernels to be compiled: said every [`Event::BEAT`] seconds.
    Waiting,
    /// The answer to `CompareDevices`. All empty where the run's first steps were not on a GPU.
    Compared {
        /// Losses of the first steps on the GPU.
        gpu: Vec<f32>,
        /// Losses of the same steps from the same seed on the CPU.
        cpu: Vec<f32>,
        /// Their largest difference, as a part of the largest of them.
        apart: f32,
    },
    /// A data set is arriving.
    Data {
        /// Bytes that have arrived.
        received: u64,
        /// Bytes in all.
        total: u64,
    },
    /// The network has (new) weights.
    Weights {
        /// Where they come from.
        origin: WeightsOrigin,
        /// The length of their safetensors file.
        size: Figure,
    },
    /// How the network does on the held-out images.
    Evaluation(Evaluation),
    /// Held-out images with what the network says of them.
    Samples(Vec<Sample>),
    /// New points of the curves.
    Curve(Vec<CurvePoint>),
    /// How a run stands. Sent at least four times a second while one is under way.
    Progress(Progress),
    /// The answer to `Predict`.
    Prediction {
        /// The number in the request.
        id: u32,
        /// The picture as the network sees it.
        seen: Pixels,
        /// A probability for each class.
        probabilities: Vec<f32>,
    },
    /// The answer to `Inspect`.
    Activations {
        /// The layer.
        layer: usize,
        /// Its output: `[H, W, C]`.
        maps: Maps,
        /// The image it was computed from.
        image: Pixels,
    },
    /// The first convolution's filters, `[KH, KW, C·K]` with all C of one filter together, or the first linear layer's
    /// weights in the input's shape.
    Filters(Vec<Maps>),
    /// Milliseconds of each layer in `Network::layers`, at batch 1.
    LayerTimes(Vec<Figure>),
    /// Milliseconds of one image through the whole network, and images per second in batches of 64.
    Latency {
        /// Milliseconds at batch 1.
        one: Figure,
        /// Images per second at batch 64.
        throughput: Figure,
    },
    /// A file to keep.
    File {
        /// A name for it.
        name: String,
        /// What is in it.
        bytes: Vec<u8>,
    },
    /// The runs that are kept, the newest first.
    Runs {
        /// All of them.
        runs: Vec<KeptRun>,
        /// One of them that was interrupted: the learner is asked whether it is to go on.
        offered: Option<RunId>,
    },
    /// The network shown is that of an earlier run with the same settings, which had come to its end.
    BroughtBack(KeptRun),
    /// What a lab's engine side tells its page, encoded by itself: only the lab's own code, which comes later than the page,
    /// reads it.
    Lab {
        /// The lab.
        lab: LabId,
        /// An encoded [`LabEvent`](crate::LabEvent).
        payload: Vec<u8>,
    },
    /// Something went wrong; the engine goes on.
    Fault(Fault),
}

impl Event {
    /// Seconds between two [`Event::Waiting`].
    pub const BEAT: u32 = 3;
}

/// A network as it is drawn and listed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Network {
    /// The layers in order of computation, the input first.
    pub layers: Vec<Layer>,
    /// Trainable parameters.
    pub params: Figure,
    /// Multiply-adds for one image.
    pub macs: Figure,
    /// Bytes of all stored values.
    pub bytes: Figure,
    /// The ids of the classes, for the page to name.
    pub classes: usize,
}

/// One layer of a [`Network`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// Its name, PyTorch's where it has parameters.
    pub name: String,
    /// The op's name, as in `karui_core::ops::Op::name`.
    pub op: String,
    /// The layers it reads.
    pub inputs: Vec<usize>,
    /// Its output's shape for one image.
    pub output: Shape,
    /// Trainable parameters.
    pub params: Figure,
    /// Multiply-adds for one image.
    pub macs: Figure,
    /// Bytes of its stored values.
    pub bytes: Figure,
}

/// Where weights come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WeightsOrigin {
    /// Drawn from the seed.
    Initial,
    /// Trained beforehand and delivered with the page.
    Shipped,
    /// Trained here.
    Trained,
    /// From a checkpoint.
    Restored,
    /// From a file of the learner's.
    Imported,
}

/// How a network does on held-out images.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The share of images classified rightly.
    pub accuracy: Figure,
    /// The mean cross-entropy.
    pub loss: Figure,
    /// `confusion[label · classes + predicted]` counts images.
    pub confusion: Vec<u32>,
    /// Right ones of each class.
    pub per_class: Vec<Figure>,
    /// The images classified wrongly with the highest loss, worst first.
    pub worst: Vec<Sample>,
}

/// A held-out image and what the network says of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Its index in the held-out set.
    pub index: usize,
    /// The image.
    pub pixels: Pixels,
    /// Its class.
    pub label: u8,
    /// A probability for each class.
    pub probabilities: Vec<f32>,
}

/// Real-valued maps, signed: `[H, W, C]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Maps {
    /// Their shape.
    pub shape: Shape,
    /// `[H, W, C]`.
    pub data: Vec<f32>,
}

/// A point of the curves.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Steps done.
    pub step: u64,
    /// Which curve.
    pub on: CurveSet,
    /// Mean cross-entropy.
    pub loss: f32,
    /// Share classified rightly.
    pub accuracy: f32,
    /// The learning rate of the step; 0 for validation points.
    pub lr: f32,
}

/// On which images a [`CurvePoint`] was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CurveSet {
    /// The batches trained on.
    Train,
    /// Held-out images.
    Validation,
}

/// How a run stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// What the engine is doing.
    pub state: RunState,
    /// Steps done.
    pub step: u64,
    /// Steps in all.
    pub steps: u64,
    /// The loss of the last step, exactly.
    pub loss: Option<f32>,
    /// Speed of the run so far, evaluation and waiting left out.
    pub images_per_second: Option<Figure>,
    /// Seconds to go at that speed.
    pub seconds_left: Option<f64>,
}

/// What the engine is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunState {
    /// Nothing: there is no run.
    Idle,
    /// Fetching data or starting workers.
    Loading,
    /// Training.
    Running,
    /// Waiting to go on.
    Paused,
    /// Evaluating on held-out images.
    Evaluating,
    /// The run is complete.
    Finished,
    /// The run ended early, since the loss left the range of numbers.
    Diverged,
}

/// What the devices are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BenchmarkOf {
    /// A run's steps.
    Training,
    /// The network on held-out images.
    Validation,
}

/// How a recipe comes on.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct RecipeProgress {
    /// What is being done; `None` while its images are fetched.
    pub technique: Option<TechniqueKind>,
    /// Training steps done.
    pub step: u64,
    /// Training steps in all; 0 where nothing is trained.
    pub steps: u64,
    /// The loss of the last training step.
    pub loss: Option<f32>,
    /// Whether the recipe is done and the network is being measured.
    pub is_measuring: bool,
}
