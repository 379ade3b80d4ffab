//! Quantization-aware training.

use crate::{choose, images, logits, on_storage, values};
use karui_core::compress::Model;
use karui_core::compress::quantize::{Aware, prepare_aware, quantize, simulate};
use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::graph::{GraphBuilder, Shape, Weights};
use karui_core::models::LenetConfig;
use karui_core::ops::{Activation, Dropout, Op, Pad, Role};
use karui_core::rng::Rng;
use karui_core::spec::recipe::{Granularity, NumberType, Observer, QuantMethod, Quantize};
use proptest::prelude::*;

fn aware(rng: &mut Rng) -> (Model, Quantize, Vec<f32>) {
    let mut g = GraphBuilder::new(Shape::new(6, 6, 2));
    let mut x = g.conv("conv1", 0, 4, 3, 1, Pad::all(1), true).unwrap();
    x = g.act("conv1", x, Activation::Relu).unwrap();
    let branch = g.depthwise("dw", x, 3, 1, Pad::all(1)).unwrap();
    x = g.push("add", Op::Add, &[x, branch]).unwrap();
    x = g.act("add", x, Activation::HardSwish).unwrap();
    // A name that a rounding node would like to have.
    x = g.conv("add.fake_quantize", x, 6, 1, 1, Pad::default(), true).unwrap();
    x = g.max_pool("pool", x, 2).unwrap();
    x = g.flatten(x).unwrap();
    x = g.push("drop", Op::Dropout(Dropout { p: 0.25 }), &[x]).unwrap();
    g.linear("fc", x, 3).unwrap();
    let graph = g.build();
    let weights = Weights::init(&graph, u64::from(rng.next_u32()));
    let mut net = Model::float(graph, weights);
    net.storage[0].sparse = rng.below(2) == 0;
    let settings = Quantize {
        method: QuantMethod::Aware,
        dtype: choose(rng, &[NumberType::Int8, NumberType::Int4, NumberType::Int2, NumberType::Binary]),
        granularity: choose(rng, Granularity::ALL),
        observer: choose(rng, Observer::ALL),
        ..Quantize::default()
    };
    let images = images(rng, &net.graph, 20);
    (net, settings, images)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// What training has computed with is what comes out; without training it is static quantization with the ranges of
    /// least squared error.
    #[test]
    fn aware_training_ends_where_it_was_heading(seed: u64) {
        let mut rng = Rng::new(seed, 4);
        let (net, settings, images) = aware(&mut rng);
        let (mut prepared, mut aware) = prepare_aware(&net, &settings, &images).unwrap();
        for (a, b) in net.weights.params().iter().zip(prepared.weights.params()) {
            prop_assert!(a.name == b.name && a.range == b.range && a.shape == b.shape);
        }
        prop_assert_eq!(net.weights.values(), prepared.weights.values());
        let static_settings = Quantize { method: QuantMethod::Static, ..settings };
        let least_error = Quantize { observer: Observer::Mse, ..static_settings };
        let untrained = quantize(&net, &static_settings, &images).unwrap();
        let weights = quantize(&net, &least_error, &images).unwrap().weights;
        let trained = aware.finish(&prepared).unwrap();
        prop_assert_eq!(&trained.activations, &untrained.activations);
        for p in weights.params().iter().filter(|p| p.role == Role::Weight) {
            prop_assert_eq!(trained.weights.view(&p.name), weights.view(&p.name), "{}", p.name);
        }
        let latent = values(&mut rng, net.weights.values().len(), 0.3);
        let mut gradient = values(&mut rng, net.weights.trainable_len(), 0.3);
        aware.look_through(0.1, &latent, &mut gradient).unwrap();
        let mut effective = vec![f32::NAN; latent.len()];
        aware.round(&prepared, &latent, &mut effective).unwrap();
        prepared.weights.set_values(&latent).unwrap();
        let finished = aware.finish(&prepared).unwrap();
        prop_assert_eq!(finished.weights.values(), &effective[..]);
        prop_assert!(finished.graph == net.graph && finished.activations == untrained.activations);
        // And the finished network, simulated, is the trained one with its effective weights.
        prepared.weights.set_values(&effective).unwrap();
        let simulated = simulate(&finished).unwrap();
        prop_assert!(simulated.graph == prepared.graph);
        prop_assert_eq!(logits(&simulated, &images), logits(&prepared, &images));
        prop_assert!(finished == on_storage(&finished));
    }
}

/// Steps of descent on one batch. With `rounding` the pass is through rounded weights and the gradient goes to the latent
/// ones. Gives the loss that the last step saw.
fn descend(net: &mut Model, mut rounding: Option<&mut Aware>, x: &[f32], labels: &[u8], steps: usize) -> f32 {
    let mut executor = Executor::<Cpu>::new(&net.graph, labels.len(), Mode::Training).unwrap();
    let mut effective = net.weights.clone();
    let mut gradient = vec![0.0; effective.trainable_len()];
    let mut loss = f32::NAN;
    for _ in 0..steps {
        match &rounding {
            Some(aware) => aware.round(net, net.weights.values(), effective.values_mut()).unwrap(),
            None => effective.set_values(net.weights.values()).unwrap(),
        }
        executor.forward_train(&mut effective, x, &mut Rng::new(0, 0)).unwrap();
        loss = executor.loss(labels, 0.0).unwrap();
        executor.backward(&effective, &mut gradient).unwrap();
        if let Some(aware) = &mut rounding {
            aware.look_through(0.1, net.weights.values(), &mut gradient).unwrap();
        }
        net.weights.values_mut().iter_mut().zip(&gradient).for_each(|(w, g)| *w -= 0.1 * g);
    }
    loss
}

#[test]
fn training_with_rounding_mends_what_rounding_broke() {
    let graph = LenetConfig { channels: vec![8, 8], hidden: 16, ..LenetConfig::default() }.build().unwrap();
    let weights = Weights::init(&graph, 3);
    let mut net = Model::float(graph, weights);
    let mut rng = Rng::new(5, 0);
    // Noise with a bright bar, whose height is the class.
    let labels: Vec<u8> = (0..40).map(|i| i % 10).collect();
    let mut x = images(&mut rng, &net.graph, labels.len());
    for (image, &label) in x.chunks_mut(28 * 28).zip(&labels) {
        image.iter_mut().for_each(|v| *v *= 0.3);
        image[28 * (2 * usize::from(label) + 3)..][..56].fill(1.0);
    }
    let float = descend(&mut net, None, &x, &labels, 150);
    let settings = Quantize { dtype: NumberType::Int2, method: QuantMethod::Aware, ..Quantize::default() };
    let (mut prepared, mut aware) = prepare_aware(&net, &settings, &x).unwrap();
    let afterwards = descend(&mut prepared.clone(), Some(&mut aware.clone()), &x, &labels, 1);
    let aware = descend(&mut prepared, Some(&mut aware), &x, &labels, 60);
    assert!(float < 0.3 && afterwards > 3.0 * float, "{float} {afterwards} {aware}");
    assert!(aware < 0.5 * afterwards, "{float} {afterwards} {aware}");
}
