//! A value on the number line of a grid.

use crate::axes::{axis, shown};
use crate::question::unless_tied;
use crate::{Calculation, Draw, Format, Kind, Mark, Parameters, Plot, Template, Topic, Wrong, text};
use karui_core::quant::Affine;

pub static TEMPLATE: Template = Template {
    id: "Q18",
    topic: Topic::Quantization,
    title: ("数直線の格子を読む", "Reading a grid on the number line"),
    source: "jacob2018",
    kind: Kind::Calculation { make, again },
};

/// Three bits without a sign.
const LEVELS: (i32, i32) = (0, 7);

fn make(draw: &mut Draw) -> Calculation {
    let scale = draw.pick("S", &[0.1, 0.2, 0.25, 0.5]);
    let zero = draw.int("Z", 1..=6);
    // In twentieths of a step, some of them beyond the ends.
    let at = draw.int("twentieths", -30..=170);
    let x = scale * (at as f64 / 20.0 - zero as f64);
    let grid = Affine { scale: scale as f32, zero_point: zero as i32 };
    let value = f64::from(grid.level(x as f32, LEVELS));
    let values: Vec<f64> = (LEVELS.0..=LEVELS.1).map(|level| f64::from(grid.value(level))).collect();
    let (low, high) = (values[0] - 2.0 * scale, values[7] + 2.0 * scale);
    let rule = |(level, at): (usize, &f64)| Mark::Rule { name: text!("{level}", "{level}"), at: *at };
    let mut marks: Vec<Mark> = values.iter().enumerate().filter(|(level, _)| level % 7 == 0).map(rule).collect();
    marks.extend(values[1..7].iter().map(|at| Mark::Rule { name: text!("", ""), at: *at }));
    marks.push(Mark::Dot { name: text!("x", "x"), at: [x, 0.5] });
    let listed = values.iter().map(|value| shown(*value)).collect::<Vec<_>>().join(", ");
    let told = shown((x * 1e3).round() / 1e3);
    draw.show(Plot {
        x: axis(("実数の値", "real value"), low, high, values.iter().copied().step_by(2).chain([values[7]])),
        y: None,
        marks,
        words: text!(
            "数直線上に 8 本の格子線があり、左から q = 0 … 7 に当たる。その実数の値は {listed}。点 x は {told} にある。",
            "On a number line stand eight grid lines, q = 0 … 7 from the left, at the real values {listed}. The point x is at {told}."
        ),
    });
    let ratio = at as f64 / 20.0;
    let (nearest, s) = (shown(f64::from(grid.value(value as i32))), shown(scale));
    Calculation {
        stem: text!(
            "図は、3 ビットの符号なし整数（q = 0 … 7、左端の線が 0）のアフィン量子化の格子である。点 x はどの整数 q に量子化されるか。",
            "The drawing shows the affine grid of an unsigned 3-bit integer, q = 0 … 7 from the left. Which integer q stands for the point x?"
        ),
        code: None,
        formula: text!("q = clamp(round(x / S) + Z, 0, 7)", "q = clamp(round(x / S) + Z, 0, 7)"),
        value: unless_tied(ratio, value),
        format: Format::Integer,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                ratio.round(),
                ("格子の外に出た値は、端の 0 か 7 に切り詰められます。", "What lies beyond the grid is clamped to 0 or 7."),
            ),
            Wrong::new(value - zero as f64, ("実数の 0 から数えています。左端の線が q = 0 です。", "That counts from the real number 0; the line at the left is q = 0.")),
            Wrong::new(
                if value == ratio.floor() { ratio.ceil() } else { ratio.floor() },
                ("近いほうの線ではありません。", "That is not the nearer line."),
            ),
            Wrong::new(value + 1.0, ("左端の線を 1 と数えています。", "The line at the left was counted as 1.")),
            Wrong::new(7.0 - value, ("右端から数えています。", "That counts from the right.")),
            Wrong::new(zero as f64, ("ゼロ点 Z です。", "That is the zero point Z.")),
            Wrong::new(value + 2.0, ("格子線を 2 本ずらして数えています。", "That is two lines off.")),
        ],
        steps: text!(
            "格子の間隔は S = {s}、実数の 0 の線が Z = {zero}。x = {told} に最も近い線（格子の外なら端の線）は実数 {nearest} の線で、左端を 0 として数えると q = {value} です。",
            "The lines stand S = {s} apart, and the real number 0 is the line Z = {zero}. Nearest to x = {told}, or the last one where x lies beyond, is the line at {nearest}: counted from 0 at the left, q = {value}."
        ),
        lab: Some("tab=compress&recipe=%7B%22quantize%22:%7B%22scheme%22:%22affine%22%7D%7D&part=quant-line".into()),
    }
}

/// The line that is nearest, found by going through all of them.
fn again(drawn: &Parameters) -> f64 {
    let at = drawn.int("twentieths");
    (0..=7i64).min_by_key(|level| (20 * level - at).abs()).map_or(f64::NAN, |level| level as f64)
}
