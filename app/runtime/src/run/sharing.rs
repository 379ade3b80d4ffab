//! A batch shared among workers: each computes the gradient of its shard, and rank 0, which is here, averages them in rank
//! order and takes the step. Batch norm's running statistics are those of rank 0's shards: statistics of the whole batch
//! would need an exchange in every layer.

use super::{Run, running};
use crate::clock::now;
use crate::data_store::DataStore;
use crate::post::{fault, post};
use crate::replicas::{Collected, Replicas};
use crate::shard::Shard;
use karui_core::data::shard_of;
use karui_core::train::{StepStats, check_loss};
use karui_core::{Result, parallel};
use karui_protocol::{About, Problem};
use std::cell::RefCell;

impl Run {
    /// The mean gradient of all workers' shards; `None` when one was lost and the step has to be done again.
    pub(super) async fn shared_gradients(
        &mut self,
        data_store: &RefCell<DataStore>,
        step: u64,
    ) -> Result<Option<StepStats>> {
        let Some(replicas) = &mut self.replicas else { return Ok(None) };
        let trainer = self.shard.trainer();
        let trained = trainer.weights().trainable_len();
        replicas.send(step, &trainer.weights().values()[..trained]);
        let before = now();
        let own = self.shard.gradients(data_store.borrow().train(), step);
        replicas.wait_for_step(now() - before);
        let shares = loop {
            let Some(replicas) = &mut self.replicas else { return Ok(None) };
            match replicas.collect(step).await {
                Collected::All(shares) => break shares,
                // The page holds a worker that says nothing for dead.
                Collected::NotYet => self.tell(),
                Collected::Lost(ranks) => {
                    for rank in ranks {
                        self.tell_lost(rank);
                    }
                    self.share_anew()?;
                    return Ok(None);
                }
            }
        };
        let Some(replicas) = &mut self.replicas else { return Ok(None) };
        let own = own?;
        let workers = replicas.len() + 1;
        let sizes: Vec<usize> =
            (0..workers).map(|rank| shard_of(self.shard.batch_size(), rank, workers).len()).collect();
        let mut gradients: Vec<&mut [f32]> = vec![self.shard.trainer_mut().gradient_mut()];
        gradients.extend(replicas.gradients_mut());
        parallel::average(&mut gradients, &sizes)?;
        let total: usize = sizes.iter().sum();
        let parts = shares.iter().map(|s| s.loss).zip(&sizes[1..]);
        let sum = parts.fold(own.loss * sizes[0] as f32, |sum, (loss, &n)| sum + loss * n as f32);
        let loss = sum / total.max(1) as f32;
        check_loss(loss, step)?;
        Ok(Some(StepStats { loss, hits: own.hits + shares.iter().map(|s| s.hits).sum::<u32>() }))
    }

    /// Starts the other workers, where the experiment wants some and they are not there.
    pub(super) async fn start_replicas(&mut self, data_store: &RefCell<DataStore>) {
        let workers = self.workers();
        if self.replicas.is_some() || self.gpu.is_some() || workers < 2 {
            return;
        }
        self.tell();
        let trained = self.weights().trainable_len();
        let replicas = Replicas::start(workers - 1, trained).await;
        replicas.give(&self.experiment, data_store.borrow().train());
        let missing = workers - 1 - replicas.len();
        self.replicas = Some(replicas);
        for rank in workers - missing..workers {
            self.tell_lost(rank);
        }
        // It fails only where the network cannot be built, and then it was not built before.
        let _ = self.share_anew();
    }

    /// Divides the batch among the workers that there are.
    pub(super) fn share_anew(&mut self) -> Result<()> {
        let others = self.replicas.as_ref().map_or(0, Replicas::len);
        if others == 0 {
            self.replicas = None;
        }
        let mut shard = Shard::new(self.shard.make(), &self.graph, &self.experiment, 0, others + 1)?;
        shard.trainer_mut().restore(self.shard.trainer().state())?;
        self.shard = shard;
        post(running(others + 1));
        Ok(())
    }

    pub(super) fn tell_lost(&self, rank: usize) {
        let left = self.replicas.as_ref().map_or(0, Replicas::len) + 1;
        fault(About::TRAINING, Problem::WorkerLost { rank, left });
    }

    /// Workers that share a batch: no more than it has images.
    pub(super) fn workers(&self) -> usize {
        self.experiment.workers.clamp(1, self.shard.batch_size())
    }
}
