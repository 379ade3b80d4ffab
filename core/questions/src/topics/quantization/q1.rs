//! Scale and zero point of an affine grid.

use crate::question::unless_tied;
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::quant::{QParamsRule, Range};
use karui_spec::recipe::Observer;

pub static TEMPLATE: Template = Template {
    id: "Q1",
    topic: Topic::Quantization,
    title: ("アフィン量子化のゼロ点", "The zero point of an affine grid"),
    source: "jacob2018",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let bits = draw.pick("bits", &[4, 8]);
    let is_signed = draw.pick("signed", &[0, 1]) == 1;
    let (min, max) = (draw.decimal("rmin", 1, -40..=-2), draw.decimal("rmax", 1, 2..=60));
    let levels = levels(bits, is_signed);
    let rule = QParamsRule { observer: Observer::MinMax, percentile: 100.0, levels, symmetric: false };
    let grid = rule.fit(Range { min: min as f32, max: max as f32 });
    let (low, high) = levels;
    let scale = (max - min) / f64::from(high - low);
    let zero = f64::from(grid.zero_point);
    let unclamped = |scale: f64| (f64::from(low) - min / scale).round();
    let shown = write(scale, Format::Decimals(4));
    let ratio = write(min / scale, Format::Decimals(2));
    Calculation {
        stem: text!(
            "値の範囲 [{min}, {max}] を、{low} から {high} までの {bits} ビット整数へアフィン量子化する（r = S(q − Z)）。ゼロ点 Z はいくつか。",
            "Values in [{min}, {max}] are quantized to the {bits}-bit integers from {low} to {high} by an affine grid, r = S(q − Z). What is the zero point Z?"
        ),
        code: None,
        formula: text!(
            "S = (r_max − r_min) / (q_max − q_min)、 Z = round(q_min − r_min / S)",
            "S = (r_max − r_min) / (q_max − q_min), Z = round(q_min − r_min / S)"
        ),
        value: unless_tied(f64::from(low) - min / scale, zero),
        format: Format::Integer,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                unclamped((max - min) / f64::from(1 << bits)),
                (
                    "S を段数 2^b で割って求めています。間隔の数は q_max − q_min = 2^b − 1 です。",
                    "S was divided by the 2^b levels; between them there are q_max − q_min = 2^b − 1 steps.",
                ),
            ),
            Wrong::new(
                (f64::from(low) + min / scale).round(),
                ("r_min / S の符号が逆です。", "The sign of r_min / S is the wrong way round."),
            ),
            Wrong::new(
                (-min / scale).round(),
                if is_signed {
                    ("q_min を足し忘れています。符号付き整数は 0 から始まりません。", "q_min is missing: signed integers do not begin at 0.")
                } else {
                    ("最大値の側から測っています。", "It is measured from the other end.")
                },
            ),
            Wrong::new(
                (f64::from(high) - max / scale - 1.0).round(),
                ("一段ずれています。", "It is one level off."),
            ),
            Wrong::new(
                f64::from(low),
                (
                    "最小値を q_min へ写すだけでは、実数の 0 が Z に写りません。",
                    "That puts the least value at q_min; what has to lie at Z is the real number 0.",
                ),
            ),
            Wrong::new(
                (f64::from(low) + f64::from(high) + 1.0) / 2.0,
                (
                    "範囲の中央が 0 になるのは、対称な範囲のときだけです。",
                    "The middle stands for 0 only where the range is symmetric.",
                ),
            ),
        ],
        steps: text!(
            "S = ({max} − ({min})) / ({high} − ({low})) = {shown}。r_min / S = {ratio} なので、Z = round({low} − ({ratio})) = {zero}。",
            "S = ({max} − ({min})) / ({high} − ({low})) = {shown}. With r_min / S = {ratio}, Z = round({low} − ({ratio})) = {zero}."
        ),
        lab: Some("tab=compress&recipe=%7B%22quantize%22:%7B%7D%7D".into()),
    }
}

fn levels(bits: i64, is_signed: bool) -> (i32, i32) {
    let count = 1i32 << bits;
    if is_signed { (-count / 2, count / 2 - 1) } else { (0, count - 1) }
}

/// The level that is nearest to the real number 0, found by going through all of them.
fn again(drawn: &Parameters) -> f64 {
    let (low, high) = levels(drawn.int("bits"), drawn.int("signed") == 1);
    let (min, max) = (drawn.number("rmin"), drawn.number("rmax"));
    let value = |level: i32| min + (max - min) * f64::from(level - low) / f64::from(high - low);
    (low..=high).min_by(|a, b| value(*a).abs().total_cmp(&value(*b).abs())).map_or(f64::NAN, f64::from)
}
