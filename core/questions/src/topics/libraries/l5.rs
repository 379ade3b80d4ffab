//! Gradients that add up.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "L5",
    topic: Topic::Libraries,
    title: ("zero_grad を忘れたとき", "Where zero_grad is forgotten"),
    source: "pytorch-docs",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let w = draw.decimal("w", 1, -40..=40);
    let x = draw.int("x", -5..=5);
    let y = draw.int("y", -5..=5);
    let k = draw.int("k", 2..=4);
    let error = w * x as f64 - y as f64;
    let once = 2.0 * error * x as f64;
    let value = if once.abs() < 0.05 { f64::NAN } else { k as f64 * once };
    let (sign, size) = (if y < 0 { "+" } else { "-" }, y.abs());
    let format = Format::Decimals(1);
    let [single, shown] = [once, value].map(|v| write(v, format));
    Calculation {
        stem: text!(
            "次の PyTorch のコードを実行すると、最後に表示される勾配はいくつか。",
            "What gradient does this PyTorch code print?"
        ),
        code: Some(format!(
            "w = torch.tensor({w:?}, requires_grad=True)\nfor _ in range({k}):\n    loss = ({x} * w {sign} {size}) ** 2\n    loss.backward()\nprint(w.grad)"
        )),
        formula: text!("∂/∂w (wx − y)² = 2(wx − y)x、backward は .grad に足し込む", "∂/∂w (wx − y)² = 2(wx − y)x; backward adds to .grad"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                once,
                (
                    "backward は .grad を上書きせず足し込みます。zero_grad を呼ばないと積み重なります。",
                    "backward does not overwrite .grad but adds to it; without zero_grad it piles up.",
                ),
            ),
            Wrong::new(
                value / 2.0,
                ("二乗の微分の 2 を忘れています。", "The 2 of the square's derivative is missing."),
            ),
            Wrong::new(
                k as f64 * 2.0 * error,
                ("内側の微分 x を掛け忘れています。", "The inner derivative x is missing."),
            ),
            Wrong::new(
                (k + 1) as f64 * once,
                ("1 回多く数えています。", "That is one time too many."),
            ),
            Wrong::new(-value, ("符号が逆です。", "The sign is wrong.")),
            Wrong::new(
                k as f64 * error * error,
                ("勾配ではなく損失を足しています。", "The losses were added, not their gradients."),
            ),
        ],
        steps: text!(
            "1 回の勾配は 2 × ({w} × {x} − ({y})) × {x} = {single}。w は更新されないので、{k} 回足して {shown}。",
            "One gradient is 2 × ({w} × {x} − ({y})) × {x} = {single}. As w is not updated, {k} of them make {shown}."
        ),
        lab: None,
    }
}

/// The slope of all losses together, by finite differences: exact for a square.
fn again(drawn: &Parameters) -> f64 {
    let (x, y, w) = (drawn.number("x"), drawn.number("y"), drawn.number("w"));
    let loss = |w: f64| (0..drawn.int("k")).map(|_| (w * x - y).powi(2)).sum::<f64>();
    (loss(w + 0.5) - loss(w - 0.5)) / 1.0
}
