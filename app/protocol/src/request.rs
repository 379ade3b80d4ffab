use crate::{Accelerate, Explore, Real};
use karui_spec::{Experiment, Recipe};
use serde::{Deserialize, Serialize};

/// What the page asks of the engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Build this network and load its data. Answered by `Network`, `Data` while shards arrive, `Weights` (the
    /// shipped ones where there are any for this data and network, else the initial ones), then `Evaluation`,
    /// `Samples`, `Filters` and `Latency`. A run that is under way is stopped, its checkpoint kept.
    Configure {
        /// The page's number for what follows.
        session: u32,
        /// All settings.
        experiment: Experiment,
    },
    /// Start a run from the initial weights of the seed, or go on with a paused one.
    Train,
    /// Stop between two steps and keep the run. Answered by `Progress` with `Paused`.
    Pause,
    /// Do one optimizer step (starting a run if there is none), then pause.
    Step,
    /// Give up the run and go back to the state after `Configure`.
    Reset,
    /// Do the first steps of the GPU's run on the CPU too, from the same seed. Answered by `Compared`.
    CompareDevices,
    /// Classify a picture. Answered by `Prediction` with the same id; a newer one overtakes those not yet begun.
    Predict {
        /// The page's number for this picture.
        id: u32,
        /// What to classify.
        picture: Picture,
    },
    /// Show what each layer makes of an image. Answered by `Activations`.
    Inspect {
        /// Which image.
        image: ImageRef,
        /// Which layer, as an index into `Network::layers`.
        layer: usize,
    },
    /// Measure every layer's time and the whole network's. Answered by `LayerTimes` and `Latency`.
    Measure,
    /// Give the current weights as a safetensors file. Answered by `File`.
    ExportWeights,
    /// Take weights from the bytes of a safetensors file. Answered by `Weights` and what follows from it, or `Fault`.
    ImportWeights(Vec<u8>),
    /// Go on from the checkpoint that `CheckpointFound` told of; the worker configures itself for it. The run is
    /// paused at the checkpoint's step.
    RestoreCheckpoint {
        /// The page's number for what follows.
        session: u32,
    },
    /// Forget the stored checkpoint.
    DiscardCheckpoint,
    /// Run a recipe on the present weights, in place of one that is under way. Answered by `Before` where that is not
    /// known yet, `Cooking` while it trains, then `Diet` and, where it is `kept`, `Trials`; or by `Fault`.
    Compress {
        /// What is done.
        recipe: RecipeForm,
        /// Whether the result becomes one of the trials: not while a control is being moved.
        kept: bool,
    },
    /// End the training of the recipe under way, keeping the best so far; what is left of the recipe follows.
    StopCompress,
    /// Give up the recipe under way, or forget what it came to.
    ResetCompress,
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
    /// About a MobileNet that need not be the session's. Answered by `Explored`.
    Explore(Explore),
    /// Something of the real networks.
    Real(Real),
    /// About the same work on CPU and GPU. Answered by `Accelerated`.
    Accelerate(Accelerate),
}

/// A recipe as the page has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RecipeForm {
    /// From the controls.
    Typed(Recipe),
    /// From a link, in its JSON form. The engine reads it and answers with `Recipe` first.
    Json(String),
}

/// What a network can be taken away as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileFormat {
    /// Its float values, with PyTorch's names.
    Safetensors,
    /// Floats, or integers with QuantizeLinear and DequantizeLinear around each op.
    Onnx,
    /// Karui's packed form: the file whose length is the size shown.
    Packed,
}

/// What a table can be taken away as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableFormat {
    /// Comma-separated values, one trial a line.
    Csv,
    /// One JSON object a trial, with its recipe.
    Json,
}

/// A picture as the page has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Pixels, row by row, four bytes each: red, green, blue, opacity.
    pub rgba: Vec<u8>,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Whether it was drawn here, with a light stroke on a dark ground, or brought from outside.
    pub drawn: bool,
}

/// An image that the engine holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImageRef {
    /// A held-out image by its index.
    Test(usize),
    /// The picture last classified.
    Picture,
}
