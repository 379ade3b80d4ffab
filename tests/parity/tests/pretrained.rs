//! The shipped networks that others trained, against what runs them elsewhere: `tests/data/make_pretrained.py`.

use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::models::{pretrained, recognize};
use karui_core::spec::Pretrained;
use karui_parity::golden::{json, text};
use safetensors::SafeTensors;
use serde_json::Value;
use std::path::Path;

/// How far a logit may lie from the original's, which were computed in float64.
const TOLERANCE: f32 = 1e-3;

fn read(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The logits of each photo of the golden, and what the golden says of it.
fn run(which: Pretrained) -> Vec<(Value, Vec<f32>)> {
    let (graph, weights) = recognize(&read(&format!("../../www/weights/{which}.safetensors"))).unwrap();
    assert!(graph == pretrained(which).unwrap());
    let mut executor = Executor::<Cpu>::new(&graph, 1, Mode::Inference).unwrap();
    let (facts, photos) = (read("goldens/pretrained.json"), read("goldens/pretrained.safetensors"));
    let facts = json(str::from_utf8(&facts).unwrap()).unwrap();
    let photos = SafeTensors::deserialize(&photos).unwrap();
    let preparation = which.preparation();
    let of_photo = |fact: &Value| {
        let photo = photos.tensor(&format!("{which}/{}", text(fact, "photo").unwrap())).unwrap();
        assert_eq!(photo.shape(), [preparation.size, preparation.size, 3]);
        let input: Vec<f32> =
            photo.data().iter().map(|&byte| (f32::from(byte) - preparation.mean) / preparation.std).collect();
        (fact.clone(), executor.forward(&weights, &input).unwrap().to_vec())
    };
    facts[which.id()].as_array().unwrap().iter().map(of_photo).collect()
}

fn floats(value: &Value) -> Vec<f32> {
    serde_json::from_value(value.clone()).unwrap()
}

#[test]
fn person_gives_the_keras_files_logits() {
    let photos = run(Pretrained::Person);
    assert_eq!(photos.len(), 6);
    for (fact, logits) in photos {
        let expected = floats(&fact["logits"]);
        assert!(logits.iter().zip(&expected).all(|(a, b)| (a - b).abs() < TOLERANCE), "{fact}: {logits:?}");
        // The int8 network that was made of the same one, run by LiteRT, sees the same in each photo.
        let int8 = floats(&fact["int8_probabilities"]);
        let person = 1.0 / (1.0 + (logits[1] - logits[0]).exp());
        assert!((person - int8[0]).abs() < 0.05 && (person > 0.5) == (int8[0] > 0.5), "{fact}: {person}");
        // The first output is the person's; there is one in a single photo.
        assert_eq!(person > 0.5, text(&fact, "photo").unwrap() == "astronaut");
    }
}

#[test]
fn efficientnet_lite0_gives_its_packages_logits() {
    let photos = run(Pretrained::EfficientnetLite0);
    assert_eq!(photos.len(), 2);
    for (fact, logits) in photos {
        let mut order: Vec<usize> = (0..logits.len()).collect();
        order.sort_by(|&a, &b| logits[b].total_cmp(&logits[a]));
        let top: Vec<usize> = serde_json::from_value(fact["top5"].clone()).unwrap();
        assert_eq!(order[..5], top, "{fact}");
        for (class, expected) in fact["logits"].as_object().unwrap() {
            let got = logits[class.parse::<usize>().unwrap()];
            assert!((got - expected.as_f64().unwrap() as f32).abs() < TOLERANCE, "{class}: {got}, expected {expected}");
        }
        let sum: f64 = logits.iter().map(|&v| f64::from(v)).sum();
        assert!((sum - fact["sum"].as_f64().unwrap()).abs() < 0.05, "{sum}: {fact}");
    }
}
