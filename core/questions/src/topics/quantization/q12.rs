//! Shared weights: a code book and the indices into it.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "Q12",
    topic: Topic::Quantization,
    title: ("重み共有の圧縮率", "What weight sharing saves"),
    source: "han2016",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.int("n", 4..=40) * 50;
    draw.note("weights", n);
    let bits = draw.pick("index_bits", &[2, 3, 4, 5]);
    let k = 1i64 << bits;
    let (before, after) = (32 * n, n * bits + 32 * k);
    let ratio = |below: i64| before as f64 / below as f64;
    let format = Format::Decimals(2);
    let value = ratio(after);
    let shown = write(value, format);
    Calculation {
        stem: text!(
            "32 ビットの重み {n} 個を k-means で {k} 個の代表値にまとめ、各重みは代表値の番号だけを、代表値の表（符号帳）は 32 ビットのまま保存する。圧縮率（元のビット数 / 保存するビット数）はいくつか。",
            "{n} weights of 32 bits are shared among {k} centroids by k-means. Each weight is stored as its centroid's number, the table of centroids (code book) in 32 bits each. What is the compression ratio, bits before by bits after?"
        ),
        code: None,
        formula: text!("圧縮率 = n b / (n log₂k + k b)", "ratio = n b / (n log₂k + k b)"),
        value,
        format,
        unit: ("倍", "times"),
        wrong: vec![
            Wrong::new(
                ratio(n * bits),
                ("符号帳の k·b ビットを数えていません。", "The k·b bits of the code book were not counted."),
            ),
            Wrong::new(
                ratio(n * k + 32 * k),
                (
                    "番号に要るのは k ビットではなく log₂k ビットです。",
                    "A number takes log₂k bits, not k bits.",
                ),
            ),
            Wrong::new(
                ratio(n * bits + k * bits),
                (
                    "符号帳の値は番号ではなく 32 ビットの実数です。",
                    "The code book holds real numbers of 32 bits, not numbers of centroids.",
                ),
            ),
            Wrong::new(
                ratio(32 * k),
                ("符号帳だけを数え、各重みの番号を数えていません。", "Only the code book was counted, not each weight's number."),
            ),
            Wrong::new(
                after as f64 / before as f64,
                ("比が逆です。", "The ratio is the wrong way round."),
            ),
        ],
        steps: text!(
            "元は {n} × 32 = {before} ビット。番号が {n} × {bits} ビット、符号帳が {k} × 32 ビットで、合わせて {after} ビット。{before} / {after} = {shown}。",
            "Before: {n} × 32 = {before} bits. Numbers take {n} × {bits} bits, the code book {k} × 32, together {after}. {before} / {after} = {shown}."
        ),
        lab: Some(format!("tab=compress&recipe=%7B%22cluster%22:%7B%22bits%22:{bits}%7D%7D")),
    }
}

/// The bits of each weight and of each centroid, one after another; a number's bits are those of the greatest one.
fn again(drawn: &Parameters) -> f64 {
    let k = 1u64 << drawn.int("index_bits");
    let of_number = u64::from(u64::BITS - (k - 1).leading_zeros());
    let weights = drawn.int("weights") as u64;
    let after: u64 = (0..weights).map(|_| of_number).chain((0..k).map(|_| 32)).sum();
    (0..weights).map(|_| 32).sum::<u64>() as f64 / after as f64
}
