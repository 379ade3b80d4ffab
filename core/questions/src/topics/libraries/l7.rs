//! Parameters of linear layers.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::graph::GraphBuilder;
use karui_core::measure::cost::cost;
use karui_core::{Result, Shape};

pub static TEMPLATE: Template = Template {
    id: "L7",
    topic: Topic::Libraries,
    title: ("nn.Linear のパラメータ数", "Parameters of nn.Linear"),
    source: "pytorch-docs",
    kind: Kind::Calculation { make, again },
};

fn parameters(a: i64, b: i64, c: i64) -> Result<f64> {
    let mut g = GraphBuilder::new(Shape::vector(a as usize));
    let x = g.linear("0", g.input(), b as usize)?;
    g.linear("2", x, c as usize)?;
    Ok(cost(&g.build()).params.value)
}

fn make(draw: &mut Draw) -> Calculation {
    let a = draw.int("in", 8..=784);
    let b = draw.pick("hidden", &[16, 32, 64, 100, 128, 256]);
    let c = draw.int("out", 2..=20);
    let batch = draw.pick("batch", &[16, 32, 64]);
    let value = parameters(a, b, c).unwrap_or(f64::NAN);
    let shown = write(value, Format::Integer);
    Calculation {
        stem: text!(
            "次のモデルの学習されるパラメータは全部でいくつか。入力は 1 回に {batch} 個ずつ与える。",
            "How many trainable parameters has this model? It is given {batch} inputs at a time."
        ),
        code: Some(format!("model = nn.Sequential(\n    nn.Linear({a}, {b}),\n    nn.ReLU(),\n    nn.Linear({b}, {c}),\n)")),
        formula: text!("nn.Linear(a, b)：a·b + b", "nn.Linear(a, b): a·b + b"),
        value,
        format: Format::Integer,
        unit: ("個", ""),
        wrong: vec![
            Wrong::new(
                (a * b + b * c) as f64,
                ("バイアスを数え忘れています。既定で bias=True です。", "The biases are missing; bias=True is the default."),
            ),
            Wrong::new(
                (a * b + a + b * c + b) as f64,
                ("バイアスは入力ではなく出力ごとに一つです。", "There is a bias for each output, not for each input."),
            ),
            Wrong::new(
                value * batch as f64,
                ("パラメータはバッチの全データで共有します。", "All examples of a batch share the parameters."),
            ),
            Wrong::new(
                (a * b + b + b * c + c + b) as f64,
                ("ReLU にパラメータはありません。", "ReLU has no parameters."),
            ),
            Wrong::new(
                (a * b + b) as f64,
                ("最初の層だけを数えています。", "That counts the first layer alone."),
            ),
        ],
        steps: text!(
            "({a} × {b} + {b}) + ({b} × {c} + {c}) = {shown}。",
            "({a} × {b} + {b}) + ({b} × {c} + {c}) = {shown}."
        ),
        lab: None,
    }
}

/// Unit by unit.
fn again(drawn: &Parameters) -> f64 {
    let hidden: i64 = (0..drawn.int("hidden")).map(|_| drawn.int("in") + 1).sum();
    (hidden + (0..drawn.int("out")).map(|_| drawn.int("hidden") + 1).sum::<i64>()) as f64
}
