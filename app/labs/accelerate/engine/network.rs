//! The session's network as a whole: on each device, in each form of its numbers.

use super::device::{Device, broken};
use super::{refused, say, timing};
use crate::accelerate::messages::{Accelerated, Refusal};
use karui_core::accelerate::Target;
use karui_core::compress::{Model, fold_bn::fold_bn, images_needed, run_recipe};
use karui_core::data::{Dataset, info};
use karui_core::exec::InferenceSession;
use karui_core::exec::gpu::{GpuSession, Precision};
use karui_core::measure::BATCH;
use karui_core::measure::accuracy::argmax;
use karui_core::spec::recipe::{Quantize, Recipe};
use karui_core::task::{Context, block_on};
use karui_core::train::TrainContext;
use karui_core::{Error, Result};
use karui_protocol::{Experiment, Figure, Unit};
use karui_runtime::gpu::{kernel_on, with_timeout};
use karui_runtime::scope::kernel;
use karui_runtime::session::Session;

/// Held-out images whose classes are compared.
const IMAGES: usize = 8 * BATCH;

/// What is run: the network in both kinds of numbers, batch norm folded, and what it is asked.
pub struct Subject {
    /// The session's weights are those of this version.
    pub weights_version: u32,
    float: Model,
    int8: Model,
    /// `[IMAGES, H, W, C]`.
    images: Vec<f32>,
    /// The classes that 32-bit floats on the CPU give them.
    expected: Vec<usize>,
}

fn recipe() -> Recipe {
    Recipe::default().with(Quantize::default())
}

impl Subject {
    /// How many training and held-out images it takes to make one.
    pub fn needs(experiment: &Experiment) -> [usize; 2] {
        [images_needed(&recipe(), experiment), IMAGES.min(info(experiment.data).test_len)]
    }

    /// The session's network as it is now; `None` before it has weights.
    pub fn of(session: &Session, train: &Dataset, test: &Dataset) -> Result<Option<Self>> {
        let Some(weights) = session.weights() else { return Ok(None) };
        let whole = Model::float(session.graph.clone(), weights.clone());
        let float = fold_bn(&whole)?;
        let context = TrainContext { sampling: (&session.experiment).into(), images: train };
        let int8 = block_on(run_recipe(whole, &recipe(), &context, &Context::unobserved()))?.network;
        let len = session.graph.input_shape().len();
        let n = IMAGES.min(test.len());
        let (mut images, mut labels) = (vec![0.0; n * len], vec![0; n]);
        test.batch(&(0..n as u32).collect::<Vec<_>>(), &mut images, &mut labels)?;
        let mut it = Subject { weights_version: session.weights_version, float, int8, images, expected: Vec::new() };
        let mut cpu: InferenceSession = InferenceSession::new(&it.float, BATCH)?;
        let logits = it.batches().map(|batch| Ok(classes(cpu.forward(batch)?, it.outputs())));
        it.expected = logits.collect::<Result<Vec<_>>>()?.concat();
        Ok(Some(it))
    }

    fn network(&self, form: Target) -> &Model {
        if form.is_int8() { &self.int8 } else { &self.float }
    }

    fn outputs(&self) -> usize {
        self.float.graph.output_shape().len()
    }

    /// Whole batches.
    fn batches(&self) -> impl Iterator<Item = &[f32]> {
        self.images.chunks_exact(BATCH * self.float.graph.input_shape().len())
    }

    /// Runs, compares and times it in `form`.
    pub async fn time(&self, id: u32, form: Target, device: &Device) {
        let told = match if form.is_gpu() { self.on_gpu(form, device).await } else { self.on_cpu(form).await } {
            Ok((times, said, kernel)) => {
                let speeds = times.into_iter().map(|ms| 1000.0 * BATCH as f64 / ms.max(f64::MIN_POSITIVE));
                let speed = Figure::timed(speeds.collect(), Unit::ImagesPerSecond, kernel, BATCH);
                let same = said.iter().zip(&self.expected).filter(|(a, b)| a == b).count();
                Accelerated::Ran {
                    id,
                    form,
                    speed,
                    agreement: Figure::counted(same as u64, self.expected.len() as u64),
                }
            }
            Err(why) => Accelerated::NotRun { id, form, why },
        };
        say(told);
    }

    async fn on_cpu(&self, form: Target) -> Found {
        let mut session: InferenceSession = InferenceSession::new(self.network(form), BATCH).map_err(refused)?;
        let mut said = Vec::new();
        for batch in self.batches() {
            said.extend(classes(session.forward(batch).map_err(refused)?, self.outputs()));
        }
        let batch = self.batches().next().unwrap_or_default();
        let samples = timing::samples(async |times| {
            for _ in 0..times {
                session.forward(batch)?;
            }
            Ok::<_, Error>(None)
        });
        Ok((samples.await.map_err(refused)?.times, said, kernel(session.kernel())))
    }

    async fn on_gpu(&self, form: Target, device: &Device) -> Found {
        let (gpu, name) = device.here().await.map_err(Refusal::NoGpu)?;
        if form == Target::GpuHalf && !gpu.has_half() {
            return Err(Refusal::Lacks { feature: "shader-f16".into() });
        }
        let precision = if form == Target::GpuHalf { Precision::Half } else { Precision::Single };
        let mut session = GpuSession::new(&gpu, self.network(form), BATCH, precision).map_err(broken)?;
        let mut said = Vec::new();
        for batch in self.batches() {
            session.forward(batch).map_err(broken)?;
            said.extend(classes(&with_timeout(session.output()).await.map_err(broken)?, self.outputs()));
        }
        let batch = self.batches().next().unwrap_or_default();
        let samples = timing::samples(async |times| {
            for _ in 0..times {
                session.forward(batch)?;
            }
            // Nothing is done before it is read.
            with_timeout(session.output()).await?;
            Ok::<_, Error>(None)
        });
        Ok((samples.await.map_err(broken)?.times, said, kernel_on(&name)))
    }
}

/// Milliseconds of a batch in samples, the class of each image, the kernels' name.
type Found = std::result::Result<(Vec<f64>, Vec<usize>, String), Refusal>;

fn classes(logits: &[f32], outputs: usize) -> Vec<usize> {
    logits.chunks_exact(outputs).map(argmax).collect()
}
