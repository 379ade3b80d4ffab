//! The peak of a chip from its units and its clock.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "A15",
    topic: Topic::Accelerators,
    title: ("ピーク演算性能", "Peak arithmetic rate"),
    source: "jouppi2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let is_array = draw.pick("array", &[0, 1]) == 1;
    let (units, clock, what_ja, what_en, shown) = if is_array {
        let n = draw.pick("side", &[64, 128, 256]);
        let clock = draw.pick("GHz_x100", &[70, 80, 94, 100, 150]);
        (
            n * n,
            clock,
            format!("{n}×{n} の積和演算器をもつシストリックアレイ"),
            format!("A systolic array of {n}×{n} multiply-add units"),
            format!("{n}×{n}"),
        )
    } else {
        let cores = draw.pick("cores", &[1024, 2048, 3584, 5120, 6912, 8192]);
        let clock = draw.pick("GHz_x100", &[120, 135, 141, 150, 170, 190]);
        (
            cores,
            clock,
            format!("積和演算を 1 サイクルに 1 回行うコア {cores} 個の GPU "),
            format!("A GPU with {cores} cores that do a multiply-add a cycle each"),
            cores.to_string(),
        )
    };
    draw.note("units", units);
    let ghz = clock as f64 / 100.0;
    let value = units as f64 * 2.0 * ghz / 1e3;
    let format = Format::Decimals(2);
    let told = write(value, format);
    Calculation {
        stem: text!(
            "{what_ja}が {ghz} GHz で動く。積と和を 1 回ずつ数えると、ピーク演算性能は毎秒何兆回（10^12 回）か。",
            "{what_en} runs at {ghz} GHz. With a multiplication and an addition counted as two, how many 10^12 operations a second is its peak?"
        ),
        code: None,
        formula: text!("ピーク性能 = 演算器の数 × 2 × クロック周波数", "peak = units × 2 × clock"),
        value,
        format,
        unit: ("兆回/秒", "×10^12/s"),
        wrong: vec![
            Wrong::new(value / 2.0, ("積和を 1 回と数えています。", "A multiply-add was counted as one.")),
            Wrong::new(value * 1e3, ("単位が 10^9 のままです。", "That is in units of 10^9.")),
            Wrong::new(
                units as f64 * 2.0 / ghz / 1e3,
                ("クロック周波数で割っています。", "It was divided by the clock."),
            ),
            Wrong::new(
                if is_array { (units as f64).sqrt() * 2.0 * ghz / 1e3 } else { value * 32.0 },
                ("演算器の数を取り違えています。", "That is not the number of units."),
            ),
            Wrong::new(value / 8.0, ("ビットとバイトの換算は要りません。", "There are no bits to turn into bytes.")),
            Wrong::new(
                value * 2.0,
                ("積和の 2 回を 2 度掛けています。", "The two of a multiply-add were taken twice."),
            ),
        ],
        steps: text!(
            "{shown} × 2 × {ghz}×10^9 = {told}×10^12 回/秒。",
            "{shown} × 2 × {ghz}×10^9 = {told}×10^12 operations a second."
        ),
        lab: None,
    }
}

/// Adds the units up one by one, in whole operations a hundredth of a nanosecond.
fn again(drawn: &Parameters) -> f64 {
    let per_cycle: i64 = (0..drawn.int("units")).map(|_| 2).sum();
    (per_cycle * drawn.int("GHz_x100")) as f64 / 1e5
}
