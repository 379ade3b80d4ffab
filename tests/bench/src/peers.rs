//! Training steps and inference for the side-by-side benchmark: `tests/peers` feeds the same to Karui and to other engines.

use karui_core::Error;
use karui_core::compress::Model;
use karui_core::exec::InferenceSession;
use karui_core::format::onnx;
use karui_core::graph::{Graph, Weights};
use karui_core::models::{self, Options};
use karui_core::rng::Rng;
use karui_core::spec::recipe::NumberType;
use karui_core::spec::{OptimizerKind, ScheduleKind, TrainSpec};
use karui_core::train::Trainer;
use karui_parity::quantized::{quantized, without_norm};
use wasm_bindgen::prelude::*;

/// The network and the settings of a training.
pub(crate) fn training(network: &str) -> Result<(Graph, TrainSpec), Error> {
    let (optimizer, lr) = match network {
        "mobilenet" => (OptimizerKind::Adam, 1e-3),
        _ => (OptimizerKind::Momentum, 0.05),
    };
    let schedule = ScheduleKind::Constant;
    let (weight_decay, label_smoothing) = (0.0, 0.0);
    let spec = TrainSpec { optimizer, lr, schedule, batch: 64, weight_decay, label_smoothing, epochs: 1, seed: 1 };
    Ok((models::named(network, Options::default())?, spec))
}

/// MobileNetV1 with its batch norm folded and random weights, in floats or in 8-bit integers.
pub(crate) fn inference(alpha: f32, size: usize, int8: bool) -> Result<Model, Error> {
    let options = Options { alpha: Some(alpha), size: Some((size, size)), ..Options::default() };
    let graph = without_norm(&models::named("mobilenet-v1", options)?)?;
    let weights = Weights::init(&graph, 1);
    if !int8 {
        return Ok(Model::float(graph, weights));
    }
    let mut rng = Rng::new(1, 0);
    let image: Vec<f32> = (0..graph.input_shape().len()).map(|_| rng.range(-1.0, 1.0)).collect();
    quantized(graph, weights, NumberType::Int8, true, &image)
}

/// One network in training, with the settings that every contender has.
#[wasm_bindgen]
pub struct Training(Trainer);

#[wasm_bindgen]
impl Training {
    /// `lenet` (28×28×1, SGD with momentum) or `mobilenet` (32×32×3, Adam), for batches of 64.
    ///
    /// # Errors
    /// With the engine's own words, when there is no such network.
    #[wasm_bindgen(constructor)]
    pub fn new(network: &str) -> Result<Training, String> {
        let build = || {
            let (graph, spec) = training(network)?;
            Trainer::new(&graph, &spec, spec.batch, u64::MAX)
        };
        build().map(Training).map_err(|e: Error| e.to_string())
    }

    /// Forward, backward and update for one batch, `images [N,H,W,C]`. Gives the loss before the update.
    ///
    /// # Errors
    /// When the batch does not fit or the loss is not finite.
    pub fn step(&mut self, images: &[f32], labels: &[u8]) -> Result<f32, String> {
        self.0.step(images, labels).map(|stats| stats.loss).map_err(|e| e.to_string())
    }
}

/// MobileNetV1 ready to answer, one image at a time: batch norm folded, random weights.
#[wasm_bindgen]
pub struct Inference {
    net: Model,
    session: InferenceSession,
}

#[wasm_bindgen]
impl Inference {
    /// The network at width `alpha` for images of `size × size × 3`, in floats or in 8-bit integers.
    ///
    /// # Errors
    /// With the engine's own words, when there is no such network.
    #[wasm_bindgen(constructor)]
    pub fn new(alpha: f32, size: usize, int8: bool) -> Result<Inference, String> {
        let build = || {
            let net = inference(alpha, size, int8)?;
            Ok(Inference { session: InferenceSession::new(&net, 1)?, net })
        };
        build().map_err(|e: Error| e.to_string())
    }

    /// The logits of one image `[H, W, C]`.
    ///
    /// # Errors
    /// When the image does not fit.
    pub fn run(&mut self, image: &[f32]) -> Result<Vec<f32>, String> {
        self.session.forward(image).map(<[f32]>::to_vec).map_err(|e| e.to_string())
    }

    /// The same network as an ONNX file.
    ///
    /// # Errors
    /// With the engine's own words.
    pub fn onnx(&self) -> Result<Vec<u8>, String> {
        onnx::export(&self.net).map_err(|e| e.to_string())
    }
}
