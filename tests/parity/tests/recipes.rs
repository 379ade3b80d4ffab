//! Recipes from beginning to end on a few images: what training must keep is kept, and the file holds what was measured.

use karui_core::compress::{Encoding, Network, RecipeRun, images_needed};
use karui_core::data::{Dataset, shapes};
use karui_core::exec::runner;
use karui_core::format::{onnx, packed};
use karui_core::graph::Weights;
use karui_core::models;
use karui_core::ops::Role;
use karui_core::spec::recipe::{
    Cluster, Distill, FineTune, Hint, LowRank, NumberType, Prune, PruneUnit, QuantMethod, Quantize, Recipe, presets,
};
use karui_core::spec::{DataKind, Experiment, ModelKind, ModelSpec, TrainSpec};

const IMAGES: usize = 256;
const TUNE: FineTune = FineTune { epochs: 1.0, lr: 0.01 };

fn experiment() -> Experiment {
    let it = Experiment::default();
    Experiment { data: DataKind::Shapes, train_size: IMAGES, train: TrainSpec { batch: 32, ..it.train }, ..it }
}

fn images() -> Dataset {
    let mut data = Dataset::new(DataKind::Shapes);
    shapes::extend(&mut data, shapes::Part::Train, IMAGES, IMAGES).unwrap();
    data
}

fn network(kind: ModelKind) -> Network {
    let data = images();
    let graph = models::build(ModelSpec { kind, alpha: 0.5 }, data.shape(), data.classes()).unwrap();
    let weights = Weights::init(&graph, 1);
    Network::float(graph, weights)
}

/// Runs `recipe`, checks what holds for every result, and gives it.
fn run(kind: ModelKind, recipe: &Recipe) -> Network {
    let data = images();
    assert!(images_needed(recipe, &experiment()) <= IMAGES);
    let result = RecipeRun::new(network(kind), recipe, &experiment()).unwrap().finish(&data).unwrap();
    let file = packed::save(&result).unwrap();
    let loaded = packed::load(&file).unwrap();
    assert_eq!(loaded.storage, result.storage);
    assert_eq!(packed::save(&loaded).unwrap(), file);
    let mut batch = vec![0.0; 8 * data.shape().len()];
    data.batch(&[0, 1, 2, 3, 4, 5, 6, 7], &mut batch, &mut [0; 8]).unwrap();
    let logits = runner(&result, 8).unwrap().forward(&batch).unwrap().to_vec();
    assert!(logits.iter().all(|z| z.is_finite()));
    assert_eq!(runner(&loaded, 8).unwrap().forward(&batch).unwrap(), logits, "the file gives the same logits");
    assert!(!onnx::export(&result).unwrap().is_empty());
    result
}

fn weights(net: &Network) -> impl Iterator<Item = &[f32]> {
    let ranges = net.weights.params().iter().filter(|p| p.role == Role::Weight).map(|p| p.range.clone());
    ranges.map(|range| &net.weights.values()[range])
}

fn zeros(net: &Network) -> usize {
    weights(net).flatten().filter(|&&v| v == 0.0).count()
}

#[test]
fn every_preset_runs_to_its_end_on_every_network() {
    for preset in presets() {
        let mut recipe = preset.recipe;
        recipe.distill.iter_mut().for_each(|d| d.train.epochs = 0.5);
        recipe.prune.iter_mut().for_each(|p| p.fine_tune.epochs = 0.25);
        let mobilenets = [ModelKind::Mobilenet, ModelKind::MobilenetV2, ModelKind::MobilenetV3];
        for kind in [ModelKind::Mlp, ModelKind::Lenet].into_iter().chain(mobilenets) {
            let before = packed::save(&network(kind)).unwrap().len();
            let after = packed::save(&run(kind, &recipe)).unwrap().len();
            assert!(after < before, "{} on {kind}: {before} to {after} bytes", preset.id);
        }
    }
}

#[test]
fn pruned_weights_stay_zero_through_training_and_clusters_stay_few() {
    let prune = Prune { amount: 0.8, rounds: 2, fine_tune: TUNE, ..Prune::default() };
    let pruned = run(ModelKind::Lenet, &Recipe { prune: Some(prune.clone()), ..Recipe::default() });
    let all: usize = weights(&pruned).map(<[f32]>::len).sum();
    assert_eq!(zeros(&pruned), (0.8f32 * all as f32).round() as usize);
    let cluster = Some(Cluster { bits: 3, fine_tune: TUNE });
    let clustered = run(ModelKind::Lenet, &Recipe { prune: Some(prune), cluster, ..Recipe::default() });
    assert!(zeros(&clustered) >= zeros(&pruned));
    for (values, p) in weights(&clustered).zip(clustered.weights.params().iter().filter(|p| p.role == Role::Weight)) {
        let mut found: Vec<u32> = values.iter().filter(|&&v| v != 0.0).map(|v| v.to_bits()).collect();
        found.sort_unstable();
        found.dedup();
        assert!(found.len() <= 8, "{}: {} values", p.name, found.len());
    }
    assert!(clustered.storage.iter().any(|s| matches!(s.encoding, Encoding::Codebook { .. })));
}

/// Clustering and any kind of quantization: few values, all of them levels of one grid, and a file that is smaller than
/// with either alone.
#[test]
fn shared_values_become_levels_and_stay_shared() {
    let cluster = Some(Cluster { bits: 3, ..Cluster::default() });
    let size = |net: &Network| packed::save(net).unwrap().len();
    let alone = size(&run(ModelKind::Lenet, &Recipe { cluster, ..Recipe::default() }));
    for method in [QuantMethod::Weights, QuantMethod::Dynamic, QuantMethod::Static, QuantMethod::Aware] {
        let quantize = Some(Quantize { method, train: TUNE, calibration: 64, ..Quantize::default() });
        let integers = size(&run(ModelKind::Lenet, &Recipe { quantize, ..Recipe::default() }));
        let both = run(ModelKind::Lenet, &Recipe { cluster, quantize, ..Recipe::default() });
        // A code book of floats is a little shorter than the code lengths of 256 levels; grids of activations come on top.
        let (size, tensors) = (size(&both), both.weights.params().iter().zip(&both.storage));
        assert!(size < integers && size <= alone + 600, "{method}: {size} {integers} {alone}");
        let tensors = tensors.filter(|(p, _)| p.role == Role::Weight);
        for (p, storage) in tensors {
            let Encoding::CodedGrid(grid) = &storage.encoding else { panic!("{}: {:?}", p.name, storage.encoding) };
            assert_eq!(grid.scale.len(), 1);
            let values = &both.weights.values()[p.range.clone()];
            let mut levels: Vec<i32> = values.iter().map(|v| (v / grid.scale[0]).round() as i32).collect();
            assert!(values.iter().zip(&levels).all(|(v, &l)| *v == grid.value(l, 0)));
            levels.sort_unstable();
            levels.dedup();
            assert!(levels.len() <= 8, "{method}, {}: {levels:?}", p.name);
        }
    }
    for &dtype in NumberType::ALL {
        let quantize = Some(Quantize { method: QuantMethod::Weights, dtype, ..Quantize::default() });
        let prune = Some(Prune { amount: 0.7, ..Prune::default() });
        let both = run(ModelKind::Mobilenet, &Recipe { cluster, quantize, prune, ..Recipe::default() });
        assert!(both.storage.iter().any(|s| s.encoding.is_clustered()), "{dtype}");
    }
}

/// The lottery ticket's initial values are the same, whether its channels are masked or removed.
#[test]
fn rewound_channels_have_their_initial_values() {
    let rewound = |kind, rounds, remove| {
        let fine_tune = FineTune { epochs: if rounds > 1 { 0.25 } else { 0.0 }, lr: 0.01 };
        let unit = PruneUnit::Channel;
        let prune = Some(Prune { unit, amount: 0.4, remove, rounds, rewind: true, fine_tune, ..Prune::default() });
        run(kind, &Recipe { prune, ..Recipe::default() })
    };
    for kind in [ModelKind::Lenet, ModelKind::Mobilenet, ModelKind::MobilenetV2] {
        let [masked, removed] = [false, true].map(|remove| rewound(kind, 1, remove));
        let initial = Weights::init(&masked.graph, u64::from(experiment().train.seed));
        assert!(masked.weights.values().iter().zip(initial.values()).all(|(v, i)| *v == 0.0 || v == i), "{kind}");
        let data = images();
        let mut batch = vec![0.0; 8 * data.shape().len()];
        data.batch(&[0, 1, 2, 3, 4, 5, 6, 7], &mut batch, &mut [0; 8]).unwrap();
        let logits = |net: &Network| runner(net, 8).unwrap().forward(&batch).unwrap().to_vec();
        let worst = logits(&masked).iter().zip(logits(&removed)).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(worst < 1e-4, "{kind}: {worst}");
        assert!(removed.weights.values().len() < masked.weights.values().len());
    }
    let trained = rewound(ModelKind::Lenet, 2, true);
    assert!(trained.weights.values().len() < network(ModelKind::Lenet).weights.values().len());
}

#[test]
fn masks_survive_folding_and_integers() {
    let recipe = Recipe {
        prune: Some(Prune { amount: 0.7, unit: PruneUnit::Element, fine_tune: TUNE, ..Prune::default() }),
        quantize: Some(Quantize { method: QuantMethod::Aware, train: TUNE, calibration: 64, ..Quantize::default() }),
        ..Recipe::default()
    };
    for kind in [ModelKind::Mobilenet, ModelKind::MobilenetV2, ModelKind::MobilenetV3] {
        let result = run(kind, &recipe);
        let all: usize = weights(&result).map(<[f32]>::len).sum();
        assert!(zeros(&result) * 10 > all * 6, "{kind}: {} of {all}", zeros(&result));
    }
}

#[test]
fn hints_low_rank_and_short_numbers_run() {
    for hint in [Hint::Feature, Hint::Attention] {
        let distill = Distill { hint, width: 0.5, train: TUNE, ..Distill::default() };
        run(ModelKind::Lenet, &Recipe { distill: Some(distill), ..Recipe::default() });
    }
    run(
        ModelKind::Lenet,
        &Recipe { low_rank: Some(LowRank { energy: 0.5, fine_tune: TUNE, ..LowRank::default() }), ..Recipe::default() },
    );
    for &dtype in NumberType::ALL {
        let quantize = Quantize { method: QuantMethod::Weights, dtype, ..Quantize::default() };
        run(ModelKind::Mobilenet, &Recipe { quantize: Some(quantize), ..Recipe::default() });
    }
}

#[test]
fn stopping_keeps_what_was_learned_and_finishes_the_recipe() {
    let data = images();
    let recipe = Recipe {
        distill: Some(Distill { width: 0.5, train: FineTune { epochs: 50.0, lr: 0.02 }, ..Distill::default() }),
        quantize: Some(Quantize { calibration: 64, ..Quantize::default() }),
        ..Recipe::default()
    };
    let mut run = RecipeRun::new(network(ModelKind::Lenet), &recipe, &experiment()).unwrap();
    for _ in 0..40 {
        run.advance(&data).unwrap();
    }
    let untrained = run.network().weights.values().to_vec();
    run.stop_training();
    while !run.advance(&data).unwrap().is_done {}
    assert!(run.status().step < 50);
    let stopped = run.into_network();
    assert_ne!(stopped.weights.values(), untrained);
    assert!(stopped.storage.iter().any(|s| matches!(s.encoding, Encoding::Grid(_))));
}

#[test]
fn settings_out_of_range_are_refused() {
    let refused = |recipe: Recipe| RecipeRun::new(network(ModelKind::Mlp), &recipe, &experiment()).is_err();
    assert!(refused(Recipe { prune: Some(Prune { amount: f32::NAN, ..Prune::default() }), ..Recipe::default() }));
    assert!(refused(Recipe { cluster: Some(Cluster { bits: 20, ..Cluster::default() }), ..Recipe::default() }));
    assert!(refused(Recipe { distill: Some(Distill { temperature: 0.0, ..Distill::default() }), ..Recipe::default() }));
}
