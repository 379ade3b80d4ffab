//! The compression passes against torch.nn.utils.prune, torch.nn.utils.fusion and numpy: `goldens/make_compress.py`.

use karui_core::compress::Model;
use karui_core::compress::fold_bn::fold_bn;
use karui_core::compress::low_rank::singular_values;
use karui_core::compress::prune::{choose_channels, prune};
use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::format::layout::{from_torch, nchw_to_nhwc, nhwc_to_nchw, to_torch};
use karui_core::graph::{Graph, GraphBuilder, Shape, Weights};
use karui_core::models::LenetConfig;
use karui_core::ops::{BatchNorm, Conv2d, DepthwiseConv2d, Linear, Op, Pad};
use karui_core::spec::recipe::{Prune, PruneUnit, Scope};
use karui_parity::compare::{Tolerance, near};
use karui_parity::golden::{Tensors, json, number, text};
use serde_json::Value;

const CASES: &str = include_str!("../goldens/compress.json");
const TENSORS: &[u8] = include_bytes!("../goldens/compress.safetensors");

/// Calls `check` with every case of `kind`, its name and all tensors.
fn each(kind: &str, expected: usize, check: impl Fn(&Value, &str, &Tensors)) {
    let (cases, tensors) = (json(CASES).unwrap(), Tensors::read(TENSORS).unwrap());
    let cases: Vec<&Value> = cases["cases"].as_array().unwrap().iter().filter(|c| c["kind"] == kind).collect();
    assert_eq!(cases.len(), expected);
    cases.into_iter().for_each(|case| check(case, text(case, "name").unwrap(), &tensors));
}

/// The network of the pruning cases with a case's weights.
fn small(name: &str, tensors: &Tensors) -> Model {
    let config = LenetConfig { input: Shape::new(8, 8, 1), channels: vec![6, 9], hidden: 11, classes: 5 };
    loaded(config.build().unwrap(), |param| format!("{name}/{param}"), tensors)
}

fn loaded(graph: Graph, key: impl Fn(&str) -> String, tensors: &Tensors) -> Model {
    let mut weights = Weights::zeros(&graph);
    for p in weights.params().to_vec() {
        let values = from_torch(&graph, &p, &tensors.get(&key(&p.name)).unwrap().values).unwrap();
        weights.values_mut()[p.range].copy_from_slice(&values);
    }
    Model::float(graph, weights)
}

#[test]
fn single_weights_are_those_that_torch_prunes() {
    each("elements", 6, |case, name, tensors| {
        let net = small(name, tensors);
        let amount = number(case, "amount").unwrap() as f32;
        let settings = Prune { scope: text(case, "scope").unwrap().parse().unwrap(), amount, ..Prune::default() };
        let (pruned, _) = prune(&net, &settings, amount, None, 0).unwrap();
        for p in net.weights.params().iter().filter(|p| p.name.ends_with("weight")) {
            let layer = &net.graph.nodes()[p.node].name;
            let mask =
                from_torch(&net.graph, p, &tensors.get(&format!("{name}/{layer}.mask")).unwrap().values).unwrap();
            let expected: Vec<f32> =
                net.weights.values()[p.range.clone()].iter().zip(mask).map(|(w, m)| w * m).collect();
            assert_eq!(pruned.weights.values()[p.range.clone()], expected, "{name} {layer}");
        }
    });
}

#[test]
fn channels_are_those_that_torch_prunes() {
    each("channels", 6, |case, name, tensors| {
        let net = small(name, tensors);
        let settings = Prune {
            unit: PruneUnit::Channel,
            criterion: text(case, "criterion").unwrap().parse().unwrap(),
            scope: Scope::Layer,
            ..Prune::default()
        };
        let chosen = choose_channels(&net, &settings, number(case, "amount").unwrap() as f32, None, 0).unwrap();
        for layer in ["conv1", "conv2", "fc1"] {
            let node = net.graph.nodes().iter().position(|n| n.name == layer).unwrap();
            let mask = tensors.get(&format!("{name}/{layer}.mask")).unwrap();
            let rows = mask.values.chunks_exact(mask.values.len() / mask.shape[0]);
            let expected: Vec<bool> = rows.map(|row| row[0] == 1.0).collect();
            assert_eq!(chosen.stays[chosen.dependencies.of[node]], expected, "{name} {layer}");
        }
    });
}

/// Weights are computed in f64 and rounded once, as the goldens are; outputs are those of f32 kernels.
#[test]
fn batch_norm_folds_as_torch_fuses_it() {
    each("fold", 4, |case, name, tensors| {
        let get = |part: &str| tensors.get(&format!("{name}/{part}")).unwrap();
        let (bias, k) = (case["bias"] == true, get("weight").shape[0]);
        let at = |shape: &[usize], i: usize| shape.get(i).copied().unwrap_or(1);
        let (x, y) = (get("input"), get("output"));
        let input = Shape::new(at(&x.shape, 2), at(&x.shape, 3), x.shape[1]);
        let (kernel, stride, pad) = ([3; 2], [1; 2], Pad::all(1));
        let layer = match number(case, "groups").unwrap() as usize {
            0 => Op::Linear(Linear { out_features: k, bias }),
            1 => Op::Conv2d(Conv2d { out_channels: k, kernel, stride, pad, groups: 1, bias }),
            _ => Op::DepthwiseConv2d(DepthwiseConv2d { kernel, stride, pad, bias }),
        };
        let mut g = GraphBuilder::new(input);
        let eps = if name == "depthwise" { 1e-3 } else { 1e-5 };
        g.push("layer", layer, &[0]).unwrap();
        g.push("bn", Op::BatchNorm(BatchNorm { eps, momentum: 0.1 }), &[1]).unwrap();
        let folded = fold_bn(&loaded(g.build(), |param| format!("{name}/{param}"), tensors)).unwrap();
        assert_eq!(folded.graph.nodes().len(), 2);
        for (p, part) in folded.weights.params().iter().zip(["weight", "bias"]) {
            let got = to_torch(&folded.graph, p, &folded.weights.values()[p.range.clone()]).unwrap();
            // ε is 1e-5 as f32 here and as f64 in PyTorch.
            near(part, &got, &get(part).values, Tolerance { absolute: 1e-7, relative: 1e-6 }).unwrap();
        }
        let n = x.shape[0];
        let nhwc = nchw_to_nhwc(n, input.c, input.h, input.w, &x.values).unwrap();
        let mut executor = Executor::<Cpu>::new(&folded.graph, n, Mode::Inference).unwrap();
        let got = executor.forward(&folded.weights, &nhwc).unwrap();
        let got = nhwc_to_nchw(n, input.h, input.w, k, got).unwrap();
        let largest = y.values.iter().fold(0f32, |m, v| m.max(v.abs()));
        near(name, &got, &y.values, Tolerance { absolute: 2e-6 * f64::from(largest), relative: 0.0 }).unwrap();
    });
}

#[test]
fn singular_values_are_numpys() {
    each("singular_values", 4, |_, name, tensors| {
        let w = tensors.get(&format!("{name}/weight")).unwrap();
        let mut g = GraphBuilder::new(Shape::vector(w.shape[0]));
        g.push("fc", Op::Linear(Linear { out_features: w.shape[1], bias: false }), &[0]).unwrap();
        let graph = g.build();
        let mut weights = Weights::zeros(&graph);
        // The golden is a matrix [C, K], not a PyTorch layer's weights.
        weights.set_values(&w.values).unwrap();
        let got = singular_values(&Model::float(graph, weights), "fc").unwrap();
        let expected = &tensors.get(&format!("{name}/values")).unwrap().values;
        // Values that are zero but for rounding lie at σ₁·1e-7.
        let tolerance = Tolerance { absolute: 1e-6 * f64::from(expected[0]), relative: 1e-6 };
        near(name, &got, expected, tolerance).unwrap();
    });
}
