//! What a teacher is worth: students of the shipped network, taught and alone, over seeds.
//! The figures: `cargo test -p karui-parity --test worth -- --nocapture`.

mod shipped;

use karui_core::compress::run_recipe;
use karui_core::data::{Dataset, Sampling, Split};
use karui_core::graph::Model;
use karui_core::measure::{Stopwatch, examine};
use karui_core::spec::recipe::{Distill, FineTune};
use karui_core::spec::{DataKind, ModelKind, Recipe};
use karui_core::task::{Context, block_on};
use karui_core::train::TrainContext;
use std::sync::LazyLock;
use std::time::Instant;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Points of accuracy.
fn accuracy(network: &Model, test: &Dataset) -> f64 {
    let stopwatch =
        Stopwatch { now: || START.elapsed().as_secs_f64() * 1e3, span: 0.1, samples: 1, kernel: str::to_owned };
    let ctx = Context::<()>::unobserved();
    block_on(examine(network, test, test.len(), &stopwatch, &ctx)).unwrap().scores.accuracy.value * 100.0
}

/// Points of accuracy of a quarter-width student of 1,000 images after 20 epochs, for each of the seeds 1 and 2.
fn students(lr: f32, alpha: f32) -> Vec<f64> {
    let [train, test] = [(Split::Train, 1_000), (Split::Test, 2_000)]
        .map(|(split, n)| shipped::images(DataKind::FashionMnist, split, n));
    let of = |seed| {
        let it = Distill { alpha, train: FineTune { epochs: 20.0, lr }, ..Distill::default() };
        let network = shipped::network(DataKind::FashionMnist, ModelKind::Lenet);
        let context = TrainContext { sampling: Sampling { images: 1_000, batch: 64, seed }, images: &train };
        let ctx = Context::unobserved();
        let came = block_on(run_recipe(network, &Recipe::default().with(it), &context, &ctx)).unwrap();
        accuracy(&came.network, &test)
    };
    [1, 2].map(of).into()
}

/// What a teacher is worth at one learning rate, as a mean over the seeds.
fn worth(lr: f32) -> f64 {
    let [alone, taught] = [0.0, 0.7].map(|alpha| students(lr, alpha));
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
    println!("rate {lr}: alone {alone:.2?}, taught {taught:.2?}, {:+.2} points", mean(&taught) - mean(&alone));
    mean(&taught) - mean(&alone)
}

#[test]
fn a_teacher_helps_at_the_rate_that_suits_both_and_not_at_one_that_is_too_low() {
    assert!(worth(0.01) > 0.5);
    // The lesson of the control turns on it: the same rate is not the same chance.
    assert!(worth(0.003) < -0.5);
}
