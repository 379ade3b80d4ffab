//! Which network a file of weights holds: told from the names and shapes of its tensors.

use super::{MobilenetV1Config, MobilenetV2Config, MobilenetV3Config};
use crate::format::safetensors::{self, Head};
use crate::graph::{Graph, Shape, Weights};
use crate::ops::Activation;
use crate::{Error, Result};

/// Blocks in each stage of timm's MobileNetV1, which numbers them within their stage.
const TIMM_STAGES: [usize; 5] = [1, 2, 2, 6, 2];

/// The network whose weights `file` (safetensors) holds, at the resolution that it was made for, and those weights.
///
/// Known are torchvision's `mobilenet_v2`, `mobilenet_v3_small` and `mobilenet_v3_large`, timm's `mobilenetv1_100` (with
/// ReLU6, as it is there), MobileNetV1 under Karui's own names, and the shipped networks, each of any width and number of
/// classes: α follows from the channels. A MobileNetV1 of Karui's with α = 0.25 and 2 classes is taken for the shipped
/// one. The error names the first tensor that does not fit.
pub fn recognize(file: &[u8]) -> Result<(Graph, Weights)> {
    recognize_at(file, None)
}

/// [`recognize`] for inputs of the given height and width.
pub fn recognize_at(file: &[u8], size: Option<(usize, usize)>) -> Result<(Graph, Weights)> {
    let head = safetensors::head(file)?;
    let graph = graph(&head, size)?;
    let weights = match head.shape("conv_stem.weight") {
        Some(_) => safetensors::load_renamed(&graph, file, &timm_name)?,
        None => safetensors::load(&graph, file)?,
    };
    Ok((graph, weights))
}

/// The network that tensors of these names and shapes belong to.
fn graph(head: &Head, size: Option<(usize, usize)>) -> Result<Graph> {
    // The axis of a weight in PyTorch's order; 1, which fits nothing, where there is none.
    let axis = |tensor: &str, axis: usize| head.shape(tensor).and_then(|s| s.get(axis)).copied().unwrap_or(1);
    let input = |default: Shape, stem: &str| {
        let (h, w) = size.unwrap_or((default.h, default.w));
        Shape::new(h, w, axis(stem, 1))
    };
    let has = |tensor: &str| head.shape(tensor).is_some();
    if has("features.1.conv.0.0.weight") {
        let (stem, classes) = ("features.0.0.weight", axis("classifier.1.weight", 0));
        // EfficientNet-Lite0 has one block less.
        let is_lite = has("features.17.0.weight");
        let config = if is_lite { MobilenetV2Config::efficientnet_lite0() } else { MobilenetV2Config::paper() };
        let alpha = match is_lite {
            true => 1.0,
            // The last block expands, so its projection is its third part.
            false => alpha(axis("features.17.conv.2.weight", 0), 320),
        };
        return MobilenetV2Config { input: input(config.input, stem), alpha, classes, ..config }.build();
    }
    if has("features.1.block.0.0.weight") {
        let (stem, classes) = ("features.0.0.weight", axis("classifier.3.weight", 0));
        let is_small = has("features.12.0.weight");
        let config = if is_small { MobilenetV3Config::small() } else { MobilenetV3Config::large() };
        let alpha = alpha(axis("classifier.0.weight", 0), config.hidden);
        return MobilenetV3Config { input: input(config.input, stem), alpha, classes, ..config }.build();
    }
    if has("conv_stem.weight") {
        let paper = MobilenetV1Config { activation: Activation::Relu6, ..MobilenetV1Config::paper() };
        let alpha = alpha(axis("blocks.4.1.conv_pw.weight", 0), 1024);
        let input = input(paper.input, "conv_stem.weight");
        return MobilenetV1Config { input, alpha, classes: axis("classifier.weight", 0), ..paper }.build();
    }
    if has("blocks.12.pw.weight") {
        let alpha = alpha(axis("blocks.12.pw.weight", 0), 1024);
        let classes = axis("fc.weight", 0);
        let person = MobilenetV1Config::person();
        let is_person = (alpha, classes) == (person.alpha, person.classes);
        let config = if is_person { person } else { MobilenetV1Config::paper() };
        return MobilenetV1Config { input: input(config.input, "conv1.weight"), alpha, classes, ..config }.build();
    }
    let (tensor, shape) = head.first().unwrap_or(("weight", &[]));
    Err(Error::Tensor {
        tensor: tensor.into(),
        expected: "a tensor of a MobileNet or of EfficientNet-Lite0".into(),
        got: format!("{shape:?}"),
    })
}

/// The width α at which `base` channels became `channels`: in steps of 0.05, as the papers have it, where one fits.
fn alpha(channels: usize, base: usize) -> f32 {
    let exact = channels as f32 / base as f32;
    let step = (exact * 20.0).round() / 20.0;
    if super::width::eights(base, step) == channels { step } else { exact }
}

/// timm's name of a tensor of MobileNetV1: `blocks.3.pw.weight` is `blocks.2.0.conv_pw.weight` there.
fn timm_name(name: &str) -> String {
    let parts: Vec<&str> = name.split('.').collect();
    match parts[..] {
        ["conv1", tensor] => format!("conv_stem.{tensor}"),
        ["fc", tensor] => format!("classifier.{tensor}"),
        ["blocks", index, layer, tensor] => {
            let (mut stage, mut at) = (0, index.parse().unwrap_or(0));
            while stage + 1 < TIMM_STAGES.len() && at >= TIMM_STAGES[stage] {
                at -= TIMM_STAGES[stage];
                stage += 1;
            }
            let conv = if layer.starts_with("bn") { "" } else { "conv_" };
            format!("blocks.{stage}.{at}.{conv}{layer}.{tensor}")
        }
        _ => name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::{LenetConfig, Options, mobilenet, named, pretrained};
    use crate::spec::{MobilenetSpec, MobilenetVersion, Pretrained};

    fn file(graph: &Graph) -> Vec<u8> {
        safetensors::save(graph, &Weights::init(graph, 1)).unwrap()
    }

    #[test]
    fn every_network_of_the_family_is_recognized_by_its_weights() {
        for &version in MobilenetVersion::ALL {
            for alpha in [0.25, 0.35, 0.6, 1.0, 1.4] {
                let graph = mobilenet(MobilenetSpec { version, alpha, classes: 7, ..Default::default() }).unwrap();
                let (got, weights) = recognize(&file(&graph)).unwrap();
                assert!(got == graph, "{version} {alpha}");
                assert!(weights == Weights::init(&graph, 1));
            }
        }
        for &which in Pretrained::ALL {
            let graph = pretrained(which).unwrap();
            assert!(recognize(&file(&graph)).unwrap().0 == graph, "{which}");
        }
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let lenet = LenetConfig::default().build().unwrap();
        let error = recognize(&file(&lenet)).unwrap_err().to_string();
        assert_eq!(error, "tensor `conv1.bias`: expected a tensor of a MobileNet or of EfficientNet-Lite0, got [16]");
        let mut odd = MobilenetV2Config { classes: 5, alpha: 0.35, ..MobilenetV2Config::paper() };
        odd.stages[3].channels = 96;
        let error = recognize(&file(&odd.build().unwrap())).unwrap_err().to_string();
        assert_eq!(error, "tensor `features.7.conv.2.weight`: expected [24, 96, 1, 1], got [32, 96, 1, 1]");
        assert!(recognize(&[]).is_err());
    }

    #[test]
    fn timms_blocks_are_counted_within_their_stage() {
        let names =
            ["conv1.weight", "bn1.bias", "blocks.0.dw.weight", "blocks.3.pw.weight", "blocks.12.bn2.running_var"];
        let timms = [
            "conv_stem.weight",
            "bn1.bias",
            "blocks.0.0.conv_dw.weight",
            "blocks.2.0.conv_pw.weight",
            "blocks.4.1.bn2.running_var",
        ];
        assert_eq!(names.map(timm_name), timms);
        let graph =
            named("mobilenet-v1", Options { classes: Some(3), alpha: Some(0.25), ..Default::default() }).unwrap();
        let tensors = Weights::init(&graph, 1);
        let of = |p: &crate::graph::Param| {
            let shape = crate::format::layout::torch_shape(p);
            (timm_name(&p.name), shape.clone(), vec![0.5; shape.iter().product()])
        };
        let (graph, weights) =
            recognize(&safetensors::write(&tensors.params().iter().map(of).collect::<Vec<_>>())).unwrap();
        assert!(weights.values().iter().all(|&v| v == 0.5) && graph.nodes().iter().any(|n| n.op.name() == "relu6"));
    }
}
