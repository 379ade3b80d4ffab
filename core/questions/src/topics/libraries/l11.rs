//! Two steps of SGD with momentum and weight decay.

use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::train::Optimizer;
use karui_spec::OptimizerKind;

pub static TEMPLATE: Template = Template {
    id: "L11",
    topic: Topic::Libraries,
    title: ("モーメンタム SGD の更新", "Steps of SGD with momentum"),
    source: "pytorch-docs",
    kind: Kind::Calculation { make, again },
};

/// The weight after the steps; `velocity` makes the new velocity of the old one and the gradient.
fn after(w: f64, gradients: [f64; 2], lr: f64, decay: f64, velocity: impl Fn(f64, f64) -> f64) -> f64 {
    let step = |(w, v): (f64, f64), g: f64| {
        let v = velocity(v, g + decay * w);
        (w - lr * v, v)
    };
    gradients.into_iter().fold((w, 0.0), step).0
}

fn make(draw: &mut Draw) -> Calculation {
    let w = draw.decimal("w", 1, -30..=30);
    let gradients = [draw.decimal("g1", 1, -40..=40), draw.decimal("g2", 1, -40..=40)];
    let lr = draw.pick("lr", &[0.1, 0.2, 0.5]);
    let decay = draw.pick("weight_decay", &[0.01, 0.1]);
    let mut engine = Optimizer::new(OptimizerKind::Momentum, decay as f32, 1);
    let mut weight = [w as f32];
    for g in gradients {
        engine.step(lr as f32, &mut weight, &[g as f32]);
    }
    let [g1, g2] = gradients;
    let format = Format::Decimals(3);
    let value = settled(f64::from(weight[0]), 3);
    let v1 = g1 + decay * w;
    let w1 = w - lr * v1;
    let v2 = 0.9 * v1 + g2 + decay * w1;
    let [v1, w1, v2] = [v1, w1, v2].map(|v| write(v, Format::Decimals(4)));
    let shown = write(value, format);
    Calculation {
        stem: text!(
            "w = {w} から、次の最適化を 2 歩進める。勾配は 1 歩目が {g1}、2 歩目が {g2} である（速度は 0 から始まる）。2 歩の後の w はいくつか。",
            "From w = {w}, the optimizer below does two steps with the gradients {g1} and {g2}; its velocity begins at 0. What is w then?"
        ),
        code: Some(format!("optimizer = torch.optim.SGD([w], lr={lr}, momentum=0.9, weight_decay={decay})")),
        formula: text!("v ← μv + (g + λw)、 w ← w − lr·v", "v ← μv + (g + λw), w ← w − lr·v"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                after(w, gradients, lr, 0.0, |v, g| 0.9 * v + g),
                ("重み減衰 λw を勾配に足していません。", "Weight decay, λw, was not added to the gradient."),
            ),
            Wrong::new(
                after(w, gradients, lr, decay, |_, g| g),
                ("モーメンタムを使っていません。", "Momentum was left out."),
            ),
            Wrong::new(
                after(w, gradients, lr, decay, |v, g| 0.9 * v + 0.1 * g),
                ("勾配に 1 − μ を掛けています。PyTorch の既定（dampening=0）では掛けません。", "The gradient was multiplied by 1 − μ; with PyTorch's default, dampening=0, it is not."),
            ),
            Wrong::new(
                after(w, gradients, lr, decay, |v, g| 0.9 * (v + g)),
                ("μ は前の速度だけに掛けます。", "μ multiplies the old velocity alone."),
            ),
            Wrong::new(
                after(w, [g1, 0.0], lr, decay, |v, g| 0.9 * v + g),
                ("2 歩目の勾配を使っていません。", "The second gradient was left out."),
            ),
        ],
        steps: text!(
            "1 歩目：v = {g1} + {decay} × {w} = {v1}、w = {w1}。2 歩目：v = 0.9 × {v1} + {g2} + {decay} × {w1} = {v2}、w = {w1} − {lr} × {v2} = {shown}。",
            "Step 1: v = {g1} + {decay} × {w} = {v1}, w = {w1}. Step 2: v = 0.9 × {v1} + {g2} + {decay} × {w1} = {v2}, w = {w1} − {lr} × {v2} = {shown}."
        ),
        lab: None,
    }
}

/// The way of a weight without a velocity: w₂ = w₁ + μ(w₁ − w₀) − lr(g₂ + λw₁).
fn again(drawn: &Parameters) -> f64 {
    let (w, lr, decay) = (drawn.number("w"), drawn.number("lr"), drawn.number("weight_decay"));
    let first = w - lr * (drawn.number("g1") + decay * w);
    rounded(first + 0.9 * (first - w) - lr * (drawn.number("g2") + decay * first), 3)
}
