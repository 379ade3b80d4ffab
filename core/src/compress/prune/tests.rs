use super::channels::{Chosen, mask_channels, remove_channels};
use super::*;
use crate::compress::test_networks::{close, lenet, mlp, mobilenet, mobilenet_v2, mobilenet_v3, outputs, residual};
use crate::ops::Role;
use crate::rng::Rng;
use crate::spec::recipe::{Criterion, Scope};
use proptest::prelude::*;

fn zeros(net: &Model, layer: &str) -> usize {
    net.weights.view(layer).unwrap().iter().filter(|&&w| w == 0.0).count()
}

fn network(at: usize, seed: u64) -> Model {
    [mlp, lenet, mobilenet, residual, mobilenet_v2, mobilenet_v3][at % 6](seed)
}

#[test]
fn half_counts_go_to_the_even_number() {
    assert_eq!((count(0.5, 5), count(0.5, 7), count(0.7, 5), count(0.9, 5), count(1.0, 3)), (2, 4, 4, 4, 3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// `⌊amount·n⌉` zeros: of all, or of each layer.
    #[test]
    fn as_many_zeros_as_asked_for(at in 0usize..6, seed in 0u64..9, amount in 0f32..=1.0, which in 0usize..4, global: bool) {
        let net = network(at, seed);
        let criterion = [Criterion::Magnitude, Criterion::Gradient, Criterion::Random, Criterion::GradientMagnitude][which];
        let gradient: Vec<f32> = net.weights.values()[..net.weights.trainable_len()].iter().rev().copied().collect();
        let scope = if global { Scope::Global } else { Scope::Layer };
        let settings = Prune { criterion, scope, amount, ..Prune::default() };
        let (pruned, mask) = prune(&net, &settings, amount, Some(&gradient), seed).unwrap();
        let mask = mask.unwrap();
        let is_pruned = |p: &&crate::graph::Param| {
            p.role == Role::Weight && !matches!(net.graph.nodes()[p.node].op, Op::DepthwiseConv2d(_))
        };
        let layers: Vec<_> = net.weights.params().iter().filter(is_pruned).collect();
        let total: usize = layers.iter().map(|p| p.range.len()).sum();
        let expected = if global { count(amount, total) } else { layers.iter().map(|p| count(amount, p.range.len())).sum() };
        prop_assert_eq!(mask.zeros().len(), expected);
        prop_assert_eq!(pruned.weights.values().iter().filter(|&&w| w == 0.0).count(), expected);
        for (p, storage) in pruned.weights.params().iter().zip(&pruned.storage) {
            let has_zeros = pruned.weights.values()[p.range.clone()].contains(&0.0);
            prop_assert_eq!(storage.sparse, has_zeros);
        }
        prop_assert_eq!(Mask::of(&pruned), mask.clone());
        // A round that goes further keeps what is gone.
        let (_, more) = prune(&pruned, &settings, (amount + 0.1).min(1.0), Some(&gradient), seed).unwrap();
        let more = more.unwrap();
        prop_assert!(mask.zeros().iter().all(|i| more.zeros().binary_search(i).is_ok()));
    }

    /// What the smaller network computes is what the large one computes with zeros in those places.
    #[test]
    fn removing_is_zeroing(at in 0usize..6, seed in 0u64..1000) {
        let net = network(at, seed);
        let mut chosen = Chosen::none(&net.graph);
        let mut rng = Rng::new(seed, 1);
        for _ in 0..40 {
            chosen.take(rng.below(net.graph.nodes().len() as u32) as usize, rng.below(12) as usize);
        }
        let (masked, mask) = mask_channels(&net, &chosen);
        let removed = remove_channels(&net, &chosen).unwrap();
        prop_assert!(chosen.count() > 0 && removed.weights.trainable_len() < net.weights.trainable_len());
        prop_assert_eq!(removed.weights.trainable_len() + mask.zeros().len(), net.weights.trainable_len());
        prop_assert_eq!(removed.graph.output_shape(), net.graph.output_shape());
        prop_assert_eq!(removed.storage.len(), removed.weights.params().len());
        close(&outputs(&removed, 2), &outputs(&masked, 2), 1e-6);
    }

    /// Whatever the criterion, as many channels go as were asked for, or as can.
    #[test]
    fn some_of_every_layers_channels_stay(at in 0usize..6, amount in 0f32..=1.0, which in 0usize..5, global: bool) {
        let net = network(at, 3);
        let gradient = vec![1.0; net.weights.trainable_len()];
        let scope = if global { Scope::Global } else { Scope::Layer };
        let settings = Prune { unit: PruneUnit::Channel, criterion: Criterion::ALL[which], scope, ..Prune::default() };
        let chosen = choose_channels(&net, &settings, amount, Some(&gradient), 1).unwrap();
        let free: Vec<usize> = chosen.dependencies.groups.iter().filter(|g| !g.fixed).map(|g| g.channels).collect();
        let expected: usize = match scope {
            Scope::Global => count(amount, free.iter().sum()).min(free.iter().map(|c| c - 1).sum()),
            Scope::Layer => free.iter().map(|&c| count(amount, c).min(c - 1)).sum(),
        };
        prop_assert_eq!(chosen.count(), expected);
        let (smaller, mask) = prune(&net, &settings, amount, Some(&gradient), 1).unwrap();
        prop_assert!(mask.is_none());
        outputs(&smaller, 1);
    }
}

#[test]
fn channels_that_meet_go_together() {
    let net = residual(1);
    let settings = Prune { unit: PruneUnit::Channel, scope: Scope::Layer, ..Prune::default() };
    let (half, _) = prune(&net, &settings, 0.5, None, 0).unwrap();
    let shape = |net: &Model, name: &str| net.weights.view(name).unwrap().shape().to_vec();
    // The stem and the block's last convolution are added; the block's first is multiplied by the gate.
    assert_eq!((shape(&half, "stem.weight"), shape(&half, "b.weight")), (vec![3, 3, 2, 3], vec![1, 1, 5, 3]));
    assert_eq!((shape(&half, "a.weight"), shape(&half, "fc2.weight")), (vec![1, 1, 3, 5], vec![3, 5]));
    assert_eq!((shape(&half, "dw.weight"), shape(&half, "dw.bn.bias")), (vec![3, 3, 1, 5], vec![5]));
    // 4×4 positions of 3 channels behind the flattening; the output stays whole.
    assert_eq!((shape(&half, "head.weight"), shape(&half, "out.weight")), (vec![48, 4], vec![4, 3]));
}

/// Half of the channels of a network with squeeze-and-excite: what is left computes what the whole one does with zeros.
#[test]
fn half_of_a_mobilenets_channels_can_go() {
    for net in [mobilenet_v2(3), mobilenet_v3(3)] {
        let settings = Prune { unit: PruneUnit::Channel, scope: Scope::Layer, ..Prune::default() };
        let chosen = choose_channels(&net, &settings, 0.5, None, 0).unwrap();
        let (masked, _) = mask_channels(&net, &chosen);
        let (removed, _) = prune(&net, &settings, 0.5, None, 0).unwrap();
        assert!(removed.weights.trainable_len() < net.weights.trainable_len() / 2);
        close(&outputs(&removed, 2), &outputs(&masked, 2), 1e-5);
    }
}

#[test]
fn masked_channels_come_out_as_zeros() {
    let net = residual(4);
    let settings = Prune { unit: PruneUnit::Channel, scope: Scope::Layer, remove: false, ..Prune::default() };
    let (masked, mask) = prune(&net, &settings, 0.5, None, 0).unwrap();
    let mut executor =
        crate::exec::Executor::<crate::exec::Reference>::new(&masked.graph, 1, crate::exec::Mode::Inspect).unwrap();
    executor.forward(&masked.weights, &crate::compress::test_networks::images(&masked, 1)).unwrap();
    let at = masked.graph.nodes().iter().position(|n| n.name == "sum").unwrap();
    let silent = (0..6).filter(|c| executor.value(at).unwrap().iter().skip(*c).step_by(6).all(|&v| v == 0.0)).count();
    assert_eq!(silent, 3);
    // The mask holds through an optimizer's step.
    let mut stepped = masked.weights.clone();
    stepped.values_mut().iter_mut().for_each(|w| *w += 1.0);
    mask.unwrap().apply(stepped.values_mut());
    assert!(stepped.view("a.weight").unwrap().iter().filter(|&&w| w == 0.0).count() >= 30);
}

/// The weights and the channels that go are the least by the criterion's own measure, whatever the others say.
#[test]
fn each_criterion_has_its_own_least() {
    type Measure = fn(f32, f32) -> f32;
    let measures: [(Criterion, Measure); 4] = [
        (Criterion::Magnitude, |w, _| w.abs()),
        (Criterion::L2, |w, _| w.abs()),
        (Criterion::Gradient, |w, g| (w * g).abs()),
        (Criterion::GradientMagnitude, |_, g| g.abs()),
    ];
    let net = mlp(1);
    let mut rng = Rng::new(2, 0);
    let gradient: Vec<f32> = (0..net.weights.trainable_len()).map(|_| rng.normal()).collect();
    let p = net.weights.params().iter().find(|p| p.name == "fc1.weight").unwrap();
    let (w, g, k) = (&net.weights.values()[p.range.clone()], &gradient[p.range.clone()], *p.shape.last().unwrap());
    let mut found = Vec::new();
    for (criterion, measure) in measures {
        let scores: Vec<f32> = w.iter().zip(g).map(|(&w, &g)| measure(w, g)).collect();
        let settings = Prune { criterion, scope: Scope::Layer, ..Prune::default() };
        let (pruned, _) = prune(&net, &settings, 0.25, Some(&gradient), 0).unwrap();
        let is_gone: Vec<bool> = pruned.weights.values()[p.range.clone()].iter().map(|&w| w == 0.0).collect();
        let of = |gone| scores.iter().zip(&is_gone).filter(move |(_, is)| **is == gone).map(|(score, _)| *score);
        assert!(of(true).fold(0.0, f32::max) < of(false).fold(f32::INFINITY, f32::min), "{criterion}");
        assert_eq!(of(true).count(), count(0.25, scores.len()));
        found.push(is_gone);
        // A channel's score is the sum over its weights, for L2 the root of the squares' sum.
        let power = if criterion == Criterion::L2 { 2 } else { 1 };
        let sums: Vec<f32> =
            (0..k).map(|c| scores.iter().skip(c).step_by(k).map(|s| s.powi(power)).sum::<f32>()).collect();
        let settings = Prune { unit: PruneUnit::Channel, ..settings };
        let chosen = choose_channels(&net, &settings, 0.25, Some(&gradient), 0).unwrap();
        let layers = chosen.of_layers(&net.graph);
        let stays = &layers.iter().find(|(name, _)| name == "fc1").unwrap().1;
        let of = |stay| sums.iter().zip(stays).filter(move |(_, is)| **is == stay).map(|(sum, _)| *sum);
        assert!(of(false).count() > 0 && of(false).fold(0.0, f32::max) < of(true).fold(f32::INFINITY, f32::min));
    }
    assert!(found[0] == found[1] && found[0] != found[2] && found[0] != found[3] && found[2] != found[3]);
    // Those that need a gradient say so.
    for (criterion, _) in measures {
        let settings = Prune { criterion, ..Prune::default() };
        assert_eq!(prune(&net, &settings, 0.5, None, 0).is_err(), criterion.needs_gradient());
    }
}

#[test]
fn two_of_each_four_inputs_go() {
    let net = lenet(1);
    let settings = Prune { unit: PruneUnit::TwoOfFour, ..Prune::default() };
    let (pruned, _) = prune(&net, &settings, 0.5, None, 0).unwrap();
    // 1 input channel: nothing to choose from; 6: one whole four; 36 features: nine fours.
    assert_eq!(zeros(&pruned, "conv1.weight"), 0);
    assert_eq!(zeros(&pruned, "conv2.weight"), 2 * 9 * 9);
    assert_eq!(zeros(&pruned, "fc1.weight"), 18 * 11);
    let (w, old) = (pruned.weights.view("conv2.weight").unwrap(), net.weights.view("conv2.weight").unwrap());
    let column: Vec<f32> = (0..4).map(|c| w[[1, 2, c, 5]]).collect();
    let mut magnitudes: Vec<f32> = (0..4).map(|c| old[[1, 2, c, 5]].abs()).collect();
    magnitudes.sort_by(f32::total_cmp);
    assert!((0..4).all(|c| (column[c] == 0.0) == (old[[1, 2, c, 5]].abs() <= magnitudes[1])));
}

#[test]
fn layers_can_have_amounts_of_their_own() {
    let net = mobilenet(1);
    let layers = vec![("fc".into(), 0.25), ("blocks.0.dw".into(), 1.0)];
    let settings = Prune { amount: 0.8, layers, ..Prune::default() };
    let (pruned, _) = prune(&net, &settings, 0.8, None, 0).unwrap();
    let len = |name: &str| net.weights.view(name).unwrap().len();
    assert_eq!(zeros(&pruned, "fc.weight"), count(0.25, len("fc.weight")));
    assert_eq!(zeros(&pruned, "blocks.0.dw.weight"), len("blocks.0.dw.weight"));
    assert_eq!(zeros(&pruned, "blocks.1.dw.weight"), 0);
    // Halfway there, own amounts are halfway too.
    let (half, _) = prune(&net, &settings, 0.4, None, 0).unwrap();
    assert_eq!(zeros(&half, "fc.weight"), count(0.125, len("fc.weight")));
}

#[test]
fn a_scan_touches_one_layer() {
    let net = lenet(1);
    assert_eq!(sensitivity_layers(&net, PruneUnit::Element), ["conv1", "conv2", "fc1", "fc2"]);
    assert_eq!(sensitivity_layers(&net, PruneUnit::Channel), ["conv1", "conv2", "fc1"]);
    let (scanned, _) = with_one_layer(&net, &Prune::default(), "conv2", 0.5, None, 0).unwrap();
    assert_eq!(zeros(&scanned, "conv2.weight"), 243);
    assert_eq!(scanned.weights.values().iter().filter(|&&w| w == 0.0).count(), 243);
    let channel = Prune { unit: PruneUnit::Channel, ..Prune::default() };
    let (scanned, _) = with_one_layer(&net, &channel, "conv2", 0.5, None, 0).unwrap();
    assert_eq!(scanned.weights.view("conv2.weight").unwrap().shape(), [3, 3, 6, 5]);
    assert_eq!(scanned.weights.view("conv1.weight").unwrap().shape(), [3, 3, 1, 6]);
}

#[test]
fn settings_that_make_no_sense_are_errors() {
    let net = lenet(1);
    let with = |settings: Prune, amount| prune(&net, &settings, amount, None, 0);
    assert!(with(Prune::default(), f32::NAN).is_err());
    assert!(with(Prune::default(), 1.5).is_err());
    assert!(with(Prune { criterion: Criterion::Gradient, ..Prune::default() }, 0.5).is_err());
    assert!(with(Prune { layers: vec![("pool1".into(), 0.5)], ..Prune::default() }, 0.5).is_err());
    assert!(prune(&net, &Prune::default(), 0.5, Some(&[1.0]), 0).is_err());
}
