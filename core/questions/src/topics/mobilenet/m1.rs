//! How much less a depthwise-separable convolution computes.

use super::layers::{Layer, count, pointwise};
use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "M1",
    topic: Topic::Mobilenet,
    title: ("深さ方向分離可能畳み込みの計算量比", "The cost ratio of a separable convolution"),
    source: "howard2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let k = draw.pick("K", &[3, 5]);
    let m = draw.pick("M", &[32, 64, 96, 128, 256]);
    let n = draw.pick("N", &[16, 32, 48, 64, 128, 256, 512]);
    let size = draw.pick("D", &[14, 28, 56]);
    let separable = count(size, m, &[Layer::Depthwise { kernel: k, stride: 1 }, pointwise(n)]);
    let standard = count(size, m, &[Layer::Standard { kernel: k, out: n, groups: 1 }]);
    let value = settled(separable.macs / standard.macs, 4);
    let square = (k * k) as f64;
    let (nf, mf) = (n as f64, m as f64);
    let (format, k2) = (Format::Decimals(4), k * k);
    let shown = write(value, format);
    Calculation {
        stem: text!(
            "{size}×{size} の特徴マップ（入力 {m} チャネル、出力 {n} チャネル）に対する {k}×{k} の標準の畳み込みを、深さ方向分離可能畳み込みに置き換えると、積和演算の数は何倍になるか（ストライド 1、大きさは保つ）。",
            "A standard {k}×{k} convolution on {size}×{size} feature maps ({m} channels in, {n} out) is replaced by a depthwise-separable one (stride 1, same size). By what factor do the multiply-adds change?"
        ),
        code: None,
        formula: text!("(K²MD² + MND²) / (K²MND²) = 1/N + 1/K²", "(K²MD² + MND²) / (K²MND²) = 1/N + 1/K²"),
        value,
        format,
        unit: ("倍", "times"),
        wrong: vec![
            Wrong::new(
                1.0 / square,
                ("深さ方向の畳み込みの分 1/N を数えていません。", "The depthwise part, 1/N, is missing."),
            ),
            Wrong::new(
                1.0 / mf + 1.0 / square,
                ("N は出力のチャネル数です。入力の M ではありません。", "N is the number of output channels, not of input channels."),
            ),
            Wrong::new(1.0 / nf, ("1×1 の畳み込みの分 1/K² を数えていません。", "The pointwise part, 1/K², is missing.")),
            Wrong::new(
                1.0 / (nf + square),
                ("1/N + 1/K² は 1/(N + K²) ではありません。", "1/N + 1/K² is not 1/(N + K²)."),
            ),
            Wrong::new(
                1.0 / nf + 1.0 / k as f64,
                ("K ではなく K² です。カーネルは縦と横に広がります。", "It is K², not K: a kernel is as high as it is wide."),
            ),
            Wrong::new(
                1.0 / (nf * square),
                ("二つの比は掛けるのではなく足します。", "The two parts are added, not multiplied."),
            ),
        ],
        steps: text!(
            "1/N + 1/K² = 1/{n} + 1/{k2} = {shown}。M と D は約分されて残りません。",
            "1/N + 1/K² = 1/{n} + 1/{k2} = {shown}; M and D cancel out."
        ),
        lab: Some("tab=mobilenet&mobilenet=v1&width=1&resolution=224&classes=1000&block=1".into()),
    }
}

/// From the multiply-adds of one place of the output.
fn again(drawn: &Parameters) -> f64 {
    let (square, m, n) = (drawn.int("K").pow(2), drawn.int("M"), drawn.int("N"));
    let separable: i64 = (0..m).map(|_| square).chain((0..n).map(|_| m)).sum();
    let standard: i64 = (0..n).map(|_| (0..m).map(|_| square).sum::<i64>()).sum();
    rounded(separable as f64 / standard as f64, 4)
}
