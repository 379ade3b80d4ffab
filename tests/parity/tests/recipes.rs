//! Recipes from beginning to end on a few images: what training must keep is kept, and the file holds what was measured.

use karui_core::compress::{Encoding, Model, Progress, images_needed, run_recipe};
use karui_core::data::{Dataset, Sampling, Split, shapes};
use karui_core::exec::{Cpu, InferenceSession};
use karui_core::format::{onnx, packed};
use karui_core::graph::Weights;
use karui_core::models;
use karui_core::ops::{Op, Role};
use karui_core::spec::recipe::{
    Cluster, Criterion, Distill, FineTune, Hint, LowRank, NumberType, Prune, PruneUnit, QuantMethod, Quantize, Recipe,
    Technique, presets,
};
use karui_core::spec::{DataKind, ModelKind, ModelSpec};
use karui_core::task::{Context, Task, block_on};
use karui_core::train::TrainContext;
use std::cell::Cell;
use std::rc::Rc;

const IMAGES: usize = 256;
const TUNE: FineTune = FineTune { epochs: 1.0, lr: 0.01 };

const SAMPLING: Sampling = Sampling { images: IMAGES, batch: 32, seed: 1 };

fn images() -> Dataset {
    let mut data = Dataset::new(DataKind::Shapes);
    shapes::extend(&mut data, Split::Train, IMAGES, IMAGES).unwrap();
    data
}

fn network(kind: ModelKind) -> Model {
    build(ModelSpec { alpha: 0.5, ..ModelSpec::new(kind) })
}

/// A network of grouped convolutions.
fn grouped() -> Model {
    build(ModelSpec { alpha: 0.5, groups: 4, ..ModelSpec::new(ModelKind::Cnn) })
}

fn build(spec: ModelSpec) -> Model {
    let data = images();
    let graph = models::build(spec, data.shape(), data.classes()).unwrap();
    let weights = Weights::init(&graph, 1);
    Model::float(graph, weights)
}

/// Runs `recipe` on a network of the family.
fn run(kind: ModelKind, recipe: &Recipe) -> Model {
    run_on(network(kind), recipe)
}

/// Runs `recipe`, checks what holds for every result, and gives it.
fn run_on(network: Model, recipe: &Recipe) -> Model {
    let data = images();
    assert!(images_needed(recipe, SAMPLING) <= IMAGES);
    let train = TrainContext { sampling: SAMPLING, images: &data };
    let result = block_on(run_recipe(network, recipe, &train, &Context::unobserved())).unwrap().network;
    let file = packed::save(&result).unwrap();
    let loaded = packed::load(&file).unwrap();
    assert_eq!(loaded.storage, result.storage);
    assert_eq!(packed::save(&loaded).unwrap(), file);
    let mut batch = vec![0.0; 8 * data.shape().len()];
    data.batch(&[0, 1, 2, 3, 4, 5, 6, 7], &mut batch, &mut [0; 8]).unwrap();
    let logits = InferenceSession::<Cpu>::new(&result, 8).unwrap().forward(&batch).unwrap().to_vec();
    assert!(logits.iter().all(|z| z.is_finite()));
    assert_eq!(
        InferenceSession::<Cpu>::new(&loaded, 8).unwrap().forward(&batch).unwrap(),
        logits,
        "the file gives the same logits"
    );
    assert!(!onnx::export(&result).unwrap().is_empty());
    result
}

fn weights(net: &Model) -> impl Iterator<Item = &[f32]> {
    let ranges = net.weights.params().iter().filter(|p| p.role == Role::Weight).map(|p| p.range.clone());
    ranges.map(|range| &net.weights.values()[range])
}

fn only(technique: impl Into<Technique>) -> Recipe {
    Recipe::default().with(technique)
}

fn zeros(net: &Model) -> usize {
    weights(net).flatten().filter(|&&v| v == 0.0).count()
}

#[test]
fn every_preset_runs_to_its_end_on_every_network() {
    for preset in presets() {
        let mut recipe = preset.recipe;
        recipe.get_mut().into_iter().for_each(|d: &mut Distill| d.train.epochs = 0.5);
        recipe.get_mut().into_iter().for_each(|p: &mut Prune| p.fine_tune.epochs = 0.25);
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
    let pruned = run(ModelKind::Lenet, &only(prune.clone()));
    let all: usize = weights(&pruned).map(<[f32]>::len).sum();
    assert_eq!(zeros(&pruned), (0.8f32 * all as f32).round() as usize);
    let cluster = Cluster { bits: 3, fine_tune: TUNE };
    let clustered = run(ModelKind::Lenet, &only(prune).with(cluster));
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
    let cluster = Cluster { bits: 3, ..Cluster::default() };
    let size = |net: &Model| packed::save(net).unwrap().len();
    let alone = size(&run(ModelKind::Lenet, &only(cluster)));
    for method in [QuantMethod::Weights, QuantMethod::Dynamic, QuantMethod::Static, QuantMethod::Aware] {
        let quantize = Quantize { method, train: TUNE, calibration: 64, ..Quantize::default() };
        let integers = size(&run(ModelKind::Lenet, &only(quantize)));
        let both = run(ModelKind::Lenet, &only(cluster).with(quantize));
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
        let quantize = Quantize { method: QuantMethod::Weights, dtype, ..Quantize::default() };
        let prune = Prune { amount: 0.7, ..Prune::default() };
        let both = run(ModelKind::Mobilenet, &only(cluster).with(quantize).with(prune));
        assert!(both.storage.iter().any(|s| s.encoding.is_clustered()), "{dtype}");
    }
}

/// The lottery ticket's initial values are the same, whether its channels are masked or removed.
#[test]
fn rewound_channels_have_their_initial_values() {
    let rewound = |kind, rounds, remove| {
        let fine_tune = FineTune { epochs: if rounds > 1 { 0.25 } else { 0.0 }, lr: 0.01 };
        let unit = PruneUnit::Channel;
        let prune = Prune { unit, amount: 0.4, remove, rounds, rewind: true, fine_tune, ..Prune::default() };
        run(kind, &only(prune))
    };
    for kind in [ModelKind::Lenet, ModelKind::Mobilenet, ModelKind::MobilenetV2] {
        let [masked, removed] = [false, true].map(|remove| rewound(kind, 1, remove));
        let initial = Weights::init(&masked.graph, u64::from(SAMPLING.seed));
        assert!(masked.weights.values().iter().zip(initial.values()).all(|(v, i)| *v == 0.0 || v == i), "{kind}");
        let data = images();
        let mut batch = vec![0.0; 8 * data.shape().len()];
        data.batch(&[0, 1, 2, 3, 4, 5, 6, 7], &mut batch, &mut [0; 8]).unwrap();
        let logits = |net: &Model| InferenceSession::<Cpu>::new(net, 8).unwrap().forward(&batch).unwrap().to_vec();
        let worst = logits(&masked).iter().zip(logits(&removed)).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(worst < 1e-4, "{kind}: {worst}");
        assert!(removed.weights.values().len() < masked.weights.values().len());
    }
    let trained = rewound(ModelKind::Lenet, 2, true);
    assert!(trained.weights.values().len() < network(ModelKind::Lenet).weights.values().len());
}

#[test]
fn masks_survive_folding_and_integers() {
    let prune = Prune { amount: 0.7, unit: PruneUnit::Element, fine_tune: TUNE, ..Prune::default() };
    let quantize = Quantize { method: QuantMethod::Aware, train: TUNE, calibration: 64, ..Quantize::default() };
    let recipe = only(prune).with(quantize);
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
        run(ModelKind::Lenet, &only(distill));
    }
    run(ModelKind::Lenet, &only(LowRank { energy: 0.5, fine_tune: TUNE, ..LowRank::default() }));
    for &dtype in NumberType::ALL {
        let quantize = Quantize { method: QuantMethod::Weights, dtype, ..Quantize::default() };
        run(ModelKind::Mobilenet, &only(quantize));
    }
}

#[test]
fn stopping_keeps_what_was_learned_and_finishes_the_recipe() {
    let student = only(Distill { width: 0.5, train: FineTune { epochs: 50.0, lr: 0.02 }, ..Distill::default() });
    let recipe = student.clone().with(Quantize { calibration: 64, ..Quantize::default() });
    let work = move |recipe: Recipe, ctx| async move {
        let data = images();
        let train = TrainContext { sampling: SAMPLING, images: &data };
        Ok(run_recipe(network(ModelKind::Lenet), &recipe, &train, &ctx).await?.network)
    };
    let stopped_after = |recipe: Recipe, steps: u64| {
        let mut task = Task::new(|| true, |ctx| work(recipe, ctx));
        loop {
            if let Some(done) = task.advance() {
                return done.unwrap();
            }
            if let Some(Progress { step, .. }) = task.progress() {
                assert!(step <= steps);
                if step == steps {
                    task.finish_early();
                }
            }
        }
    };
    let untrained = stopped_after(student, 0).weights.values().to_vec();
    let stopped = stopped_after(recipe, 40);
    assert_ne!(stopped.weights.values(), untrained);
    assert!(stopped.storage.iter().any(|s| matches!(s.encoding, Encoding::Grid(_))));
}

/// Where a caller takes its turn changes nothing, and the progress that it is told goes up to the end.
#[test]
fn pauses_change_nothing_and_steps_are_told_one_by_one() {
    let data = images();
    let recipe = only(LowRank { energy: 0.8, saving: 0.0, fine_tune: TUNE })
        .with(Prune { criterion: Criterion::Gradient, rounds: 2, fine_tune: TUNE, ..Prune::default() })
        .with(Cluster { bits: 4, fine_tune: TUNE })
        .with(Quantize { method: QuantMethod::Aware, train: TUNE, calibration: 64, ..Quantize::default() });
    let train = TrainContext { sampling: SAMPLING, images: &data };
    let (pauses, steps) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (counted, seen) = (pauses.clone(), steps.clone());
    let pausing = Context::new(
        move || {
            counted.set(counted.get() + 1);
            true
        },
        move |progress: Progress| {
            assert!(progress.step == seen.get() || progress.step == seen.get() + 1);
            assert_eq!(progress.steps, 5 * (IMAGES / 32) as u64);
            seen.set(progress.step);
        },
    );
    let paused = block_on(run_recipe(network(ModelKind::Lenet), &recipe, &train, &pausing)).unwrap();
    assert_eq!(steps.get(), 5 * (IMAGES / 32) as u64);
    assert!(pauses.get() > steps.get());
    assert!(paused.network == run(ModelKind::Lenet, &recipe));
}

/// Grouped convolutions can be pruned, shared, folded, distilled and quantized in every way; in the file and in ONNX they are what
/// they were. Only whole channels cannot go, and that is said.
#[test]
fn grouped_convolutions_take_every_technique_but_channel_pruning() {
    let groups = |net: &Model| -> Vec<usize> {
        let convs = net.graph.nodes().iter().filter_map(|node| match &node.op {
            Op::Conv2d(op) => Some(op.groups),
            _ => None,
        });
        convs.collect()
    };
    let expected = [1, 4, 4, 4, 4, 4, 4, 4];
    let before = packed::save(&grouped()).unwrap().len();
    let whole = packed::save(&network(ModelKind::Cnn)).unwrap().len();
    assert!(before < whole / 3, "{before} of {whole} bytes");
    let quantize = |method| Quantize { method, train: TUNE, calibration: 64, ..Quantize::default() };
    let methods = [QuantMethod::Weights, QuantMethod::Dynamic, QuantMethod::Static, QuantMethod::Aware];
    let element = Prune { amount: 0.7, fine_tune: TUNE, ..Prune::default() };
    let of_four = Prune { unit: PruneUnit::TwoOfFour, ..Prune::default() };
    let recipes = methods.map(|method| only(quantize(method))).into_iter().chain([
        only(element.clone()),
        only(of_four),
        only(LowRank { energy: 0.5, ..LowRank::default() }),
        only(Cluster { bits: 3, fine_tune: TUNE }).with(quantize(QuantMethod::Static)),
        only(element).with(Cluster::default()).with(quantize(QuantMethod::Static)),
    ]);
    for recipe in recipes {
        let light = run_on(grouped(), &recipe);
        assert_eq!(groups(&light), expected, "{recipe:?}");
        let loaded = packed::load(&packed::save(&light).unwrap()).unwrap();
        assert_eq!(groups(&loaded), expected);
    }
    let student = run_on(grouped(), &only(Distill { width: 0.5, train: TUNE, ..Distill::default() }));
    assert_eq!(groups(&student), [1, 1]);

    let data = images();
    let train = TrainContext { sampling: SAMPLING, images: &data };
    let channels = only(Prune { unit: PruneUnit::Channel, ..Prune::default() });
    let refused = block_on(run_recipe(grouped(), &channels, &train, &Context::unobserved())).unwrap_err();
    assert_eq!(refused.to_string(), "unit: expected element | 2:4, got `channel`");
}

#[test]
fn settings_out_of_range_are_refused() {
    let data = images();
    let train = TrainContext { sampling: SAMPLING, images: &data };
    let refused = |recipe: Recipe| {
        let ctx = Context::unobserved();
        let run = run_recipe(network(ModelKind::Mlp), &recipe, &train, &ctx);
        block_on(run).is_err() && recipe.check().is_err()
    };
    assert!(refused(only(Prune { amount: f32::NAN, ..Prune::default() })));
    assert!(refused(only(Cluster { bits: 20, ..Cluster::default() })));
    assert!(refused(only(Distill { temperature: 0.0, ..Distill::default() })));
}
