//! Every step of every guided tour, done on the shipped networks with the engine: what it claims to come is what comes.
//! The figures: `cargo test -p karui-parity --test tours -- --nocapture`.

mod shipped;

use karui_core::compress::{Model, run_recipe};
use karui_core::data::{Dataset, Sampling, Split};
use karui_core::measure::{Stopwatch, examine};
use karui_core::spec::recipe::TechniqueKind;
use karui_core::spec::tour::{Measured, Quantity, Step, Tour};
use karui_core::spec::{Experiment, Recipe};
use karui_core::task::{Context, block_on};
use karui_core::train::TrainContext;
use std::sync::LazyLock;
use std::time::Instant;

/// As many as the bench examines a network on.
const HELD_OUT: usize = 2_000;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Nothing here depends on speed, so nothing is timed for long.
fn stopwatch() -> Stopwatch {
    Stopwatch { now: || START.elapsed().as_secs_f64() * 1e3, span: 0.1, samples: 1, kernel: str::to_owned }
}

/// What the scoreboard says of a network.
fn measured(network: &Model, test: &Dataset) -> Measured {
    let ctx = Context::<()>::unobserved();
    let found = block_on(examine(network, test, HELD_OUT, &stopwatch(), &ctx)).unwrap();
    let right = found.predicted.iter().zip(test.labels()).map(|(predicted, label)| predicted == label).collect();
    Measured::new(&found.scores, right)
}

/// What a step's network is as it is shipped, and what it is after a recipe.
fn done(step: &Step, recipe: &Recipe) -> [Measured; 2] {
    let Experiment { data, train_size, model, train, .. } = step.experiment(&Experiment::default());
    let network = shipped::network(data, model.kind);
    let [images, test] =
        [(Split::Train, train_size), (Split::Test, HELD_OUT)].map(|(s, n)| shipped::images(data, s, n));
    let sampling = Sampling { images: train_size, batch: train.batch, seed: train.seed };
    let before = measured(&network, &test);
    let (ctx, context) = (Context::unobserved(), TrainContext { sampling, images: &images });
    let after = block_on(run_recipe(network, recipe, &context, &ctx)).unwrap();
    [before, measured(&after.network, &test)]
}

/// Goes through a tour, and says where a claim and its figure part.
fn goes_as_told(technique: TechniqueKind) {
    let tour = Tour::of(technique).unwrap();
    let (mut results, mut parted): (Vec<(&str, Measured)>, Vec<String>) = Default::default();
    for step in tour.steps {
        let [shipped, now] = done(step, &(step.recipe)());
        let before = step.against.map_or(&shipped, |id| &results.iter().find(|(other, _)| *other == id).unwrap().1);
        let came = [Quantity::Size, Quantity::Macs, Quantity::Weights, Quantity::Accuracy]
            .map(|of| (of, of.change(before, &now)));
        let told: Vec<_> = came.iter().map(|(of, change)| format!("{of:?} {change:.3}")).collect();
        let address = tour.address(step);
        println!("{address:<22} {} ± {:.2}", told.join(", "), now.gain_since(before).half() * 100.0);
        let untrue = step.claims().into_iter().filter(|claim| !claim.holds(before, &now));
        parted.extend(untrue.map(|claim| format!("{address}: {claim:?}, it is {}", claim.of.change(before, &now))));
        assert!(!parted.is_empty() || step.question.came(before, &now) == step.question.expected, "{address}");
        results.push((step.id, now));
    }
    assert!(parted.is_empty(), "{parted:#?}");
}

#[test]
fn quantization_goes_as_told() {
    goes_as_told(TechniqueKind::Quantize);
}

#[test]
fn pruning_goes_as_told() {
    goes_as_told(TechniqueKind::Prune);
}

#[test]
fn distillation_goes_as_told() {
    goes_as_told(TechniqueKind::Distill);
}

#[test]
fn folding_batch_norm_goes_as_told() {
    goes_as_told(TechniqueKind::FoldBn);
}

#[test]
fn sharing_weights_goes_as_told() {
    goes_as_told(TechniqueKind::Cluster);
}

#[test]
fn low_rank_goes_as_told() {
    goes_as_told(TechniqueKind::LowRank);
}
