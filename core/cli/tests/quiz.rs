//! Questions on the command line.

use serde_json::Value;
use std::process::{Command, Output};

fn run(args: &str) -> Output {
    let args = args.split_whitespace().chain(["--json"]);
    Command::new(env!("CARGO_BIN_EXE_karui")).args(args).output().unwrap()
}

fn karui(args: &str) -> Value {
    let output = run(args);
    assert!(output.status.success(), "{args}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn all_questions_can_be_listed_and_asked() {
    let all = karui("quiz --list");
    for row in all.as_array().unwrap() {
        assert!(row["form"].is_string() && row["levels"].as_array().unwrap().len() == 3, "{row}");
        assert!(row["scope"]["2026"].is_string(), "{row}");
        let id = row["id"].as_str().unwrap();
        for level in 1..=3 {
            let [ja, en] =
                ["ja", "en"].map(|lang| karui(&format!("quiz --id {id} --seed 7 --level {level} --lang {lang}")));
            assert_eq!((&ja["parameters"], &ja["answer"]), (&en["parameters"], &en["answer"]), "{id}");
            assert!(ja["stem"] != en["stem"] && !ja["explanation"].as_str().unwrap().is_empty(), "{id}");
        }
    }
}

#[test]
fn a_scale_and_zero_point_are_asked_for() {
    let asked = karui("quiz --id Q1 --seed 7 --level 3");
    let number = |name: &str| asked["parameters"][name].as_f64().unwrap();
    let steps = 2f64.powf(number("bits")) - 1.0;
    let low = if number("signed") == 1.0 { -2f64.powf(number("bits") - 1.0) } else { 0.0 };
    let zero = (low - number("rmin") * steps / (number("rmax") - number("rmin"))).round();
    assert_eq!(asked["answer"].as_f64(), Some(zero));
    assert!(asked["lab"].as_str().unwrap().starts_with("?"));
}

#[test]
fn what_there_is_not_is_refused_by_name() {
    for (args, named) in [("quiz --id X9", "--id"), ("quiz", "--list"), ("quiz --id Q1 --level 4", "--level")] {
        let output = run(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && output.stdout.is_empty() && said.contains(named), "{args}: {said}");
    }
}
