//! What is chosen of gradients made smaller.

use crate::parallel::choice::choice;
use crate::parallel::page::contest::state::ContestState;
use crate::parallel::page::training::state::BATCH;
use karui_spec::{Rate, Sent, Variant};
use leptos::prelude::*;

choice! {
    /// Workers with equal parts of the batch.
    Workers, "among" {
        /// Two.
        Two = "2",
        /// Four.
        Four = "4",
        /// Eight.
        Eight = "8",
    }
}

choice! {
    /// Which part of its numbers a worker sends by top-k.
    Share, "share" {
        /// A tenth.
        Tenth = "0.1",
        /// A hundredth.
        Hundredth = "0.01",
        /// A thousandth.
        Thousandth = "0.001",
    }
}

/// How narrow PowerSGD's matrices are.
pub const RANK: [usize; 2] = [1, 8];
/// The same at first.
pub const FIRST_RANK: usize = 2;
/// Images, and how often each is seen.
pub const IMAGES: usize = 2000;
pub const EPOCHS: usize = 5;
/// The learning rate of all.
const LR: f32 = 0.1;

/// What is chosen.
#[derive(Clone, Copy)]
pub struct CompressionState {
    /// Workers.
    pub workers: RwSignal<Workers>,
    /// What top-k sends.
    pub share: RwSignal<Share>,
    /// PowerSGD's rank.
    pub rank: RwSignal<usize>,
    /// The trainings.
    pub contest: ContestState,
}

impl CompressionState {
    /// As at first.
    pub fn new() -> Self {
        CompressionState {
            workers: RwSignal::new(Workers::Four),
            share: RwSignal::new(Share::Hundredth),
            rank: RwSignal::new(FIRST_RANK),
            contest: ContestState::new(0),
        }
    }

    /// The trainings that are chosen, of which the first sends all.
    pub fn variants(self) -> Vec<Variant> {
        let number = |id: &str| id.parse::<f32>().unwrap_or(1.0);
        let share = number(self.share.get().id());
        let workers = number(self.workers.get().id()) as usize;
        let ways = [
            Sent::Whole,
            Sent::Int8,
            Sent::Sign,
            Sent::TopK { share, feedback: true },
            Sent::TopK { share, feedback: false },
            Sent::LowRank { rank: self.rank.get() },
        ];
        ways.map(|sent| Variant { sent, workers, batch: BATCH, rate: Rate::constant(LR) }).to_vec()
    }
}
