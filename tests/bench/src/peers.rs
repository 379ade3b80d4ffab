//! Training steps for the side-by-side benchmark: `tests/peers` feeds the same batches to Karui and to other engines.

use karui_core::Error;
use karui_core::models::{self, Options};
use karui_core::spec::{OptimizerKind, ScheduleKind, TrainSpec};
use karui_core::train::Trainer;
use wasm_bindgen::prelude::*;

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
        let (optimizer, lr) = match network {
            "mobilenet" => (OptimizerKind::Adam, 1e-3),
            _ => (OptimizerKind::Momentum, 0.05),
        };
        let batch = 64;
        let spec =
            TrainSpec { optimizer, lr, schedule: ScheduleKind::Constant, batch, weight_decay: 0.0, epochs: 1, seed: 1 };
        let build = || {
            let graph = models::named(network, Options::default())?;
            Trainer::new(&graph, &spec, batch, u64::MAX)
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
