//! Weights of a depthwise-separable convolution.

use super::layers::{Layer, count, pointwise};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "M3",
    topic: Topic::Mobilenet,
    title: ("深さ方向分離可能畳み込みのパラメータ数", "Weights of a separable convolution"),
    source: "howard2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let k = draw.pick("K", &[3, 5, 7]);
    let m = draw.pick("M", &[16, 32, 64, 128, 256]);
    let n = draw.pick("N", &[24, 48, 96, 192, 512]);
    let size = draw.pick("D", &[14, 28, 56]);
    let value = count(size, m, &[Layer::Depthwise { kernel: k, stride: 1 }, pointwise(n)]).params;
    let k2 = k * k;
    let [a, b, standard] = [k2 * m, m * n, k2 * m * n];
    let (shown, full) = (write(value, Format::Integer), write(standard as f64, Format::Integer));
    Calculation {
        stem: text!(
            "入力 {m} チャネル、出力 {n} チャネルの {k}×{k} の深さ方向分離可能畳み込み（深さ方向と 1×1、バイアスなし）を {size}×{size} の特徴マップに使う。重みは全部でいくつか。",
            "A {k}×{k} depthwise-separable convolution (depthwise, then 1×1, no bias) of {m} channels in and {n} out runs on {size}×{size} feature maps. How many weights has it?"
        ),
        code: None,
        formula: text!("K²·M + M·N", "K²·M + M·N"),
        value,
        format: Format::Integer,
        unit: ("個", ""),
        wrong: vec![
            Wrong::new(
                standard as f64,
                ("標準の畳み込みの重みの数です。", "That is a standard convolution."),
            ),
            Wrong::new(
                (k2 * n + m * n) as f64,
                ("深さ方向のフィルタは入力チャネルごとに一つです。", "There is a depthwise filter for each input channel."),
            ),
            Wrong::new(
                ((a + b) * size * size) as f64,
                ("積和演算の数です。重みはどの位置でも共有します。", "Those are multiply-adds; all places share the weights."),
            ),
            Wrong::new(a as f64, ("1×1 の畳み込みの重みを数えていません。", "The pointwise weights are missing.")),
            Wrong::new(
                (k2 * (m + n)) as f64,
                ("1×1 の層の重みは M·N 個です。", "The pointwise layer has M·N weights."),
            ),
        ],
        steps: text!(
            "{k2} × {m} + {m} × {n} = {a} + {b} = {shown}。標準の畳み込みなら {full} 個です。",
            "{k2} × {m} + {m} × {n} = {a} + {b} = {shown}; a standard convolution has {full}."
        ),
        lab: Some("tab=mobilenet&mobilenet=v1&width=1&resolution=224&classes=1000&block=1".into()),
    }
}

/// Filter by filter.
fn again(drawn: &Parameters) -> f64 {
    let depthwise: i64 = (0..drawn.int("M")).map(|_| drawn.int("K").pow(2)).sum();
    let pointwise: i64 = (0..drawn.int("N")).map(|_| drawn.int("M")).sum();
    (depthwise + pointwise) as f64
}
