//! Shapes along a chain of operations.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text};

pub static TEMPLATE: Template = Template {
    id: "L16",
    topic: Topic::Libraries,
    title: ("テンソルの形を追う", "Following a tensor's shape"),
    source: "pytorch-docs",
    kind: Kind::Calculation { make, again },
};

const ORDERS: [[usize; 4]; 4] = [[0, 2, 3, 1], [0, 3, 1, 2], [1, 0, 2, 3], [2, 3, 0, 1]];

fn make(draw: &mut Draw) -> Calculation {
    let shape = [draw.int("N", 2..=8), draw.int("C", 3..=12), draw.int("H", 4..=10), draw.int("W", 11..=16)];
    let which = draw.int("order", 0..=3) as usize;
    let order = ORDERS[which];
    let from = draw.int("start_dim", 1..=2) as usize;
    let out = draw.int("out", 17..=40);
    let [n, c, h, w] = shape;
    let moved = order.map(|axis| shape[axis]);
    let flat: i64 = moved[from..].iter().product();
    let rows: i64 = moved[..from].iter().product();
    let value = flat * out;
    let [a, b, d, e] = order;
    let list = |values: &[i64]| values.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let (after, kept) = (list(&moved), list(&[&moved[..from], &[flat]].concat()));
    let unmoved: i64 = shape[from..].iter().product();
    let other: i64 = moved[3 - from..].iter().product();
    Calculation {
        stem: text!(
            "次のコードがエラーなく動くように作った全結合層 fc の、重み（weight）の要素はいくつか。",
            "The linear layer fc is made so that this code runs. How many elements has its weight?"
        ),
        code: Some(format!(
            "x = torch.randn({n}, {c}, {h}, {w})\ny = x.permute({a}, {b}, {d}, {e})\nz = y.flatten(start_dim={from})\nfc = nn.Linear(z.shape[-1], {out})\nout = fc(z)"
        )),
        formula: text!(
            "permute は軸を並べ替え、flatten(start_dim=k) は k 番目以降の軸を一つにまとめる",
            "permute reorders axes; flatten(start_dim=k) makes one of the axes from k on"
        ),
        value: value as f64,
        format: Format::Integer,
        unit: ("個", ""),
        wrong: vec![
            Wrong::new(
                (unmoved * out) as f64,
                ("permute による軸の並べ替えを見ていません。", "The reordering by permute was left out."),
            ),
            Wrong::new(
                (other * out) as f64,
                ("flatten の start_dim を取り違えています。軸は 0 から数えます。", "start_dim was mistaken; axes count from 0."),
            ),
            Wrong::new(
                (rows * flat * out) as f64,
                ("flatten でまとめない軸まで掛けています。", "Axes that flatten leaves were multiplied, too."),
            ),
            Wrong::new(
                (moved[3] * out) as f64,
                ("flatten する前の最後の軸を使っています。", "The last axis before flatten was taken."),
            ),
            Wrong::new(
                flat as f64,
                ("fc の入力の数です。重みは入力 × 出力の個数です。", "That is the number of fc's inputs; the weight has inputs × outputs."),
            ),
        ],
        steps: text!(
            "y の形は [{after}]、z の形は [{kept}]。fc の重みは {flat} × {out} = {value} 個です。",
            "y has the shape [{after}], z [{kept}]; fc's weight has {flat} × {out} = {value} elements."
        ),
        lab: None,
    }
}

/// All elements, divided by those axes that stay.
fn again(drawn: &Parameters) -> f64 {
    let shape = ["N", "C", "H", "W"].map(|name| drawn.int(name));
    let stay = ORDERS[drawn.int("order") as usize].into_iter().take(drawn.int("start_dim") as usize);
    let all: i64 = shape.iter().product();
    (all / stay.map(|axis| shape[axis]).product::<i64>() * drawn.int("out")) as f64
}
