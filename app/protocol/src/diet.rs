use crate::{Network, Pixels};
use karui_spec::recipe::Technique;
use karui_spec::{DataKind, Figure, Histograms, ModelSpec, Recipe};
use serde::{Deserialize, Serialize};

/// What the engine tells the diet bench.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DietEvent {
    /// How the weights of the session do before anything is done to them: what each recipe is compared with.
    Before(Box<Scores>),
    /// How a recipe comes on.
    Cooking(Cooking),
    /// What a recipe has come to.
    Done(Box<Diet>),
    /// The plain network that costs as many multiply-adds as the session's, where that is a MobileNet; sent with `Before`.
    Rival(Option<ModelSpec>),
    /// All results that are kept, oldest first. Sent once at the start and after every change.
    Trials(Vec<Trial>),
    /// A recipe read from its JSON form, for the page's controls.
    Recipe(Recipe),
    /// The answer to `Scan`, one layer after the other.
    Sensitivity(Vec<LayerSensitivity>),
    /// The answer to `Soften`.
    SoftTargets(Vec<f32>),
}

/// What is known of a network: the scoreboard. Everything is measured, counted or computed from this very network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// The length of its packed file.
    pub size: Figure,
    /// Milliseconds of one image.
    pub latency: Figure,
    /// Images per second in batches of 64.
    pub throughput: Figure,
    /// The share of held-out images classified rightly.
    pub accuracy: Figure,
    /// Multiply-adds for one image.
    pub macs: Figure,
    /// Weights that are not zero.
    pub nonzero: Figure,
}

/// How a recipe comes on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cooking {
    /// What is being done; `None` while its images are fetched.
    pub technique: Option<Technique>,
    /// Training steps done.
    pub step: u64,
    /// Training steps in all; 0 where nothing is trained.
    pub steps: u64,
    /// The loss of the last training step.
    pub loss: Option<f32>,
    /// Whether the recipe is done and the network is being measured.
    pub is_measuring: bool,
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
    /// Its structure now, which may have changed.
    pub network: Network,
    /// What has become of each layer that has weights, in order.
    pub layers: Vec<LayerDiet>,
    /// Held-out images whose class has changed, the first ones.
    pub changed: Vec<Changed>,
    /// How many held-out images changed their class, of how many.
    pub changed_count: Figure,
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
    /// Its weights before and now, in the same bins.
    pub weights: Option<Histograms>,
    /// Its outputs (after its activation) over some held-out images, in the same way.
    pub activations: Option<Histograms>,
    /// The output channels with the lowest signal to noise, worst first, each with its decibels.
    pub worst_channels: Vec<(u32, f32)>,
    /// Each output channel that there was, where weights have gone: the mean magnitude of its weights before, and the part of
    /// them that is left.
    pub filters: Vec<(f32, f32)>,
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
