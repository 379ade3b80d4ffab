//! Distillation's loss against PyTorch's, at several temperatures.

use karui_core::compress::distill::soft_target_loss;
use karui_core::spec::recipe::Distill;
use karui_parity::compare::{Tolerance, near};
use karui_parity::golden::{json, number};
use serde_json::Value;

fn numbers(value: &Value) -> Vec<f32> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).map(|v| v as f32).collect()
}

#[test]
fn soft_targets_pull_as_in_pytorch() {
    let golden = json(include_str!("../goldens/distill.json")).unwrap();
    let (student, teacher) = (numbers(&golden["student"]), numbers(&golden["teacher"]));
    let labels: Vec<u8> = numbers(&golden["labels"]).iter().map(|&l| l as u8).collect();
    let tolerance = Tolerance { absolute: 2e-6, relative: 1e-5 };
    let cases = golden["cases"].as_array().unwrap();
    assert!(cases.len() >= 6);
    for case in cases {
        let of = |key| number(case, key).unwrap() as f32;
        let settings = Distill { temperature: of("temperature"), alpha: of("alpha"), ..Distill::default() };
        let mut gradient = vec![0.0; student.len()];
        let loss = soft_target_loss(&settings, 10, &student, &teacher, &labels, &mut gradient);
        let what = format!("T = {}, α = {}", settings.temperature, settings.alpha);
        near(&what, &[loss], &[of("loss")], tolerance).unwrap();
        near(&what, &gradient, &numbers(&case["gradient"]), tolerance).unwrap();
    }
}
