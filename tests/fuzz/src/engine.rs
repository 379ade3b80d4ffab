//! What the engine reads: networks, pictures, data, recipes and settings.

use crate::Target;
use karui_core::compress::{Model, run_recipe, training_steps};
use karui_core::data::picture::prepare;
use karui_core::data::{Dataset, Sampling, idx};
use karui_core::exec::{Cpu, InferenceSession};
use karui_core::format::{c, packed, safetensors, tflite};
use karui_core::graph::{Graph, Shape, Weights};
use karui_core::measure::cost::cost;
use karui_core::models;
use karui_core::spec::{DataKind, Experiment, ModelKind, ModelSpec, Recipe, Settings, recipe};
use karui_core::task::{Context, block_on};
use karui_core::train::TrainContext;

/// What was read is run where that takes no longer than this many multiply-adds.
const RUN: u64 = 2_000_000;
/// Images of which a recipe may learn.
const IMAGES: usize = 4;
/// A recipe is followed where it trains for no more steps.
const STEPS: u64 = 2;

fn small(kind: ModelKind) -> (Graph, Weights) {
    let spec = ModelSpec { alpha: 0.25, ..ModelSpec::new(kind) };
    let graph = models::build(spec, Shape::new(28, 28, 1), 3).unwrap();
    let weights = Weights::init(&graph, 1);
    (graph, weights)
}

/// Runs what was read, if that is soon done.
fn run(model: &Model) {
    let input = model.graph.input_shape().len();
    if cost(&model.graph).macs.value <= RUN as f64 && input < 100_000 {
        let _ =
            InferenceSession::<Cpu>::new(model, 1).and_then(|mut session| session.forward(&vec![0.5; input]).map(drop));
        // What can be run can be taken away, or is refused.
        if model.weights.values().len() < 100_000 {
            let _ = (c::arduino(model).is_ok(), tflite::export(model).is_ok());
        }
    }
}

/// Whether a recipe is one; a small network goes through it, if that is soon done.
fn follow(recipe: &Recipe) -> bool {
    let sampling = Sampling { images: IMAGES, batch: IMAGES, seed: 1 };
    if recipe.check().is_err() {
        return false;
    }
    if training_steps(recipe, sampling) <= STEPS {
        let mut images = Dataset::of(Shape::new(28, 28, 1), 3, &[0.3], &[0.3]);
        let (pixels, labels) = (vec![100; IMAGES * images.shape().len()], vec![1; IMAGES]);
        if images.append(&pixels, &labels).is_ok() {
            let (graph, weights) = small(ModelKind::Lenet);
            let train = TrainContext { sampling, images: &images };
            let _ = block_on(run_recipe(Model::float(graph, weights), recipe, &train, &Context::unobserved()));
        }
    }
    true
}

pub fn targets() -> Vec<Target> {
    let networks: Vec<(Graph, Weights)> = ModelKind::ALL.iter().map(|kind| small(*kind)).collect();
    let float = |(graph, weights): &(Graph, Weights)| Model::float(graph.clone(), weights.clone());
    // Narrow, or most of the time would go into copying them.
    let papers = ["mobilenet-v1", "mobilenet-v2"].map(|name| {
        let options = models::Options {
            alpha: Some(0.05),
            size: Some((32, 32)),
            channels: Some(3),
            classes: Some(2),
            groups: None,
        };
        let graph = models::named(name, options).unwrap();
        safetensors::save(&graph, &Weights::init(&graph, 1)).unwrap()
    });
    let recipes = recipe::presets().into_iter().map(|it| recipe::json::write(&it.recipe).into_bytes()).collect();
    let idx = |dims: &[u32], values: usize| {
        let head = [0, 0, 8, dims.len() as u8].into_iter().chain(dims.iter().flat_map(|d| d.to_be_bytes()));
        head.chain((0..values).map(|i| i as u8)).collect::<Vec<u8>>()
    };
    vec![
        Target::new(
            "safetensors for a network",
            networks.iter().map(|(graph, weights)| safetensors::save(graph, weights).unwrap()).collect(),
            |bytes| {
                let (graph, _) = small(ModelKind::Lenet);
                safetensors::load(&graph, bytes).map(|weights| run(&Model::float(graph, weights))).is_ok()
            },
        ),
        Target::new("safetensors of any network", papers.to_vec(), |bytes| {
            let recognized = models::recognize(bytes);
            let _ = safetensors::input_shape(bytes).and_then(|shape| safetensors::read_input(bytes, shape));
            recognized.map(|(graph, weights)| run(&Model::float(graph, weights))).is_ok()
                || safetensors::head(bytes).is_ok()
        }),
        Target::new("packed files", networks.iter().map(|it| packed::save(&float(it)).unwrap()).collect(), |bytes| {
            packed::load(bytes).map(|model| run(&model)).is_ok()
        }),
        Target::new(
            "pictures of classes",
            vec![safetensors::save_pictures(4, &[("猫".into(), vec![7; 96]), ("b".into(), vec![9; 48])])],
            |bytes| safetensors::load_pictures(4, bytes).is_ok(),
        ),
        Target::new("IDX files", vec![idx(&[2, 3, 4], 24), idx(&[5], 5)], |bytes| {
            idx::images(bytes).is_ok() || idx::labels(bytes).is_ok()
        }),
        Target::new("recipes", recipes, |bytes| {
            recipe::json::read(&String::from_utf8_lossy(bytes)).is_ok_and(|recipe| follow(&recipe))
        }),
        Target::new("pictures", vec![vec![0; 64], (0..=255).collect()], |bytes| {
            let side = bytes.first().map_or(0, |&b| usize::from(b)) % 12;
            let kind = DataKind::ALL[bytes.len() % DataKind::ALL.len()];
            prepare(bytes, side, bytes.len() / 4 / side.max(1), bytes.len() % 2 == 0, kind).is_ok()
        }),
        Target::new(
            "settings of links",
            vec![
                b"data=mnist".to_vec(),
                b"lr=0.05".to_vec(),
                b"epochs=3".to_vec(),
                b"alpha=0.5".to_vec(),
                b"n=10000".to_vec(),
            ],
            |bytes| {
                let text = String::from_utf8_lossy(bytes);
                let Some((name, value)) = text.split_once('=') else { return false };
                let mut experiment = Experiment::default();
                Experiment::setting(name).is_some_and(|it| it.set(&mut experiment, value).is_ok())
            },
        ),
    ]
}
