//! What runs on a GPU, in a browser that has one or a software adapter.

use crate::peers;
use karui_core::Error;
use karui_core::exec::Mode;
use karui_core::exec::gpu::{Gpu, GpuExecutor, GpuInt8Executor, Traffic, Wants};
use karui_core::rng::Rng;
use karui_core::train::GpuTrainer;
use karui_parity::gpu::checks;
use wasm_bindgen::prelude::*;

/// The names of the checks on a GPU, or of the few that are asked for first.
pub fn names(quick: bool) -> Vec<String> {
    checks().into_iter().filter(|check| check.quick || !quick).map(|check| check.name).collect()
}

/// Runs the check `name` on a device of its own: the empty string if it holds, `ignored: ` and why if the device has not what
/// it is about, else what differs.
#[wasm_bindgen(js_name = checkGpu)]
pub async fn check_gpu(name: String) -> String {
    let Some(check) = checks().into_iter().find(|check| check.name == name) else {
        return format!("no check is called {name}");
    };
    match Gpu::request(Wants { half: true, ..Wants::default() }).await {
        Ok(gpu) => {
            let outcome = match check.lacks(&gpu) {
                Some(feature) => Err(format!("ignored: the adapter has no {feature}")),
                None => check.run(&gpu).await,
            };
            gpu.device().destroy();
            outcome.err().unwrap_or_default()
        }
        Err(error) => error.to_string(),
    }
}

/// [`crate::peers::Training`] on a GPU.
#[wasm_bindgen]
pub struct GpuTraining(GpuTrainer);

#[wasm_bindgen]
impl GpuTraining {
    /// The network on the browser's adapter.
    ///
    /// # Errors
    /// With the engine's own words, when there is no such network or adapter.
    pub async fn create(network: String) -> Result<GpuTraining, String> {
        let build = async {
            let (graph, spec) = peers::training(&network)?;
            let gpu = Gpu::request(Wants { half: true, ..Wants::default() }).await?;
            GpuTrainer::new(&gpu, &graph, &spec, spec.batch, u64::MAX)
        };
        build.await.map(GpuTraining).map_err(words)
    }

    /// Submits forward, backward and update for one batch, `images [N,H,W,C]`.
    ///
    /// # Errors
    /// When the batch does not fit or too many losses wait to be read.
    pub fn step(&mut self, images: &[f32], labels: &[u8]) -> Result<(), String> {
        self.0.step(images, labels).map(drop).map_err(words)
    }

    /// The last step's loss, once it is done.
    ///
    /// # Errors
    /// When a loss is not finite or the device fails.
    pub async fn loss(&mut self) -> Result<f32, String> {
        let stats = self.0.losses().await.map_err(words)?;
        Ok(stats.last().map_or(f32::NAN, |s| s.loss))
    }

    /// Kernels in a step.
    pub fn dispatches(&self) -> usize {
        self.0.dispatches()
    }

    /// Bytes written to the device and read from it since it was made.
    pub fn traffic(&self) -> Vec<f64> {
        let Traffic { written, read } = self.0.traffic();
        vec![written as f64, read as f64]
    }
}

/// [`crate::peers::Inference`] on a GPU.
#[wasm_bindgen]
pub struct GpuInference(Numbers);

/// What it computes with.
enum Numbers {
    Floats(Box<GpuExecutor>),
    Integers(GpuInt8Executor),
}

#[wasm_bindgen]
impl GpuInference {
    /// MobileNetV1 at width `alpha` for images of `size × size × 3`, batch norm folded, random weights, in floats or in
    /// 8-bit integers.
    ///
    /// # Errors
    /// With the engine's own words, when there is no such network or adapter.
    pub async fn create(alpha: f32, size: usize, int8: bool) -> Result<GpuInference, String> {
        let build = async {
            let net = peers::inference(alpha, size, int8)?;
            let gpu = Gpu::request(Wants { half: true, ..Wants::default() }).await?;
            if int8 {
                return GpuInt8Executor::new(&gpu, &net, 1).map(Numbers::Integers);
            }
            let mut executor = GpuExecutor::new(&gpu, &net.graph, 1, Mode::Inference)?;
            executor.upload(&net.weights)?;
            Ok(Numbers::Floats(Box::new(executor)))
        };
        build.await.map(GpuInference).map_err(words)
    }

    /// The logits of one image `[H, W, C]`.
    ///
    /// # Errors
    /// When the image does not fit or the device fails.
    pub async fn run(&mut self, image: Vec<f32>) -> Result<Vec<f32>, String> {
        let logits = async {
            match &mut self.0 {
                Numbers::Floats(executor) => {
                    executor.forward(&image, &Rng::new(0, 2))?;
                    executor.output().await
                }
                Numbers::Integers(executor) => {
                    executor.forward(&image)?;
                    executor.output().await
                }
            }
        };
        logits.await.map_err(words)
    }
}

fn words(error: Error) -> String {
    error.to_string()
}
