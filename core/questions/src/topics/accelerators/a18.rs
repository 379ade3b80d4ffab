//! How much a tiled matrix product reads from global memory.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "A18",
    topic: Topic::Accelerators,
    title: ("タイル化した行列積の読み出し", "Reads of a tiled matrix product"),
    source: "nvidia-cuda",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let t = draw.pick("t", &[8, 16, 32]);
    let tiles = draw.pick("n_over_t", &[4, 8, 16, 32]);
    let n = t * tiles;
    let (x, w) = (n as f64, t as f64);
    let value = 2.0 * x * x * x / w;
    let format = Format::Integer;
    let told = write(value, format);
    Calculation {
        stem: text!(
            "{n}×{n} の行列積を、{t}×{t} のタイルを共有メモリに置くカーネルで計算する。各ブロックは C の 1 タイルを受け持ち、A と B の対応するタイルを順に 1 回ずつ読む。グローバルメモリから読む要素は合計いくつか。",
            "A matrix product of {n}×{n} is computed by a kernel that keeps tiles of {t}×{t} in shared memory: each block makes one tile of C and reads the tiles of A and B that belong to it once, one after the other. How many elements are read from global memory in all?"
        ),
        code: None,
        formula: text!("読み出し = 2n³ / t", "reads = 2n³ / t"),
        value,
        format,
        unit: ("個", "elements"),
        wrong: vec![
            Wrong::new(2.0 * x * x * x, ("タイルを使わない場合です。", "That is without tiles.")),
            Wrong::new(
                2.0 * x * x,
                (
                    "A と B を全体で 1 回ずつ読む理想の場合です。タイルは何度か読み直されます。",
                    "That reads A and B once in all; tiles are read again by other blocks.",
                ),
            ),
            Wrong::new(x * x * x / w, ("A と B の一方だけを数えています。", "That counts one of A and B.")),
            Wrong::new(
                2.0 * x * x * x / (w * w),
                (
                    "減るのは t 分の 1 です。t² 個を読むと t³ 回の積和に使えます。",
                    "Reads become a t-th: t² elements serve t³ multiply-adds.",
                ),
            ),
            Wrong::new(
                3.0 * x * x,
                (
                    "C の書き込みを読み出しに数え、読み直しを数えていません。",
                    "That counts writing C and no reading again.",
                ),
            ),
        ],
        steps: text!(
            "C のタイルは ({n}/{t})² = {tiles}² 個、それぞれ A と B のタイルを {tiles} 枚ずつ、{t}² 要素ずつ読みます。{tiles}² × {tiles} × 2 × {t}² = {told}。",
            "There are ({n}/{t})² = {tiles}² tiles of C; each reads {tiles} tiles of A and of B, {t}² elements each: {tiles}² × {tiles} × 2 × {t}² = {told}."
        ),
        lab: Some("tab=accelerate&work=product&size=256&kernel=tiled".into()),
    }
}

/// Goes through the blocks' tiles and counts.
fn again(drawn: &Parameters) -> f64 {
    let (t, tiles) = (drawn.int("t"), drawn.int("n_over_t"));
    let mut reads = 0;
    for _ in 0..tiles * tiles {
        for _ in 0..tiles {
            reads += t * t + t * t;
        }
    }
    reads as f64
}
