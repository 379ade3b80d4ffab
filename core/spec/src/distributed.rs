use crate::choices::choice;
use serde::{Deserialize, Serialize};

choice! {
    /// How the workers of data-parallel training bring their gradients together (an all-reduce).
    AllReduce, "algorithm" {
        /// All to worker 0, which sends the sum back to all.
        Naive = "naive",
        /// All to one more machine, which sends the sum back to all (Li et al. 2014).
        Server = "server",
        /// Up a binary tree and down again.
        Tree = "tree",
        /// Chunks around a ring, twice (Patarasuk and Yuan 2009).
        Ring = "ring",
        /// Recursive halving and doubling (Thakur, Rabenseifner and Gropp 2005).
        Halving = "halving",
    }
}

choice! {
    /// In which order the workers of pipeline-parallel training do their microbatches.
    PipelineKind, "schedule" {
        /// All forward, then all backward (Huang et al. 2019).
        GPipe = "gpipe",
        /// One forward, one backward (Narayanan et al. 2019, 2021).
        OneFOneB = "1f1b",
        /// The same with several stages on each worker (Narayanan et al. 2021).
        Interleaved = "interleaved",
        /// The backward pass in two halves, that of the weights put off (Qi et al. 2024).
        ZbH1 = "zb-h1",
    }
}

choice! {
    /// How the examples are divided among the clients of federated learning.
    Partition, "split" {
        /// At random, equal parts.
        Iid = "iid",
        /// Sorted by label and cut, two pieces for each client (McMahan et al. 2017).
        Shards = "shards",
        /// Shares of each class drawn from a Dirichlet distribution (Hsu et al. 2019).
        Dirichlet = "dirichlet",
    }
}

/// What the workers of data-parallel training send of their gradients.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Sent {
    /// All of it, as floats of 32 bits.
    Whole,
    /// The numbers of the greatest magnitude (Aji and Heafield 2017).
    TopK {
        /// Which part of them, 0 < share ≤ 1.
        share: f32,
        /// Whether what is left out is added to the next gradient.
        feedback: bool,
    },
    /// A sign for each number and one magnitude for all (Bernstein et al. 2018), with feedback.
    Sign,
    /// Eight bits for each number, with feedback.
    Int8,
    /// Two narrow matrices in place of each matrix: PowerSGD (Vogels et al. 2019), with feedback.
    LowRank {
        /// How narrow.
        rank: usize,
    },
}

/// A learning rate that is made larger as the batch is, at once or by and by (Goyal et al. 2017, arXiv:1706.02677, §2.1 and §2.2).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// The learning rate η of the small batch.
    pub base: f32,
    /// k, how many times η is reached.
    pub times: f32,
    /// Steps from η to kη, each the same amount more; none for kη from the first step on.
    pub warm_up: u64,
}

impl Rate {
    /// The same from the first step to the last.
    pub const fn constant(base: f32) -> Self {
        Rate { base, times: 1.0, warm_up: 0 }
    }

    /// At step `step`, counted from 0.
    pub fn at(&self, step: u64) -> f32 {
        if step >= self.warm_up {
            return self.base * self.times;
        }
        let part = step as f64 / self.warm_up as f64;
        (f64::from(self.base) * (1.0 + (f64::from(self.times) - 1.0) * part)) as f32
    }
}

/// One of several trainings that are set beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// What is sent of gradients.
    pub sent: Sent,
    /// Workers, each with an equal part of the batch.
    pub workers: usize,
    /// Images of a step, of all workers together.
    pub batch: usize,
    /// The learning rate of plain gradient descent.
    pub rate: Rate,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_rises_evenly_and_stays() {
        let rate = Rate { base: 0.1, times: 5.0, warm_up: 4 };
        let got: Vec<f32> = (0..6).map(|step| rate.at(step)).collect();
        assert_eq!(got, [0.1, 0.2, 0.3, 0.4, 0.5, 0.5]);
        assert_eq!(Rate::constant(0.1).at(0), 0.1);
        assert_eq!(Rate { warm_up: 0, ..rate }.at(0), 0.5);
    }
}
