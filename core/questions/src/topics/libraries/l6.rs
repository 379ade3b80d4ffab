//! The gradient that autograd finds.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "L6",
    topic: Topic::Libraries,
    title: ("自動微分の値", "What autograd gives"),
    source: "paszke2019",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let x = draw.int("x", -3..=3);
    let a = draw.int("a", 2..=5);
    let b = draw.int("b", -4..=4);
    let c = draw.int("c", 1..=6);
    let n = draw.pick("n", &[2, 3]);
    let inner = a * x + b;
    let value = n * inner.pow(n as u32 - 1) * a + c;
    let shown = write(value as f64, Format::Integer);
    let sign = if b < 0 { "-" } else { "+" };
    let size = b.abs();
    Calculation {
        stem: text!(
            "次の PyTorch のコードを実行すると、表示される勾配はいくつか。",
            "What gradient does this PyTorch code print?"
        ),
        code: Some(format!(
            "x = torch.tensor({x}.0, requires_grad=True)\nu = {a} * x {sign} {size}\ny = u ** {n} + {c} * x\ny.backward()\nprint(x.grad)"
        )),
        formula: text!("dy/dx = n·u^(n−1)·du/dx + c", "dy/dx = n·u^(n−1)·du/dx + c"),
        value: value as f64,
        format: Format::Integer,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                (n * inner.pow(n as u32 - 1) + c) as f64,
                ("連鎖律の du/dx を掛け忘れています。", "The chain rule's du/dx is missing."),
            ),
            Wrong::new(
                (n * inner.pow(n as u32 - 1) * a) as f64,
                ("x から y への二つ目の経路を足し忘れています。", "The second way from x to y is missing."),
            ),
            Wrong::new(
                (inner.pow(n as u32) + c * x) as f64,
                ("勾配ではなく y の値です。", "That is y, not its gradient."),
            ),
            Wrong::new(
                (n * x.pow(n as u32 - 1) * a + c) as f64,
                ("u ではなく x で微分の値を求めています。", "The derivative was taken at x instead of u."),
            ),
            Wrong::new(
                (inner.pow(n as u32 - 1) * a + c) as f64,
                ("べき乗の微分の係数 n を忘れています。", "The power's factor n is missing."),
            ),
        ],
        steps: text!(
            "u = {a} × ({x}) + ({b}) = {inner}。dy/dx = {n} × ({inner})^({n} − 1) × {a} + {c} = {shown}。",
            "u = {a} × ({x}) + ({b}) = {inner}; dy/dx = {n} × ({inner})^({n} − 1) × {a} + {c} = {shown}."
        ),
        lab: None,
    }
}

/// With dual numbers: value and slope side by side, one operation after another.
fn again(drawn: &Parameters) -> f64 {
    let times = |(v, d): (f64, f64), (w, e): (f64, f64)| (v * w, d * w + v * e);
    let x = (drawn.number("x"), 1.0);
    let (v, d) = times((drawn.number("a"), 0.0), x);
    let u = (v + drawn.number("b"), d);
    let power = (1..drawn.int("n")).fold(u, |power, _| times(power, u));
    power.1 + times((drawn.number("c"), 0.0), x).1
}
