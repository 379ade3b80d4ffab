//! What a network's weights weigh at so many bits.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "Q6",
    topic: Topic::Quantization,
    title: ("モデルの容量", "The size of a model"),
    source: "han2016",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let millions = draw.decimal("n_millions", 1, 11..=999);
    let bits = draw.pick("bits", &[16, 8, 4, 2]);
    let format = Format::Decimals(2);
    let megabytes = |bits: f64| millions * bits / 8.0;
    let value = megabytes(bits as f64);
    let shown = write(value, format);
    Calculation {
        stem: text!(
            "重みが {millions}×10^6 個のモデルを {bits} ビットで保存する。重みの容量は何 MB か（1 MB = 10^6 バイト、スケールなどは数えない）。",
            "A model of {millions}×10^6 weights is stored in {bits} bits each. How many MB are the weights (1 MB = 10^6 bytes; scales and the like are not counted)?"
        ),
        code: None,
        formula: text!("容量 = 重みの数 × ビット数 / 8 バイト", "size = number of weights × bits / 8 bytes"),
        value,
        format,
        unit: ("MB", "MB"),
        wrong: vec![
            Wrong::new(
                millions * bits as f64,
                ("ビットをバイトとして数えています。8 で割ります。", "Bits were counted as bytes; divide by 8."),
            ),
            Wrong::new(
                megabytes(32.0),
                ("32 ビットのままの容量です。", "That is the size at 32 bits."),
            ),
            Wrong::new(
                value * 1e6 / (1024.0 * 1024.0),
                (
                    "2^20 バイトで割った MiB の値です。1 MB は 10^6 バイトです。",
                    "That is in MiB, of 2^20 bytes; 1 MB is 10^6 bytes.",
                ),
            ),
            Wrong::new(
                megabytes(32.0 - bits as f64),
                ("減った分の容量です。", "That is what was saved."),
            ),
            Wrong::new(
                megabytes(32.0) / bits as f64,
                (
                    "32 ビットの容量をビット数そのもので割っています。",
                    "The size at 32 bits was divided by the number of bits.",
                ),
            ),
        ],
        steps: text!(
            "{millions}×10^6 × {bits} / 8 = {shown}×10^6 バイト = {shown} MB。",
            "{millions}×10^6 × {bits} / 8 = {shown}×10^6 bytes = {shown} MB."
        ),
        lab: None,
    }
}

/// Byte by byte, in whole numbers of tenths.
fn again(drawn: &Parameters) -> f64 {
    let weights = (drawn.number("n_millions") * 10.0).round() as i64 * 100_000;
    (weights * drawn.int("bits") / 8) as f64 / 1e6
}
