//! Hard-swish.

use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::ops::Activation;

pub static TEMPLATE: Template = Template {
    id: "M9",
    topic: Topic::Mobilenet,
    title: ("MobileNetV3 の h-swish", "MobileNetV3's h-swish"),
    source: "howard2019",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let x = draw.decimal("x", 2, -450..=550);
    let of = |act: Activation| f64::from(act.apply(x as f32));
    let value = settled(of(Activation::HardSwish), 3);
    let format = Format::Decimals(3);
    let (sum, part) = (write(x + 3.0, Format::Decimals(2)), write((x + 3.0).clamp(0.0, 6.0), Format::Decimals(2)));
    let shown = write(value, format);
    Calculation {
        stem: text!(
            "MobileNetV3 の活性化関数 h-swish(x) = x·ReLU6(x + 3)/6 の、x = {x} における値はいくつか。",
            "What is MobileNetV3's activation h-swish(x) = x·ReLU6(x + 3)/6 at x = {x}?"
        ),
        code: None,
        formula: text!("ReLU6(z) = min(max(z, 0), 6)", "ReLU6(z) = min(max(z, 0), 6)"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                of(Activation::Silu),
                ("swish（x·sigmoid(x)）の値です。h-swish はその折れ線による近似です。", "That is swish, x·sigmoid(x); h-swish is its piecewise form."),
            ),
            Wrong::new(
                of(Activation::HardSigmoid),
                ("x を掛け忘れています（h-sigmoid の値です）。", "The factor x is missing: that is h-sigmoid."),
            ),
            Wrong::new(
                x * x.clamp(0.0, 6.0) / 6.0,
                ("ReLU6 に入れる前に 3 を足していません。", "3 was not added before ReLU6."),
            ),
            Wrong::new(
                x * (x + 3.0) / 6.0,
                ("ReLU6 で 0 から 6 に切り詰めていません。", "ReLU6 was not applied: nothing is cut at 0 and 6."),
            ),
            Wrong::new(of(Activation::Relu6), ("ReLU6(x) の値です。", "That is ReLU6(x).")),
            Wrong::new(
                x * (x + 3.0).clamp(0.0, 6.0),
                ("6 で割り忘れています。", "The division by 6 is missing."),
            ),
        ],
        steps: text!(
            "x + 3 = {sum}、ReLU6 で {part}。{x} × {part} / 6 = {shown}。",
            "x + 3 = {sum}, by ReLU6 {part}; {x} × {part} / 6 = {shown}."
        ),
        lab: Some("tab=mobilenet&mobilenet=v3-large&width=1&resolution=224&classes=1000&block=12".into()),
    }
}

/// By its three pieces.
fn again(drawn: &Parameters) -> f64 {
    let x = drawn.number("x");
    let value = match x {
        x if x <= -3.0 => 0.0,
        x if x >= 3.0 => x,
        x => x * x / 6.0 + x / 2.0,
    };
    rounded(value, 3)
}
