//! Every op and its gradients against PyTorch in float64 (`goldens/make_gradients.py`), and broadcasting against finite differences.

mod common;

use common::{Lab, difference, greatest, numbers};
use proptest::prelude::*;
use serde_json::{Value, json};

/// `$0` is the first input, `#0` what the first call made.
fn fill(args: &Value, inputs: &[u64], made: &[u64]) -> Value {
    match args {
        Value::Array(list) => list.iter().map(|arg| fill(arg, inputs, made)).collect(),
        Value::Object(map) => map.iter().map(|(key, arg)| (key.clone(), fill(arg, inputs, made))).collect(),
        Value::String(s) if s.starts_with('$') => json!(inputs[s[1..].parse::<usize>().unwrap()]),
        Value::String(s) if s.starts_with('#') => json!(made[s[1..].parse::<usize>().unwrap()]),
        other => other.clone(),
    }
}

/// How far the engine may be from PyTorch's float64: four times as far as PyTorch's float32 is, and some bits of the greatest value
/// (which PyTorch's float32 may have hit by luck).
fn allowed(error: f64, greatest: f64) -> f64 {
    4.0 * error + 1e-6 * greatest
}

#[test]
fn values_and_gradients_are_pytorchs() {
    let goldens: Value = serde_json::from_str(include_str!("goldens/gradients.json")).unwrap();
    let cases = goldens["cases"].as_array().unwrap();
    assert!(cases.len() > 150);
    let mut wrong = Vec::new();
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let mut lab = Lab::new();
        let inputs: Vec<u64> = case["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|input| {
                let shape: Vec<usize> = serde_json::from_value(input["shape"].clone()).unwrap();
                let id = lab.tensor(&numbers(&input["values"]), &shape, input["int"] == false);
                if input["int"] == true { lab.make("to", json!([id, "int64"])) } else { id }
            })
            .collect();
        let mut made = Vec::new();
        for call in case["calls"].as_array().unwrap() {
            let args: Value = call.as_array().unwrap()[1..].iter().map(|arg| fill(arg, &inputs, &made)).collect();
            made.push(lab.make(call[0].as_str().unwrap(), args));
        }
        let y = *made.last().unwrap();
        let mut check = |what: String, got: &[f64], expected: &[f64], error: f64| {
            let (off, allowed) = (difference(got, expected), allowed(error, greatest(expected)));
            if off.is_nan() || off > allowed {
                wrong.push(format!("{name}, {what}: {off:e} off, {allowed:e} allowed\n  {got:?}\n  {expected:?}"));
            }
        };
        assert_eq!(lab.call("shape", json!([y])), case["shape"], "{name}");
        let values = lab.values(y);
        check("value".into(), &values, &numbers(&case["value"]), case["value_error"].as_f64().unwrap());
        let count = values.len().max(1) as f64;
        let shape: Vec<usize> = serde_json::from_value(case["shape"].clone()).unwrap();
        let weights: Vec<f64> = (0..values.len()).map(|i| (i + 1) as f64 / count).collect();
        let weights = lab.tensor(&weights, &shape, false);
        let weighted = lab.make("mul", json!([y, weights]));
        let loss = lab.make("sum", json!([weighted, null, false]));
        lab.call("backward", json!([loss, null, false]));
        for (i, input) in inputs.iter().enumerate() {
            let (expected, error) = (&case["gradients"][i], &case["gradient_errors"][i]);
            if !expected.is_null() {
                let got = lab.grad(*input).unwrap_or_default();
                check(format!("gradient of input {i}"), &got, &numbers(expected), error.as_f64().unwrap());
            }
        }
    }
    assert!(wrong.is_empty(), "{} are off:\n{}", wrong.len(), wrong.join("\n"));
}

/// Two shapes that meet, with sizes of 1 in either and one of them shorter.
fn shapes() -> impl Strategy<Value = (Vec<usize>, Vec<usize>)> {
    prop::collection::vec((1_usize..4, 0_u8..4), 0..4).prop_flat_map(|axes| {
        let a: Vec<usize> = axes.iter().map(|(n, which)| if *which == 1 { 1 } else { *n }).collect();
        let b: Vec<usize> = axes.iter().map(|(n, which)| if *which == 2 { 1 } else { *n }).collect();
        (0..=a.len()).prop_map(move |cut| (a.clone(), b[cut..].to_vec()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn gradients_of_broadcast_pairs_are_finite_differences(
        (a, b) in shapes(),
        op in prop::sample::select(vec!["add", "sub", "mul", "div"]),
        seed in 0_u64..1000,
    ) {
        let mut lab = Lab::new();
        lab.call("manual_seed", json!([seed]));
        let of = |lab: &mut Lab, shape: &[usize]| {
            let id = lab.make("rand", json!([shape, 0.5, 1.5]));
            lab.values(id)
        };
        let (x, y) = (of(&mut lab, &a), of(&mut lab, &b));
        let mut run = |x: &[f64], y: &[f64]| {
            let ids = [lab.tensor(x, &a, true), lab.tensor(y, &b, true)];
            let z = lab.make(op, json!(ids));
            let z = lab.make("mul", json!([z, z]));
            let loss = lab.make("sum", json!([z, null, false]));
            lab.call("backward", json!([loss, null, false]));
            (lab.values(loss)[0], lab.grad(ids[0]).unwrap(), lab.grad(ids[1]).unwrap())
        };
        let (_, dx, dy) = run(&x, &y);
        let step = 0.01;
        for (which, gradient) in [&dx, &dy].into_iter().enumerate() {
            for i in 0..gradient.len() {
                let moved = |by: f64| {
                    let (mut x, mut y) = (x.clone(), y.clone());
                    [&mut x, &mut y][which][i] += by;
                    (x, y)
                };
                let ((x1, y1), (x0, y0)) = (moved(step), moved(-step));
                let slope = (run(&x1, &y1).0 - run(&x0, &y0).0) / (2.0 * step);
                let scale = greatest(gradient).max(1.0);
                prop_assert!((slope - gradient[i]).abs() < 0.02 * scale, "{op} {a:?} {b:?}: {slope} {}", gradient[i]);
            }
        }
    }
}
