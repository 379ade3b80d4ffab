//! Training on many machines, on the command line.

use serde_json::{Value, json};
use std::process::{Command, Output};

fn run(args: &str) -> Output {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let args = args.split_whitespace().chain(["--json"]);
    Command::new(env!("CARGO_BIN_EXE_karui")).current_dir(root).args(args).output().unwrap()
}

fn karui(args: &str) -> Value {
    let output = run(args);
    assert!(output.status.success(), "{args}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn refused(args: &str) -> String {
    let output = run(args);
    assert!(!output.status.success() && output.stdout.is_empty(), "{args} was done");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn an_all_reduce_is_counted() {
    let of = |rest: &str| karui(&format!("allreduce --bytes 1000 --alpha 0.001 --bandwidth 1000000 {rest}"));
    let ring = of("--algorithm ring --workers 4");
    assert_eq!(
        (&ring["steps"], &ring["sent"], &ring["received"]),
        (&json!(6), &json!([1500, 1500, 1500, 1500]), &ring["sent"])
    );
    // 6 rounds of a millisecond and 1500 bytes at a byte a microsecond.
    assert!((ring["time"].as_f64().unwrap() - 0.0075).abs() < 1e-12);
    let odd = of("--algorithm ring --workers 3");
    assert_eq!(odd["sent"], json!([2000 - 333 - 333, 2000 - 333 - 334, 2000 - 334 - 333]));
    let numbers = of("--algorithm ring --workers 3 --number 4");
    assert_eq!(numbers["sent"], json!([2000 - 332 - 332, 2000 - 332 - 336, 2000 - 336 - 332]));
    assert_eq!(of("--algorithm naive --workers 3")["sent"], json!([2000, 1000, 1000]));
    let server = of("--algorithm server --workers 3");
    assert_eq!(
        (&server["sent"], &server["server"]),
        (&json!([1000, 1000, 1000]), &json!({"sent": 3000, "received": 3000}))
    );
    assert_eq!(of("--algorithm halving --workers 8")["steps"], json!(6));
    assert_eq!(of("--algorithm tree --workers 5")["steps"], json!(6));
    assert_eq!(
        of("--algorithm ring --workers 1"),
        json!({
            "algorithm": "ring", "workers": 1, "steps": 0, "sent": [0], "received": [0], "time": 0.0,
        })
    );
    assert!(refused("allreduce --algorithm ring --workers 0 --bytes 8").contains("workers"));
    assert!(
        refused("allreduce --algorithm star --workers 2 --bytes 8").contains("naive | server | tree | ring | halving")
    );
    assert!(refused("allreduce --algorithm ring --workers 2 --bytes 8 --bandwidth 0").contains("bandwidth"));
    assert!(refused("allreduce --algorithm ring --workers 2 --bytes 7 --number 4").contains("--number"));
}

#[test]
fn a_pipeline_is_drawn() {
    let gpipe = karui("pipeline --schedule gpipe --stages 4 --microbatches 8 --forward 1 --backward 2");
    assert_eq!((&gpipe["makespan"], &gpipe["peak_activations"]), (&json!(33.0), &json!([8, 8, 8, 8])));
    assert!((gpipe["bubble_fraction"].as_f64().unwrap() - 3.0 / 11.0).abs() < 1e-12);
    let one = karui("pipeline --schedule 1f1b --stages 2 --microbatches 2 --backward 2");
    let slot = |op: &str, microbatch: usize, start: f64, end: f64| json!({"op": op, "microbatch": microbatch, "chunk": 0, "start": start, "end": end});
    assert_eq!(
        one["ranks"],
        json!([
            [slot("F", 0, 0.0, 1.0), slot("F", 1, 1.0, 2.0), slot("B", 0, 4.0, 6.0), slot("B", 1, 7.0, 9.0)],
            [slot("F", 0, 1.0, 2.0), slot("B", 0, 2.0, 4.0), slot("F", 1, 4.0, 5.0), slot("B", 1, 5.0, 7.0)],
        ])
    );
    let interleaved = karui("pipeline --schedule interleaved --stages 4 --microbatches 8 --chunks 4");
    assert_eq!((&interleaved["makespan"], &interleaved["peak_activations"]), (&json!(17.5), &json!([19, 17, 15, 13])));
    let zero = karui("pipeline --schedule zb-h1 --stages 4 --microbatches 8");
    assert_eq!((&zero["makespan"], &zero["peak_activations"]), (&json!(27.0), &json!([4, 4, 4, 4])));
    assert!(zero["ranks"][3].as_array().unwrap().iter().any(|slot| slot["op"] == "W"));
    assert!(refused("pipeline --schedule interleaved --stages 4 --microbatches 9").contains("multiple of 2"));
    assert!(refused("pipeline --schedule gpipe --stages 0 --microbatches 9").contains("stages"));
    assert!(refused("pipeline --schedule 1f1b --stages 2 --microbatches 2 --forward nan").contains("time"));
}

#[test]
fn memory_is_zeros_table() {
    let of = |rest: &str| karui(&format!("memory --params 7.5e9 {rest}"));
    for (zero, gigabytes) in [(0, 120.0), (1, 31.4), (2, 16.6), (3, 1.88)] {
        let total = of(&format!("--zero {zero} --workers 64"))["total"].as_f64().unwrap() / 1e9;
        assert!((total - gigabytes).abs() < 0.05, "{zero}: {total}");
    }
    let divided = of("--zero 1 --workers 64 --tensor 8 --pipeline 2 --activations 1e9");
    assert_eq!((&divided["data"], &divided["parameters"]), (&json!(4), &json!(937_500_000)));
    assert_eq!((&divided["optimizer"], &divided["activations"]), (&json!(1_406_250_000), &json!(125_000_000)));
    assert!(refused("memory --params 10 --zero 4 --workers 1").contains("0 … 3"));
    assert!(refused("memory --params 10 --workers 6 --tensor 4").contains("multiple of 4"));
    assert!(refused("memory --params 1.5 --workers 6").contains("whole number"));
}

#[test]
fn threads_train_what_one_worker_trains() {
    let of = |rest: &str| karui(&format!("train --data shapes --model mlp --train 300 --batch 30 --lr 0.01 {rest}"));
    let alone = of("");
    assert!(alone.get("sent").is_none() && alone["steps"] == 10);
    // 3,072·128 + 128 + 128·10 + 10 numbers.
    let bytes = 4 * 394_634;
    for (algorithm, sent) in [
        ("naive", json!([30 * bytes, 10 * bytes, 10 * bytes, 10 * bytes])),
        ("server", json!([10 * bytes, 10 * bytes, 10 * bytes, 10 * bytes])),
    ] {
        let told = of(&format!("--workers 4 --algorithm {algorithm}"));
        assert_eq!(told["sent"], sent);
    }
    for algorithm in ["naive", "server", "tree", "ring", "halving"] {
        let told = of(&format!("--workers 4 --algorithm {algorithm}"));
        for figure in ["train_loss", "test_loss"] {
            let [a, b] = [&told, &alone].map(|told| told[figure].as_f64().unwrap());
            assert!((a - b).abs() < 1e-4, "{algorithm} {figure}: {a} {b}");
        }
        let sent: f64 = told["sent"].as_array().unwrap().iter().map(|sent| sent.as_f64().unwrap()).sum();
        if algorithm != "server" {
            assert!(sent >= (10 * 2 * 3 * bytes) as f64, "{algorithm}: {sent}");
        }
    }
    let train = "train --data shapes --model mlp --train 300 --batch 30";
    assert!(refused(&format!("{train} --workers 31")).contains("1 … 30"));
    assert!(refused(&format!("{train} --workers 3 --lr 10 --epochs 3")).contains("diverged"));
    assert!(refused(&format!("{train} --algorithm ring")).contains("--workers"));
}

#[test]
fn federated_rounds_are_told() {
    let of = |rest: &str| {
        karui(&format!(
            "federate --data shapes --model mlp --train 400 --test 100 --rounds 2 --clients 10 --lr 0.02 {rest}"
        ))
    };
    for split in ["iid", "shards", "dirichlet"] {
        let told = of(&format!("--split {split} --fraction 0.5 --epochs 2 --batch 10"));
        assert_eq!(told["accuracy"].as_array().unwrap().len(), 2, "{told}");
        assert_eq!((&told["rounds"][1]["asked"], &told["bytes_per_client"]), (&json!(5), &json!(2 * 4 * 394_634)));
        let examples: u64 = told["clients_examples"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(examples, 400);
        assert_eq!(of(&format!("--split {split} --fraction 0.5 --epochs 2 --batch 10")), told);
    }
    // FedSGD: one step of each client.
    let sgd = of("--fraction 1 --batch 0");
    assert_eq!((&sgd["rounds"][0]["steps"], &sgd["rounds"][0]["examples"]), (&json!(10), &json!(400)));
    assert_eq!(of("--fraction 1 --drop-out 1")["rounds"][0]["reported"], json!(0));
    for (wrong, named) in [
        ("--clients 500", "clients"),
        ("--fraction 2", "fraction"),
        ("--split sorted", "iid | shards | dirichlet"),
        ("--epochs 0", "epochs"),
    ] {
        assert!(refused(&format!("federate --data shapes --model mlp --train 400 --test 100 {wrong}")).contains(named));
    }
}

#[test]
fn noise_clip_and_masks_are_on_the_command_line() {
    let of = |rest: &str| {
        karui(&format!(
            "federate --data shapes --model mlp --train 400 --test 200 --rounds 4 --clients 10 --fraction 0.5 --lr 0.05 --epochs 2 {rest}"
        ))
    };
    let last = |told: &serde_json::Value, name: &str| told[name].as_array().unwrap().last().unwrap().as_f64().unwrap();
    let plain = of("");
    // The server knows the sum alone, and it is the same to 2⁻²⁰ of each weight.
    let masked = of("--secure");
    assert!((last(&plain, "loss") - last(&masked, "loss")).abs() < 1e-2);
    assert_eq!(plain["rounds"], masked["rounds"]);
    // What is clipped to nearly nothing learns nearly nothing.
    let clipped = of("--clip 0.001");
    assert!(last(&clipped, "loss") > last(&plain, "loss") + 0.1, "{clipped}");
    // Much noise is worse than none.
    let (quiet, noisy) = (of("--clip 2 --noise 0"), of("--clip 2 --noise 0.5"));
    assert!(last(&noisy, "loss") > last(&quiet, "loss"), "{quiet} {noisy}");
    let refuse = |rest: &str| refused(&format!("federate --data shapes --model mlp --train 400 --test 100 {rest}"));
    assert!(refuse("--clip 0").contains("noise") && refuse("--noise 1").contains("--clip"));
}

#[test]
fn variants_differ_in_what_is_sent_and_in_the_rate() {
    let of = |rest: &str| {
        karui(&format!(
            "variant --data shapes --model mlp --train 400 --test 100 --epochs 2 --batch 40 --lr 0.02 {rest}"
        ))
    };
    // 3,072·128 + 128 + 128·10 + 10 numbers, 20 steps.
    let numbers = 394_634u64;
    let bytes = |told: serde_json::Value| told["bytes_per_worker"].as_u64().unwrap();
    assert_eq!(bytes(of("--workers 4")), 20 * 4 * numbers);
    assert_eq!(bytes(of("--workers 4 --sent int8")), 20 * (4 + numbers));
    assert_eq!(bytes(of("--workers 4 --sent sign")), 20 * (4 + numbers.div_ceil(8)));
    assert_eq!(bytes(of("--workers 4 --sent top-k --share 0.1")), 20 * 8 * 39_463);
    // One worker and four with all that they have are the same but for rounding.
    let loss = |told: serde_json::Value| told["loss"][1].as_f64().unwrap();
    assert!((loss(of("")) - loss(of("--workers 4"))).abs() < 1e-4);
    assert_ne!(loss(of("--times 4")), loss(of("--times 4 --warm-up 1")));
    assert_eq!(of("--times 1e6")["diverged"], json!(true));
    assert!(refused("variant --data shapes --model mlp --train 400 --batch 40 --workers 3").contains("equal parts"));
}
