//! The trace tells each statement's changes, so that the state behind any of them can be folded from it.

mod common;

use common::{Lab, numbers};
use serde_json::{Value, json};
use std::time::Instant;

/// The basic program: ten features, one output, squared error, SGD; markers as the page sets them.
fn basic(lab: &mut Lab, steps: usize) -> [u64; 3] {
    lab.0.line(1);
    lab.call("manual_seed", json!([0]));
    let w = lab.make("rand", json!([[1, 10], -0.3, 0.3]));
    let b = lab.make("rand", json!([[1], -0.3, 0.3]));
    for id in [w, b] {
        lab.call("requires_grad", json!([id, true]));
    }
    lab.call("names", json!([[["model.weight", w], ["model.bias", b]]]));
    lab.0.line(2);
    let x = lab.make("randn", json!([[100, 10]]));
    let y = lab.make("randn", json!([[100, 1]]));
    lab.call("variables", json!([{"x": {"tensor": x}, "y": {"tensor": y}}]));
    lab.0.line(3);
    let optim = lab.call("optimizer", json!(["SGD", [w, b], 0.01, 0, 0.9, 0.9, 0.999, 1e-8]));
    let mut loss = 0;
    for step in 0..steps {
        lab.0.line(4);
        lab.call("variables", json!([{"epoch": step}]));
        lab.0.line(5);
        lab.call("zero_grad", json!([[optim], true]));
        lab.0.line(6);
        let out = lab.make("linear", json!([x, w, b]));
        lab.0.line(7);
        loss = lab.make("mse", json!([out, y, "mean"]));
        lab.0.line(8);
        lab.call("backward", json!([loss, null, false]));
        lab.0.line(9);
        lab.call("step", json!([[optim], [0.01]]));
    }
    lab.0.print("done\n");
    [w, b, loss]
}

fn tensor(entry: &Value, id: u64) -> Option<&Value> {
    entry["tensors"].as_array()?.iter().find(|t| t["id"] == json!(id))
}

#[test]
fn each_statement_tells_what_it_changed() {
    let mut lab = Lab::new();
    let [w, b, loss] = basic(&mut lab, 1);
    let trace = lab.trace();
    let lines: Vec<u64> = trace.iter().map(|entry| entry["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert!(trace.iter().enumerate().all(|(i, entry)| entry["step"] == json!(i)));
    let [define, data, optimizer, count, zero, forward, loss_line, backward, step] = &trace[..] else { panic!() };
    assert_eq!(tensor(define, w).unwrap()["name"], "model.weight");
    assert_eq!(tensor(define, w).unwrap()["grad"], Value::Null);
    assert_eq!(data["variables"]["x"]["tensor"], tensor(data, 3).unwrap()["id"]);
    assert_eq!(tensor(data, 3).unwrap()["values"].as_array().unwrap().len(), 64);
    assert_eq!((&optimizer["optimizers"][0]["kind"], &optimizer["optimizers"][0]["step"]), (&json!("SGD"), &json!(0)));
    assert_eq!(count["variables"]["epoch"], 0);
    assert_eq!(zero["ops"][0]["op"], "zero_grad");
    // Forward adds nodes: the leaves' and the layer's.
    let names = |entry: &Value| -> Vec<String> {
        entry["tape"]["added"].as_array().unwrap().iter().map(|node| node["name"].as_str().unwrap().into()).collect()
    };
    assert_eq!(names(forward), ["AccumulateGrad", "AccumulateGrad", "AddmmBackward0"]);
    assert_eq!(names(loss_line), ["MseLossBackward0"]);
    assert_eq!(forward["ops"], json!([{"op": "linear", "inputs": [3, w, b], "output": 5}]));
    let told = tensor(loss_line, loss).unwrap();
    assert_eq!(
        (&told["grad_fn"], &told["is_leaf"], &told["shape"]),
        (&json!("MseLossBackward0"), &json!(false), &json!([]))
    );
    // Backward walks them the other way round and frees what they saved; only the leaves' gradients change.
    assert_eq!(backward["tape"]["walked"], json!([4, 3, 2, 1]));
    assert_eq!(backward["tape"]["freed"], json!([4, 3]));
    assert_eq!(backward["tensors"].as_array().unwrap().len(), 2);
    assert_eq!(numbers(&tensor(backward, w).unwrap()["grad"]).len(), 10);
    assert_eq!(tensor(backward, w).unwrap()["values"], tensor(define, w).unwrap()["values"]);
    // The step changes values, and keeps momentum.
    assert_ne!(tensor(step, b).unwrap()["values"], tensor(define, b).unwrap()["values"]);
    assert_eq!(step["optimizers"][0]["state"][1]["momentum_buffer"], tensor(backward, b).unwrap()["grad"]);
    assert_eq!(step["output"], "done\n");
}

#[test]
fn the_fold_of_all_entries_is_the_state_behind_the_last() {
    let mut lab = Lab::new();
    let [w, b, _] = basic(&mut lab, 30);
    let trace = lab.trace();
    for id in [w, b] {
        let last = trace.iter().rev().find_map(|entry| tensor(entry, id)).unwrap().clone();
        let (values, grad) = (lab.values(id), lab.grad(id).unwrap());
        // Texts of floats give these floats again.
        let same = |told: &Value, real: &[f64]| numbers(told).iter().zip(real).all(|(a, b)| *a as f32 == *b as f32);
        assert!(same(&last["values"], &values) && same(&last["grad"], &grad));
    }
}

#[test]
fn an_error_and_numbers_that_json_has_not_are_told() {
    let mut lab = Lab::new();
    lab.0.line(3);
    lab.tensor(&[1.0, 0.0], &[2], false);
    let x = lab.make("log", json!([3]));
    let _ = lab.ask("matmul", &json!([x, x, x])).is_ok();
    assert!(lab.ask("view", &json!([x, [3]])).is_err());
    let trace = lab.trace();
    let entry = trace.last().unwrap();
    assert_eq!(entry["error"]["kind"], "RuntimeError");
    assert_eq!(tensor(entry, x).unwrap()["values"], json!([0, "-inf"]));
}

#[test]
fn a_thousand_steps_fit_in_full_detail() {
    let mut lab = Lab::new();
    let start = Instant::now();
    basic(&mut lab, 1000);
    lab.0.finish();
    let took = start.elapsed();
    assert_eq!(lab.0.trace_len(), 3 + 6 * 1000);
    let text = lab.0.trace(0);
    assert!(!text.contains(r#""brief""#));
    println!("1000 steps: {took:?}, {} kB of trace", text.len() / 1000);
    // Beyond the bound entries are brief, and at last nothing more is kept.
    for i in 0..karui_torch::trace::MAX_ENTRIES {
        lab.0.line(i as u32);
        lab.call("is_grad_enabled", json!([]));
    }
    assert!(lab.0.trace(karui_torch::trace::MAX_ENTRIES + 10).contains(r#""brief":true"#));
}

/// Behind a function's end its caller's line goes on: with an entry of its own where it does something, and with none where not.
#[test]
fn what_follows_a_call_is_the_callers() {
    let mut lab = Lab::new();
    lab.0.line(7);
    lab.0.line(2);
    let x = lab.make("full", json!([[2], 1.0, null]));
    lab.0.back(7);
    lab.call("shape", json!([x]));
    lab.0.line(8);
    lab.0.line(3);
    lab.0.back(8);
    lab.call("variables", json!([{"x": {"tensor": x}}]));
    lab.0.line(9);
    lab.0.line(4);
    lab.0.back(9);
    lab.0.print("done");
    lab.0.finish();
    let entries: Vec<Value> = serde_json::from_str(&lab.0.trace(0)).unwrap();
    let lines: Vec<_> = entries.iter().map(|entry| entry["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [7, 2, 8, 3, 8, 9, 4, 9]);
    assert_eq!((&entries[4]["variables"]["x"]["tensor"], &entries[7]["output"]), (&json!(x), &json!("done")));
}
