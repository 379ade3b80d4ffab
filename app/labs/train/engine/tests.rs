//! Both networks as the page is told of them, on the shipped networks of the set that needs no download.

use super::Train;
use super::compare::{compared, filters, input};
use super::layers::{activations, layers};
use karui_core::compress::{Model, Outcome, Progress, run_recipe};
use karui_core::data::{Dataset, Sampling, Split, info, shapes};
use karui_core::exec::InferenceSession;
use karui_core::format::safetensors;
use karui_core::measure::Evaluator;
use karui_core::measure::accuracy::argmax;
use karui_core::models;
use karui_core::spec::recipe::{
    FineTune, FoldBn, Granularity, NumberType, Prune, PruneUnit, QuantMethod, Quantize, Recipe, Scope,
};
use karui_core::task::{Context, block_on};
use karui_core::train::TrainContext;
use karui_protocol::{DataKind, Experiment, How, ModelKind, ModelSpec, Pixels};
use karui_runtime::compressed::Compressed;
use std::rc::Rc;

/// Held-out images that the networks are examined on.
const IMAGES: usize = 300;

fn images(split: Split, n: usize) -> Dataset {
    let mut set = Dataset::new(DataKind::Shapes);
    shapes::extend(&mut set, split, n, n).unwrap();
    set
}

fn trained(kind: ModelKind) -> Model {
    let info = info(DataKind::Shapes);
    let graph = models::build(ModelSpec::new(kind), info.shape, info.classes.len()).unwrap();
    let path = format!("{}/../../www/weights/shapes-{}.safetensors", env!("CARGO_MANIFEST_DIR"), kind.id());
    let weights = safetensors::load(&graph, &std::fs::read(path).unwrap()).unwrap();
    Model::float(graph, weights)
}

/// The class that a network gives to each held-out image, as the bench finds it.
fn predicted(net: &Model, test: &Dataset) -> Vec<u8> {
    let mut session: InferenceSession = InferenceSession::new(net, 64).unwrap();
    let mut evaluator = Evaluator::new(&net.graph, 64, IMAGES);
    while evaluator.advance(test, |batch| session.forward(batch)).unwrap() {}
    evaluator.score().predicted().to_vec()
}

fn made(kind: ModelKind, recipe: &Recipe, test: &Dataset) -> Compressed {
    let (before, train) = (trained(kind), images(Split::Train, 256));
    let experiment = Experiment { data: DataKind::Shapes, ..Experiment::default() };
    let context = TrainContext { sampling: Sampling::from(&experiment), images: &train };
    let Outcome { network, kept_channels } =
        block_on(run_recipe(before.clone(), recipe, &context, &Context::<Progress>::unobserved())).unwrap();
    Compressed {
        recipe: recipe.clone(),
        predicted: [predicted(&before, test), predicted(&network, test)],
        before: Rc::new(before),
        now: Rc::new(network),
        kept_channels,
    }
}

fn pruned(unit: PruneUnit, amount: f32) -> Recipe {
    Recipe::default().with(Prune { unit, amount, scope: Scope::Layer, fine_tune: FineTune::NONE, ..Prune::default() })
}

fn quantized(method: QuantMethod, dtype: NumberType) -> Recipe {
    Recipe::default().with(Quantize { method, dtype, granularity: Granularity::Channel, ..Quantize::default() })
}

#[test]
fn a_matrix_counts_the_images_of_the_score_and_the_pad_says_what_it_counts() {
    let test = images(Split::Test, IMAGES);
    for (kind, recipe) in [
        (ModelKind::Lenet, quantized(QuantMethod::Weights, NumberType::Int2)),
        (ModelKind::Lenet, quantized(QuantMethod::Static, NumberType::Int8)),
        (ModelKind::Lenet, quantized(QuantMethod::Dynamic, NumberType::Int8)),
        (ModelKind::Lenet, pruned(PruneUnit::Element, 0.95)),
        (ModelKind::Mobilenet, pruned(PruneUnit::Channel, 0.4)),
        (ModelKind::Mobilenet, quantized(QuantMethod::Static, NumberType::Int4)),
    ] {
        let it = made(kind, &recipe, &test);
        let told = compared(&it, test.labels());
        let mut train = Train::default();
        for (side, predicted) in [&told.float, &told.now].into_iter().zip(&it.predicted) {
            let hits = predicted.iter().zip(test.labels()).filter(|(a, b)| a == b).count() as u64;
            assert_eq!(side.accuracy.how, How::Counted { hits, of: IMAGES as u64 });
            let classes = test.classes();
            assert_eq!(side.confusion.iter().sum::<u32>() as usize, IMAGES);
            assert_eq!((0..classes).map(|c| u64::from(side.confusion[c * (classes + 1)])).sum::<u64>(), hits);
        }
        let differ = (0..IMAGES).filter(|&i| it.predicted[0][i] != it.predicted[1][i]);
        assert_eq!(told.changed, differ.collect::<Vec<_>>());
        for i in 0..40 {
            let said = train.classify(&it, &input(&test, test.image(i).unwrap())).unwrap();
            assert!((said.iter().sum::<f32>() - 1.0).abs() < 1e-4);
            assert_eq!(argmax(&said), usize::from(it.predicted[1][i]), "image {i} after {recipe:?}");
        }
    }
}

#[test]
fn filters_keep_their_places_and_what_has_gone_is_no_number() {
    let test = images(Split::Test, IMAGES);
    let holes = |recipe: &Recipe| {
        let it = made(ModelKind::Lenet, recipe, &test);
        let pairs = filters(&it).unwrap();
        assert_eq!(pairs.float.len(), pairs.now.len());
        let values = || pairs.float.iter().zip(&pairs.now).flat_map(|(was, is)| was.data.iter().zip(&is.data));
        let gone = values().filter(|(_, is)| is.is_nan()).count();
        // What is left was only pruned, so it is what it was.
        if recipe.get::<Quantize>().is_none() {
            assert!(values().all(|(was, is)| is.is_nan() || was == is));
        }
        (gone, values().count(), pairs.gone)
    };
    let (gone, of, filters) = holes(&pruned(PruneUnit::Element, 0.8));
    assert!(gone > 0 && gone < of && filters == 0, "{gone} of {of}, {filters}");
    let (gone, of, filters) = holes(&pruned(PruneUnit::Channel, 0.5));
    assert!(filters > 0 && gone * trained(ModelKind::Lenet).graph.nodes()[1].shape.c == filters * of);
    assert_eq!(holes(&quantized(QuantMethod::Weights, NumberType::Int2)).0, 0);
}

#[test]
fn each_layer_meets_its_counterpart() {
    let test = images(Split::Test, IMAGES);
    let pixels = || Pixels { shape: test.shape(), data: test.image(3).unwrap().to_vec() };
    let look = |it: &Compressed, name: &str| {
        let layer = it.before.graph.nodes().iter().position(|node| node.name == name).unwrap();
        activations(it, pixels(), &|image| input(&test, image), layer).unwrap()
    };
    // Integers throughout: a convolution is computed together with its ReLU, and batch norm is in its weights.
    for kind in [ModelKind::Lenet, ModelKind::Mobilenet] {
        let it = made(kind, &quantized(QuantMethod::Static, NumberType::Int8), &test);
        let pair = look(&it, "conv1");
        assert_ne!(pair.at, "conv1");
        let (now, sqnr) = (pair.now.unwrap(), pair.sqnr.unwrap());
        assert_eq!((now.shape, now.data.len()), (pair.float.shape, pair.float.data.len()));
        assert!(sqnr > 15.0, "{kind:?} {}: {sqnr} dB", pair.at);
        for layer in layers(&it, &test).unwrap() {
            let (was, is) = (layer.size.0.unwrap().value, layer.size.1.value);
            assert!(is < 0.6 * was && layer.outputs.unwrap() > 8.0, "{kind:?} {}: {:?}", layer.name, layer.outputs);
        }
    }
    // The logits are those of the network itself.
    let it = made(ModelKind::Lenet, &quantized(QuantMethod::Dynamic, NumberType::Int8), &test);
    let last = it.before.graph.nodes().last().unwrap().name.clone();
    let image = input(&test, &pixels().data);
    let mut session: InferenceSession = InferenceSession::new(&it.now, 1).unwrap();
    assert_eq!(look(&it, &last).now.unwrap().data, session.forward(&image).unwrap());
    // A channel that has gone leaves its place.
    let it = made(ModelKind::Lenet, &pruned(PruneUnit::Channel, 0.5), &test);
    let name = it.before.graph.nodes()[1].name.clone();
    let kept = &it.kept_channels.iter().find(|(layer, _)| *layer == name).unwrap().1;
    let pair = look(&it, &name);
    let now = pair.now.unwrap();
    assert_eq!(now.shape, pair.float.shape);
    for (i, value) in now.data.iter().enumerate() {
        assert_eq!(value.is_nan(), !kept[i % kept.len()], "{i}");
    }
    // Folding alone changes next to nothing.
    let it = made(ModelKind::Mobilenet, &Recipe::default().with(FoldBn), &test);
    let outputs: Vec<f32> = layers(&it, &test).unwrap().iter().filter_map(|layer| layer.outputs).collect();
    assert!(!outputs.is_empty() && outputs.iter().all(|sqnr| *sqnr > 80.0), "{outputs:?}");
}
