//! What a kernel can reach by the roofline.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "A9",
    topic: Topic::Accelerators,
    title: ("ルーフライン", "The roofline"),
    source: "williams2009",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let peak = draw.int("peak", 5..=60);
    let bandwidth = draw.int("GB_per_s_hundreds", 4..=30) * 100;
    draw.note("bandwidth", bandwidth);
    let intensity = draw.pick("intensity", &[0.5, 1.0, 2.0, 4.0, 8.0, 12.0, 20.0, 40.0, 80.0]);
    let (p, b) = (peak as f64, bandwidth as f64);
    let by_memory = intensity * b / 1e3;
    let ridge = p * 1e3 / b;
    let value = p.min(by_memory);
    let format = Format::Decimals(2);
    let (told, slope, knee) = (write(value, format), write(by_memory, format), write(ridge, Format::Decimals(2)));
    let (bound_ja, bound_en) =
        if by_memory < p { ("メモリ帯域", "memory") } else { ("演算性能", "arithmetic") };
    Calculation {
        stem: text!(
            "ピーク演算性能 {peak} TFLOPS、メモリ帯域 {bandwidth} GB/s の GPU で、演算強度 {intensity} FLOP/Byte のカーネルの性能の上限は何 TFLOPS か（ルーフラインモデル）。",
            "On a GPU with a peak of {peak} TFLOPS and a bandwidth of {bandwidth} GB/s, what can a kernel with an intensity of {intensity} FLOP/byte reach at most, in TFLOPS (roofline model)?"
        ),
        code: None,
        formula: text!("上限 = min(ピーク性能, 演算強度 × 帯域)", "attainable = min(peak, intensity × bandwidth)"),
        value,
        format,
        unit: ("TFLOPS", "TFLOPS"),
        wrong: vec![
            Wrong::new(
                if by_memory < p { p } else { by_memory },
                ("小さいほうが上限です。", "The lower of the two is the bound."),
            ),
            Wrong::new(b / 1e3 / intensity, ("演算強度は帯域に掛けます。", "The intensity multiplies the bandwidth.")),
            Wrong::new(
                p * intensity,
                (
                    "ピーク性能に演算強度を掛けても意味のある量になりません。",
                    "The peak times the intensity is not a rate.",
                ),
            ),
            Wrong::new(
                ridge,
                ("折れ点の演算強度（FLOP/Byte）です。", "That is the intensity of the ridge, in FLOP/byte."),
            ),
            Wrong::new(p + by_memory, ("2 つの上限は足しません。", "The two bounds are not added.")),
            Wrong::new(value * 8.0, ("バイトとビットを取り違えています。", "Bytes and bits are exchanged.")),
        ],
        steps: text!(
            "{intensity} FLOP/Byte × {bandwidth} GB/s = {slope} TFLOPS。ピーク {peak} TFLOPS と比べて小さいほう、{told} TFLOPS（{bound_ja}が律速、折れ点は {knee} FLOP/Byte）。",
            "{intensity} FLOP/byte × {bandwidth} GB/s = {slope} TFLOPS; the lower of that and the peak of {peak} is {told} TFLOPS (bound by {bound_en}; the ridge is at {knee} FLOP/byte)."
        ),
        lab: Some("tab=accelerate&work=product&size=256&kernel=tiled".into()),
    }
}

/// The time of 10^12 operations and of their bytes, of which the longer counts.
fn again(drawn: &Parameters) -> f64 {
    let work = 1e12;
    let by_units = work / (drawn.number("peak") * 1e12);
    let by_bytes = work / drawn.number("intensity") / (drawn.number("bandwidth") * 1e9);
    work / by_units.max(by_bytes) / 1e12
}
