//! Parameters of a convolution in groups.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::graph::GraphBuilder;
use karui_core::measure::cost::cost;
use karui_core::ops::{Conv2d, Op, Pad};
use karui_core::{Result, Shape};

pub static TEMPLATE: Template = Template {
    id: "L8w",
    topic: Topic::Libraries,
    title: ("nn.Conv2d のパラメータ数", "Parameters of nn.Conv2d"),
    source: "pytorch-docs",
    kind: Kind::Calculation { make, again },
};

fn parameters(input: i64, output: i64, k: i64, groups: i64) -> Result<f64> {
    let mut g = GraphBuilder::new(Shape::new(16, 16, input as usize));
    let op = Conv2d {
        out_channels: output as usize,
        kernel: [k as usize; 2],
        stride: [1; 2],
        pad: Pad::all(0),
        groups: groups as usize,
        bias: true,
    };
    g.push("conv", Op::Conv2d(op), &[0])?;
    Ok(cost(&g.build()).params.value)
}

fn make(draw: &mut Draw) -> Calculation {
    let input = draw.pick("C_in", &[16, 32, 48, 64]);
    let output = draw.pick("C_out", &[16, 32, 64, 96, 128]);
    let k = draw.pick("k", &[3, 5]);
    let groups = draw.pick("groups", &[1, 2, 4, 8, 16]);
    let value = parameters(input, output, k, groups).unwrap_or(f64::NAN);
    let (square, per) = (k * k, input / groups);
    let weights = output * per * square;
    let shown = write(value, Format::Integer);
    Calculation {
        stem: text!("次の層の学習されるパラメータはいくつか。", "How many trainable parameters has this layer?"),
        code: Some(format!("conv = nn.Conv2d({input}, {output}, kernel_size={k}, groups={groups})")),
        formula: text!("C_out·(C_in/groups)·k² + C_out", "C_out·(C_in/groups)·k² + C_out"),
        value,
        format: Format::Integer,
        unit: ("個", ""),
        wrong: vec![
            Wrong::new(
                (output * input * square + output) as f64,
                ("groups で分けていません。各フィルタが見るのは C_in/groups チャネルです。", "groups was left out: each filter sees C_in/groups channels."),
            ),
            Wrong::new(
                weights as f64,
                ("バイアスを数え忘れています。", "The biases are missing."),
            ),
            Wrong::new(
                (weights + input) as f64,
                ("バイアスは出力チャネルごとに一つです。", "There is a bias for each output channel."),
            ),
            Wrong::new(
                (weights / groups + output) as f64,
                ("groups で二重に割っています。", "It was divided by groups twice."),
            ),
            Wrong::new(
                (output * per * k + output) as f64,
                ("カーネルは k ではなく k² 個の重みを持ちます。", "A kernel has k² weights, not k."),
            ),
            Wrong::new(
                (output * square + output) as f64,
                ("入力チャネルを数えていません。", "The input channels were left out."),
            ),
        ],
        steps: text!(
            "{output} × ({input}/{groups}) × {square} + {output} = {shown}。",
            "{output} × ({input}/{groups}) × {square} + {output} = {shown}."
        ),
        lab: None,
    }
}

/// Filter by filter, channel by channel.
fn again(drawn: &Parameters) -> f64 {
    let channels = (0..drawn.int("C_in")).filter(|c| c % drawn.int("groups") == 0).count() as i64;
    (0..drawn.int("C_out")).map(|_| channels * drawn.int("k").pow(2) + 1).sum::<i64>() as f64
}
