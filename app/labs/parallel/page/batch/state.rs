//! What is chosen of large batches.

use crate::parallel::choice::choice;
use crate::parallel::page::contest::state::ContestState;
use karui_spec::large_batch::Scaling;
use karui_spec::{Rate, Sent, Variant};
use leptos::prelude::*;

choice! {
    /// k, how many times as large the batch is.
    Times, "k" {
        /// Four.
        Four = "4",
        /// Eight.
        Eight = "8",
        /// Sixteen.
        Sixteen = "16",
        /// Thirty-two.
        ThirtyTwo = "32",
    }
}

/// The small batch and its learning rate: with sixteen times as much the scaled ones are as good as it on Fashion-MNIST
/// (`tests/literature/measured.md`); with 0.1 all that are scaled come to nothing.
const BATCH: usize = 16;
const LR: f32 = 0.02;
/// Images, how often each is seen, and passes in which the learning rate rises.
pub const IMAGES: usize = 8000;
pub const EPOCHS: usize = 6;
const WARM_UP: usize = 2;

/// In which order they are shown.
pub const WAYS: [Scaling; 4] = [Scaling::Small, Scaling::Unscaled, Scaling::Sudden, Scaling::WarmUp];

/// What is chosen.
#[derive(Clone, Copy)]
pub struct BatchState {
    /// k.
    pub times: RwSignal<Times>,
    /// The trainings, as [`WAYS`].
    pub contest: ContestState,
}

impl BatchState {
    /// As at first.
    pub fn new() -> Self {
        BatchState { times: RwSignal::new(Times::Sixteen), contest: ContestState::new(1) }
    }
}

/// The trainings for k.
pub fn variants(times: Times) -> Vec<Variant> {
    let k: usize = times.id().parse().unwrap_or(1);
    let batch = BATCH * k;
    let warm_up = (WARM_UP * IMAGES / batch) as u64;
    let of = |way| {
        let (batch, rate) = match way {
            Scaling::Small => (BATCH, Rate::constant(LR)),
            Scaling::Unscaled => (batch, Rate::constant(LR)),
            Scaling::Sudden => (batch, Rate { base: LR, times: k as f32, warm_up: 0 }),
            Scaling::WarmUp => (batch, Rate { base: LR, times: k as f32, warm_up }),
        };
        Variant { sent: Sent::Whole, workers: 1, batch, rate }
    };
    WAYS.into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_see_the_same_images_and_the_scaled_ones_end_with_k_times_the_rate() {
        for &times in Times::ALL {
            let k: usize = times.id().parse().unwrap();
            let all = variants(times);
            let ends: Vec<f32> = all.iter().map(|it| it.rate.at(u64::MAX)).collect();
            assert_eq!(ends, [LR, LR, LR * k as f32, LR * k as f32]);
            assert_eq!(all[3].rate.at(0), LR);
            assert!(all.iter().all(|it| IMAGES * EPOCHS / it.batch * it.batch + it.batch > IMAGES * EPOCHS));
        }
    }
}
