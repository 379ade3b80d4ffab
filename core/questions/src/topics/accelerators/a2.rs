//! How many vector instructions it takes, and what they gain at most.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "A2",
    topic: Topic::Accelerators,
    title: ("SIMD の倍率", "What SIMD gains"),
    source: "flynn1972",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let bits = draw.pick("bits", &[128, 256, 512]);
    let width = draw.pick("element", &[8, 16, 32, 64]);
    let lanes = bits / width;
    let n = draw.int("n", 20..=400);
    let count = (n + lanes - 1) / lanes;
    let (x, w, c) = (n as f64, lanes as f64, count as f64);
    let value = if n % lanes == 0 { f64::NAN } else { x / c };
    let format = Format::Decimals(2);
    let told = write(value, format);
    Calculation {
        stem: text!(
            "{bits} ビットの SIMD レジスタで、{width} ビットの要素 {n} 個どうしを加算する。半端の要素も 1 命令で処理し、1 命令の時間はスカラー命令と同じとする。加算は 1 要素ずつ処理する場合の何倍の速さになるか。",
            "{n} elements of {width} bits are added to {n} others in SIMD registers of {bits} bits. An incomplete rest takes an instruction, too, and an instruction takes as long as a scalar one. How many times as fast are the additions as one element at a time?"
        ),
        code: None,
        formula: text!(
            "倍率 = n / ⌈n / W⌉（W = レジスタ幅 / 要素の幅）",
            "gain = n / ⌈n / W⌉ with W = register width / element width"
        ),
        value,
        format,
        unit: ("倍", "times"),
        wrong: vec![
            Wrong::new(
                w,
                (
                    "半端の命令を数えていません。レーン数は上限です。",
                    "The incomplete instruction is left out; the lanes are the upper bound.",
                ),
            ),
            Wrong::new(
                x / (n / lanes) as f64,
                (
                    "命令数を切り捨てています。半端にも 1 命令要ります。",
                    "The instructions were rounded down; the rest takes one, too.",
                ),
            ),
            Wrong::new(c, ("命令の数です。", "That is the number of instructions.")),
            Wrong::new(
                x / (c + (n % lanes) as f64),
                ("半端を 1 要素ずつ処理しています。", "That does the rest one by one."),
            ),
            Wrong::new(
                x / (x / bits as f64 * 8.0).ceil(),
                ("要素の幅を 8 ビットとしています。", "That takes elements of 8 bits."),
            ),
            Wrong::new(
                w / 2.0,
                ("1 命令で処理する要素数を半分にしています。", "That has half as many elements in an instruction."),
            ),
        ],
        steps: text!(
            "1 命令で {bits} / {width} = {lanes} 要素。{n} / {lanes} を切り上げて {count} 命令なので、{n} / {count} = {told} 倍。",
            "An instruction takes {bits} / {width} = {lanes} elements; {n} / {lanes} rounded up is {count} instructions: {n} / {count} = {told} times."
        ),
        lab: None,
    }
}

/// Takes elements away until none is left.
fn again(drawn: &Parameters) -> f64 {
    let lanes = drawn.int("bits") / drawn.int("element");
    let (mut left, mut count) = (drawn.int("n"), 0);
    while left > 0 {
        left -= lanes;
        count += 1;
    }
    drawn.number("n") / f64::from(count)
}
