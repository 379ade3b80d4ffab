use super::{Optimizer, Schedule, check_loss};
use crate::Result;
use crate::exec::{Cpu, Executor, Kernels, Mode};
use crate::graph::{Graph, Weights};
use crate::measure::accuracy::argmax;
use crate::rng::Rng;
use crate::spec::TrainSpec;
use serde::{Deserialize, Serialize};

/// Trains one network, one step at a time. A step is [`Trainer::gradients`], then [`Trainer::apply`]; between the two,
/// workers may average [`Trainer::gradient`].
#[derive(Debug)]
pub struct Trainer<K = Cpu> {
    executor: Executor<K>,
    weights: Weights,
    gradient: Vec<f32>,
    optimizer: Optimizer,
    schedule: Schedule,
    label_smoothing: f32,
    seed: u32,
    step: u64,
}

/// What a step saw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepStats {
    /// Mean cross-entropy of the batch before the step, with the labels smoothed as the settings say.
    pub loss: f32,
    /// Images of the batch classified rightly before the step.
    pub hits: u32,
}

/// All that a run needs to go on: with the same batches, it goes on to the same weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainerState {
    /// Steps done.
    pub step: u64,
    /// [`Weights::values`].
    pub weights: Vec<f32>,
    /// The optimizer's memory.
    pub optimizer: Optimizer,
}

impl<K: Kernels> Trainer<K> {
    /// A trainer with the initial weights of the seed, for batches of `batch` images and runs of `steps` steps.
    pub fn new(graph: &Graph, spec: &TrainSpec, batch: usize, steps: u64) -> Result<Self> {
        let executor = Executor::new(graph, batch, Mode::Training)?;
        let weights = Weights::init(graph, u64::from(spec.seed));
        let trainable = weights.trainable_len();
        Ok(Trainer {
            executor,
            gradient: vec![0.0; trainable],
            optimizer: Optimizer::new(spec.optimizer, spec.weight_decay, trainable),
            schedule: Schedule { kind: spec.schedule, lr: spec.lr, steps },
            label_smoothing: spec.label_smoothing,
            seed: spec.seed,
            step: 0,
            weights,
        })
    }

    /// What computes the gradients.
    pub fn executor_mut(&mut self) -> &mut Executor<K> {
        &mut self.executor
    }

    /// The network.
    pub fn graph(&self) -> &Graph {
        self.executor.graph()
    }

    /// The weights as they are now.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The weights, to change.
    pub fn weights_mut(&mut self) -> &mut Weights {
        &mut self.weights
    }

    /// Steps done.
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// Forward and backward for one full batch: `images [N,H,W,C]`, one label each. Fails, with the trained weights as they were,
    /// when the loss is not finite.
    pub fn gradients(&mut self, images: &[f32], labels: &[u8]) -> Result<StepStats> {
        let smoothing = self.label_smoothing;
        self.gradients_of(images, labels, |executor| executor.loss(labels, smoothing))
    }

    /// [`Trainer::gradients`] of another loss than the cross-entropy with the labels: `loss` looks at the executor's
    /// output, sets its gradient and gives the loss. The labels only count hits.
    pub fn gradients_of(
        &mut self,
        images: &[f32],
        labels: &[u8],
        loss: impl FnOnce(&mut Executor<K>) -> Result<f32>,
    ) -> Result<StepStats> {
        let mut rng = mask_rng(self.seed, self.step);
        self.executor.forward_train(&mut self.weights, images, &mut rng)?;
        let loss = loss(&mut self.executor)?;
        check_loss(loss, self.step)?;
        let classes = self.executor.graph().output_shape().len();
        let logits = self.executor.output().chunks_exact(classes);
        let hits = logits.zip(labels).filter(|(z, l)| argmax(z) == usize::from(**l)).count() as u32;
        self.executor.backward(&self.weights, &mut self.gradient)?;
        Ok(StepStats { loss, hits })
    }

    /// The gradient of the last [`Trainer::gradients`], laid out as the trained part of [`Weights::values`].
    pub fn gradient(&self) -> &[f32] {
        &self.gradient
    }

    /// The same, to change: workers put the mean here.
    pub fn gradient_mut(&mut self) -> &mut [f32] {
        &mut self.gradient
    }

    /// The learning rate of the next step.
    pub fn lr(&self) -> f32 {
        self.schedule.at(self.step)
    }

    /// The optimizer's step along [`Trainer::gradient`]. Gives the learning rate it used.
    pub fn apply(&mut self) -> f32 {
        let lr = self.schedule.at(self.step);
        self.optimizer.step(lr, self.weights.split_mut().0, &self.gradient);
        self.step += 1;
        lr
    }

    /// [`Trainer::gradients`], then [`Trainer::apply`].
    pub fn step(&mut self, images: &[f32], labels: &[u8]) -> Result<StepStats> {
        let stats = self.gradients(images, labels)?;
        self.apply();
        Ok(stats)
    }

    /// All that the run needs to go on later.
    pub fn state(&self) -> TrainerState {
        TrainerState { step: self.step, weights: self.weights.values().to_vec(), optimizer: self.optimizer.clone() }
    }

    /// Goes back to `state`. Fails, changing nothing, where it is of another network or optimizer.
    pub fn restore(&mut self, state: TrainerState) -> Result<()> {
        self.optimizer.same_form(&state.optimizer)?;
        self.weights.set_values(&state.weights)?;
        self.optimizer = state.optimizer;
        self.step = state.step;
        Ok(())
    }
}

/// What a step's dropout masks are drawn from: seed and step alone, so that a run taken up again draws the same ones.
pub(super) fn mask_rng(seed: u32, step: u64) -> Rng {
    Rng::new(u64::from(seed) << 32 | (step & 0xffff_ffff), 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::MlpConfig;
    use crate::spec::Experiment;
    use crate::{Shape, exec::Reference};

    /// `(1 − ε)·CE + ε·(mean of −ln p over the classes)`, as torch.nn.CrossEntropyLoss has it, and its slope.
    #[test]
    fn labels_are_smoothed_as_the_settings_say() {
        let classes = 5;
        let graph = MlpConfig { input: Shape::new(3, 3, 1), hidden: vec![6], classes }.build().unwrap();
        let mut rng = Rng::new(3, 9);
        let images: Vec<f32> = (0..4 * 9).map(|_| rng.normal()).collect();
        let labels = [0u8, 2, 4, 2];
        let loss = |weights: &Weights, smoothing: f64| {
            let mut executor = Executor::<Reference>::new(&graph, 4, Mode::Inference).unwrap();
            let logits = executor.forward(weights, &images).unwrap();
            let of = |(z, label): (&[f32], &u8)| {
                let sum: f64 = z.iter().map(|z| f64::from(*z).exp()).sum();
                let surprise: Vec<f64> = z.iter().map(|z| sum.ln() - f64::from(*z)).collect();
                let mean = surprise.iter().sum::<f64>() / classes as f64;
                (1.0 - smoothing) * surprise[usize::from(*label)] + smoothing * mean
            };
            logits.chunks_exact(classes).zip(&labels).map(of).sum::<f64>() / labels.len() as f64
        };
        let mut losses = Vec::new();
        for smoothing in [0.0, 0.1, 0.5] {
            let spec = TrainSpec { label_smoothing: smoothing, ..Experiment::default().train };
            let mut trainer = Trainer::<Cpu>::new(&graph, &spec, 4, 10).unwrap();
            let got = trainer.gradients(&images, &labels).unwrap().loss;
            let smoothing = f64::from(smoothing);
            assert!((f64::from(got) - loss(trainer.weights(), smoothing)).abs() < 1e-6, "{smoothing}: {got}");
            let at = |step: f32| {
                let mut moved = trainer.weights().clone();
                moved.values_mut().iter_mut().zip(trainer.gradient()).for_each(|(w, g)| *w += step * g);
                loss(&moved, smoothing)
            };
            let square: f64 = trainer.gradient().iter().map(|g| f64::from(*g).powi(2)).sum();
            let slope = (at(1e-2) - at(-1e-2)) / 2e-2;
            assert!((slope / square - 1.0).abs() < 1e-2, "{smoothing}: {slope} {square}");
            losses.push(got);
        }
        assert!(losses[0] != losses[1] && losses[1] != losses[2]);
    }
}
