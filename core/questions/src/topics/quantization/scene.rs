//! One tensor and its 8-bit grid: three questions, each from the range alone.

use crate::question::unless_tied;
use crate::topics::set;
use crate::{Calculation, Draw, Format, Parameters, Scene, Situation, Wrong, text, write};
use karui_core::quant::{QParamsRule, Range};
use karui_spec::recipe::Observer;

set!(Part SCENE, Quantization, "jacob2018":
    QX1_1 "QX1-1" 0 ("一つのテンソルの量子化：ゼロ点", "Quantizing one tensor: the zero point"),
    QX1_2 "QX1-2" 1 ("一つのテンソルの量子化：値を整数へ", "Quantizing one tensor: a value as an integer"),
    QX1_3 "QX1-3" 2 ("一つのテンソルの量子化：整数を値へ", "Quantizing one tensor: an integer as a value"),
);

static SCENE: Scene = Scene { id: "QX1", make, again: &[zero_again, level_again, value_again] };

const LEVELS: (i32, i32) = (0, 255);

fn make(draw: &mut Draw) -> Situation {
    let step = draw.pick("S", &[0.01, 0.02, 0.04, 0.05]);
    let zero = draw.int("zero", 40..=200);
    // The ends are levels, so that the range itself has few digits.
    let (min, max) = (-step * zero as f64, step * (255 - zero) as f64);
    let x = draw.decimal("x", 3, -1_500..=1_500);
    let q = draw.int("q", 5..=250);
    let rule = QParamsRule { observer: Observer::MinMax, percentile: 100.0, levels: LEVELS, symmetric: false };
    let grid = rule.fit(Range { min: min as f32, max: max as f32 });
    let [shown_min, shown_max] = [min, max].map(|end| write(end, Format::Decimals(2)));
    let (s, z) = (step, f64::from(grid.zero_point));
    let (x_shown, told) = (write(x, Format::Decimals(3)), write(step, Format::Decimals(2)));
    let [ratio, z_shown] = [write(x / s, Format::Decimals(2)), write(z, Format::Integer)];
    let level = f64::from(grid.level(x as f32, LEVELS));
    let value = s * (q as f64 - z);
    let [level_shown, value_shown] = [write(level, Format::Integer), write(value, Format::Decimals(2))];
    let grid_told = text!(
        "S = ({shown_max} − ({shown_min})) / 255 = {told}、Z = round(0 − ({shown_min}) / {told}) = {z_shown}。",
        "S = ({shown_max} − ({shown_min})) / 255 = {told} and Z = round(0 − ({shown_min}) / {told}) = {z_shown}."
    );
    let (grid_ja, grid_en) = (grid_told.ja.clone(), grid_told.en.clone());
    let clamp = |level: f64| level.clamp(0.0, 255.0);
    Situation {
        shared: text!(
            "ある層の活性値は {shown_min} から {shown_max} までの範囲にある。これを符号なし 8 ビット整数（0 … 255）へアフィン量子化する：r = S(q − Z)。範囲の両端が 0 と 255 に対応し、丸めは最近接とする。",
            "The activations of a layer range from {shown_min} to {shown_max}. They are quantized to unsigned 8-bit integers (0 … 255) by an affine grid, r = S(q − Z): the ends of the range become 0 and 255, and rounding is to the nearest."
        ),
        code: None,
        parts: vec![
            Calculation {
                stem: ("ゼロ点 Z はいくつか。", "What is the zero point Z?").into(),
                code: None,
                formula: text!(
                    "Z = round(q_min − r_min / S)、 S = (r_max − r_min) / 255",
                    "Z = round(q_min − r_min / S), S = (r_max − r_min) / 255"
                ),
                value: unless_tied(-min / s, z),
                format: Format::Integer,
                unit: ("", ""),
                wrong: vec![
                    Wrong::new(255.0 - z, ("最大値の側から測っています。", "It is measured from the other end.")),
                    Wrong::new(
                        (-min * 256.0 / (max - min)).round(),
                        (
                            "S を 256 で割って求めています。間隔は 255 個です。",
                            "S was divided by 256; there are 255 steps.",
                        ),
                    ),
                    Wrong::new(
                        128.0,
                        (
                            "範囲が 0 について対称なときだけ、中央になります。",
                            "It is in the middle only for a symmetric range.",
                        ),
                    ),
                    Wrong::new(
                        0.0,
                        ("最小値が 0 のときだけ 0 になります。", "It is 0 only where the least value is 0."),
                    ),
                    Wrong::new(
                        z - 128.0,
                        ("符号付き整数（−128 … 127）のときの値です。", "That is for signed integers (−128 … 127)."),
                    ),
                ],
                steps: grid_told.clone(),
                lab: None,
            },
            Calculation {
                stem: text!("値 {x_shown} はどの整数になるか。", "Which integer stands for {x_shown}?"),
                code: None,
                formula: text!("q = clamp(round(r / S) + Z, 0, 255)", "q = clamp(round(r / S) + Z, 0, 255)"),
                value: unless_tied(x / s, level),
                format: Format::Integer,
                unit: ("", ""),
                wrong: vec![
                    Wrong::new(
                        clamp((x / s).round() - z),
                        ("ゼロ点は引くのではなく足します。", "The zero point is added, not subtracted."),
                    ),
                    Wrong::new(clamp(z - (x / s).round()), ("符号が逆です。", "The sign is the wrong way round.")),
                    Wrong::new(clamp((x / s).round()), ("ゼロ点を足し忘れています。", "The zero point is missing.")),
                    Wrong::new(clamp(level + 1.0), ("丸めが一段ずれています。", "That is one level off.")),
                    Wrong::new(clamp(level - 1.0), ("丸めが一段ずれています。", "That is one level off.")),
                    Wrong::new(
                        (x / s).round() + z,
                        ("範囲の外の値は端に切り詰めます。", "What lies beyond the range is clamped."),
                    ),
                ],
                steps: text!(
                    "{grid_ja}round({x_shown} / {told}) = round({ratio})、これに {z_shown} を足し、0 … 255 に切り詰めて {level_shown}。",
                    "{grid_en} round({x_shown} / {told}) = round({ratio}); plus {z_shown}, clamped to 0 … 255: {level_shown}."
                ),
                lab: None,
            },
            Calculation {
                stem: text!("整数 q = {q} を実数に戻すといくつか。", "Which value does the integer q = {q} stand for?"),
                code: None,
                formula: text!("r = S(q − Z)", "r = S(q − Z)"),
                value,
                format: Format::Decimals(2),
                unit: ("", ""),
                wrong: vec![
                    Wrong::new(s * q as f64, ("ゼロ点を引き忘れています。", "The zero point is not subtracted.")),
                    Wrong::new(
                        s * (q as f64 + z),
                        ("ゼロ点は足すのではなく引きます。", "The zero point is subtracted, not added."),
                    ),
                    Wrong::new(s * (z - q as f64), ("引く順が逆です。", "The wrong way round.")),
                    Wrong::new(
                        s * q as f64 - z,
                        ("S を掛ける前に Z を引きます。", "Z is subtracted before S multiplies."),
                    ),
                ],
                steps: text!(
                    "{grid_ja}{told} × ({q} − {z_shown}) = {value_shown}。",
                    "{grid_en} {told} × ({q} − {z_shown}) = {value_shown}."
                ),
                lab: None,
            },
        ],
    }
}

/// The value of a level, by going along the range.
fn along(drawn: &Parameters, level: i32) -> f64 {
    let (step, zero) = (drawn.number("S"), drawn.int("zero") as f64);
    let (min, max) = (-step * zero, step * (255.0 - zero));
    min + (max - min) * f64::from(level) / 255.0
}

fn nearest(drawn: &Parameters, value: f64) -> f64 {
    let far = |level: &i32| (along(drawn, *level) - value).abs();
    (LEVELS.0..=LEVELS.1).min_by(|a, b| far(a).total_cmp(&far(b))).map_or(f64::NAN, f64::from)
}

fn zero_again(drawn: &Parameters) -> f64 {
    nearest(drawn, 0.0)
}

fn level_again(drawn: &Parameters) -> f64 {
    nearest(drawn, drawn.number("x"))
}

fn value_again(drawn: &Parameters) -> f64 {
    along(drawn, drawn.int("q") as i32)
}
