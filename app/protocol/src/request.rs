use crate::{LabId, Needs, RunId};
use karui_spec::{Experiment, Picture};
use serde::{Deserialize, Serialize};

/// What the page asks of the engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Build this network and load its data. Answered by `Network`, `Data` while shards arrive, `Weights` (the
    /// shipped ones where there are any for this data and network, else the initial ones), then `Evaluation`,
    /// `Samples`, `Filters` and `Latency`. A run that is under way is stopped and kept. The first time, a kept run with the
    /// same settings that came to its end is brought back: `BroughtBack`.
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
    /// Go back to the state after `Configure`. A run that has not come to its end is given up; one that has stays kept.
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
    /// Take up a kept run; the worker configures itself for it. One that was interrupted is paused at its last step.
    OpenRun {
        /// The page's number for what follows.
        session: u32,
        /// Which, of those that `Runs` told of.
        run: RunId,
    },
    /// Forget a kept run. Answered by `Runs`, where there is a storage.
    DeleteRun(RunId),
    /// Say anew which runs are kept: other tabs may have changed them. Answered by `Runs`.
    ListRuns,
    /// Say that you are there, whatever you are at. Answered by `Here`, at once.
    Ping,
    /// Something of a lab.
    Lab {
        /// The lab.
        lab: LabId,
        /// What the engine must know of it beforehand.
        needs: Needs,
        /// An encoded [`LabRequest`](crate::LabRequest).
        payload: Vec<u8>,
    },
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
    /// For LiteRT, on phones and microcontrollers.
    Tflite,
    /// One C99 file, for microcontrollers.
    C,
    /// The same as an Arduino library.
    Arduino,
}

/// An image that the engine holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImageRef {
    /// A held-out image by its index.
    Test(usize),
    /// The picture last classified.
    Picture,
}
