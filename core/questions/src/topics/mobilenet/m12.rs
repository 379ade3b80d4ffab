//! Why fewer multiply-adds are not as much faster.

use super::layers::{Layer, count, pointwise};
use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "M12",
    topic: Topic::Mobilenet,
    title: ("畳み込みの演算強度", "The arithmetic intensity of convolutions"),
    source: "williams2009",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let kind = draw.pick("kind", &["depthwise", "pointwise"]);
    let channels = draw.pick("C", &[32, 64, 128, 256]);
    let size = draw.pick("D", &[14, 28, 56]);
    let is_depthwise = kind == "depthwise";
    let layer = if is_depthwise { Layer::Depthwise { kernel: 3, stride: 1 } } else { pointwise(channels) };
    let other = if is_depthwise { pointwise(channels) } else { Layer::Depthwise { kernel: 3, stride: 1 } };
    let values = 2 * size * size * channels;
    let intensity = |layer: Layer, per_mac: f64, per_value: f64| {
        let counted = count(size, channels, &[layer]);
        per_mac * counted.macs / (per_value * (values as f64 + counted.params))
    };
    let value = settled(intensity(layer, 2.0, 4.0), 2);
    let counted = count(size, channels, &[layer]);
    let format = Format::Decimals(2);
    let ja = if is_depthwise { " 3×3 の深さ方向の畳み込み" } else { " 1×1 の畳み込み" };
    let en = if is_depthwise { "3×3 depthwise" } else { "1×1 (pointwise)" };
    let (flops, bytes) = (2.0 * counted.macs, 4.0 * (values as f64 + counted.params));
    let [flops, bytes] = [flops, bytes].map(|v| write(v, Format::Integer));
    let (shown, there) = (write(value, format), write(intensity(other, 2.0, 4.0), format));
    Calculation {
        stem: text!(
            "{size}×{size}、{channels} チャネルの float32 の特徴マップに、入力と出力が同じチャネル数の{ja}（ストライド 1、大きさは保つ、バイアスなし）を行う。積和 1 回を 2 FLOP と数え、入力、重み、出力を 1 回ずつ読み書きするとき、演算強度は何 FLOP/バイトか。",
            "A {en} convolution of as many channels out as in runs on {size}×{size} float32 feature maps of {channels} channels (stride 1, same size, no bias). With 2 FLOP for a multiply-add, and inputs, weights and outputs each moved once, what is its arithmetic intensity in FLOP per byte?"
        ),
        code: None,
        formula: text!("演算強度 = FLOP / 移動するバイト数", "intensity = FLOP / bytes moved"),
        value,
        format,
        unit: ("FLOP/バイト", "FLOP/byte"),
        wrong: vec![
            Wrong::new(
                intensity(other, 2.0, 4.0),
                (
                    "深さ方向と 1×1 を取り違えています。1×1 は各値を全出力チャネルで使い回すので強度が高くなります。",
                    "Depthwise and pointwise are exchanged: pointwise uses each value for all output channels, so its intensity is high.",
                ),
            ),
            Wrong::new(
                intensity(layer, 1.0, 4.0),
                ("積和 1 回を 1 FLOP と数えています。", "A multiply-add was counted as 1 FLOP."),
            ),
            Wrong::new(
                intensity(layer, 2.0, 1.0),
                ("要素数をバイト数としています。float32 は 4 バイトです。", "Values were counted as bytes; a float32 has 4."),
            ),
            Wrong::new(
                2.0 * counted.macs / (2.0 * values as f64),
                ("出力を数えていません。", "The outputs are missing."),
            ),
            Wrong::new(
                2.0 * counted.macs / (4.0 * counted.params),
                ("重みしか数えていません。", "Only weights were counted."),
            ),
        ],
        steps: text!(
            "{flops} FLOP を {bytes} バイトで割って {shown}。同じ大きさで他方の層は {there} です。強度が低い層はメモリ帯域が律速になり、積和が減っても同じ比では速くなりません。",
            "{flops} FLOP by {bytes} bytes is {shown}; the other kind of layer has {there} at this size. A layer of low intensity is bound by memory: fewer multiply-adds do not make it faster in proportion."
        ),
        lab: Some("tab=mobilenet&mobilenet=v1&width=1&resolution=224&classes=1000&block=1".into()),
    }
}

/// From one channel's share: what it computes and what it moves.
fn again(drawn: &Parameters) -> f64 {
    let (channels, size) = (drawn.number("C"), drawn.number("D"));
    let per_place = if drawn.name("kind") == "depthwise" { 9.0 } else { channels };
    let area = size * size;
    rounded(2.0 * per_place * area / (4.0 * (2.0 * area + per_place)), 2)
}
