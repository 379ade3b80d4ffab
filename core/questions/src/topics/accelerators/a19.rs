//! A roofline, read off its drawing.

use crate::axes::{decades, log_axis, shown};
use crate::{Calculation, Draw, Format, Kind, Mark, Parameters, Plot, Template, Text, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "A19",
    topic: Topic::Accelerators,
    title: ("ルーフラインの図を読む", "Reading a roofline"),
    source: "williams2009",
    kind: Kind::Calculation { make, again },
};

/// What the axes reach from and to.
const X: [f64; 2] = [0.1, 100.0];

fn make(draw: &mut Draw) -> Calculation {
    let peak = draw.pick("peak", &[100.0, 200.0, 500.0, 1000.0]);
    let ridge = draw.pick("ridge", &[2.0, 5.0, 10.0, 20.0]);
    let intensity = draw.pick("intensity", &[0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0]);
    let bandwidth = peak / ridge;
    let bound = peak.min(intensity * bandwidth);
    let below: Vec<f64> = decades(bound / 20.0, bound * 0.9);
    let reached = below[draw.below(below.len())];
    draw.note("reached", reached);
    let y = [peak / 1000.0, peak * 2.0];
    let roof = |at: f64| peak.min(at * bandwidth);
    let (name, low) = (Text::from(("カーネル K", "kernel K")), X[0].max(y[0] / bandwidth));
    let roofline = vec![[low, roof(low)], [ridge, peak], [X[1], peak]];
    let [peak_shown, ridge_shown, at, speed] = [peak, ridge, intensity, reached].map(shown);
    draw.show(Plot {
        x: log_axis(("演算強度（FLOP/Byte）", "intensity (FLOP/byte)"), X[0], X[1], decades(X[0], X[1])),
        y: Some(log_axis(("GFLOPS", "GFLOPS"), y[0], y[1], decades(y[0], y[1]))),
        marks: vec![
            Mark::Line { name: ("ルーフライン", "roofline").into(), points: roofline, is_dotted: false },
            Mark::Dot { name, at: [intensity, reached] },
        ],
        words: text!(
            "両対数の図。ルーフラインは原点側から右上へ伸び、演算強度 {ridge_shown} FLOP/Byte、{peak_shown} GFLOPS の点で折れて水平になる。カーネル K の点は演算強度 {at} FLOP/Byte、{speed} GFLOPS にある。",
            "Both axes are logarithmic. The roofline rises to the point of {ridge_shown} FLOP/byte and {peak_shown} GFLOPS, and is level from there. Kernel K stands at {at} FLOP/byte and {speed} GFLOPS."
        ),
    });
    let format = Format::Decimals(1);
    let value = 100.0 * reached / bound;
    let (told, slope, top) = (write(value, format), shown(bandwidth), shown(bound));
    let is_memory = intensity < ridge;
    let (side_ja, side_en) = if is_memory {
        (format!("折れ点より左なので、上限は斜めの線上の {at} × {slope} = {top} GFLOPS"), format!("It is left of the ridge: the bound is on the slope, {at} × {slope} = {top} GFLOPS"))
    } else {
        (format!("折れ点以上なので、上限は水平線の {top} GFLOPS"), format!("It is not left of the ridge: the bound is the level line, {top} GFLOPS"))
    };
    Calculation {
        stem: text!(
            "図は、ある GPU のルーフラインと、カーネル K の演算強度と実測の性能である。K の性能は、その演算強度で出せる上限の何%か。",
            "The drawing shows the roofline of a GPU, and of kernel K the intensity and the measured rate. What percentage of what its intensity allows does K reach?"
        ),
        code: None,
        formula: text!("上限 = min(ピーク性能, 演算強度 × 帯域)", "attainable = min(peak, intensity × bandwidth)"),
        value,
        format,
        unit: ("%", "%"),
        wrong: vec![
            Wrong::new(
                100.0 * reached / peak,
                ("ピーク性能と比べています。折れ点より左では、上限は斜めの線です。", "It was compared with the peak; left of the ridge the bound is the slope."),
            ),
            Wrong::new(
                100.0 * reached / (intensity * bandwidth),
                ("斜めの線を折れ点より右まで延ばしています。", "The slope was drawn on beyond the ridge."),
            ),
            Wrong::new(100.0 - value, ("残っている余地の割合です。", "That is the room that is left.")),
            Wrong::new(
                100.0 * bound / peak,
                ("上限がピーク性能の何%かです。実測の性能が入っていません。", "That is the bound over the peak, without what was measured."),
            ),
            Wrong::new(
                100.0 * intensity / ridge,
                ("演算強度を折れ点の値で割っています。", "That is the intensity over the ridge's."),
            ),
            Wrong::new(value / 2.0, ("積和を 2 度数えています。", "A multiply-add was counted twice.")),
            Wrong::new(value * 0.8, ("対数の目盛りを等間隔として読んでいます。", "The logarithmic marks were read as even ones.")),
        ],
        steps: text!(
            "折れ点は {ridge_shown} FLOP/Byte、ピークは {peak_shown} GFLOPS なので、帯域は {peak_shown} / {ridge_shown} = {slope} GB/s。{side_ja}。{speed} / {top} = {told}%。",
            "The ridge is at {ridge_shown} FLOP/byte and the peak {peak_shown} GFLOPS, so the bandwidth is {peak_shown} / {ridge_shown} = {slope} GB/s. {side_en}. {speed} / {top} = {told}%."
        ),
        lab: Some("tab=accelerate&part=roofline".into()),
    }
}

/// Goes along the drawn line: on logarithmic axes it is straight.
fn again(drawn: &Parameters) -> f64 {
    let (peak, ridge, x) = (drawn.number("peak"), drawn.number("ridge"), drawn.number("intensity"));
    let height = if x < ridge { (peak.ln() + (x.ln() - ridge.ln())).exp() } else { peak };
    100.0 * drawn.number("reached") / height
}
