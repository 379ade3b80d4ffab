use super::trainer::mask_rng;
use super::{Optimizer, Schedule, StepStats, TrainerState, check_loss};
use crate::exec::Mode;
use crate::exec::gpu::{GpuExecutor, SLOTS};
use crate::gpu::{Dispatch, Gpu, StepNumbers, Traffic};
use crate::graph::{Graph, Weights};
use crate::spec::TrainSpec;
use crate::{Error, Result};

/// Trains one network on a GPU: [`super::Trainer`]'s steps, each one command buffer. Weights and the optimizer's moments
/// stay on the device; losses gather there until [`GpuTrainer::losses`] reads them. Its [`TrainerState`] is that of a
/// `Trainer`, so that a run can go on with either.
#[derive(Debug)]
pub struct GpuTrainer {
    executor: GpuExecutor,
    update: Dispatch,
    moments: wgpu::Buffer,
    /// Made when it is first asked for.
    inference: Option<GpuExecutor>,
    optimizer: Optimizer,
    schedule: Schedule,
    label_smoothing: f32,
    seed: u32,
    step: u64,
    /// Steps whose losses nobody has read.
    unread: usize,
}

impl GpuTrainer {
    /// The most steps between two calls of [`GpuTrainer::losses`].
    pub const MOST_UNREAD: usize = SLOTS;

    /// A trainer with the initial weights of the seed, for batches of `batch` images and runs of `steps` steps.
    pub fn new(gpu: &Gpu, graph: &Graph, spec: &TrainSpec, batch: usize, steps: u64) -> Result<Self> {
        let mut executor = GpuExecutor::new(gpu, graph, batch, Mode::Training)?;
        let weights = Weights::init(graph, u64::from(spec.seed));
        executor.upload(&weights)?;
        let optimizer = Optimizer::new(spec.optimizer, spec.weight_decay, weights.trainable_len());
        let moments = executor.moments(optimizer.moments().len())?;
        let update = executor.optimizer(|len| optimizer.kernel(len), &moments)?;
        let schedule = Schedule { kind: spec.schedule, lr: spec.lr, steps };
        Ok(GpuTrainer {
            executor,
            update,
            moments,
            inference: None,
            optimizer,
            schedule,
            label_smoothing: spec.label_smoothing,
            seed: spec.seed,
            step: 0,
            unread: 0,
        })
    }

    /// What computes the gradients.
    pub fn executor(&self) -> &GpuExecutor {
        &self.executor
    }

    /// Kernels in a step.
    pub fn dispatches(&self) -> usize {
        self.executor.dispatches() + 1
    }

    /// What was copied to the device and from it since that was made.
    pub fn traffic(&self) -> Traffic {
        self.executor.gpu().traffic()
    }

    /// Steps submitted.
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// Submits one step on one full batch: `images [N,H,W,C]`, one label each. Gives the learning rate it uses. Does not
    /// wait: whether the loss is finite shows in [`GpuTrainer::losses`], and the device leaves the weights alone from
    /// the first one on that is not. Fails when [`GpuTrainer::MOST_UNREAD`] losses wait to be read.
    pub fn step(&mut self, images: &[f32], labels: &[u8]) -> Result<f32> {
        if self.unread == SLOTS {
            let expected = format!("losses to be read every {SLOTS} steps at least");
            return Err(Error::misuse("step", expected, self.step.to_string()));
        }
        let lr = self.schedule.at(self.step);
        self.executor.set_batch(images, labels)?;
        let numbers = StepNumbers {
            rng: mask_rng(self.seed, self.step).state(),
            slot: self.unread as u32,
            smoothing: self.label_smoothing,
            factors: self.optimizer.advance(lr).numbers(),
        };
        self.executor.train(numbers, &self.update)?;
        self.unread += 1;
        self.step += 1;
        Ok(lr)
    }

    /// What each step since the last call saw, once they are done. Fails with [`Error::Diverged`] at the first whose
    /// loss is not finite; the trained weights are then those from before it.
    pub async fn losses(&mut self) -> Result<Vec<StepStats>> {
        let report = self.executor.report(self.unread).await?;
        let first = self.step - self.unread as u64;
        (first..).zip(&report).try_for_each(|(step, [loss, _])| check_loss(*loss, step))?;
        self.unread = 0;
        Ok(report.iter().map(|&[loss, hits]| StepStats { loss, hits: hits as u32 }).collect())
    }

    /// The gradient of the last step, laid out as the trained part of [`Weights::values`].
    pub async fn gradient(&self) -> Result<Vec<f32>> {
        self.executor.gradient().await
    }

    /// What the network says of `images [n, H, W, C]` after all steps submitted: logits `[n, classes]`, by batch norm's
    /// running statistics and without dropout. `n` is `batch` at most, which is best the same every time: another one means
    /// other buffers.
    pub async fn logits(&mut self, images: &[f32], batch: usize) -> Result<Vec<f32>> {
        let graph = self.executor.graph();
        let (len, classes) = (graph.input_shape().len(), graph.output_shape().len());
        let n = (images.len() / len.max(1)).min(batch);
        Error::check_len("images", n * len, images.len())?;
        let inference = match self.inference.take().filter(|it| it.batch() == batch) {
            Some(inference) => inference,
            None => self.executor.sharing_weights(batch)?,
        };
        let inference = self.inference.insert(inference);
        let mut whole = images.to_vec();
        whole.resize(batch * len, 0.0);
        inference.forward(&whole, &mask_rng(self.seed, self.step))?;
        let mut logits = inference.output().await?;
        logits.truncate(n * classes);
        Ok(logits)
    }

    /// The weights after all steps submitted.
    pub async fn weights(&self) -> Result<Weights> {
        self.executor.download().await
    }

    /// All that the run needs to go on later, here or with a [`super::Trainer`].
    pub async fn state(&mut self) -> Result<TrainerState> {
        let weights = self.weights().await?.values().to_vec();
        let mut moments = self.optimizer.moments_mut();
        if !moments.is_empty() {
            self.executor.read_moments(&self.moments, &mut moments).await?;
        }
        Ok(TrainerState { step: self.step, weights, optimizer: self.optimizer.clone() })
    }

    /// Goes back to `state`. Fails, changing nothing, where it is of another network or optimizer.
    pub fn restore(&mut self, state: TrainerState) -> Result<()> {
        self.optimizer.same_form(&state.optimizer)?;
        let mut weights = self.executor.layout().clone();
        weights.set_values(&state.weights)?;
        self.executor.upload(&weights)?;
        self.executor.clear_report();
        self.executor.write_moments(&self.moments, &state.optimizer.moments());
        self.optimizer = state.optimizer;
        (self.step, self.unread) = (state.step, 0);
        self.executor.gpu().check()
    }
}
