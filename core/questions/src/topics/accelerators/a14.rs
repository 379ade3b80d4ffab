//! The loss scale that keeps a gradient a normal number of FP16.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "A14",
    topic: Topic::Accelerators,
    title: ("FP16 と損失スケーリング", "FP16 and loss scaling"),
    source: "micikevicius2018",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let digit = draw.int("digit", 1..=9);
    let exponent = draw.int("exponent", 5..=9);
    let is_normal = draw.pick("normal", &[0, 1]) == 1;
    let g = digit as f64 * 10f64.powi(-exponent as i32);
    let bound = if is_normal { -14 } else { -24 };
    let other = if is_normal { -24 } else { -14 };
    let log = g.log2();
    let needed = |bound: i32| (f64::from(bound) - log).ceil();
    let value = if needed(bound) >= 1.0 { needed(bound) } else { f64::NAN };
    let (kind_ja, kind_en) = if is_normal {
        ("最小の正規化数 2^-14", "the least normal number, 2^-14,")
    } else {
        ("最小の非正規化数 2^-24", "the least subnormal number, 2^-24,")
    };
    let (shown, exact) = (write(log, Format::Decimals(2)), write(f64::from(bound), Format::Integer));
    Calculation {
        stem: text!(
            "大きさ {digit}×10^-{exponent} の勾配を FP16 で表すため、損失を 2^k 倍して逆伝播する。勾配が FP16 の{kind_ja} 以上になる最小の整数 k はいくつか。",
            "Gradients of size {digit}×10^-{exponent} are to be stored in FP16, so the loss is multiplied by 2^k before the backward pass. What is the least whole k with which they reach {kind_en} of FP16?"
        ),
        code: None,
        formula: text!(
            "g·2^k ≥ 2^e より k = ⌈e − log₂ g⌉（e = −14 か −24）",
            "g·2^k ≥ 2^e, so k = ⌈e − log₂ g⌉ with e = −14 or −24"
        ),
        value,
        format: Format::Integer,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                value - 1.0,
                ("切り捨てています。まだ届きません。", "That was rounded down and does not reach it yet."),
            ),
            Wrong::new(
                needed(other),
                (
                    "正規化数と非正規化数の境界を取り違えています。",
                    "The bounds of normal and subnormal numbers are exchanged.",
                ),
            ),
            Wrong::new(
                (-log).floor(),
                (
                    "勾配を 1 程度まで大きくしています。そこまでは要りません。",
                    "That makes the gradient about 1, which is more than needed.",
                ),
            ),
            Wrong::new(needed(-126), ("FP32 の境界（2^-126）です。", "That is the bound of FP32, 2^-126.")),
            Wrong::new(
                exponent as f64,
                ("10 進の桁数です。2 の累乗で数えます。", "That counts decimal digits; k is a power of 2."),
            ),
            Wrong::new(
                value + 10.0,
                ("仮数部の 10 ビット分を足しています。", "That adds the 10 bits of the mantissa."),
            ),
        ],
        steps: text!(
            "log₂ g = {shown} なので k ≥ {exact} − ({shown})、切り上げて k = {value}。更新の前に勾配を 2^k で割って戻します。",
            "log₂ g = {shown}, so k ≥ {exact} − ({shown}), rounded up: k = {value}. Before the update gradients are divided by 2^k again."
        ),
        lab: None,
    }
}

/// Doubles until it is reached.
fn again(drawn: &Parameters) -> f64 {
    let mut g = drawn.number("digit") / 10f64.powi(drawn.int("exponent") as i32);
    let bound = if drawn.int("normal") == 1 { 2f64.powi(-14) } else { 2f64.powi(-24) };
    let mut k = 0;
    while g < bound {
        g *= 2.0;
        k += 1;
    }
    f64::from(k)
}
