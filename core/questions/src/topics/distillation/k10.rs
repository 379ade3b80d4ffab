//! How much smaller a student is.

use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::graph::GraphBuilder;
use karui_core::measure::cost::cost;
use karui_core::{Result, Shape};

pub static TEMPLATE: Template = Template {
    id: "K10",
    topic: Topic::Distillation,
    title: ("教師と生徒の大きさ", "Sizes of teacher and student"),
    source: "hinton2015",
    kind: Kind::Calculation { make, again },
};

/// Parameters of a network with one hidden layer.
fn parameters(inputs: usize, hidden: usize, classes: usize) -> Result<f64> {
    let mut g = GraphBuilder::new(Shape::vector(inputs));
    let x = g.linear("fc1", g.input(), hidden)?;
    g.linear("fc2", x, classes)?;
    Ok(cost(&g.build()).params.value)
}

fn make(draw: &mut Draw) -> Calculation {
    let inputs = draw.pick("inputs", &[784, 1024, 3072]);
    let teacher = draw.pick("teacher", &[400, 800, 1000, 1200]);
    let student = draw.pick("student", &[20, 30, 50, 100]);
    let classes = 10;
    let of = |hidden: i64| parameters(inputs as usize, hidden as usize, classes as usize).unwrap_or(f64::NAN);
    let (t, s) = (of(teacher), of(student));
    let format = Format::Decimals(2);
    let value = settled(t / s, 2);
    let wide = (teacher * teacher) as f64 / (student * student) as f64;
    let without = |hidden: i64| (hidden * (inputs + classes)) as f64;
    let [big, small] = [t, s].map(|n| write(n, Format::Integer));
    let shown = write(value, format);
    Calculation {
        stem: text!(
            "教師モデルは {inputs}–{teacher}–{classes}、生徒モデルは {inputs}–{student}–{classes} の全結合ネットワーク（中間層は 1 層、バイアスあり）である。教師のパラメータ数は生徒の何倍か。",
            "The teacher is a fully connected network {inputs}–{teacher}–{classes}, the student {inputs}–{student}–{classes} (one hidden layer, with biases). How many times as many parameters has the teacher?"
        ),
        code: None,
        formula: text!("パラメータ数 = (入力 + 1) × 中間 + (中間 + 1) × 出力", "parameters = (inputs + 1) × hidden + (hidden + 1) × outputs"),
        value,
        format,
        unit: ("倍", "times"),
        wrong: vec![
            Wrong::new(
                teacher as f64 / student as f64,
                (
                    "中間層の幅の比です。出力層のバイアスは幅に比例しないので、少し違います。",
                    "That is the ratio of widths; the output layer's biases do not grow with it.",
                ),
            ),
            Wrong::new(
                wide,
                (
                    "幅の比の二乗です。入力と出力の大きさは変わらないので、ほぼ一乗で効きます。",
                    "That is the ratio of widths squared; inputs and outputs stay, so it goes nearly with the first power.",
                ),
            ),
            Wrong::new(s / t, ("比が逆です。", "The ratio is the wrong way round.")),
            Wrong::new(
                (t - s) / t * 100.0,
                ("減った割合（%）です。", "That is what is saved, in per cent."),
            ),
            Wrong::new(
                t / (s - without(student) + (student * inputs) as f64),
                ("生徒の出力層の重みを数えていません。", "The student's output weights were not counted."),
            ),
        ],
        steps: text!(
            "教師は ({inputs} + 1) × {teacher} + ({teacher} + 1) × {classes} = {big}、生徒は同様に {small}。{big} / {small} = {shown}。",
            "Teacher: ({inputs} + 1) × {teacher} + ({teacher} + 1) × {classes} = {big}; student, likewise, {small}. {big} / {small} = {shown}."
        ),
        lab: Some("tab=compress&recipe=%7B%22distill%22:%7B%7D%7D".into()),
    }
}

/// Unit by unit: each has a weight for each input, and a bias.
fn again(drawn: &Parameters) -> f64 {
    let count = |hidden: i64| {
        let of_hidden: i64 = (0..hidden).map(|_| drawn.int("inputs") + 1).sum();
        of_hidden + (0..10).map(|_| hidden + 1).sum::<i64>()
    };
    rounded(count(drawn.int("teacher")) as f64 / count(drawn.int("student")) as f64, 2)
}
