//! A training step and a forward pass on integers allocate nothing: everything was sized beforehand.

use karui_core::compress::{Activations, Affine, Encoding, Grid, Model};
use karui_core::exec::InferenceSession;
use karui_core::graph::{Shape, Weights};
use karui_core::models::{self, LenetConfig};
use karui_core::spec::recipe::NumberType;
use karui_core::spec::{ModelKind, ModelSpec, OptimizerKind, ScheduleKind, TrainSpec};
use karui_core::train::Trainer;
use karui_fuzz::memory::{Watching, during};

#[global_allocator]
static ALLOCATOR: Watching = Watching;

#[test]
fn a_training_step_allocates_nothing() {
    let spec = TrainSpec {
        optimizer: OptimizerKind::Adam,
        lr: 1e-3,
        schedule: ScheduleKind::Cosine,
        batch: 4,
        weight_decay: 1e-4,
        label_smoothing: 0.1,
        epochs: 1,
        seed: 1,
    };
    let grouped = ModelSpec { groups: 4, ..ModelSpec::new(ModelKind::Cnn) };
    for network in ModelKind::ALL.iter().map(|&kind| ModelSpec::new(kind)).chain([grouped]) {
        let graph = models::build(ModelSpec { alpha: 0.25, ..network }, Shape::new(32, 32, 3), 10).unwrap();
        let mut trainer: Trainer = Trainer::new(&graph, &spec, 4, 100).unwrap();
        let images = vec![0.5; 4 * graph.input_shape().len()];
        trainer.step(&images, &[0, 1, 2, 3]).unwrap();
        let (_, used) = during(|| trainer.step(&images, &[3, 2, 1, 0]).unwrap());
        assert_eq!(used.count, 0, "{network:?}");
    }
}

#[test]
fn a_forward_pass_on_integers_allocates_nothing() {
    let graph = LenetConfig::default().build().unwrap();
    let mut net = Model::float(graph.clone(), Weights::init(&graph, 1));
    for storage in &mut net.storage {
        let grid = Grid { dtype: NumberType::Int8, scale: vec![0.01], zero_point: vec![0] };
        storage.encoding = Encoding::Grid(grid);
    }
    net.activations = Activations::Static(vec![Affine { scale: 0.05, zero_point: 0 }; graph.nodes().len()]);
    let mut exec: InferenceSession = InferenceSession::new(&net, 2).unwrap();
    let images = vec![0.5; 2 * graph.input_shape().len()];
    let (_, used) = during(|| exec.forward(&images).map(drop).unwrap());
    assert_eq!(used.count, 0);
}
