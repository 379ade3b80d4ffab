//! An update whose norm is clipped, as differential privacy needs it.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "F11",
    topic: Topic::Federated,
    title: ("更新の切り詰め（クリッピング）", "Clipping an update"),
    source: "abadi2016-dp",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    // Right triangles with whole sides: the norm is exact.
    let triple = draw.below(4);
    let (a, b, norm) = [(3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25)][triple];
    let scale = draw.pick("scale", &[1, 2, 3, 4]);
    let sign = draw.pick("sign", &[-1, 1]);
    let (x, y) = ((a * scale * sign) as f64 / 10.0, (b * scale) as f64 / 10.0);
    draw.note("x", x);
    draw.note("y", y);
    let bound = draw.pick("C", &[0.2, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0]);
    let length = (norm * scale) as f64 / 10.0;
    let factor = (bound / length).min(1.0);
    let value = y * factor;
    let format = Format::Decimals(3);
    let (told, kept) = (write(value, format), write(factor, Format::Decimals(4)));
    Calculation {
        stem: text!(
            "差分プライバシーのため、クライアントの更新 Δ = ({x}, {y}) を、L2 ノルムの上限 C = {bound} で切り詰めてから雑音を加える。切り詰めた後（雑音を加える前）の第 2 成分はいくつか。",
            "For differential privacy a client's update Δ = ({x}, {y}) is clipped to an L2 norm of C = {bound} before noise is added. What is its second component after clipping, without noise?"
        ),
        code: None,
        formula: text!("Δ ← Δ·min(1, C / ‖Δ‖₂)", "Δ ← Δ·min(1, C / ‖Δ‖₂)"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                y,
                (
                    "切り詰めていません。ノルムが上限を超えたら縮めます。",
                    "It has not been clipped; above the bound it is made shorter.",
                ),
            ),
            Wrong::new(
                y * bound / length,
                (
                    "ノルムが上限より小さい更新は、そのままにします（伸ばしません）。",
                    "An update below the bound stays as it is; it is not made longer.",
                ),
            ),
            Wrong::new(
                y.min(bound),
                (
                    "成分ごとに切り詰めています。向きが変わってしまいます。",
                    "That clips each component, which changes the direction.",
                ),
            ),
            Wrong::new(
                y * (bound / (x.abs() + y)).min(1.0),
                ("L1 ノルム（絶対値の和）を使っています。", "That uses the L1 norm, the sum of absolute values."),
            ),
            Wrong::new(
                bound,
                (
                    "ノルムが C になるのは更新全体で、成分ではありません。",
                    "The whole update gets the norm C, not the component.",
                ),
            ),
            Wrong::new(
                y * (bound / (length * length)).min(1.0),
                ("ノルムの 2 乗で割っています。", "That divides by the square of the norm."),
            ),
            Wrong::new(y / length, ("上限 C を掛け忘れています。", "The bound C is missing.")),
        ],
        steps: text!(
            "‖Δ‖₂ = √({x}² + {y}²) = {length}。倍率は min(1, {bound} / {length}) = {kept} なので、{y} × {kept} = {told}。",
            "‖Δ‖₂ = √({x}² + {y}²) = {length}; the factor is min(1, {bound} / {length}) = {kept}: {y} × {kept} = {told}."
        ),
        // The lab sets the bound in tenths.
        lab: (bound != 0.25).then(|| format!("tab=parallel&way=federated&noise=0&clip={}", (bound * 10.0).round())),
    }
}

/// By the direction of the update and the shorter of the two lengths.
fn again(drawn: &Parameters) -> f64 {
    let (x, y) = (drawn.number("x"), drawn.number("y"));
    let angle = y.atan2(x);
    angle.sin() * x.hypot(y).min(drawn.number("C"))
}
