//! How many warps a launch has.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text};

pub static TEMPLATE: Template = Template {
    id: "A5",
    topic: Topic::Accelerators,
    title: ("ブロックのワープ数", "Warps of a launch"),
    source: "nvidia-cuda",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let t = draw.int("threads", 33..=500);
    let blocks = draw.int("blocks", 3..=40);
    let warps = (t + 31) / 32;
    let value = if t % 32 == 0 { f64::NAN } else { (warps * blocks) as f64 };
    let idle = warps * 32 - t;
    let all = t * blocks;
    Calculation {
        stem: text!(
            "1 ブロック {t} スレッド、{blocks} ブロックのカーネルを起動する。ワープは 32 スレッドで、ブロックをまたがない。ワープは全部でいくつか。",
            "A kernel is launched with {blocks} blocks of {t} threads. A warp has 32 threads, all of one block. How many warps are there?"
        ),
        code: None,
        formula: text!("ワープ数 = ブロック数 × ⌈スレッド数 / 32⌉", "warps = blocks × ⌈threads / 32⌉"),
        value,
        format: Format::Integer,
        unit: ("個", "warps"),
        wrong: vec![
            Wrong::new(
                ((all + 31) / 32) as f64,
                (
                    "全スレッドをまとめて 32 で割っています。ワープはブロックごとに作られます。",
                    "All threads were put together; warps are made block by block.",
                ),
            ),
            Wrong::new(
                (t / 32 * blocks) as f64,
                ("半端のスレッドにも 1 ワープが要ります。", "The incomplete rest takes a warp, too."),
            ),
            Wrong::new(warps as f64, ("1 ブロックのワープ数です。", "That is one block's.")),
            Wrong::new(all as f64, ("スレッドの数です。", "That is how many threads there are.")),
            Wrong::new((all / 16) as f64, ("ワープを 16 スレッドとしています。", "That takes a warp for 16 threads.")),
        ],
        steps: text!(
            "1 ブロックは ⌈{t} / 32⌉ = {warps} ワープ（最後のワープは {idle} レーンが空きます）。{warps} × {blocks} = {value}。",
            "A block has ⌈{t} / 32⌉ = {warps} warps (the last with {idle} idle lanes); {warps} × {blocks} = {value}."
        ),
        lab: None,
    }
}

/// Counts the threads that begin a warp: every 32nd of its block.
fn again(drawn: &Parameters) -> f64 {
    (0..drawn.int("blocks")).map(|_| (0..drawn.int("threads")).filter(|thread| thread % 32 == 0).count()).sum::<usize>()
        as f64
}
