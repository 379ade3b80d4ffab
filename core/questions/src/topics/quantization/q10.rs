//! What one outlier does to the scale.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use crate::question::{rounded, settled};
use karui_core::quant::{Grid, QParamsRule, Range};
use karui_spec::recipe::Observer;

pub static TEMPLATE: Template = Template {
    id: "Q10",
    topic: Topic::Quantization,
    title: ("外れ値とスケール", "An outlier and the scale"),
    source: "migacz2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let values = draw.list("values", 7, 1, -30..=30);
    let outlier = draw.decimal("outlier", 1, 100..=400);
    let bits = draw.pick("bits", &[4, 8]);
    let most = values.iter().fold(0.0f64, |most, v| most.max(v.abs()));
    let levels = Grid::levels_of_bits(bits as u32, true);
    let rule = QParamsRule { observer: Observer::MinMax, percentile: 100.0, levels, symmetric: true };
    let scale = |magnitude: f64| f64::from(rule.fit(Range { min: -magnitude as f32, max: magnitude as f32 }).scale);
    let top = levels.1;
    let mean = values.iter().map(|v| v.abs()).sum::<f64>() / 7.0;
    let list = values.iter().chain([&outlier]).map(f64::to_string).collect::<Vec<_>>().join(", ");
    let format = Format::Decimals(4);
    let value = if most < 0.5 { f64::NAN } else { settled(scale(most), 4) };
    let [with, without] = [outlier, most].map(|m| write(m / f64::from(top), format));
    let times = write(outlier / most, Format::Decimals(1));
    Calculation {
        stem: text!(
            "活性値 [{list}] を Z = 0 の対称な {bits} ビット（−{top} … {top}）へ量子化する。外れ値 {outlier} は範囲から外して端に切り詰め、残りの値の絶対値の最大を範囲とすると、スケール S はいくつか。",
            "The activations [{list}] are quantized to symmetric {bits} bits (−{top} … {top}, Z = 0). The outlier {outlier} is left out of the range and clamped; the range is the greatest magnitude of the others. What is the scale S?"
        ),
        code: None,
        formula: text!("S = max|x| / q_max", "S = max|x| / q_max"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                outlier / f64::from(top),
                (
                    "外れ値を含めた min-max のスケールです。ほとんどの値が少ない段に集まります。",
                    "That is the min-max scale with the outlier: nearly all values share a few levels.",
                ),
            ),
            Wrong::new(
                most / f64::from(top + 1),
                ("段数が 1 つ多くなっています。端は q_max です。", "That is one step too many: the end is q_max."),
            ),
            Wrong::new(
                most / f64::from(2 * top + 1),
                (
                    "片側の範囲 max|x| を両側の段数で割っています。",
                    "The range of one side was divided by the levels of both.",
                ),
            ),
            Wrong::new(
                mean / f64::from(top),
                ("絶対値の平均ではなく最大を範囲とします。", "The range is the greatest magnitude, not the mean."),
            ),
            Wrong::new(
                (outlier - most) / f64::from(top),
                ("外れ値との差を割っています。", "The difference from the outlier was divided."),
            ),
        ],
        steps: text!(
            "外れ値を除いた絶対値の最大は {most}。S = {most} / {top} = {without}。外れ値を含めると {with} で、刻みが {times} 倍粗くなります。",
            "Without the outlier the greatest magnitude is {most}: S = {most} / {top} = {without}. With it S would be {with}, steps {times} times as coarse."
        ),
        lab: Some("tab=compress&recipe=%7B%22quantize%22:%7B%22observer%22:%22percentile%22,%22percentile%22:90%7D%7D".into()),
    }
}

/// The least step with which the highest level reaches every value but the outlier, found by bisection.
fn again(drawn: &Parameters) -> f64 {
    let top = f64::from((1 << (drawn.int("bits") - 1)) - 1);
    let reaches = |scale: f64| drawn.list("values").iter().all(|v| v.abs() <= scale * top);
    let (mut low, mut high) = (0.0, 100.0);
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        if reaches(middle) { high = middle } else { low = middle }
    }
    rounded(high, 4)
}
