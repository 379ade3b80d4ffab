//! What comes back of a value that was put on a grid.

use crate::question::unless_tied;
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::quant::Affine;

pub static TEMPLATE: Template = Template {
    id: "Q3",
    topic: Topic::Quantization,
    title: ("整数から実数への復元", "From the integer back to the real number"),
    source: "jacob2018",
    kind: Kind::Calculation { make, again },
};

const LEVELS: (i32, i32) = (-128, 127);

fn make(draw: &mut Draw) -> Calculation {
    let scale = draw.pick("S", &[0.04, 0.05, 0.08, 0.1, 0.25]);
    let zero = draw.int("Z", -40..=40);
    let x = draw.decimal("x", 3, -3_000..=3_000);
    let grid = Affine { scale: scale as f32, zero_point: zero as i32 };
    let level = grid.level(x as f32, LEVELS);
    let (q, z) = (f64::from(level), zero as f64);
    let value = f64::from(grid.value(level));
    let shown = write(value, Format::Decimals(2));
    let error = write((value - x).abs(), Format::Decimals(3));
    let half = write(scale / 2.0, Format::Decimals(3));
    Calculation {
        stem: text!(
            "S = {scale}、Z = {zero} の int8（−128 … 127）へ x = {x} をアフィン量子化（r = S(q − Z)、丸めは最近接）し、すぐに実数へ戻した。得られる値はいくつか。",
            "x = {x} is quantized to int8 (−128 … 127) by r = S(q − Z) with S = {scale} and Z = {zero}, rounding to nearest, and turned back into a real number. What number comes back?"
        ),
        code: None,
        formula: text!("q = round(x / S) + Z、 x̂ = S(q − Z)", "q = round(x / S) + Z, x̂ = S(q − Z)"),
        value: unless_tied(x / scale, value),
        format: Format::Decimals(2),
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                scale * q - z,
                ("S は (q − Z) 全体に掛けます。", "S multiplies the whole of (q − Z)."),
            ),
            Wrong::new(
                scale * q,
                ("復元のときにゼロ点 Z を引き忘れています。", "The zero point Z was not subtracted on the way back."),
            ),
            Wrong::new(
                scale * (q + z),
                ("量子化で足した Z は、復元では引きます。", "Z was added when quantizing; it is subtracted on the way back."),
            ),
            Wrong::new(
                scale * (x / scale).floor(),
                ("最近接の整数ではなく、切り捨てています。", "It was rounded down instead of to the nearest integer."),
            ),
            Wrong::new(
                scale * (x / scale).ceil(),
                ("最近接の整数ではなく、切り上げています。", "It was rounded up instead of to the nearest integer."),
            ),
        ],
        steps: text!(
            "q = round({x} / {scale}) + ({zero}) = {level}。x̂ = {scale} × ({level} − ({zero})) = {shown}。誤差は {error} で、範囲の内側では S/2 = {half} を超えません。",
            "q = round({x} / {scale}) + ({zero}) = {level}; x̂ = {scale} × ({level} − ({zero})) = {shown}. The error is {error}, within the range never more than S/2 = {half}."
        ),
        lab: Some("tab=compress&recipe=%7B%22quantize%22:%7B%22scheme%22:%22affine%22%7D%7D".into()),
    }
}

/// The value of the grid that is nearest to x, found by going through all of them.
fn again(drawn: &Parameters) -> f64 {
    let (scale, zero, x) = (drawn.number("S"), drawn.number("Z"), drawn.number("x"));
    let values = (LEVELS.0..=LEVELS.1).map(|level| scale * (f64::from(level) - zero));
    values.min_by(|a, b| (a - x).abs().total_cmp(&(b - x).abs())).unwrap_or(f64::NAN)
}
