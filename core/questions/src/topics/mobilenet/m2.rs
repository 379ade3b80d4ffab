//! Multiply-adds of convolutions.

use super::layers::{Layer, count, one_by_one, pointwise};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "M2",
    topic: Topic::Mobilenet,
    title: ("畳み込みの積和演算の数", "Multiply-adds of convolutions"),
    source: "howard2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let kind = draw.pick("kind", &["standard", "depthwise", "pointwise", "separable"]);
    let k = draw.pick("K", &[3, 5]);
    let m = draw.pick("M", &[16, 32, 64, 128]);
    let n = draw.pick("N", &[24, 48, 96, 192, 256]);
    // A depthwise convolution has as many channels out as in.
    let n = if kind == "depthwise" { m } else { n };
    let size = draw.pick("D", &[7, 14, 28, 56]);
    let depthwise = Layer::Depthwise { kernel: k, stride: 1 };
    let layers = match kind {
        "standard" => vec![Layer::Standard { kernel: k, out: n, groups: 1 }],
        "depthwise" => vec![depthwise],
        "pointwise" => vec![pointwise(n)],
        _ => vec![depthwise, pointwise(n)],
    };
    let (ja, en, formula) = match kind {
        "standard" => ("標準の畳み込み", "standard convolution", "K²·M·N·D²"),
        "depthwise" => ("深さ方向の畳み込み（depthwise）", "depthwise convolution", "K²·M·D²"),
        "pointwise" => ("畳み込み（pointwise）", "pointwise convolution", "M·N·D²"),
        _ => ("深さ方向分離可能畳み込み", "depthwise-separable convolution", "K²·M·D² + M·N·D²"),
    };
    let side = if kind == "pointwise" { 1 } else { k };
    let value = count(size, m, &layers).macs;
    let area = size * size;
    let of = |per_place: i64| (per_place * area) as f64;
    let k2 = k * k;
    let shown = write(value, Format::Integer);
    let numbers = match kind {
        "standard" => format!("{k2} × {m} × {n} × {area}"),
        "depthwise" => format!("{k2} × {m} × {area}"),
        "pointwise" => format!("{m} × {n} × {area}"),
        _ => format!("{k2} × {m} × {area} + {m} × {n} × {area}"),
    };
    Calculation {
        stem: text!(
            "{size}×{size} の特徴マップで、入力 {m} チャネル、出力 {n} チャネルの {side}×{side} の{ja}が行う積和演算は何回か（バイアスなし、ストライド 1、大きさは保つ）。",
            "On {size}×{size} feature maps with {m} channels in and {n} out, how many multiply-adds does a {side}×{side} {en} take (no bias, stride 1, same size)?"
        ),
        code: None,
        formula: text!("{formula}", "{formula}"),
        value,
        format: Format::Integer,
        unit: ("回", ""),
        wrong: vec![
            Wrong::new(
                of(k2 * m * n),
                ("標準の畳み込みの数です。すべての入力チャネルを K×K で見ます。", "That is a standard convolution, which sees K×K of all input channels."),
            ),
            Wrong::new(
                of(k2 * m),
                ("深さ方向の畳み込みの数です。チャネルごとに K×K だけを見ます。", "That is a depthwise convolution, which sees K×K of one channel."),
            ),
            Wrong::new(
                of(m * n),
                ("1×1 の畳み込みの数です。", "That is a pointwise convolution."),
            ),
            Wrong::new(
                of(k2 * m + m * n),
                ("深さ方向と 1×1 を合わせた数です。", "That is depthwise and pointwise together."),
            ),
            Wrong::new(
                of(k2 * n + m * n),
                ("深さ方向の畳み込みのチャネル数は、出力ではなく入力のチャネル数です。", "A depthwise convolution has as many channels as its input, not as the output."),
            ),
        ],
        steps: text!("{formula} = {numbers} = {shown}。", "{formula} = {numbers} = {shown}."),
        lab: Some("tab=mobilenet&mobilenet=v1&width=1&resolution=224&classes=1000&block=1".into()),
    }
}

/// Place by place of the output.
fn again(drawn: &Parameters) -> f64 {
    let (square, m, n, size) = (drawn.int("K").pow(2), drawn.int("M"), drawn.int("N"), drawn.int("D"));
    let parts = match drawn.name("kind") {
        "standard" => vec![(n, square * m)],
        "depthwise" => vec![(m, square)],
        "pointwise" => vec![(n, m)],
        _ => vec![(m, square), (n, m)],
    };
    parts.into_iter().map(|(out, per_output)| one_by_one(size, out, per_output)).sum::<i64>() as f64
}
