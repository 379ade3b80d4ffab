//! A hundred steps of the basic program with three networks and four optimizers, and random numbers by seed, against PyTorch
//! (`goldens/make_training.py`).

mod common;

use common::{Lab, difference, greatest, numbers};
use serde_json::{Value, json};

fn parameter(lab: &mut Lab, shape: &[usize], bound: f64) -> u64 {
    let id = lab.make("rand", json!([shape, -bound, bound]));
    lab.call("requires_grad", json!([id, true]));
    id
}

/// A layer's weight and bias, drawn as PyTorch draws them.
fn layer(lab: &mut Lab, shape: &[usize], bias: bool) -> Vec<u64> {
    let bound = 1.0 / (shape[1..].iter().product::<usize>() as f64).sqrt();
    let mut params = vec![parameter(lab, shape, bound)];
    if bias {
        params.push(parameter(lab, &shape[..1], bound));
    }
    params
}

struct Network {
    kind: String,
    params: Vec<u64>,
    running: Vec<u64>,
}

impl Network {
    fn new(lab: &mut Lab, kind: &str) -> Self {
        let mut params = Vec::new();
        let mut running = Vec::new();
        match kind {
            "linear" => params.extend(layer(lab, &[1, 10], true)),
            "mlp" => {
                for shape in [[16, 10], [16, 16], [3, 16]] {
                    params.extend(layer(lab, &shape, true));
                }
            }
            _ => {
                params.extend(layer(lab, &[4, 1, 3, 3], false));
                for value in [1.0, 0.0] {
                    let id = lab.make("full", json!([[4], value, "float32"]));
                    lab.call("requires_grad", json!([id, true]));
                    params.push(id);
                }
                running.extend([0.0, 1.0].map(|value| lab.make("full", json!([[4], value, "float32"]))));
                params.extend(layer(lab, &[8, 2, 3, 3], true));
                params.extend(layer(lab, &[3, 8], true));
            }
        }
        Network { kind: kind.into(), params, running }
    }

    fn forward(&self, lab: &mut Lab, x: u64) -> u64 {
        let p = &self.params;
        match self.kind.as_str() {
            "linear" => lab.make("linear", json!([x, p[0], p[1]])),
            "mlp" => {
                let x = lab.make("linear", json!([x, p[0], p[1]]));
                let x = lab.make("relu", json!([x]));
                let x = lab.make("linear", json!([x, p[2], p[3]]));
                let x = lab.make("tanh", json!([x]));
                lab.make("linear", json!([x, p[4], p[5]]))
            }
            _ => {
                let x = lab.make("conv2d", json!([x, p[0], null, [1, 1], [1, 1], 1]));
                let x =
                    lab.make("batch_norm", json!([x, p[1], p[2], self.running[0], self.running[1], true, 0.1, 1e-5]));
                let x = lab.make("relu", json!([x]));
                let x = lab.make("max_pool2d", json!([x, [2, 2], [2, 2], [0, 0]]));
                let x = lab.make("conv2d", json!([x, p[3], p[4], [1, 1], [0, 0], 2]));
                let x = lab.make("relu", json!([x]));
                let x = lab.make("adaptive_avg_pool2d", json!([x, [1, 1]]));
                let x = lab.make("flatten", json!([x, 1, -1]));
                lab.make("linear", json!([x, p[5], p[6]]))
            }
        }
    }
}

fn flat(lists: &Value) -> Vec<f64> {
    lists.as_array().unwrap().iter().flat_map(numbers).collect()
}

#[test]
fn a_hundred_steps_are_pytorchs() {
    let goldens: Value = serde_json::from_str(include_str!("goldens/training.json")).unwrap();
    let mut wrong = Vec::new();
    for run in goldens["runs"].as_array().unwrap() {
        let (kind, optimizer) = (run["kind"].as_str().unwrap(), run["optimizer"].as_str().unwrap());
        let mut lab = Lab::new();
        lab.call("manual_seed", json!([0]));
        let network = Network::new(&mut lab, kind);
        let x = lab.make("randn", if kind == "cnn" { json!([[32, 1, 8, 8]]) } else { json!([[100, 10]]) });
        let n = if kind == "cnn" { 32 } else { 100 };
        let y = if kind == "linear" {
            lab.make("randn", json!([[100, 1]]))
        } else {
            lab.make("randint", json!([0, 3, [n]]))
        };
        // lr, weight decay, momentum, betas, ε
        let args = match optimizer {
            "sgd" => json!(["SGD", network.params, 0.01, 0, 0, 0.9, 0.999, 1e-8]),
            "momentum" => json!(["SGD", network.params, 0.05, 1e-3, 0.9, 0.9, 0.999, 1e-8]),
            "adam" => json!(["Adam", network.params, 0.01, 0, 0, 0.8, 0.99, 1e-6]),
            _ => json!(["AdamW", network.params, 0.01, 1e-2, 0, 0.9, 0.999, 1e-8]),
        };
        let lr = args[2].clone();
        let optim = lab.call("optimizer", args);
        let gradients =
            |lab: &mut Lab| -> Vec<f64> { network.params.iter().flat_map(|id| lab.grad(*id).unwrap()).collect() };
        let (mut losses, mut first, mut last) = (Vec::new(), Vec::new(), Vec::new());
        for step in 0..100 {
            lab.call("zero_grad", json!([[optim], true]));
            let out = network.forward(&mut lab, x);
            let loss = if kind == "linear" {
                lab.make("mse", json!([out, y, "mean"]))
            } else {
                lab.make("cross_entropy", json!([out, y, "mean", 0.0]))
            };
            lab.call("backward", json!([loss, null, false]));
            match step {
                0 => first = gradients(&mut lab),
                99 => last = gradients(&mut lab),
                _ => {}
            }
            lab.call("step", json!([[optim], [lr]]));
            losses.push(lab.call("item", json!([loss])).as_f64().unwrap());
        }
        let expected = numbers(&run["losses"]);
        // 1e-6 relative, and where PyTorch's own float32 is further off than that from its float64, four times as far.
        let relative = losses.iter().zip(&expected).fold(0.0, |m, (a, b)| f64::max(m, (a - b).abs() / b));
        let weights: Vec<f64> = network.params.iter().flat_map(|id| lab.values(*id)).collect();
        let mut check = |what: &str, off: f64, error: &str, scale: f64| {
            let own = |error: &str| 4.0 * run[error].as_f64().unwrap();
            // The last gradients are those of weights that are off themselves.
            let own = if what == "last" { f64::max(own(error), own("weight_error")) } else { own(error) };
            let allowed = f64::max(1e-6 * scale, own);
            println!("{kind} {optimizer} {what}: {off:.1e} of {allowed:.1e}");
            if off.is_nan() || off > allowed {
                wrong.push(format!("{kind} {optimizer} {what}: {off:e} off, {allowed:e} allowed"));
            }
        };
        check("losses", relative, "loss_error", 1.0);
        for (what, got, error) in
            [("first", &first, "first_error"), ("last", &last, "last_error"), ("weights", &weights, "weight_error")]
        {
            let expected = flat(&run[what]);
            check(what, difference(got, &expected), error, greatest(&expected));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn the_same_seed_gives_pytorchs_random_numbers() {
    let goldens: Value = serde_json::from_str(include_str!("goldens/random.json")).unwrap();
    for golden in goldens.as_array().unwrap() {
        let mut lab = Lab::new();
        lab.call("manual_seed", json!([golden["seed"]]));
        let mut check = |what: &str, op: &str, args: Value, allowed: f64| {
            let id = lab.make(op, args);
            let off = difference(&lab.values(id), &numbers(&golden[what]));
            assert!(off <= allowed, "{what} of seed {}: {off:e}", golden["seed"]);
        };
        check("rand", "rand", json!([[5]]), 0.0);
        check("few", "randn", json!([[7]]), 0.0);
        // Vector instructions round otherwise.
        check("many", "randn", json!([[37]]), 1e-6);
        check("integers", "randint", json!([-3, 10, [9]]), 0.0);
        check("order", "randperm", json!([12]), 0.0);
        check("uniform", "rand", json!([[6], -0.3, 0.3]), 0.0);
        let ones = lab.make("full", json!([[30], 1.0, "float32"]));
        let dropped = lab.make("dropout", json!([ones, 0.3]));
        assert!(difference(&lab.values(dropped), &numbers(&golden["mask"])) <= 2e-7, "mask of seed {}", golden["seed"]);
        let few = lab.make("randn", json!([[2]]));
        assert_eq!(lab.values(few), numbers(&golden["few again"]));
        // A loader's own draw for its workers, then the order.
        lab.call("seed", json!([]));
        assert_eq!(lab.call("shuffle", json!([11])), golden["shuffle"]);
    }
}
