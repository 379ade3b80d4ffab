//! Threads of a grid that have nothing to do.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "A4",
    topic: Topic::Accelerators,
    title: ("グリッドの大きさと余るスレッド", "The grid's size and idle threads"),
    source: "nvidia-cuda",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.int("n", 1000..=200_000);
    let b = draw.pick("b", &[64, 128, 256, 512, 1024]);
    let blocks = (n + b - 1) / b;
    let rest = n % b;
    let value = if rest == 0 { f64::NAN } else { (blocks * b - n) as f64 };
    let launched = blocks * b;
    let told = write(value, Format::Integer);
    Calculation {
        stem: text!(
            "要素 {n} 個を 1 スレッドに 1 個ずつ割り当て、1 ブロック {b} スレッドで起動する。すべての要素を処理できる最小のブロック数にしたとき、要素が割り当てられないスレッドはいくつか。",
            "{n} elements have a thread each, in blocks of {b} threads. With the fewest blocks that do all of them, how many threads have no element?"
        ),
        code: None,
        formula: text!("ブロック数 = ⌈n / b⌉、 余り = ⌈n / b⌉·b − n", "blocks = ⌈n / b⌉, idle = ⌈n / b⌉·b − n"),
        value,
        format: Format::Integer,
        unit: ("個", "threads"),
        wrong: vec![
            Wrong::new(
                rest as f64,
                ("最後のブロックで働くスレッドの数です。", "That is how many work in the last block."),
            ),
            Wrong::new(blocks as f64, ("ブロックの数です。", "That is the number of blocks.")),
            Wrong::new(
                0.0,
                (
                    "n は b の倍数ではないので、最後のブロックに余りが出ます。",
                    "n is no multiple of b, so the last block has some left.",
                ),
            ),
            Wrong::new(
                (rest - 1) as f64,
                (
                    "添字は 0 から始まりますが、スレッドの数は変わりません。",
                    "Indices begin at 0, but that does not change how many threads there are.",
                ),
            ),
            Wrong::new(
                ((n / b + 2) * b - n) as f64,
                ("ブロックが 1 つ多すぎます。", "That is one block more than needed."),
            ),
        ],
        steps: text!(
            "ブロック数は ⌈{n} / {b}⌉ = {blocks}、スレッドは {blocks} × {b} = {launched}。{launched} − {n} = {told} 個が余るので、カーネルでは i < n を確かめます。",
            "There are ⌈{n} / {b}⌉ = {blocks} blocks with {launched} threads; {launched} − {n} = {told} have nothing to do, which is why a kernel checks i < n."
        ),
        lab: None,
    }
}

/// Goes through the last block's indices.
fn again(drawn: &Parameters) -> f64 {
    let (n, b) = (drawn.int("n"), drawn.int("b"));
    let start = (n - 1) / b * b;
    (start..start + b).filter(|i| *i >= n).count() as f64
}
