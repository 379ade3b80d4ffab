//! torchvision's MobileNets and timm's under their own tensor names: `goldens/make_torchvision.py`.

use karui_core::exec::{Cpu, Executor, Mode};
use karui_core::format::layout::nchw_to_nhwc;
use karui_core::format::safetensors;
use karui_core::graph::{Graph, Weights};
use karui_core::measure::cost::cost;
use karui_core::models::recognize_at;
use karui_parity::compare::{Tolerance, near};
use karui_parity::golden::{json, number, text};
use serde_json::Value;

const NETWORKS: &str = include_str!("../goldens/torchvision.json");
/// Images of the golden.
const IMAGES: usize = 3;

/// The script's `value`: a hash of the tensor's name and each place.
fn value(name: &str, shape: &[usize]) -> Vec<f32> {
    let of_name = name.bytes().fold(0x811C_9DC5_u32, |h, byte| (h ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let bound = (6.0 / shape.iter().skip(1).product::<usize>() as f64).sqrt();
    let is_scale = name.ends_with("weight") || name.ends_with("running_var");
    let place = |i: u32| {
        let mut x = of_name.wrapping_add((i + 1).wrapping_mul(0x9E37_79B9));
        x = (x ^ x >> 16).wrapping_mul(0x85EB_CA6B);
        x = (x ^ x >> 13).wrapping_mul(0xC2B2_AE35);
        let u = f64::from(x ^ x >> 16) / 4_294_967_296.0;
        (match shape.len() {
            _ if name == "input" => 4.0 * u - 2.0,
            2.. => (2.0 * u - 1.0) * bound,
            _ if is_scale => 0.5 + u,
            _ => u - 0.5,
        }) as f32
    };
    (0..shape.iter().product::<usize>() as u32).map(place).collect()
}

/// The file that the network's `state_dict` would be.
fn file(network: &Value) -> Vec<u8> {
    let tensors = network["tensors"].as_array().unwrap().iter().map(|tensor| {
        let name = tensor[0].as_str().unwrap().to_owned();
        let shape: Vec<usize> = serde_json::from_value(tensor[1].clone()).unwrap();
        let values = value(&name, &shape);
        (name, shape, values)
    });
    safetensors::write(&tensors.collect::<Vec<_>>())
}

fn load(network: &Value) -> (Graph, Weights) {
    let r = number(network, "resolution").unwrap() as usize;
    recognize_at(&file(network), Some((r, r))).unwrap()
}

#[test]
fn their_files_give_their_logits() {
    let golden = json(NETWORKS).unwrap();
    let networks = golden["networks"].as_array().unwrap();
    assert_eq!(networks.len(), 5);
    for network in networks {
        let what = format!("{} α = {}", text(network, "name").unwrap(), network["alpha"]);
        let (graph, weights) = load(network);
        let shape = graph.input_shape();
        let input = value("input", &[IMAGES, shape.c, shape.h, shape.w]);
        let input = nchw_to_nhwc(IMAGES, shape.c, shape.h, shape.w, &input).unwrap();
        let mut executor = Executor::<Cpu>::new(&graph, IMAGES, Mode::Inference).unwrap();
        let got = executor.forward(&weights, &input).unwrap();
        let expected: Vec<Vec<f32>> = serde_json::from_value(network["logits"].clone()).unwrap();
        let expected = expected.concat();
        let largest = expected.iter().fold(0.0f64, |m, v| m.max(f64::from(v.abs())));
        // A few times what PyTorch's own float32 run was off, and the golden's last digit.
        let absolute = 5.0 * number(network, "float32_error").unwrap() + 1e-6 + 1e-6 * largest;
        near(&what, got, &expected, Tolerance { absolute, relative: 0.0 }).unwrap();
        // Every parameter is one of theirs.
        let of_file = |shape: &Value| shape.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).product::<u64>();
        let theirs = network["tensors"].as_array().unwrap().iter();
        let trained = theirs.filter(|t| !t[0].as_str().unwrap().contains("running_"));
        assert_eq!(cost(&graph).params.value as u64, trained.map(|t| of_file(&t[1])).sum::<u64>(), "{what}");
    }
}

#[test]
fn the_first_tensor_that_does_not_fit_is_named() {
    let mut golden = json(NETWORKS).unwrap();
    let network = &mut golden["networks"][2];
    let tensors = network["tensors"].as_array_mut().unwrap();
    let at = tensors.iter().position(|t| t[0] == "features.4.block.2.fc1.weight").unwrap();
    tensors[at][1] = serde_json::json!([16, 40, 1, 1]);
    let error = recognize_at(&file(network), None).unwrap_err().to_string();
    assert_eq!(error, "tensor `features.4.block.2.fc1.weight`: expected [8, 32, 1, 1], got [16, 40, 1, 1]");
    network["tensors"].as_array_mut().unwrap().remove(at);
    let error = recognize_at(&file(network), None).unwrap_err().to_string();
    assert_eq!(error, "tensor `features.4.block.2.fc1.weight`: expected [8, 32, 1, 1], got nothing");
}
