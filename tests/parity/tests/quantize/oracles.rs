//! PyTorch's fake quantization, observers and rounded weights.

use crate::{EXACT, LAST_DIGIT, on_storage, rounded};
use karui_core::compress::quantize::{ObserverState, QParamsRule, quantize_weights, sqnr};
use karui_core::compress::{Encoding, Model};
use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::graph::{GraphBuilder, Shape, Weights};
use karui_core::ops::{FakeQuantize, Op, Pad};
use karui_core::rng::Rng;
use karui_core::spec::recipe::{Observer, Quantize};
use karui_parity::compare::near;
use karui_parity::golden::{Tensor, Tensors, json, number as number_of, text};
use serde_json::Value;

fn goldens() -> (Vec<Value>, Tensors) {
    let cases = json(include_str!("../../goldens/quantize.json")).unwrap();
    let tensors = Tensors::read(include_bytes!("../../goldens/quantize.safetensors")).unwrap();
    (cases["cases"].as_array().unwrap().clone(), tensors)
}

fn cases<'a>(cases: &'a [Value], kind: &str) -> Vec<&'a Value> {
    cases.iter().filter(|c| c["kind"] == kind).collect()
}

#[test]
fn fake_quantization_and_its_gradient_are_pytorchs() {
    let (all, tensors) = goldens();
    let checked = cases(&all, "fake_quantize");
    for case in &checked {
        let name = text(case, "name").unwrap();
        let get = |key: &str| &tensors.get(&format!("{name}/{key}")).unwrap().values;
        let (scale, zero_point) =
            (number_of(case, "scale").unwrap() as f32, number_of(case, "zero_point").unwrap() as i32);
        let x = get("input");
        let mut g = GraphBuilder::new(Shape::vector(x.len()));
        g.push("rounded", Op::FakeQuantize(FakeQuantize { scale, zero_point }), &[0]).unwrap();
        let graph = g.build();
        let mut executor = Executor::<Cpu>::new(&graph, 1, Mode::InputGradient).unwrap();
        let mut weights = Weights::zeros(&graph);
        let y = executor.forward_train(&mut weights, x, &mut Rng::new(0, 0)).unwrap();
        near(name, y, get("output"), LAST_DIGIT).unwrap();
        executor.set_output_gradient(get("grad_output")).unwrap();
        executor.backward(&weights, &mut []).unwrap();
        near(name, executor.input_gradient().unwrap(), get("grad_input"), EXACT).unwrap();
    }
    assert_eq!(checked.len(), 4);
}

#[test]
fn observers_of_streams_find_pytorchs_grids() {
    let (all, tensors) = goldens();
    let mut checked = 0;
    for case in cases(&all, "stream") {
        let (name, observer) = (text(case, "name").unwrap(), text(case, "observer").unwrap());
        let input = tensors.get(&format!("{name}/input")).unwrap();
        let batches = || input.values.chunks(input.shape[1]);
        let scale = number_of(case, "scale").unwrap() as f32;
        let watch = |observer| {
            let mut watch =
                ObserverState::new(QParamsRule::activations(&Quantize { observer, ..Quantize::default() }).unwrap());
            batches().for_each(|batch| watch.see(batch));
            watch.grid()
        };
        if observer == "histogram" {
            // Another search for the same thing: ours may not be worse by more than a twentieth.
            let grid = watch(Observer::Mse);
            let theirs = rounded(&input.values, scale, number_of(case, "zero_point").unwrap() as i32);
            let ours = rounded(&input.values, grid.scale, grid.zero_point);
            let (ours, theirs) = (sqnr(&input.values, &ours), sqnr(&input.values, &theirs));
            assert!(ours > theirs - 0.2, "{name}: {ours} dB, PyTorch {theirs} dB");
        } else {
            let grid = watch(observer.parse().unwrap());
            near(name, &[grid.scale], &[scale], LAST_DIGIT).unwrap();
            assert_eq!(f64::from(grid.zero_point), number_of(case, "zero_point").unwrap(), "{name}");
        }
        checked += 1;
    }
    assert_eq!(checked, 11);
}

/// PyTorch's `[K, …]` to Karui's `[…, K]`; the rest of a convolution from I H W to H W I.
fn to_karui(t: &Tensor) -> Vec<f32> {
    let k = t.shape[0];
    let per_k = t.values.len() / k;
    let mut values = vec![0.0; t.values.len()];
    for (i, v) in t.values.iter().enumerate() {
        let (channel, rest) = (i / per_k, i % per_k);
        let area = if t.shape.len() == 4 { t.shape[2] * t.shape[3] } else { 1 };
        let c = per_k / area;
        values[(rest % area * c + rest / area) * k + channel] = *v;
    }
    values
}

#[test]
fn weights_are_rounded_as_pytorch_rounds_them() {
    let (all, tensors) = goldens();
    let checked = cases(&all, "weight");
    for case in &checked {
        let name = text(case, "name").unwrap();
        let get = |key: &str| tensors.get(&format!("{name}/{key}")).unwrap();
        let input = get("input");
        let graph = match input.shape[..] {
            [k, c, kernel, _] => {
                let mut g = GraphBuilder::new(Shape::new(8, 8, c));
                g.conv("layer", 0, k, kernel, 1, Pad::all(1), true).unwrap();
                g.build()
            }
            _ => {
                let mut g = GraphBuilder::new(Shape::vector(input.shape[1]));
                g.linear("layer", 0, input.shape[0]).unwrap();
                g.build()
            }
        };
        let mut weights = Weights::init(&graph, 1);
        let bias = weights.view("layer.bias").unwrap().to_owned();
        weights.view_mut("layer.weight").unwrap().as_slice_mut().unwrap().copy_from_slice(&to_karui(input));
        let settings = Quantize {
            dtype: text(case, "dtype").unwrap().parse().unwrap(),
            scheme: text(case, "scheme").unwrap().parse().unwrap(),
            granularity: text(case, "granularity").unwrap().parse().unwrap(),
            ..Quantize::default()
        };
        let net = Model::float(graph, weights);
        let quantized = quantize_weights(&net, &settings).unwrap();
        let Encoding::Grid(grid) = &quantized.storage[0].encoding else { panic!("{name}") };
        near(name, &grid.scale, &get("scale").values, LAST_DIGIT).unwrap();
        let zero_point: Vec<f32> = grid.zero_point.iter().map(|&z| z as f32).collect();
        near(name, &zero_point, &get("zero_point").values, EXACT).unwrap();
        let view = quantized.weights.view("layer.weight").unwrap();
        near(name, view.as_slice().unwrap(), &to_karui(get("output")), LAST_DIGIT).unwrap();
        assert_eq!(quantized.weights.view("layer.bias").unwrap(), bias);
        // The range holds every weight, so that nothing is clamped: PyTorch's gradient, too, goes straight through.
        assert_eq!(get("grad_input").values, get("grad_output").values, "{name}");
        // What the file will hold gives the same values back.
        assert!(quantized == on_storage(&quantized), "{name}");
    }
    assert_eq!(checked.len(), 16);
}
