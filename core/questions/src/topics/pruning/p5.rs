//! Channels that go take weights of two layers with them.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::graph::GraphBuilder;
use karui_core::measure::cost::cost;
use karui_core::ops::Pad;
use karui_core::{Result, Shape};

pub static TEMPLATE: Template = Template {
    id: "P5",
    topic: Topic::Pruning,
    title: ("チャネルの枝刈り", "Pruning channels"),
    source: "li2017",
    kind: Kind::Calculation { make, again },
};

/// Weights of two convolutions, one behind the other.
fn weights(k: i64, channels: [i64; 3]) -> Result<f64> {
    let [input, between, output] = channels.map(|c| c as usize);
    let mut g = GraphBuilder::new(Shape::new(8, 8, input));
    let (size, pad) = (k as usize, Pad::all(k as usize / 2));
    let x = g.conv("a", g.input(), between, size, 1, pad, false)?;
    g.conv("b", x, output, size, 1, pad, false)?;
    Ok(cost(&g.build()).params.value)
}

fn make(draw: &mut Draw) -> Calculation {
    let k = draw.pick("K", &[3, 5]);
    let input = draw.pick("C_in", &[3, 16, 32, 64]);
    let between = draw.pick("C", &[32, 64, 128]);
    let next = draw.pick("C_next", &[32, 64, 128, 256]);
    let removed = draw.int("removed", 1..=7) * between / 8;
    draw.note("gone", removed);
    let left = between - removed;
    let of = |a: i64, b: i64| (k * k * (input * a + b * next)) as f64;
    let value = weights(k, [input, left, next]).unwrap_or(f64::NAN);
    let square = k * k;
    let (first, second) = (square * input * left, square * left * next);
    let shown = write(value, Format::Integer);
    Calculation {
        stem: text!(
            "{k}×{k} の畳み込み層 A（入力 {input} チャネル、出力 {between} チャネル）の後に {k}×{k} の畳み込み層 B（出力 {next} チャネル）が続く。どちらもバイアスはない。A の出力から {removed} チャネルを構造化枝刈りで取り除くと、2 層の重みは合わせていくつになるか。",
            "A {k}×{k} convolution A ({input} channels in, {between} out) is followed by a {k}×{k} convolution B ({next} out), both without bias. When {removed} of A's output channels are removed by structured pruning, how many weights do the two layers have together?"
        ),
        code: None,
        formula: text!("K²·C_in·C + K²·C·C_next（C は残るチャネル数）", "K²·C_in·C + K²·C·C_next, C being the channels left"),
        value,
        format: Format::Integer,
        unit: ("個", ""),
        wrong: vec![
            Wrong::new(
                of(left, between),
                ("層 B の入力チャネルも減ることを忘れています。", "Layer B loses those input channels, too."),
            ),
            Wrong::new(
                of(between, left),
                ("層 A の出力チャネルが減っていません。", "Layer A keeps all its output channels there."),
            ),
            Wrong::new(of(between, between), ("枝刈りする前の数です。", "That is the number before pruning.")),
            Wrong::new(of(removed, removed), ("消えた重みの数です。", "That is how many weights went.")),
            Wrong::new(
                first as f64,
                ("層 A だけを数えています。", "That counts layer A alone."),
            ),
        ],
        steps: text!(
            "残るチャネルは {left}。A は {square} × {input} × {left} = {first}、B は {square} × {left} × {next} = {second}、合わせて {shown}。",
            "{left} channels are left: A has {square} × {input} × {left} = {first}, B {square} × {left} × {next} = {second}, together {shown}."
        ),
        lab: Some("tab=compress&recipe=%7B%22prune%22:%7B%22unit%22:%22channel%22%7D%7D".into()),
    }
}

/// Filter by filter: of A, each that stays; of B, each with as many slices as stay.
fn again(drawn: &Parameters) -> f64 {
    let square = drawn.int("K").pow(2);
    let left = drawn.int("C") - drawn.int("gone");
    let a: i64 = (0..left).map(|_| square * drawn.int("C_in")).sum();
    let b: i64 = (0..drawn.int("C_next")).map(|_| (0..left).map(|_| square).sum::<i64>()).sum();
    (a + b) as f64
}
