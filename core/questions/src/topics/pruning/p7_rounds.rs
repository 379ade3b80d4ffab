//! The same share again and again.

use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "P7r",
    topic: Topic::Pruning,
    title: ("反復枝刈りの疎度", "The sparsity of repeated pruning"),
    source: "frankle2019",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let rate = draw.pick("r", &[10, 15, 20, 25, 30]);
    let k = draw.int("k", 2..=8);
    let r = rate as f64 / 100.0;
    let left = (1.0 - r).powi(k as i32);
    let format = Format::Decimals(1);
    let value = settled(100.0 * (1.0 - left), 1);
    let (kept, shown) = (write(1.0 - r, Format::Decimals(2)), write(value, format));
    let part = write(left, Format::Decimals(4));
    Calculation {
        stem: text!(
            "毎回、残っている重みの {rate}% を枝刈りして再学習する。これを {k} 回繰り返すと、元の重みの何 % が 0 になるか。",
            "Each round prunes {rate}% of the weights that are left, then trains again. After {k} rounds, what percentage of the original weights is 0?"
        ),
        code: None,
        formula: text!("疎度 = 1 − (1 − r)^k", "sparsity = 1 − (1 − r)^k"),
        value,
        format,
        unit: ("%", "%"),
        wrong: vec![
            Wrong::new(
                (rate * k) as f64,
                ("毎回同じ個数を刈るとして足しています。刈るのは残っている重みの一定割合です。", "That adds the same number each round; a share of what is left goes."),
            ),
            Wrong::new(
                100.0 * left,
                ("残っている割合です。", "That is what is left."),
            ),
            Wrong::new(
                100.0 * (1.0 - (1.0 - r).powi(k as i32 - 1)),
                ("1 回少なく数えています。", "That is one round too few."),
            ),
            Wrong::new(
                100.0 * (1.0 - (1.0 - r).powi(k as i32 + 1)),
                ("1 回多く数えています。", "That is one round too many."),
            ),
            Wrong::new(
                100.0 * (1.0 - r.powi(k as i32)),
                ("残る割合 1 − r ではなく、刈る割合 r を累乗しています。", "r was raised to the power instead of 1 − r, what stays."),
            ),
        ],
        steps: text!(
            "1 回で {kept} 倍が残るので、{k} 回で {kept}^{k} = {part}。疎度は 1 − {part} で {shown}%。",
            "Each round leaves {kept} of them, {k} rounds {kept}^{k} = {part}; the sparsity is 1 − {part}, {shown}%."
        ),
        lab: None,
    }
}

/// Round by round.
fn again(drawn: &Parameters) -> f64 {
    let zeros = (0..drawn.int("k")).fold(0.0, |zeros, _| zeros + (1.0 - zeros) * drawn.number("r") / 100.0);
    rounded(100.0 * zeros, 1)
}
