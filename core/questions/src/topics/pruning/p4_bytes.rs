//! What 2:4 sparsity stores.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "P4b",
    topic: Topic::Pruning,
    title: ("2:4 スパースの容量", "The size of 2:4 sparsity"),
    source: "mishra2021",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let thousands = draw.int("thousands", 2..=90);
    let bits = draw.pick("bits", &[8, 16]);
    let n = thousands * 1000;
    let bytes = |bits: i64| (bits as f64 / 8.0).round();
    let value = bytes(n / 2 * bits + n / 2 * 2);
    let (kept, format) = (n / 2, Format::Integer);
    let [values, indices, shown] = [bytes(kept * bits), bytes(kept * 2), value].map(|b| write(b, format));
    Calculation {
        stem: text!(
            "{bits} ビットの重み {n} 個を 2:4 の構造化スパースにし、残った値と、4 個の中の位置を表す番号（残った値 1 個につき 2 ビット）を保存する。合計は何バイトか。",
            "{n} weights of {bits} bits become 2:4 sparse. Stored are the values that stay and, for each of them, 2 bits for its place among the four. How many bytes is that?"
        ),
        code: None,
        formula: text!("容量 = n/2 × b + n/2 × 2 ビット", "size = n/2 × b + n/2 × 2 bits"),
        value,
        format,
        unit: ("バイト", "bytes"),
        wrong: vec![
            Wrong::new(
                bytes(kept * bits),
                ("位置の番号を数え忘れています。", "The places are missing."),
            ),
            Wrong::new(
                bytes(n * bits),
                ("枝刈りする前の容量です。", "That is the size before pruning."),
            ),
            Wrong::new(
                bytes(kept * bits + n * 2),
                ("番号は残った値にだけ要ります。", "Only values that stay need a place."),
            ),
            Wrong::new(
                bytes(kept * bits) + (kept * 4) as f64,
                (
                    "番号を CSR のような 4 バイトの整数としています。4 個の中の位置は 2 ビットで足ります。",
                    "That takes 4 bytes for an index, as in CSR; a place among four takes 2 bits.",
                ),
            ),
            Wrong::new(
                bytes(n / 4 * bits + n / 4 * 2),
                ("残るのは 4 個に 1 個ではなく 2 個です。", "Two of four stay, not one."),
            ),
        ],
        steps: text!(
            "残る値は {kept} 個。値が {values} バイト、番号が {kept} × 2 / 8 = {indices} バイトで、合わせて {shown} バイト。",
            "{kept} values stay: {values} bytes for them and {kept} × 2 / 8 = {indices} for their places, {shown} together."
        ),
        lab: Some("tab=compress&recipe=%7B%22prune%22:%7B%22unit%22:%222:4%22%7D%7D".into()),
    }
}

/// Group by group.
fn again(drawn: &Parameters) -> f64 {
    let of_group = [drawn.int("bits") + 2; 2].iter().sum::<i64>();
    let groups = drawn.int("thousands") * 250;
    ((0..groups).map(|_| of_group).sum::<i64>() / 8) as f64
}
