//! How long a systolic array takes.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "A12",
    topic: Topic::Accelerators,
    title: ("シストリックアレイのサイクル数", "Cycles of a systolic array"),
    source: "kung1982",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.pick("N", &[4, 8, 16, 32, 64, 128, 256]);
    let m = draw.int("M", 4..=600);
    let (mf, nf) = (m as f64, n as f64);
    let value = mf + 2.0 * nf - 2.0;
    let share = write(100.0 * mf / value, Format::Decimals(1));
    Calculation {
        stem: text!(
            "重みを置いた {n}×{n} のシストリックアレイに、{m} 行の入力を 1 サイクルに 1 行ずつ、行の中の値は 1 列ごとに 1 サイクルずらして流す。値は 1 サイクルに 1 つ隣へ進む。最初の値が入ってから最後の結果が求まるまで何サイクルかかるか。",
            "{m} rows of input flow through a systolic array of {n}×{n} cells that hold the weights: a row begins each cycle, each of its values a cycle after the one before. Values move on by one cell a cycle. How many cycles does it take from the first value entering to the last result?"
        ),
        code: None,
        formula: text!("サイクル数 = M + 2N − 2", "cycles = M + 2N − 2"),
        value,
        format: Format::Integer,
        unit: ("サイクル", "cycles"),
        wrong: vec![
            Wrong::new(
                mf,
                ("アレイを満たし、空にする時間を数えていません。", "Filling and emptying the array takes time, too."),
            ),
            Wrong::new(
                mf + nf - 1.0,
                (
                    "一方向の遅れだけを数えています。縦と横の 2 方向に進みます。",
                    "That counts one direction; values move along both.",
                ),
            ),
            Wrong::new(
                mf * nf,
                (
                    "行ごとにアレイが空くのを待っています。行は続けて流せます。",
                    "That waits for the array after each row; rows follow each other.",
                ),
            ),
            Wrong::new(
                mf + 2.0 * nf,
                (
                    "2 サイクル多く数えています。最初のセルへの移動は遅れに入りません。",
                    "That is two cycles too many: the first cell costs no delay.",
                ),
            ),
            Wrong::new(
                mf + nf * nf,
                (
                    "セルの数だけ待っています。セルは同時に働きます。",
                    "That waits for every cell; cells work at the same time.",
                ),
            ),
        ],
        steps: text!(
            "最後の行の最初の値は {m} サイクル目に入り、縦に {n} − 1、横に {n} − 1 サイクル遅れて終わります。{m} + 2×{n} − 2 = {value} サイクル（各演算器が働くのはその {share}%）。",
            "The last row begins in cycle {m} and ends {n} − 1 cycles later along one side and {n} − 1 along the other: {m} + 2×{n} − 2 = {value} cycles, in {share}% of which each cell works."
        ),
        lab: Some("tab=accelerate".into()),
    }
}

/// Lets every cell say when it is done with the last row, from its neighbours.
fn again(drawn: &Parameters) -> f64 {
    let n = drawn.int("N") as usize;
    let mut at = vec![0; n * n];
    for cell in 0..n * n {
        let above = if cell >= n { at[cell - n] } else { drawn.int("M") - 1 };
        let before = if cell % n > 0 { at[cell - 1] } else { above };
        at[cell] = above.max(before) + 1;
    }
    at.iter().copied().max().unwrap_or(0) as f64
}
