//! One layer, standard and separable: three questions on the same sizes.

use super::layers::{Layer, count, pointwise};
use crate::topics::set;
use crate::{Calculation, Draw, Format, Parameters, Scene, Situation, Wrong, text, write};

set!(Part SCENE, Mobilenet, "howard2017":
    MX1_1 "MX1-1" 0 ("一つの層の置き換え：標準の重み", "Replacing one layer: its weights"),
    MX1_2 "MX1-2" 1 ("一つの層の置き換え：分離した積和演算", "Replacing one layer: the separable one's work"),
    MX1_3 "MX1-3" 2 ("一つの層の置き換え：計算量の割合", "Replacing one layer: the ratio"),
);

static SCENE: Scene = Scene { id: "MX1", make, again: &[weights_again, macs_again, ratio_again] };

fn make(draw: &mut Draw) -> Situation {
    let k = draw.pick("K", &[3, 5]);
    let m = draw.pick("M", &[16, 32, 64, 128]);
    let n = draw.pick("N", &[24, 48, 96, 160, 256]);
    let size = draw.pick("D", &[7, 14, 28]);
    let standard = count(size, m, &[Layer::Standard { kernel: k, out: n, groups: 1 }]);
    let separable = count(size, m, &[Layer::Depthwise { kernel: k, stride: 1 }, pointwise(n)]);
    let depthwise = count(size, m, &[Layer::Depthwise { kernel: k, stride: 1 }]);
    let percent = 100.0 * separable.macs / standard.macs;
    let (kf, mf, nf, area) = (k as f64, m as f64, n as f64, (size * size) as f64);
    let mega = |macs: f64| macs / 1e6;
    let [weights, macs, share] = [
        write(standard.params, Format::Integer),
        write(mega(separable.macs), Format::Decimals(3)),
        write(percent, Format::Decimals(2)),
    ];
    Situation {
        shared: text!(
            "入力が {size}×{size}、{m} チャネルの特徴マップに、出力 {n} チャネルの {k}×{k} の標準の畳み込み（ストライド 1、出力の大きさは入力と同じ、バイアスなし）がある。これを深さ方向分離可能畳み込み（{k}×{k} の深さ方向の畳み込みと 1×1 の畳み込み）に置き換える。",
            "A standard {k}×{k} convolution (stride 1, outputs as large as inputs, no bias) takes {size}×{size} feature maps of {m} channels to {n} channels. It is replaced by a depthwise-separable one: a {k}×{k} depthwise convolution, then a 1×1 convolution."
        ),
        code: None,
        parts: vec![
            Calculation {
                stem: ("置き換える前の層の重みはいくつか。", "How many weights has the layer before?").into(),
                code: None,
                formula: text!("K²·M·N", "K²·M·N"),
                value: standard.params,
                format: Format::Integer,
                unit: ("個", "weights"),
                wrong: vec![
                    Wrong::new(separable.params, ("置き換えた後の層の重みです。", "That is the layer after.")),
                    Wrong::new(kf * mf * nf, ("カーネルの面積は K² です。", "A kernel's area is K².")),
                    Wrong::new(
                        standard.macs,
                        (
                            "積和演算の数です。重みは位置によらず共有されます。",
                            "Those are multiply-adds; weights are shared by all places.",
                        ),
                    ),
                    Wrong::new(
                        kf * kf * nf,
                        ("入力チャネルの数が掛かっていません。", "The input channels are missing."),
                    ),
                ],
                steps: text!("{k}² × {m} × {n} = {weights}", "{k}² × {m} × {n} = {weights}"),
                lab: None,
            },
            Calculation {
                stem: (
                    "置き換えた後の二つの畳み込みの積和演算（MAC）は、合わせて何百万回（×10^6）か。",
                    "How many million multiply-adds (×10^6) have the two convolutions after, together?",
                )
                    .into(),
                code: None,
                formula: text!("(K²·M + M·N)·D²", "(K²·M + M·N)·D²"),
                value: mega(separable.macs),
                format: Format::Decimals(3),
                unit: ("×10^6", "×10^6"),
                wrong: vec![
                    Wrong::new(mega(standard.macs), ("置き換える前の層の回数です。", "That is the layer before.")),
                    Wrong::new(
                        mega(depthwise.macs),
                        ("1×1 の畳み込みを数えていません。", "The 1×1 convolution is left out."),
                    ),
                    Wrong::new(
                        mega(mf * nf * area),
                        ("深さ方向の畳み込みを数えていません。", "The depthwise convolution is left out."),
                    ),
                    Wrong::new(
                        mega((kf * kf * nf + mf * nf) * area),
                        (
                            "深さ方向の畳み込みのフィルタは、出力ではなく入力チャネルの数だけあります。",
                            "There is a depthwise filter for each input channel, not output channel.",
                        ),
                    ),
                    Wrong::new(
                        mega(separable.params * size as f64),
                        ("特徴マップの面積は D² です。", "The map's area is D²."),
                    ),
                ],
                steps: text!(
                    "({k}² × {m} + {m} × {n}) × {size}² = {macs} × 10^6",
                    "({k}² × {m} + {m} × {n}) × {size}² = {macs} × 10^6"
                ),
                lab: None,
            },
            Calculation {
                stem: (
                    "置き換えた後の積和演算は、置き換える前の何 % か。",
                    "What percentage of the multiply-adds before are those after?",
                )
                    .into(),
                code: None,
                formula: text!("1/N + 1/K²", "1/N + 1/K²"),
                value: percent,
                format: Format::Decimals(2),
                unit: ("%", "%"),
                wrong: vec![
                    Wrong::new(
                        100.0 / (kf * kf),
                        (
                            "1/K² だけでは、1×1 の畳み込みと標準の比の半分しか見ていません。1/N を足します。",
                            "1/K² is one of the two terms; 1/N is added.",
                        ),
                    ),
                    Wrong::new(
                        100.0 / nf,
                        ("1/N だけでは足りません。1/K² を足します。", "1/N is one of the two terms; 1/K² is added."),
                    ),
                    Wrong::new(
                        100.0 / (nf + kf * kf),
                        (
                            "和の逆数ではなく、逆数の和です。",
                            "It is the sum of the inverses, not the inverse of the sum.",
                        ),
                    ),
                    Wrong::new(
                        100.0 * (1.0 / mf + 1.0 / (kf * kf)),
                        ("入力チャネル数は約分されて残りません。", "The input channels cancel out."),
                    ),
                    Wrong::new(100.0 * (1.0 / nf + 1.0 / kf), ("カーネルの面積は K² です。", "A kernel's area is K².")),
                ],
                steps: text!("1/{n} + 1/{k}² = {share}%", "1/{n} + 1/{k}² = {share}%"),
                lab: Some("tab=mobilenet&mobilenet=v1&width=1&resolution=224&classes=1000&block=1".into()),
            },
        ],
    }
}

/// Weights of the standard layer, counted filter by filter.
fn weights_again(drawn: &Parameters) -> f64 {
    (0..drawn.int("N")).map(|_| drawn.int("M") * drawn.int("K").pow(2)).sum::<i64>() as f64
}

fn macs(drawn: &Parameters) -> [f64; 2] {
    let [k, m, n, d] = ["K", "M", "N", "D"].map(|name| drawn.int(name));
    let places = d * d;
    let separable: i64 = (0..m).map(|_| places * k * k).sum::<i64>() + (0..n).map(|_| places * m).sum::<i64>();
    let standard: i64 = (0..n).map(|_| places * m * k * k).sum();
    [separable as f64, standard as f64]
}

fn macs_again(drawn: &Parameters) -> f64 {
    macs(drawn)[0] / 1e6
}

fn ratio_again(drawn: &Parameters) -> f64 {
    let [separable, standard] = macs(drawn);
    100.0 * separable / standard
}
