//! Operations for each byte that a matrix product has to move.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "A10",
    topic: Topic::Accelerators,
    title: ("行列積の演算強度", "The intensity of a matrix product"),
    source: "williams2009",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.pick("n", &[128, 256, 384, 512, 768, 1024, 2048, 4096]);
    let bytes = draw.pick("bytes", &[1, 2, 4, 8]);
    let (x, s) = (n as f64, bytes as f64);
    let bits = 8 * bytes;
    let value = 2.0 * x / (3.0 * s);
    let format = Format::Decimals(2);
    let told = write(value, format);
    Calculation {
        stem: text!(
            "{n}×{n} の行列積 C = AB を、1 要素 {bytes} バイトで計算する。A と B を 1 回ずつ読み、C を 1 回書く理想的な場合の演算強度は何 FLOP/Byte か（積と和を 1 回ずつ数える）。",
            "C = AB for matrices of {n}×{n} with elements of {bits} bits. Ideally A and B are read once and C is written once. What is its intensity in FLOP/byte, a multiplication and an addition counted as two?"
        ),
        code: None,
        formula: text!(
            "演算強度 = 2n³ / (3n² × バイト数) = 2n / (3 × バイト数)",
            "intensity = 2n³ / (3n² × bytes) = 2n / (3 × bytes)"
        ),
        value,
        format,
        unit: ("FLOP/Byte", "FLOP/byte"),
        wrong: vec![
            Wrong::new(x / (3.0 * s), ("積和を 1 回と数えています。", "A multiply-add was counted as one.")),
            Wrong::new(x / s, ("C の書き込みを数えていません。", "Writing C is left out.")),
            Wrong::new(2.0 * x / 3.0, ("1 要素のバイト数で割り忘れています。", "The bytes of an element are missing.")),
            Wrong::new(
                1.0 / s,
                ("各要素を使うたびに読み直す場合の値です。", "That is where every element is read again for each use."),
            ),
            Wrong::new(
                2.0 * x * x / (3.0 * s),
                (
                    "演算回数は n³ に比例し、読み書きは n² なので、比は n に比例します。",
                    "The operations go with n³, the bytes with n²: the ratio goes with n.",
                ),
            ),
            Wrong::new(3.0 * s / (2.0 * x), ("分子と分母が逆です。", "The wrong way up.")),
        ],
        steps: text!(
            "2×{n}³ FLOP を 3×{n}²×{bytes} バイトで割ると、2×{n} / (3×{bytes}) = {told}。",
            "2×{n}³ FLOP over 3×{n}²×{bytes} bytes: 2×{n} / (3×{bytes}) = {told}."
        ),
        lab: None,
    }
}

/// Counts a row's work and a row's share of the bytes.
fn again(drawn: &Parameters) -> f64 {
    let (n, bytes) = (drawn.number("n"), drawn.number("bytes"));
    let work: f64 = (0..drawn.int("n")).map(|_| n + n).sum();
    work / (bytes * (n + n + n))
}
