//! A weight on a symmetric grid.

use crate::question::unless_tied;
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::quant::{Grid, QParamsRule, Range};
use karui_spec::recipe::Observer;

pub static TEMPLATE: Template = Template {
    id: "Q4",
    topic: Topic::Quantization,
    title: ("重みの対称量子化", "Weights on a symmetric grid"),
    source: "krishnamoorthi2018",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let weights = draw.list("w", 4, 2, -99..=99);
    let at = draw.int("which", 0..=3) as usize;
    let w = weights[at];
    let most = weights.iter().fold(0.0f64, |most, w| most.max(w.abs()));
    let greatest = weights.iter().copied().fold(f64::MIN, f64::max);
    let least = weights.iter().copied().fold(f64::MAX, f64::min);
    let levels = Grid::levels_of_bits(8, true);
    let rule = QParamsRule { observer: Observer::MinMax, percentile: 100.0, levels, symmetric: true };
    let grid = rule.fit(Range::of(weights.iter().map(|&w| w as f32)));
    let exact = w * 127.0 / most;
    // The weight of the greatest magnitude gives nothing to compute.
    let value = if w.abs() == most { f64::NAN } else { f64::from(grid.level(w as f32, levels)) };
    let by = |scale: f64| (w / scale).round().clamp(-127.0, 127.0);
    let list = weights.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    let (scale, ratio) = (write(most / 127.0, Format::Decimals(5)), write(exact, Format::Decimals(2)));
    Calculation {
        stem: text!(
            "重み [{list}] を、Z = 0 の対称な int8（−127 … 127）へ、絶対値の最大が端に来るように量子化する。重み {w} はどの整数になるか。",
            "The weights [{list}] are quantized to symmetric int8 (−127 … 127, Z = 0), the greatest magnitude at the end. Which integer does the weight {w} become?"
        ),
        code: None,
        formula: text!("S = max|w| / 127、 q = round(w / S)", "S = max|w| / 127, q = round(w / S)"),
        value: unless_tied(exact, value),
        format: Format::Integer,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                by((greatest - least) / 255.0),
                (
                    "最大と最小の差を 255 で割るのはアフィン量子化の S です。対称量子化では max|w| / 127 です。",
                    "The difference of the ends by 255 is the S of an affine grid; the symmetric one has max|w| / 127.",
                ),
            ),
            Wrong::new(
                by(most / 255.0),
                (
                    "max|w| を 255 で割っています。正の側には 127 段しかありません。",
                    "max|w| was divided by 255; on one side there are 127 steps.",
                ),
            ),
            Wrong::new(
                by(most / 128.0),
                ("128 で割っています。端は −127 と 127 です。", "It was divided by 128; the ends are −127 and 127."),
            ),
            Wrong::new(
                by(greatest.abs() / 127.0),
                (
                    "最大値の符号を見たままで、絶対値の最大を取っていません。",
                    "That takes the greatest weight, not the greatest magnitude.",
                ),
            ),
            Wrong::new(
                exact.trunc(),
                ("最近接の整数ではなく、切り捨てています。", "It was cut off instead of rounded to the nearest."),
            ),
            Wrong::new(-value, ("符号が逆です。", "The sign is the wrong way round.")),
            Wrong::new(
                (w * 127.0).round(),
                ("S = 1/127 としています。範囲は max|w| で決まります。", "That is S = 1/127; the range is that of max|w|."),
            ),
        ],
        steps: text!(
            "max|w| = {most} なので S = {most} / 127 ≈ {scale}。{w} / S = {ratio} を最近接の整数に丸めて {value}。",
            "max|w| = {most}, so S = {most} / 127 ≈ {scale}. {w} / S = {ratio}, rounded to the nearest integer: {value}."
        ),
        lab: Some("tab=compress&recipe=%7B%22quantize%22:%7B%22method%22:%22weights%22%7D%7D".into()),
    }
}

/// The level whose value is nearest, found by going through all of them.
fn again(drawn: &Parameters) -> f64 {
    let weights = drawn.list("w");
    let w = weights[drawn.int("which") as usize];
    let most = weights.iter().fold(0.0f64, |most, w| most.max(w.abs()));
    let far = |level: &i32| (f64::from(*level) * most / 127.0 - w).abs();
    (-127..=127).min_by(|a, b| far(a).total_cmp(&far(b))).map_or(f64::NAN, f64::from)
}
