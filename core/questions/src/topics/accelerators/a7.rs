//! How many sectors of memory a warp's read touches.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "A7",
    topic: Topic::Accelerators,
    title: ("メモリアクセスの結合（coalescing）", "Coalesced reads"),
    source: "nvidia-cuda",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let bytes = draw.pick("bytes", &[2, 4, 8]);
    let stride = draw.pick("stride", &[1, 2, 3, 4, 5, 6, 8, 16, 32]);
    let offset = draw.pick("offset", &[0, 0, 8, 16, 24]);
    let touched = |start: i64, end: i64| (end - 1) / 32 - start / 32 + 1;
    // Rising addresses: a new sector wherever the one of the thread before is left behind.
    let sector = |thread: i64| (offset + thread * stride * bytes) / 32;
    let value = (1 + (1..32).filter(|&thread| sector(thread) != sector(thread - 1)).count()) as f64;
    let (last, step) = (offset + 31 * stride * bytes, stride * bytes);
    let least = touched(0, 32 * bytes);
    let (used, moved) = (32 * bytes, value as i64 * 32);
    let percent = write(100.0 * used as f64 / moved as f64, Format::Decimals(1));
    Calculation {
        stem: text!(
            "ワープの 32 スレッドが、{bytes} バイトの要素を {stride} 要素の間隔で 1 つずつ読む。スレッド i のアドレスは {offset} + i×{step} バイトで、メモリは 32 バイトのセクタ単位で読まれる。読まれるセクタはいくつか。",
            "Each of a warp's 32 threads reads one element of {bytes} bytes; thread i's address is {offset} + i×{step} bytes, a stride of {stride} elements. Memory is read in sectors of 32 bytes. How many sectors are read?"
        ),
        code: None,
        formula: text!(
            "セクタ数 = 異なる ⌊アドレス / 32⌋ の数",
            "sectors = how many different ⌊address / 32⌋ there are"
        ),
        value,
        format: Format::Integer,
        unit: ("個", "sectors"),
        wrong: vec![
            Wrong::new(
                least as f64,
                (
                    "隣り合う要素を 0 番地から読むときの数です。間隔と開始位置を見ていません。",
                    "That is for neighbouring elements from address 0; stride and offset are left out.",
                ),
            ),
            Wrong::new(
                32.0,
                (
                    "スレッドごとに 1 セクタとしています。同じセクタに入るアドレスはまとめて読まれます。",
                    "That is one for each thread; addresses within a sector are read together.",
                ),
            ),
            Wrong::new(
                1.0,
                (
                    "ワープの読み出しが 1 セクタに収まるとは限りません。",
                    "A warp's read need not lie within one sector.",
                ),
            ),
            Wrong::new(
                touched(0, 32 * step) as f64,
                (
                    "開始位置か、読まれない隙間のセクタを見ていません。",
                    "The offset, or sectors in between that nobody reads, are left out.",
                ),
            ),
            Wrong::new(value + 1.0, ("1 つ多く数えています。", "That is one too many.")),
            Wrong::new((used as f64 / 8.0).ceil(), ("8 バイト単位で数えています。", "That counts pieces of 8 bytes.")),
            Wrong::new(value * 2.0, ("1 セクタを 16 バイトとしています。", "That takes a sector for 16 bytes.")),
        ],
        steps: text!(
            "アドレスは {offset} から {last} まで {step} バイトおき。⌊アドレス / 32⌋ の異なる値は {value} 個で、読まれる {moved} バイトのうち使うのは {used} バイト（{percent}%）。",
            "Addresses go from {offset} to {last} by {step} bytes; ⌊address / 32⌋ has {value} different values. Of {moved} bytes read, {used} are used ({percent}%)."
        ),
        lab: Some("tab=accelerate&work=product&size=256&kernel=strided".into()),
    }
}

/// Marks each address's sector.
fn again(drawn: &Parameters) -> f64 {
    let step = drawn.int("stride") * drawn.int("bytes");
    let marked: std::collections::BTreeSet<i64> =
        (0..32).map(|thread| (drawn.int("offset") + thread * step).div_euclid(32)).collect();
    marked.len() as f64
}
