//! Training within a recipe makes the network better than the technique alone leaves it, on the shipped networks and on
//! held-out images that both are shown: quantization-aware training at 4 bits, and shared values of 2 bits that learn.
//!
//! Each comparison is McNemar's: of the images that only one of the two classifies rightly, how far the difference is from
//! what chance alone would give, in standard deviations. All networks, on all held-out images:
//! `cargo test --release -p karui-parity --test mending -- --ignored --nocapture`.

mod shipped;

use karui_core::compress::{Model, run_recipe};
use karui_core::data::{Dataset, Sampling, Split};
use karui_core::exec::InferenceSession;
use karui_core::measure::Evaluator;
use karui_core::spec::recipe::{Cluster, FineTune, Granularity, NumberType, QuantMethod, Quantize, Recipe, Technique};
use karui_core::spec::{DataKind, ModelKind};
use karui_core::task::{Context, block_on};
use karui_core::train::TrainContext;

/// A shipped network with images of its data.
struct Case {
    name: String,
    network: Model,
    train: Dataset,
    test: Dataset,
}

impl Case {
    fn new(data: DataKind, kind: ModelKind, train: usize, test: usize) -> Self {
        Case {
            name: format!("{data}-{kind}"),
            network: shipped::network(data, kind),
            train: shipped::images(data, Split::Train, train),
            test: shipped::images(data, Split::Test, test),
        }
    }

    /// Whether each held-out image is classified rightly after `technique`.
    fn after(&self, technique: impl Into<Technique>) -> Vec<bool> {
        let sampling = Sampling { images: self.train.len(), batch: 64, seed: 1 };
        let train = TrainContext { sampling, images: &self.train };
        let recipe = Recipe::default().with(technique);
        let ctx = Context::unobserved();
        let run = run_recipe(self.network.clone(), &recipe, &train, &ctx);
        self.hits(&block_on(run).unwrap().network)
    }

    fn hits(&self, network: &Model) -> Vec<bool> {
        let mut session: InferenceSession = InferenceSession::new(network, 50).unwrap();
        let mut evaluator = Evaluator::new(&network.graph, 50, self.test.len());
        while evaluator.advance(&self.test, |images| session.forward(images)).unwrap() {}
        let predicted = evaluator.score().predicted();
        predicted.iter().zip(self.test.labels()).map(|(predicted, label)| predicted == label).collect()
    }

    /// Float, the technique alone and with its training, each by its hits: says what came, and gives by how many standard
    /// deviations the technique took accuracy, and by how many training gave some back.
    fn told(&self, what: &str, alone: &[bool], trained: &[bool]) -> (f64, f64) {
        let float = self.hits(&self.network);
        let (taken, given) = (-deviations(&float, alone), deviations(alone, trained));
        let [float, alone, trained] = [&float, alone, trained].map(accuracy);
        println!(
            "{:<26} {what:<14} float {float:.4} alone {alone:.4} ({taken:+.1} sd) trained {trained:.4} ({given:+.1} sd)",
            self.name
        );
        (taken, given)
    }

    fn quantized(&self, granularity: Granularity) -> (f64, f64) {
        let of = |method| Quantize { method, dtype: NumberType::Int4, granularity, ..Quantize::default() };
        let (alone, trained) = (self.after(of(QuantMethod::Static)), self.after(of(QuantMethod::Aware)));
        self.told(&format!("int4 {granularity}"), &alone, &trained)
    }

    fn clustered(&self) -> (f64, f64) {
        let of = |epochs| Cluster { bits: 2, fine_tune: FineTune { epochs, ..FineTune::default() } };
        let (alone, trained) = (self.after(of(0.0)), self.after(of(1.0)));
        self.told("2 bits shared", &alone, &trained)
    }
}

fn accuracy(hits: &[bool]) -> f64 {
    hits.iter().filter(|&&hit| hit).count() as f64 / hits.len() as f64
}

/// How much better `b` is than `a`, in standard deviations: (won − lost) / √(won + lost).
fn deviations(a: &[bool], b: &[bool]) -> f64 {
    let won = a.iter().zip(b).filter(|(a, b)| !**a && **b).count() as f64;
    let lost = a.iter().zip(b).filter(|(a, b)| **a && !**b).count() as f64;
    (won - lost) / (won + lost).max(1.0).sqrt()
}

/// Far beyond what chance gives: one in 40 at 2.
#[track_caller]
fn is_beyond_noise((_, given): (f64, f64)) {
    assert!(given > 2.0, "{given:.2} standard deviations");
}

#[test]
fn an_mlp_is_mended() {
    let case = Case::new(DataKind::FashionMnist, ModelKind::Mlp, 5_000, 10_000);
    is_beyond_noise(case.quantized(Granularity::Tensor));
    is_beyond_noise(case.clustered());
}

#[test]
fn lenet_is_mended() {
    let case = Case::new(DataKind::Shapes, ModelKind::Lenet, 4_000, 2_000);
    is_beyond_noise(case.quantized(Granularity::Tensor));
    let case = Case::new(DataKind::FashionMnist, ModelKind::Lenet, 3_000, 2_000);
    is_beyond_noise(case.clustered());
}

#[test]
fn mobilenet_is_mended() {
    let case = Case::new(DataKind::FashionMnist, ModelKind::Mobilenet, 1_000, 1_000);
    is_beyond_noise(case.quantized(Granularity::Tensor));
    is_beyond_noise(case.clustered());
}

#[test]
fn mobilenet_v2_is_mended() {
    let case = Case::new(DataKind::FashionMnist, ModelKind::MobilenetV2, 1_000, 1_000);
    is_beyond_noise(case.quantized(Granularity::Tensor));
    is_beyond_noise(case.clustered());
}

#[test]
#[ignore = "an hour"]
fn every_shipped_network_is_mended() {
    use ModelKind::{Cnn, Lenet, Lenet5, Lenet300100, Mlp, Mobilenet, MobilenetV2, MobilenetV3};
    let kinds = [Mlp, Lenet300100, Lenet, Lenet5, Mobilenet, MobilenetV2, MobilenetV3, Cnn];
    let mut failed = Vec::new();
    for (&data, kind) in DataKind::ALL.iter().flat_map(|data| kinds.map(|kind| (data, kind))) {
        if !shipped::has_network(data, kind) {
            continue;
        }
        let is_small = matches!(kind, Mlp | Lenet300100 | Lenet | Lenet5);
        let case = Case::new(data, kind, if is_small { 10_000 } else { 3_000 }, if is_small { 10_000 } else { 5_000 });
        for granularity in [Granularity::Tensor, Granularity::Channel] {
            // Where 4 bits have taken nothing that could be measured there is nothing to give back, and nothing to lose.
            let (taken, given) = case.quantized(granularity);
            if given <= if taken > 2.0 { 0.0 } else { -2.0 } {
                failed.push(format!("{} {granularity}: {given:.1}", case.name));
            }
        }
        let (_, given) = case.clustered();
        if given <= 0.0 {
            failed.push(format!("{} shared: {given:.1}", case.name));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
