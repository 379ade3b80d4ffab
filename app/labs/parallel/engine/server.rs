//! The ways of updating with one place that has the weights: each gradient comes to it, and it decides which of them make an update.

use super::crew::{Heard, Trouble};
use super::train::{Images, Run};
use super::wire::{Answer, Order, numbers, prepare, shard, train_spec};
use crate::parallel::messages::{Division, Training, Update};
use karui_core::Result;
use karui_core::parallel::average;
use karui_parallel::updates::{Coordinator, Mode};
use karui_runtime::clock::{now, yield_now};
use karui_runtime::trainer::CpuTrainer;
use std::collections::BTreeMap;

/// Backups and the bound on staleness: of each, one worker or so many gradients.
const BACKUP: usize = 1;
const STALENESS: usize = 2;

impl Run {
    /// Gradient by gradient, all to one place that has the weights.
    pub(super) async fn at_a_server(&mut self, images: &Images) -> Result<()> {
        let Training { workers, batch, division, update, .. } = self.training;
        let mode = match update {
            Update::Backup => Mode::Synchronous { backup: BACKUP.min(workers - 1) },
            Update::Bounded => Mode::Bounded { staleness: STALENESS },
            _ => Mode::Asynchronous,
        };
        let mut coordinator = Coordinator::new(mode, workers)?;
        let mut server = (self.make)(&self.graph, &train_spec(&self.training), 1, u64::MAX)?;
        let size = super::train::BYTES * self.trained() as u64;
        let mut counts = vec![0u64; workers];
        let mut idle = vec![self.start; workers];
        let mut waiting: BTreeMap<usize, Vec<f32>> = BTreeMap::new();
        let mut is_busy = vec![true; workers];
        let share = |worker| shard(division, batch, worker, workers).len();
        for worker in 0..workers {
            self.send(worker, &mut *server, &mut counts);
        }
        while self.images_left() && !self.is_stopped() {
            let Heard { worker, answer, with } = match self.crew.hear().await {
                Ok(heard) => heard,
                // The weights are here. Another takes its place, and does the batch that it had.
                Err(Trouble::Gone(worker)) => {
                    self.replace(worker).await?;
                    if is_busy[worker] {
                        (counts[worker], self.progress.counted) = (counts[worker] - 1, self.progress.counted - size);
                        self.send(worker, &mut *server, &mut counts);
                    }
                    continue;
                }
                Err(Trouble::Failed(error)) => return Err(error),
            };
            let Answer::Gradient { loss, images: n, compute } = answer else { continue };
            is_busy[worker] = false;
            let gradient = numbers(&with.get(1));
            self.progress.counted += super::train::BYTES * gradient.len() as u64;
            let before = idle[worker];
            self.see(worker, compute, 0.0);
            self.progress.workers[worker].wait += (now() - before - compute).max(0.0);
            idle[worker] = now();
            self.progress.images += n as u64;
            self.see_loss(loss, n as f32 / batch as f32);
            waiting.insert(worker, gradient);
            let decision = coordinator.arrived(worker)?;
            if decision.is_dropped {
                waiting.remove(&worker);
                self.progress.workers[worker].dropped += 1;
            }
            if !decision.update.is_empty() {
                let ranks: Vec<usize> = decision.update.iter().map(|(worker, _)| *worker).collect();
                self.stale.0 += decision.update.iter().map(|(_, stale)| *stale as u64).sum::<u64>();
                self.stale.1 += ranks.len() as u64;
                let mut parts: Vec<Vec<f32>> = ranks.iter().filter_map(|rank| waiting.remove(rank)).collect();
                self.join(&mut parts, &ranks, share)?;
                if let Some(sum) = parts.first() {
                    if self.progress.updates == 0 && update == Update::Backup {
                        self.compare(images, sum)?;
                    }
                    server.gradient_mut().copy_from_slice(sum);
                    server.apply();
                    self.progress.updates += 1;
                }
            }
            for &worker in &decision.go {
                is_busy[worker] = true;
                self.send(worker, &mut *server, &mut counts);
            }
            if !self.progress.loss.is_finite() {
                return Err(self.diverged());
            }
            // S up for each gradient, S down for each time that a worker went on.
            let delivered: u64 = self.progress.workers.iter().map(|state| state.delivered).sum();
            self.progress.formula = size * (delivered + counts.iter().sum::<u64>());
            self.tell(false);
            yield_now().await;
        }
        self.weights = Some(server.weights_mut().split_mut().0.to_vec());
        Ok(())
    }

    /// Starts another in the place of a worker that is gone; and of those that go meanwhile.
    async fn replace(&mut self, worker: usize) -> Result<()> {
        let mut gone = vec![worker];
        while let Some(worker) = gone.pop() {
            self.lose(worker)?;
            match self.crew.hire(worker).await {
                Ok(()) => {}
                Err(Trouble::Gone(other)) => gone.extend([worker, other]),
                Err(Trouble::Failed(error)) => return Err(error),
            }
        }
        Ok(())
    }

    /// The mean of gradients, in the first, as the run's division has it.
    fn join(&self, parts: &mut [Vec<f32>], ranks: &[usize], share: impl Fn(usize) -> usize) -> Result<()> {
        match self.training.division {
            Division::Sum => {
                let (workers, batch) = (ranks.len(), self.training.batch);
                if let Some((first, rest)) = parts.split_first_mut() {
                    prepare(first, Division::Sum, batch, 0, workers);
                    rest.iter().for_each(|other| first.iter_mut().zip(other).for_each(|(sum, g)| *sum += g));
                }
                Ok(())
            }
            division => {
                let is_weighted = division != Division::Unweighted;
                let sizes: Vec<usize> = ranks.iter().map(|&rank| if is_weighted { share(rank) } else { 1 }).collect();
                let mut all: Vec<&mut [f32]> = parts.iter_mut().map(|part| &mut part[..]).collect();
                average(&mut all, &sizes)
            }
        }
    }

    /// Sends a worker the weights and the next batch that it shares in.
    fn send(&mut self, worker: usize, server: &mut dyn CpuTrainer, counts: &mut [u64]) {
        let (batch, place) = (counts[worker], (worker, counts.len()));
        let weights = server.weights_mut().split_mut().0;
        self.progress.counted += super::train::BYTES * weights.len() as u64;
        self.crew.tell(worker, &Order::Gradient { batch, place, slow: self.slow(worker) }, Some(weights));
        counts[worker] += 1;
    }
}
