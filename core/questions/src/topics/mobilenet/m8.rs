//! Convolutions in groups.

use super::layers::{Layer, count};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "M8",
    topic: Topic::Mobilenet,
    title: ("グループ畳み込みの重み", "Weights of a grouped convolution"),
    source: "krizhevsky2012",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let k = draw.pick("K", &[3, 5]);
    let m = draw.pick("M", &[32, 64, 128]);
    let n = draw.pick("N", &[64, 128, 256]);
    let g = draw.pick("g", &[2, 4, 8, 16]);
    let value = count(8, m, &[Layer::Standard { kernel: k, out: n, groups: g }]).params;
    let (k2, per, full) = (k * k, m / g, k * k * m * n);
    let shown = write(value, Format::Integer);
    Calculation {
        stem: text!(
            "入力 {m} チャネル、出力 {n} チャネルの {k}×{k} のグループ畳み込み（グループ数 g = {g}、バイアスなし）の重みはいくつか。",
            "How many weights has a {k}×{k} convolution of {m} channels in and {n} out in g = {g} groups, without bias?"
        ),
        code: None,
        formula: text!("K²·(M/g)·N", "K²·(M/g)·N"),
        value,
        format: Format::Integer,
        unit: ("個", ""),
        wrong: vec![
            Wrong::new(full as f64, ("グループに分けない畳み込みの数です。", "That is without groups.")),
            Wrong::new(
                (full * g) as f64,
                ("グループに分けると重みは g 倍ではなく 1/g になります。", "Groups divide the weights by g; they do not multiply them."),
            ),
            Wrong::new(
                (full / g / g) as f64,
                (
                    "1 グループの重みの数です。g 個のグループがあります。",
                    "Those are the weights of one group; there are g.",
                ),
            ),
            Wrong::new(
                (k2 * m) as f64,
                ("深さ方向の畳み込み（g = M）の数です。", "That is a depthwise convolution, g = M."),
            ),
            Wrong::new(
                (per * n) as f64,
                ("カーネルの K² を掛け忘れています。", "The kernel's K² is missing."),
            ),
        ],
        steps: text!(
            "各フィルタが見るのは {m}/{g} = {per} チャネル。{k2} × {per} × {n} = {shown}。",
            "Each filter sees {m}/{g} = {per} channels: {k2} × {per} × {n} = {shown}."
        ),
        lab: None,
    }
}

/// Group by group, each a convolution by itself.
fn again(drawn: &Parameters) -> f64 {
    let g = drawn.int("g");
    let of_group = (drawn.int("M") / g) * (drawn.int("N") / g) * drawn.int("K").pow(2);
    (0..g).map(|_| of_group).sum::<i64>() as f64
}
