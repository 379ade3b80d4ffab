use super::line::{LineAsk, QuantLine};
use super::memory::{MemoryAsk, MemoryTold};
use super::picture::{Flow, NetworkPicture};
use karui_protocol::{About, FileFormat, LabEvent, LabId, LabRequest, Needs, Network, Pixels, RecipeProgress, about};
use karui_spec::tour::Measured;
use karui_spec::{Comparison, DataKind, Figure, Histograms, Interval, ModelSpec, Recipe};

pub use karui_spec::Scores;
use serde::{Deserialize, Serialize};

/// Where the faults of a recipe, or of the file of a compressed network, are shown.
pub const RECIPE: About = about("recipe");

/// What the page asks of the diet bench.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DietRequest {
    /// Run a recipe on the present weights, in place of one that is under way. Answered by `Begun`, by `Before` where that is not
    /// known yet, `Progress` while it trains, then `Diet` and, where it is `kept`, `Trials`; or by `Fault`.
    Compress {
        /// What is done.
        recipe: RecipeForm,
        /// Whether the result becomes one of the trials: not while a control is being moved.
        kept: bool,
        /// Which images it trains on, in which batches, by which seed: those of the controls, whatever the network was trained with.
        by: TrainBy,
    },
    /// Show what a recipe makes of the present weights, at once: trained and measured is nothing for it. Answered by `Picture`,
    /// unless another one is asked for meanwhile or the recipe cannot be done, which `Compress` tells.
    Picture(Recipe),
    /// Show what the layers of the network in the picture give for a held-out image, now and after each `Picture`, or for `None` no
    /// more. Answered by `Flow`.
    Flow(Option<usize>),
    /// Show some of the present weights and a grid for them. Answered by `Line`.
    Line(Box<LineAsk>),
    /// Plan the memory of a network on a board. Answered by `Memory`.
    Memory(MemoryAsk),
    /// End the training of the recipe under way, keeping the best so far; what is left of the recipe follows.
    StopCompress,
    /// Give up the recipe under way, or forget what it came to.
    ResetCompress,
    /// Time the network before and the one that the last recipe came to once more, and for longer. Answered by `Timed`.
    MeasureAgain,
    /// Give the compressed network (or the present one, where no recipe was run) as a file. Answered by `File`.
    ExportNetwork(FileFormat),
    /// Open a packed file. Answered by `Diet`, or `Fault`.
    OpenPacked(Vec<u8>),
    /// Find out how much accuracy each layer loses when it alone is pruned. Answered by `Sensitivity`, several times
    /// while it goes on.
    Scan,
    /// Soften the present network's probabilities for a held-out image. Answered by `SoftTargets`.
    Soften {
        /// The image.
        image: usize,
        /// The temperature T.
        temperature: f32,
    },
    /// Give a trial another name.
    RenameTrial {
        /// Which.
        id: u32,
        /// Its name; an empty one gives back the name of its recipe.
        name: String,
    },
    /// Forget a trial.
    DeleteTrial(u32),
    /// Give all trials as a file. Answered by `File`.
    ExportTrials(TableFormat),
}

/// Which images training within a recipe sees: [`Sampling`](karui_spec::Sampling), as it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainBy {
    /// Training images in use, from the first on.
    pub images: usize,
    /// Images in each batch.
    pub batch: usize,
    /// Seed of the order and of new weights.
    pub seed: u32,
}

/// A recipe as the page has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RecipeForm {
    /// From the controls.
    Typed(Recipe),
    /// From a link, in its JSON form. The engine reads it.
    Json(String),
}

/// What a table can be taken away as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableFormat {
    /// Comma-separated values, one trial a line.
    Csv,
    /// One JSON object a trial, with its recipe.
    Json,
}

/// What the engine tells the diet bench.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DietEvent {
    /// How the weights of the session do before anything is done to them: what each recipe is compared with.
    Before(Box<Scores>),
    /// The network after a recipe, layer by layer: the answer to `Picture`, and told of each recipe that is run before what it
    /// has come to is measured.
    Picture(Box<NetworkPicture>),
    /// The answer to `Flow`.
    Flow(Box<Flow>),
    /// The answer to `Line`; `None` where there are no such weights.
    Line(Option<Box<QuantLine>>),
    /// The answer to `Memory`.
    Memory(Box<MemoryTold>),
    /// How a recipe comes on.
    Progress(RecipeProgress),
    /// What a recipe has come to. Its speed is compared afterwards: `Timed`.
    Done(Box<Diet>),
    /// How fast the last result is beside the network before.
    Timed(Box<Timed>),
    /// The plain network that costs as many multiply-adds as the session's, where that is a MobileNet; sent with `Before`.
    Rival(Option<ModelSpec>),
    /// All results that are kept, oldest first. Sent once at the start and after every change.
    Trials(Vec<Trial>),
    /// A recipe is begun: what it is, for the page's controls where it came from a link, and its JSON form, for the address.
    Begun {
        /// What is to be done.
        recipe: Recipe,
        /// The same as JSON.
        json: String,
    },
    /// The answer to `Scan`, one layer after the other.
    Sensitivity(Vec<LayerSensitivity>),
    /// The answer to `Soften`.
    SoftTargets(Vec<f32>),
}

/// What a recipe has come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diet {
    /// What was done.
    pub recipe: Recipe,
    /// The same as JSON: for links.
    pub json: String,
    /// The network before; also sent as `Before`.
    pub before: Scores,
    /// The network now.
    pub after: Scores,
    /// What is counted of the network before and now, image by image.
    pub measured: [Measured; 2],
    /// Whether the recipe has left every weight, layer and number format as it was.
    pub is_unchanged: bool,
    /// How fast the two are side by side; `None` until that is measured.
    pub timed: Option<Timed>,
    /// Its structure now, which may have changed.
    pub network: Network,
    /// What has become of each layer that has weights, in order.
    pub layers: Vec<LayerDiet>,
    /// Held-out images whose class has changed, the first ones.
    pub changed: Vec<Changed>,
    /// How many held-out images changed their class, of how many.
    pub changed_count: Figure,
}

/// Two networks timed in turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timed {
    /// With one image at a time, in milliseconds.
    pub latency: Comparison,
    /// In batches of 64, in images per second.
    pub throughput: Comparison,
}

impl Timed {
    /// Whether the machine seems to have done something else meanwhile.
    pub fn is_busy(&self) -> bool {
        self.latency.is_busy || self.throughput.is_busy
    }

    /// Puts the speeds before and now in place of those that were there.
    pub fn put(&self, before: &mut Scores, now: &mut Scores) {
        (before.latency, now.latency) = (self.latency.before.clone(), self.latency.now.clone());
        (before.throughput, now.throughput) = (self.throughput.before.clone(), self.throughput.now.clone());
    }
}

impl Diet {
    /// How much accuracy was gained (lost where negative).
    pub fn accuracy_gain(&self) -> Interval {
        let [before, now] = &self.measured;
        now.gain_since(before)
    }

    /// Takes in how fast the two are.
    pub fn put_timed(&mut self, timed: Timed) {
        timed.put(&mut self.before, &mut self.after);
        self.timed = Some(timed);
    }
}

/// What has become of a layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerDiet {
    /// Its name, the same before and after; the student's layer where there was distillation.
    pub name: String,
    /// Bytes in the packed file, before (`None` where there was no such layer) and now.
    pub size: (Option<Figure>, Figure),
    /// Multiply-adds.
    pub macs: (Option<Figure>, Figure),
    /// Milliseconds of one image now.
    pub time: Figure,
    /// The part of its weights that is not zero now.
    pub density: f32,
    /// Signal to quantization noise of its weights, in decibels; `None` where nothing was rounded or the layer has
    /// changed its form.
    pub sqnr: Option<f32>,
    /// Its outputs (after its activation) over some held-out images, before and now, in the same bins.
    pub activations: Option<Histograms>,
}

/// A held-out image whose class has changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// Its index.
    pub index: usize,
    /// The image.
    pub pixels: Pixels,
    /// Its class.
    pub label: u8,
    /// What the network said before, and now.
    pub said: (u8, u8),
}

/// How a layer bears pruning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerSensitivity {
    /// Its name.
    pub name: String,
    /// Accuracy at each amount, in ascending order of amounts: (amount, share of hits).
    pub points: Vec<(f32, Figure)>,
}

/// A result that is kept: a dot in the plots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// Its number.
    pub id: u32,
    /// The learner's name for it; empty where none was given.
    pub name: String,
    /// The images.
    pub data: DataKind,
    /// The network at the start.
    pub model: ModelSpec,
    /// What was done.
    pub recipe: Recipe,
    /// The recipe as JSON.
    pub json: String,
    /// What it came to.
    pub scores: Scores,
    /// The network before.
    pub before: Scores,
    /// The kernels, as named beside the speed.
    pub kernel: String,
    /// Milliseconds since 1970.
    pub made_at: f64,
}

impl LabRequest for DietRequest {
    const LAB: LabId = super::ID;

    fn needs(&self) -> Needs {
        Needs {
            weights: matches!(
                self,
                DietRequest::Compress { .. }
                    | DietRequest::Picture(_)
                    | DietRequest::Line(_)
                    | DietRequest::OpenPacked(_)
                    | DietRequest::Soften { .. }
            ),
            rest: matches!(self, DietRequest::Compress { .. } | DietRequest::MeasureAgain | DietRequest::Scan),
        }
    }
}

impl LabEvent for DietEvent {
    const LAB: LabId = super::ID;
}
