//! The width and resolution multipliers.

use super::layers::{Layer, count, one_by_one, pointwise};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "M4",
    topic: Topic::Mobilenet,
    title: ("幅と解像度の倍率", "Width and resolution multipliers"),
    source: "howard2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let k = 3;
    let quarters = draw.pick("alpha_quarters", &[1, 2, 3]);
    let sevenths = draw.pick("rho_sevenths", &[4, 5, 6]);
    let m = draw.pick("M", &[32, 64, 128, 256]);
    let n = draw.pick("N", &[64, 128, 256, 512]);
    let size = draw.pick("D", &[14, 28, 56]);
    let alpha = quarters as f64 / 4.0;
    let (tm, tn, td) = (m * quarters / 4, n * quarters / 4, size * sevenths / 7);
    let value = count(td, tm, &[Layer::Depthwise { kernel: k, stride: 1 }, pointwise(tn)]).macs;
    let macs = |m: i64, n: i64, d: i64| ((9 * m + m * n) * d * d) as f64;
    let full = macs(m, n, size);
    let rho = sevenths as f64 / 7.0;
    let area = td * td;
    let shown = write(value, Format::Integer);
    Calculation {
        stem: text!(
            "入力 {m} チャネル、出力 {n} チャネル、{size}×{size}、K = 3 の深さ方向分離可能畳み込みに、幅の倍率 α = {alpha} と解像度の倍率 ρ = {sevenths}/7 を掛けた。積和演算は何回か（ストライド 1、大きさは保つ）。",
            "A depthwise-separable convolution of {m} channels in and {n} out on {size}×{size} maps, K = 3, gets the width multiplier α = {alpha} and the resolution multiplier ρ = {sevenths}/7. How many multiply-adds does it take (stride 1, same size)?"
        ),
        code: None,
        formula: text!("K²·αM·(ρD)² + αM·αN·(ρD)²", "K²·αM·(ρD)² + αM·αN·(ρD)²"),
        value,
        format: Format::Integer,
        unit: ("回", ""),
        wrong: vec![
            Wrong::new(
                (full * alpha * alpha * rho * rho).round(),
                (
                    "深さ方向の項は α² ではなく α に比例します。全体がちょうど α²ρ² 倍にはなりません。",
                    "The depthwise part goes with α, not α²: the whole is not exactly α²ρ² times.",
                ),
            ),
            Wrong::new(
                macs(tm, tn, size),
                ("解像度の倍率 ρ を掛け忘れています。", "The resolution multiplier ρ is missing."),
            ),
            Wrong::new(
                macs(m, n, td),
                ("幅の倍率 α を掛け忘れています。", "The width multiplier α is missing."),
            ),
            Wrong::new(
                (macs(tm, tn, size) * rho).round(),
                ("位置は縦と横にあるので、ρ は二乗で効きます。", "Places go by height and width: ρ counts squared."),
            ),
            Wrong::new(
                macs(tm, n, td),
                ("α は出力のチャネル数にも掛かります。", "α multiplies the output channels, too."),
            ),
        ],
        steps: text!(
            "αM = {tm}、αN = {tn}、ρD = {td}。(9 × {tm} + {tm} × {tn}) × {area} = {shown}。",
            "αM = {tm}, αN = {tn}, ρD = {td}: (9 × {tm} + {tm} × {tn}) × {area} = {shown}."
        ),
        lab: Some(format!("tab=mobilenet&mobilenet=v1&width={alpha}&resolution={}&classes=1000&block=1", 32 * sevenths)),
    }
}

/// Place by place of the output.
fn again(drawn: &Parameters) -> f64 {
    let wide = |channels: i64| channels * drawn.int("alpha_quarters") / 4;
    let (m, n, size) = (wide(drawn.int("M")), wide(drawn.int("N")), drawn.int("D") / 7 * drawn.int("rho_sevenths"));
    (one_by_one(size, m, 9) + one_by_one(size, n, m)) as f64
}
