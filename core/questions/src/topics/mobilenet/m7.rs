//! The block of MobileNetV2.

use super::layers::{Layer, count, one_by_one, pointwise};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "M7",
    topic: Topic::Mobilenet,
    title: ("逆残差ブロックの計算量", "The cost of an inverted residual"),
    source: "sandler2018",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let input = draw.pick("C_in", &[16, 24, 32, 64]);
    let t = draw.pick("t", &[3, 4, 6]);
    let output = draw.pick("C_out", &[24, 32, 64, 96]);
    let size = draw.pick("H", &[14, 28, 56]);
    let stride = draw.pick("s", &[1, 2]);
    let wide = t * input;
    let layers = [pointwise(wide), Layer::Depthwise { kernel: 3, stride }, pointwise(output)];
    let value = count(size, input, &layers).macs;
    let (before, small) = (size * size, (size / stride) * (size / stride));
    let all = |a: i64, b: i64, c: i64| (input * wide * a + 9 * wide * b + wide * output * c) as f64;
    let (first, second, third) = (input * wide * before, 9 * wide * small, wide * output * small);
    let shown = write(value, Format::Integer);
    Calculation {
        stem: text!(
            "MobileNetV2 の逆残差ブロック（1×1 の拡張、3×3 の深さ方向、1×1 の線形な射影）で、入力が {size}×{size}、{input} チャネル、拡張率 t = {t}、出力が {output} チャネル、深さ方向のストライドが {stride} のとき、積和演算は何回か。",
            "An inverted residual of MobileNetV2 (1×1 expansion, 3×3 depthwise, linear 1×1 projection) has {size}×{size} inputs of {input} channels, expansion t = {t}, {output} output channels and stride {stride} in its depthwise convolution. How many multiply-adds does it take?"
        ),
        code: None,
        formula: text!(
            "C_in·tC_in·H² + 9·tC_in·(H/s)² + tC_in·C_out·(H/s)²",
            "C_in·tC_in·H² + 9·tC_in·(H/s)² + tC_in·C_out·(H/s)²"
        ),
        value,
        format: Format::Integer,
        unit: ("回", ""),
        wrong: vec![
            Wrong::new(
                all(small, small, small),
                ("拡張の 1×1 は縮小する前の H×H で計算します。", "The expansion runs before the stride, on H×H."),
            ),
            Wrong::new(
                all(before, before, before),
                ("深さ方向の畳み込みの後は H/s の大きさです。", "From the depthwise convolution on it is H/s."),
            ),
            Wrong::new(
                (9 * input * small + input * output * small) as f64,
                ("拡張していません。深さ方向の畳み込みは tC_in チャネルです。", "There is no expansion there: the depthwise convolution has tC_in channels."),
            ),
            Wrong::new(
                (first + 9 * wide * wide * small + third) as f64,
                ("中央を標準の畳み込みとして数えています。", "The middle was counted as a standard convolution."),
            ),
            Wrong::new(
                (second + third) as f64,
                ("拡張の 1×1 を数えていません。", "The expansion is missing."),
            ),
            Wrong::new(
                (first + second) as f64,
                ("射影の 1×1 を数えていません。", "The projection is missing."),
            ),
        ],
        steps: text!(
            "拡張 {input} × {wide} × {before} = {first}、深さ方向 9 × {wide} × {small} = {second}、射影 {wide} × {output} × {small} = {third}。合わせて {shown}。",
            "Expansion {input} × {wide} × {before} = {first}, depthwise 9 × {wide} × {small} = {second}, projection {wide} × {output} × {small} = {third}; together {shown}."
        ),
        lab: Some("tab=mobilenet&mobilenet=v2&width=1&resolution=224&classes=1000&block=3".into()),
    }
}

/// Place by place of each layer's output.
fn again(drawn: &Parameters) -> f64 {
    let (input, size) = (drawn.int("C_in"), drawn.int("H"));
    let wide = drawn.int("t") * input;
    let after = (0..size).step_by(drawn.int("s") as usize).count() as i64;
    let layers = [(size, wide, input), (after, wide, 9), (after, drawn.int("C_out"), wide)];
    layers.into_iter().map(|(size, out, per_output)| one_by_one(size, out, per_output)).sum::<i64>() as f64
}
