//! The greatest number of a short float.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::quant::number::max_finite;
use karui_spec::recipe::NumberType;

pub static TEMPLATE: Template = Template {
    id: "Q14n",
    topic: Topic::Quantization,
    title: ("短い浮動小数点数の最大値", "The greatest value of a short float"),
    source: "micikevicius2022",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let exponent = draw.pick("exponent_bits", &[3, 4, 5]);
    let bias: i32 = (1 << (exponent - 1)) - 1;
    // No more than that, so that the greatest value is a whole number.
    let mantissa = draw.int("mantissa_bits", 1..=i64::from(bias).min(10));
    let power = 2f64.powi(bias);
    let step = 2f64.powi(-(mantissa as i32));
    // The shipped formats are the engine's own.
    let value = match (exponent, mantissa) {
        (5, 10) => max_finite(NumberType::Fp16).map_or(f64::NAN, f64::from),
        (5, 2) => max_finite(NumberType::Fp8E5m2).map_or(f64::NAN, f64::from),
        _ => (2.0 - step) * power,
    };
    let format = Format::Integer;
    let shown = write(value, format);
    let total = 1 + exponent + mantissa;
    Calculation {
        stem: text!(
            "符号 1 ビット、指数 {exponent} ビット、仮数 {mantissa} ビットの浮動小数点数（計 {total} ビット）がある。バイアスは 2^({exponent}−1) − 1 = {bias} で、指数がすべて 1 のビット列は無限大と非数に使う（IEEE 754 の規則）。有限の最大値はいくつか。",
            "A float has 1 sign bit, {exponent} exponent bits and {mantissa} mantissa bits, {total} in all. The bias is 2^({exponent}−1) − 1 = {bias}; exponents of all ones stand for infinity and for what is no number, as in IEEE 754. What is its greatest finite value?"
        ),
        code: None,
        formula: text!("(2 − 2^−m) × 2^bias", "(2 − 2^−m) × 2^bias"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                (2.0 - step) * power * 2.0,
                (
                    "指数がすべて 1 のビット列まで数に使っています。",
                    "That uses the exponent of all ones, which is kept for infinity and what is no number.",
                ),
            ),
            Wrong::new(
                power,
                ("仮数がすべて 0 のときの値です。仮数もすべて 1 にします。", "That is with a mantissa of zeros; it has to be all ones."),
            ),
            Wrong::new(
                (1.0 - step) * power,
                ("仮数の先頭の隠れた 1 を数えていません。", "The hidden leading 1 of the mantissa is missing."),
            ),
            Wrong::new(
                2.0 * power,
                ("その値は表せません。最大値は 2 の累乗の一段手前です。", "That is out of reach: the greatest is one step below."),
            ),
            Wrong::new(
                2f64.powi(mantissa as i32 + exponent as i32) - 1.0,
                ("整数として数えたときの最大値です。", "That is the greatest of the bits read as an integer."),
            ),
        ],
        steps: text!(
            "最大の指数は (2^{exponent} − 2) − {bias} = {bias}。仮数がすべて 1 なら 2 − 2^−{mantissa}。(2 − 2^−{mantissa}) × 2^{bias} = {shown}。",
            "The greatest exponent is (2^{exponent} − 2) − {bias} = {bias}, a mantissa of ones is 2 − 2^−{mantissa}: (2 − 2^−{mantissa}) × 2^{bias} = {shown}."
        ),
        lab: Some("tab=compress&recipe=%7B%22quantize%22:%7B%22method%22:%22weights%22,%22dtype%22:%22fp8-e5m2%22%7D%7D".into()),
    }
}

/// The greatest of all bit patterns, each decoded.
fn again(drawn: &Parameters) -> f64 {
    let (e, m) = (drawn.int("exponent_bits"), drawn.int("mantissa_bits"));
    let bias = (1i64 << (e - 1)) - 1;
    let decode = |bits: i64| {
        let (exponent, mantissa) = (bits >> m, bits & ((1 << m) - 1));
        let part = mantissa as f64 / (1i64 << m) as f64;
        match exponent {
            0 => part * 2f64.powi(1 - bias as i32),
            all if all == (1 << e) - 1 => f64::NEG_INFINITY,
            _ => (1.0 + part) * 2f64.powi((exponent - bias) as i32),
        }
    };
    (0..1i64 << (e + m)).map(decode).fold(0.0, f64::max)
}
