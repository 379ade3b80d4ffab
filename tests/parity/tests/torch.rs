//! The engine against PyTorch, natively. The same checks run in Chromium.

use karui_core::exec::{Cpu, Kernels, Reference};
use karui_core::graph::{Shape, Weights};
use karui_core::measure::cost::cost;
use karui_core::spec::{ModelSpec, ScheduleKind};
use karui_core::{models, train::Schedule};
use karui_parity::golden::{json, number, sizes, text};
use karui_parity::{ops, steps};

#[track_caller]
fn all(checked: Result<usize, String>, at_least: usize) {
    match checked {
        Ok(n) => assert!(n >= at_least, "only {n} cases"),
        Err(differences) => panic!("{differences}"),
    }
}

#[test]
fn reference_kernels_give_pytorchs_outputs_and_gradients() {
    all(ops::check::<Reference>(), 106);
}

#[test]
fn fast_kernels_give_pytorchs_outputs_and_gradients() {
    all(ops::check::<Cpu>(), 106);
}

#[test]
fn ten_steps_of_each_network_follow_pytorch() {
    all(steps::check::<Cpu>(), 9);
    assert_eq!(Reference::NAME, "reference");
    all(steps::check::<Reference>(), 9);
}

#[test]
fn networks_have_pytorchs_layers_parameters_and_initial_bounds() {
    let goldens = json(include_str!("../goldens/models.json")).unwrap();
    let networks = goldens["networks"].as_array().unwrap();
    assert!(networks.len() >= 16);
    for network in networks {
        let [c, h, w] = sizes(network, "input_shape").unwrap();
        let kind = text(network, "model").unwrap().parse().unwrap();
        let alpha = number(network, "alpha").unwrap() as f32;
        let graph = models::build(ModelSpec { alpha, ..ModelSpec::new(kind) }, Shape::new(h, w, c), 10).unwrap();
        let cost = cost(&graph);
        assert_eq!(cost.params.value, number(network, "params").unwrap(), "{network}");
        assert_eq!(cost.macs.value, number(network, "macs").unwrap(), "{network}");
        let layers = network["layers"].as_array().unwrap();
        let ours = cost.layers.iter().filter(|l| l.params.value > 0.0);
        for (layer, ours) in layers.iter().zip(ours) {
            let node = &graph.nodes()[ours.node];
            assert_eq!(node.name, text(layer, "name").unwrap());
            assert_eq!(ours.params.value, number(layer, "params").unwrap(), "{}", node.name);
            assert_eq!(ours.macs.value, number(layer, "macs").unwrap(), "{}", node.name);
            assert_eq!(node.shape.c as u64, layer["output"][0].as_u64().unwrap(), "{}", node.name);
        }
        let weights = Weights::init(&graph, 1);
        for tensor in network["initializers"].as_array().unwrap() {
            let name = text(tensor, "name").unwrap();
            let values = weights.view(name).unwrap();
            if let Ok(constant) = number(tensor, "constant") {
                assert!(values.iter().all(|&v| f64::from(v) == constant), "{name}");
                continue;
            }
            let bound = number(tensor, "bound").unwrap() as f32;
            let max = values.iter().fold(0f32, |m, v| m.max(v.abs()));
            assert!(max <= bound && (values.len() < 100 || max > 0.95 * bound), "{name}: {max} of {bound}");
            let std = (values.iter().map(|v| f64::from(*v).powi(2)).sum::<f64>() / values.len() as f64).sqrt();
            let expected = number(tensor, "std").unwrap();
            assert!(values.len() < 1000 || (std - expected).abs() < 0.05 * expected, "{name}: {std} of {expected}");
        }
    }
}

/// Karui's schedules are PyTorch's with sizes in proportion to the run.
#[test]
fn schedules_are_pytorchs() {
    let goldens = json(include_str!("../goldens/schedules.json")).unwrap();
    let mut checked = 0;
    for case in goldens["cases"].as_array().unwrap() {
        let is = |key: &str, value: f64| case[key].as_f64().is_some_and(|v| (v - value).abs() < 1e-12);
        let (kind, steps) = match text(case, "schedule").unwrap() {
            "constant" => (ScheduleKind::Constant, 100),
            "step" if is("gamma", 0.1) => (ScheduleKind::Step, 3 * case["step_size"].as_u64().unwrap()),
            "cosine" if is("eta_min", 0.0) => (ScheduleKind::Cosine, case["t_max"].as_u64().unwrap()),
            "warmup_cosine" if is("warmup", 10.0) => (ScheduleKind::WarmUp, 100),
            _ => continue,
        };
        let schedule = Schedule { kind, lr: 0.1, steps };
        for (step, lr) in case["lr"].as_array().unwrap().iter().enumerate() {
            let (got, expected) = (f64::from(schedule.at(step as u64)), lr.as_f64().unwrap());
            assert!((got - expected).abs() < 1e-8, "{kind} step {step}: {got} expected {expected}");
        }
        checked += 1;
    }
    assert_eq!(checked, 4);
}
