//! One GPU and its roofline.

use crate::topics::set;
use crate::{Calculation, Draw, Format, Parameters, Scene, Situation, Wrong, text, write};

set!(Part SCENE, Accelerators, "williams2009":
    AX1_1 "AX1-1" 0 ("一つの GPU：折れ点", "One GPU: the ridge"),
    AX1_2 "AX1-2" 1 ("一つの GPU：ベクトルの和", "One GPU: adding vectors"),
    AX1_3 "AX1-3" 2 ("一つの GPU：行列の積", "One GPU: a matrix product"),
);

static SCENE: Scene = Scene { id: "AX1", make, again: &[ridge_again, sum_again, product_again] };

fn make(draw: &mut Draw) -> Situation {
    let peak = draw.int("peak", 8..=60);
    let bandwidth = draw.int("GB_per_s_hundreds", 4..=20) * 100;
    draw.note("bandwidth", bandwidth);
    let n = draw.pick("n", &[24, 48, 96, 192, 384]);
    let (p, b, nf) = (peak as f64 * 1e3, bandwidth as f64, n as f64);
    let ridge = p / b;
    let sum = b / 12.0;
    let intensity = nf / 6.0;
    let product = (intensity * b).min(p) / 1e3;
    let [ridge_shown, sum_shown, intensity_shown, product_shown] =
        [ridge, sum, intensity, product].map(|it| write(it, Format::Decimals(2)));
    Situation {
        shared: text!(
            "ある GPU のピーク演算性能は float32 で {peak} TFLOPS、メモリ帯域は {bandwidth} GB/s である。性能の上限をルーフラインモデルで考える（1 TFLOPS = 1000 GFLOPS）。データは 1 要素 4 バイトで、各要素をメモリから一度だけ読み、結果を一度だけ書くとする。",
            "A GPU has a peak of {peak} TFLOPS in float32 and a memory bandwidth of {bandwidth} GB/s. Take the roofline model (1 TFLOPS = 1000 GFLOPS). Elements have 4 bytes; each input is read once from memory, each result written once."
        ),
        code: None,
        parts: vec![
            Calculation {
                stem: (
                    "演算強度がいくつ（FLOP/Byte）以上なら、演算性能の側が上限になるか。",
                    "From which intensity on, in FLOP/byte, is arithmetic the limit?",
                )
                    .into(),
                code: None,
                formula: text!("折れ点 = P / B", "ridge = P / B"),
                value: ridge,
                format: Format::Decimals(2),
                unit: ("FLOP/Byte", "FLOP/byte"),
                wrong: vec![
                    Wrong::new(b / p, ("割る向きが逆です。", "The quotient is upside down.")),
                    Wrong::new(
                        ridge * 4.0,
                        (
                            "1 要素の演算数になっています。1 バイトあたりで比べます。",
                            "That is for each element, not each byte.",
                        ),
                    ),
                    Wrong::new(ridge / 4.0, ("帯域はすでにバイト単位です。", "The bandwidth is in bytes already.")),
                    Wrong::new(p / 1e3 * b / 1e3, ("掛けるのではなく割ります。", "One divides, not multiplies.")),
                ],
                steps: text!(
                    "{peak} × 1000 / {bandwidth} = {ridge_shown} FLOP/Byte",
                    "{peak} × 1000 / {bandwidth} = {ridge_shown} FLOP/byte"
                ),
                lab: Some("tab=accelerate".into()),
            },
            Calculation {
                stem: (
                    "長いベクトルの和 c = a + b の上限は何 GFLOPS か。",
                    "What can the sum of long vectors, c = a + b, reach at most, in GFLOPS?",
                )
                    .into(),
                code: None,
                formula: text!(
                    "演算強度 = 1 演算 / 12 バイト、 性能 = min(P, 演算強度 · B)",
                    "intensity = 1 operation / 12 bytes; min(P, intensity · B)"
                ),
                value: sum,
                format: Format::Decimals(1),
                unit: ("GFLOPS", "GFLOPS"),
                wrong: vec![
                    Wrong::new(
                        b / 4.0,
                        (
                            "読み書きする 3 要素のうち 1 要素しか数えていません。",
                            "That counts one of the three elements that move.",
                        ),
                    ),
                    Wrong::new(b / 8.0, ("結果の書き込みを数えていません。", "The result's write is left out.")),
                    Wrong::new(
                        p,
                        (
                            "帯域が上限になるので、ピークには届きません。",
                            "Memory is the limit: the peak is out of reach.",
                        ),
                    ),
                    Wrong::new(
                        b / 3.0,
                        ("バイト数ではなく要素数で割っています。", "That divides by elements, not bytes."),
                    ),
                    Wrong::new(b, ("1 バイトにつき 1 演算ではありません。", "There is no operation for each byte.")),
                ],
                steps: text!(
                    "{bandwidth} / 12 = {sum_shown} GFLOPS（メモリ帯域が上限）",
                    "{bandwidth} / 12 = {sum_shown} GFLOPS: memory is the limit"
                ),
                lab: Some("tab=accelerate".into()),
            },
            Calculation {
                stem: text!(
                    "{n}×{n} の行列どうしの積（2n³ 演算）の上限は何 TFLOPS か。",
                    "What can a product of two {n}×{n} matrices (2n³ operations) reach at most, in TFLOPS?"
                ),
                code: None,
                formula: text!(
                    "演算強度 = 2n³ / (3n² · 4) = n/6、 性能 = min(P, 演算強度 · B)",
                    "intensity = 2n³ / (3n² · 4) = n/6; min(P, intensity · B)"
                ),
                value: product,
                format: Format::Decimals(2),
                unit: ("TFLOPS", "TFLOPS"),
                wrong: vec![
                    Wrong::new(
                        if intensity * b < p { p / 1e3 } else { intensity * b / 1e3 },
                        ("min の選び方が逆です。二つのうち小さい方が上限です。", "The lower of the two is the limit."),
                    ),
                    Wrong::new(
                        (nf / 4.0 * b).min(p * 1.5) / 1e3,
                        ("結果の書き込みを数えていません。", "The result's write is left out."),
                    ),
                    Wrong::new(
                        (nf / 12.0 * b).min(p * 0.5) / 1e3,
                        ("積と和で 2 演算と数えます。", "A multiply and an add are two operations."),
                    ),
                    Wrong::new(2.0 * nf / 3.0 * b / 1e3, ("1 要素は 4 バイトです。", "An element has 4 bytes.")),
                    Wrong::new(
                        sum / 1e3,
                        (
                            "ベクトルの和の演算強度です。行列積は同じデータを何度も使います。",
                            "That is the intensity of a sum; a product uses its data many times.",
                        ),
                    ),
                ],
                steps: text!(
                    "演算強度 {n}/6 = {intensity_shown}、min({peak}, {intensity_shown} × {bandwidth} / 1000) = {product_shown} TFLOPS",
                    "intensity {n}/6 = {intensity_shown}; min({peak}, {intensity_shown} × {bandwidth} / 1000) = {product_shown} TFLOPS"
                ),
                lab: Some("tab=accelerate&work=product&size=256&kernel=tiled".into()),
            },
        ],
    }
}

/// GFLOPS that a work of so many operations and bytes reaches: what takes longer decides.
fn reached(drawn: &Parameters, operations: f64, bytes: f64) -> f64 {
    let seconds = (operations / (drawn.number("peak") * 1e12)).max(bytes / (drawn.number("bandwidth") * 1e9));
    operations / seconds / 1e9
}

/// Where both take as long.
fn ridge_again(drawn: &Parameters) -> f64 {
    let [by_units, by_bytes] = [1.0 / (drawn.number("peak") * 1e12), 1.0 / (drawn.number("bandwidth") * 1e9)];
    by_bytes / by_units
}

fn sum_again(drawn: &Parameters) -> f64 {
    reached(drawn, 1e6, 3.0 * 4.0 * 1e6)
}

fn product_again(drawn: &Parameters) -> f64 {
    let n = drawn.number("n");
    reached(drawn, 2.0 * n.powi(3), 3.0 * n * n * 4.0) / 1e3
}
