//! A value on its grid, clamped where it lies outside.

use crate::question::unless_tied;
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::quant::Affine;

pub static TEMPLATE: Template = Template {
    id: "Q2",
    topic: Topic::Quantization,
    title: ("値を整数へ写す", "A value as an integer"),
    source: "jacob2018",
    kind: Kind::Calculation { make, again },
};

const LEVELS: (i32, i32) = (-128, 127);

fn make(draw: &mut Draw) -> Calculation {
    let scale = draw.pick("S", &[0.02, 0.05, 0.1, 0.25]);
    let zero = draw.int("Z", -60..=60);
    let x = draw.decimal("x", 2, -900..=900);
    let grid = Affine { scale: scale as f32, zero_point: zero as i32 };
    let value = f64::from(grid.level(x as f32, LEVELS));
    let ratio = (x / scale).round();
    let (low, high) = (f64::from(LEVELS.0), f64::from(LEVELS.1));
    let shown = write(ratio, Format::Integer);
    let sum = write(ratio + zero as f64, Format::Integer);
    Calculation {
        stem: text!(
            "S = {scale}、Z = {zero} の int8（−128 … 127）で、x = {x} はどの整数 q になるか。",
            "With S = {scale} and Z = {zero} in int8 (−128 … 127), which integer q stands for x = {x}?"
        ),
        code: None,
        formula: text!("q = clamp(round(x / S) + Z, −128, 127)", "q = clamp(round(x / S) + Z, −128, 127)"),
        value: unless_tied(x / scale, value),
        format: Format::Integer,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                ratio + zero as f64,
                (
                    "範囲の外に出た値は、端の −128 か 127 に切り詰められます。",
                    "What lies beyond the range is clamped to −128 or 127.",
                ),
            ),
            Wrong::new(
                (ratio - zero as f64).clamp(low, high),
                ("ゼロ点は引くのではなく足します。", "The zero point is added, not subtracted."),
            ),
            Wrong::new(ratio.clamp(low, high), ("ゼロ点 Z を足し忘れています。", "The zero point Z is missing.")),
            Wrong::new(
                ((x * scale).round() + zero as f64).clamp(low, high),
                ("S を掛けています。量子化では S で割ります。", "It was multiplied by S; quantizing divides by it."),
            ),
            Wrong::new(
                ((x + zero as f64) / scale).round().clamp(low, high),
                ("Z は整数の側の量なので、S で割った後に足します。", "Z counts levels: it is added after the division."),
            ),
        ],
        steps: text!(
            "round({x} / {scale}) = {shown}、{shown} + ({zero}) = {sum}。−128 … 127 に切り詰めて {value}。",
            "round({x} / {scale}) = {shown}, {shown} + ({zero}) = {sum}; clamped to −128 … 127: {value}."
        ),
        lab: None,
    }
}

/// The level whose value is nearest to x, found by going through all of them.
fn again(drawn: &Parameters) -> f64 {
    let (scale, zero, x) = (drawn.number("S"), drawn.number("Z"), drawn.number("x"));
    let far = |level: &i32| (scale * (f64::from(*level) - zero) - x).abs();
    (LEVELS.0..=LEVELS.1).min_by(|a, b| far(a).total_cmp(&far(b))).map_or(f64::NAN, f64::from)
}
