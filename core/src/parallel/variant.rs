//! Trainings that are set beside each other: the same network, images and seed, and one thing that differs, what workers send of their
//! gradients ([`Sent`]) or how large batch and learning rate are. All workers' parts are computed here, one after another, which gives
//! what workers apart from each other would have.

use super::average;
use super::compression::{Compression, Compressor};
use super::low_rank::PowerSgd;
use crate::data::{Images, Sampler};
use crate::exec::{Cpu, Kernels};
use crate::graph::{Graph, Weights};
use crate::spec::{OptimizerKind, Sampling, ScheduleKind, Sent, TrainSpec, Variant};
use crate::train::{StepStats, Trainer};
use crate::{Error, Result};

/// Bytes of a number.
const BYTES: usize = 4;

/// How the gradients of several workers, of equal parts of a batch, become one.
#[derive(Debug, Clone)]
pub struct Exchange(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Whole,
    Packed(Vec<Compressor>),
    LowRank(Vec<PowerSgd>),
}

impl Exchange {
    /// For `workers` who have these weights. PowerSGD's matrices begin with `seed`.
    ///
    /// # Errors
    /// A share that is none, rank 0, no workers.
    pub fn new(sent: Sent, weights: &Weights, workers: usize, seed: u32) -> Result<Self> {
        if workers == 0 {
            return Err(Error::misuse("workers", "1 at least", "0"));
        }
        let packed = |compression, feedback| {
            let one = Compressor::new(compression, weights.trainable_len(), feedback)?;
            Ok::<_, Error>(Kind::Packed(vec![one; workers]))
        };
        Ok(Exchange(match sent {
            Sent::Whole => Kind::Whole,
            Sent::TopK { share, feedback } => packed(Compression::TopK { share }, feedback)?,
            Sent::Sign => packed(Compression::Sign, true)?,
            Sent::Int8 => packed(Compression::Int8, true)?,
            Sent::LowRank { rank } => Kind::LowRank(vec![PowerSgd::new(weights, rank, u64::from(seed))?; workers]),
        }))
    }

    /// Makes the first of `gradients`, one a worker, what all have of the mean. Gives the bytes that each worker sends of its own.
    ///
    /// # Errors
    /// [`Error::Length`] for another number of workers, or gradients of another length.
    pub fn join(&mut self, gradients: &mut [Vec<f32>]) -> Result<usize> {
        let sizes = vec![1; gradients.len()];
        let mean = |all: &mut [Vec<f32>]| {
            let mut views: Vec<&mut [f32]> = all.iter_mut().map(|one| &mut one[..]).collect();
            average(&mut views, &sizes)
        };
        let len = gradients.first().map_or(0, Vec::len);
        match &mut self.0 {
            Kind::Whole => mean(gradients).map(|()| BYTES * len),
            Kind::Packed(sides) => {
                Error::check_len("workers", sides.len(), gradients.len())?;
                let (mut sum, mut bytes) = (vec![0.0; len], 0);
                let share = 1.0 / sides.len() as f32;
                for (side, gradient) in sides.iter_mut().zip(gradients.iter()) {
                    let packed = side.compress(gradient)?;
                    packed.add_to(share, &mut sum)?;
                    // As many from each: the length decides.
                    bytes = packed.bytes();
                }
                if let Some(first) = gradients.first_mut() {
                    *first = sum;
                }
                Ok(bytes)
            }
            Kind::LowRank(sides) => {
                Error::check_len("workers", sides.len(), gradients.len())?;
                let both = |of: Result<Vec<Vec<f32>>>| {
                    let mut all = of?;
                    mean(&mut all)?;
                    Ok::<_, Error>(all.swap_remove(0))
                };
                let parts = sides.iter_mut().zip(gradients.iter());
                let projections = both(parts.map(|(side, gradient)| side.project(gradient)).collect())?;
                let back = both(sides.iter_mut().map(|side| side.back_project(&projections)).collect())?;
                for (side, gradient) in sides.iter_mut().zip(gradients.iter_mut()) {
                    side.finish(&projections, &back, gradient)?;
                }
                Ok(BYTES * (projections.len() + back.len()))
            }
        }
    }
}

/// One of the trainings.
#[derive(Debug)]
pub struct VariantTrainer<K = Cpu> {
    variant: Variant,
    sampler: Sampler,
    trainer: Trainer<K>,
    exchange: Exchange,
    gradients: Vec<Vec<f32>>,
    images: Vec<f32>,
    labels: Vec<u8>,
    sent: u64,
}

impl<K: Kernels> VariantTrainer<K> {
    /// Of `variant`, on the first `images` images, with weights and orders of `seed`.
    ///
    /// # Errors
    /// [`Error::Misuse`] for a batch that does not divide among the workers; those of [`Exchange::new`].
    pub fn new(graph: &Graph, images: usize, variant: Variant, seed: u32) -> Result<Self> {
        let Variant { sent, workers, batch, .. } = variant;
        if workers == 0 || batch == 0 || batch % workers != 0 {
            return Err(Error::misuse("batch", "equal parts for all workers", format!("{batch} for {workers}")));
        }
        // The rate is that of the gradient: plain gradient descent knows no difference.
        let spec = TrainSpec {
            optimizer: OptimizerKind::Sgd,
            schedule: ScheduleKind::Constant,
            lr: 1.0,
            weight_decay: 0.0,
            label_smoothing: 0.0,
            batch,
            seed,
            ..crate::spec::Experiment::default().train
        };
        let trainer = Trainer::new(graph, &spec, batch / workers, u64::MAX)?;
        let exchange = Exchange::new(sent, trainer.weights(), workers, seed)?;
        Ok(VariantTrainer {
            variant,
            sampler: Sampler::new(Sampling { images, batch, seed }),
            exchange,
            gradients: vec![vec![0.0; trainer.gradient().len()]; workers],
            images: vec![0.0; batch / workers * graph.input_shape().len()],
            labels: vec![0; batch / workers],
            trainer,
            sent: 0,
        })
    }

    /// One step of all workers: the mean loss of the batch, and its hits.
    ///
    /// # Errors
    /// [`Error::Diverged`] for a loss that is no number; what `data` says.
    pub fn step(&mut self, data: &dyn Images) -> Result<StepStats> {
        let step = self.trainer.step_count();
        let indices = self.sampler.batch(step);
        let (mut loss, mut hits) = (0.0, 0);
        for (own, gradient) in indices.chunks(self.labels.len()).zip(&mut self.gradients) {
            data.batch(own, &mut self.images, &mut self.labels)?;
            let stats = self.trainer.gradients(&self.images, &self.labels)?;
            gradient.copy_from_slice(self.trainer.gradient());
            loss += stats.loss / self.variant.workers as f32;
            hits += stats.hits;
        }
        self.sent += self.exchange.join(&mut self.gradients)? as u64;
        let rate = self.variant.rate.at(step);
        if let Some(mean) = self.gradients.first() {
            self.trainer.gradient_mut().iter_mut().zip(mean).for_each(|(to, g)| *to = rate * g);
        }
        self.trainer.apply();
        Ok(StepStats { loss, hits })
    }

    /// Steps done.
    pub fn steps(&self) -> u64 {
        self.trainer.step_count()
    }

    /// Bytes that each worker has sent of its gradients.
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// The weights as they are now; running statistics are of all workers' parts, one after another.
    pub fn weights(&self) -> &Weights {
        self.trainer.weights()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Dataset, Split, shapes};
    use crate::models;
    use crate::rng::Rng;
    use crate::spec::{DataKind, ModelKind, ModelSpec, Rate};

    fn setting() -> (Graph, Dataset) {
        let mut data = Dataset::new(DataKind::Shapes);
        shapes::extend(&mut data, Split::Train, 400, 400).unwrap();
        (models::build(ModelSpec::new(ModelKind::Mlp), data.shape(), 10).unwrap(), data)
    }

    fn variant(sent: Sent, workers: usize) -> Variant {
        Variant { sent, workers, batch: 40, rate: Rate::constant(0.1) }
    }

    /// Loss of the first and the last steps, and bytes sent.
    fn run(variant: Variant, steps: u64) -> (f32, f32, u64) {
        let (graph, data) = setting();
        let mut trainer = VariantTrainer::<Cpu>::new(&graph, data.len(), variant, 1).unwrap();
        let losses: Vec<f32> = (0..steps).map(|_| trainer.step(&data).unwrap().loss).collect();
        let last = &losses[losses.len() - 10..];
        (losses[0], last.iter().sum::<f32>() / 10.0, trainer.sent())
    }

    #[test]
    fn workers_who_send_all_are_one_worker() {
        let (graph, data) = setting();
        let [one, four] = [1, 4].map(|workers| {
            let mut trainer = VariantTrainer::<Cpu>::new(&graph, data.len(), variant(Sent::Whole, workers), 1).unwrap();
            (0..5).for_each(|_| assert!(trainer.step(&data).is_ok()));
            trainer.weights().values().to_vec()
        });
        let worst = one.iter().zip(&four).fold(0.0f32, |most, (a, b)| most.max((a - b).abs()));
        assert!(worst < 1e-5, "{worst}");
    }

    #[test]
    fn every_way_learns_and_sends_what_its_formula_says() {
        let (graph, _) = setting();
        let weights = Weights::zeros(&graph);
        let len = weights.trainable_len();
        let low = PowerSgd::new(&weights, 2, 1).unwrap().exchanged();
        let top = |feedback| Sent::TopK { share: 0.01, feedback };
        let expected = [
            (Sent::Whole, 4 * len),
            (top(true), 8 * (0.01f32 * len as f32).round() as usize),
            (top(false), 8 * (0.01f32 * len as f32).round() as usize),
            (Sent::Sign, 4 + len.div_ceil(8)),
            (Sent::Int8, 4 + len),
            (Sent::LowRank { rank: 2 }, 4 * (low[0] + low[1])),
        ];
        for (sent, bytes) in expected {
            let (first, last, all) = run(variant(sent, 4), 60);
            assert_eq!(all, 60 * bytes as u64, "{sent:?}");
            assert!(last < first, "{sent:?}: {first} → {last}");
        }
    }

    /// What is left out for ever is missed: with feedback a hundredth of the numbers is nearly as good as all.
    #[test]
    fn feedback_is_what_makes_a_hundredth_enough() {
        let [with, without] =
            [true, false].map(|feedback| run(variant(Sent::TopK { share: 0.01, feedback }, 4), 150).1);
        assert!(with < without, "{with} against {without}");
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let (graph, _) = setting();
        let wrong = [
            Variant { workers: 3, ..variant(Sent::Whole, 1) },
            variant(Sent::Whole, 0),
            variant(Sent::TopK { share: 0.0, feedback: true }, 2),
            variant(Sent::LowRank { rank: 0 }, 2),
        ];
        for variant in wrong {
            assert!(VariantTrainer::<Cpu>::new(&graph, 400, variant, 1).is_err(), "{variant:?}");
        }
        let mut exchange = Exchange::new(Sent::Sign, &Weights::zeros(&graph), 2, 1).unwrap();
        let mut rng = Rng::new(1, 1);
        let one = vec![(0..10).map(|_| rng.normal()).collect::<Vec<f32>>()];
        assert!(exchange.join(&mut one.clone()).is_err());
    }
}
