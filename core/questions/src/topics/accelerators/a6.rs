//! Which resource limits how many warps are resident.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "A6",
    topic: Topic::Accelerators,
    title: ("占有率（occupancy）", "Occupancy"),
    source: "nvidia-cuda",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let t = draw.pick("threads", &[64, 128, 192, 256, 384, 512]);
    let regs = draw.pick("registers", &[24, 32, 40, 48, 64, 80, 96]);
    let shared = draw.pick("shared_KiB", &[0, 4, 8, 12, 16, 24, 32]);
    let most_shared = draw.pick("most_shared_KiB", &[64, 96, 100]);
    let warps = t / 32;
    let by_warps = 64 / warps;
    let by_regs = 65_536 / (regs * t);
    let by_shared = if shared == 0 { i64::MAX } else { most_shared / shared };
    let blocks = by_warps.min(by_regs).min(by_shared).min(32);
    let of = |blocks: i64| 100.0 * (blocks * warps) as f64 / 64.0;
    let value = of(blocks);
    let format = Format::Decimals(2);
    let (shown_ja, shown_en) = if shared == 0 {
        ("制限なし".to_owned(), "no limit".to_owned())
    } else {
        (by_shared.to_string(), by_shared.to_string())
    };
    let (active, told) = (blocks * warps, write(value, format));
    Calculation {
        stem: text!(
            "1 つの SM に同時に置けるのは、ワープ 64 個、ブロック 32 個、レジスタ 65,536 個、共有メモリ {most_shared} KiB までである。1 ブロック {t} スレッド、1 スレッドのレジスタ {regs} 個、1 ブロックの共有メモリ {shared} KiB のカーネルの占有率（置けるワープ数 / 64）は何 % か。割り当ての単位による切り上げは考えない。",
            "An SM holds 64 warps, 32 blocks, 65,536 registers and {most_shared} KiB of shared memory at most. A kernel has blocks of {t} threads, {regs} registers for each thread and {shared} KiB of shared memory for each block. What is its occupancy, resident warps over 64, in %? Rounding up to units of allocation is left out."
        ),
        code: None,
        formula: text!(
            "ブロック数 = min(⌊64/ワープ数⌋, ⌊65536/(レジスタ·スレッド)⌋, ⌊共有メモリ/1 ブロック分⌋, 32)",
            "blocks = min(⌊64/warps⌋, ⌊65536/(registers·threads)⌋, ⌊shared/per block⌋, 32)"
        ),
        value,
        format,
        unit: ("%", "%"),
        wrong: vec![
            Wrong::new(
                of(by_warps.min(32)),
                ("レジスタと共有メモリの制限を見ていません。", "Registers and shared memory are left out."),
            ),
            Wrong::new(
                of(by_regs.min(by_warps).min(32)),
                ("共有メモリの制限を見ていません。", "Shared memory is left out."),
            ),
            Wrong::new(
                of(by_shared.min(by_warps).min(32)),
                ("レジスタの制限を見ていません。", "Registers are left out."),
            ),
            Wrong::new(
                100.0 * (65_536 / regs) as f64 / 2048.0,
                (
                    "ブロック単位で置かれることを見ていません。置けるのはブロックの整数倍です。",
                    "Threads come in whole blocks.",
                ),
            ),
            Wrong::new(
                100.0 * blocks as f64 / 32.0,
                (
                    "ブロック数の割合です。占有率はワープ数の割合です。",
                    "That is the share of blocks; occupancy counts warps.",
                ),
            ),
            Wrong::new(100.0, ("制限のどれかが先に尽きます。", "One of the resources runs out before.")),
        ],
        steps: text!(
            "1 ブロックは {warps} ワープ。置けるブロック数は、ワープから {by_warps}、レジスタから {by_regs}、共有メモリから {shown_ja}。最も少ない {blocks} ブロックで {active} ワープ、{active} / 64 = {told}%。",
            "A block has {warps} warps. Warps allow {by_warps} blocks, registers {by_regs}, shared memory {shown_en}; the least, {blocks}, makes {active} warps: {active} / 64 = {told}%."
        ),
        lab: None,
    }
}

/// Puts blocks on the SM until one more does not fit.
fn again(drawn: &Parameters) -> f64 {
    let (t, regs, shared) = (drawn.int("threads"), drawn.int("registers"), drawn.int("shared_KiB"));
    let fits = |blocks: i64| {
        blocks <= 32
            && blocks * t <= 2048
            && blocks * t * regs <= 65_536
            && blocks * shared <= drawn.int("most_shared_KiB")
    };
    let mut blocks = 0;
    while fits(blocks + 1) {
        blocks += 1;
    }
    100.0 * (blocks * t) as f64 / 2048.0
}
