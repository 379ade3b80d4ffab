//! The gradient behind fake quantization.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use crate::question::{rounded, settled};
use karui_core::ops::FakeQuantize;
use karui_core::ops::fake_quantize::reference::backward;

pub static TEMPLATE: Template = Template {
    id: "Q9",
    topic: Topic::Quantization,
    title: ("ストレートスルー推定の勾配", "Gradients by the straight-through estimator"),
    source: "bengio2013",
    kind: Kind::Calculation { make, again },
};

/// The least and the greatest value of the grid.
fn bounds(scale: f64, zero: f64) -> [f64; 2] {
    [-128.0, 127.0].map(|level| scale * (level - zero))
}

fn make(draw: &mut Draw) -> Calculation {
    // Scales whose halves no value of two decimals hits.
    let scale = draw.pick("S", &[0.03, 0.05, 0.07]);
    let zero = draw.int("Z", -30..=30);
    let x = draw.list("x", 4, 2, -1_200..=1_200);
    let g = draw.list("g", 4, 1, -30..=30);
    let [low, high] = bounds(scale, zero as f64);
    let op = FakeQuantize { scale: scale as f32, zero_point: zero as i32 };
    let as_floats = |values: &[f64]| values.iter().map(|&v| v as f32).collect::<Vec<f32>>();
    let mut dx = vec![0.0; 4];
    backward(&op, &as_floats(&x), &as_floats(&g), &mut dx);
    let passed: f64 = dx.iter().map(|&d| f64::from(d)).sum();
    let all: f64 = g.iter().sum();
    // Values at the very end, and draws in which all or none pass, would not ask for what is meant.
    let is_near = x.iter().any(|x| (x - low).abs() < scale || (x - high).abs() < scale);
    let inside = x.iter().filter(|x| (low..=high).contains(*x)).count();
    let is_fit = !is_near && (1..4).contains(&inside) && g.iter().all(|g| *g != 0.0);
    let joined = |values: &[f64]| values.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    let (xs, gs) = (joined(&x), joined(&g));
    let kept = x.iter().zip(&g).filter(|(x, _)| (low..=high).contains(*x)).map(|(_, g)| *g).collect::<Vec<_>>();
    let kept = joined(&kept);
    let [low, high] = [low, high].map(|end| write(end, Format::Decimals(2)));
    let format = Format::Decimals(2);
    let shown = write(passed, format);
    Calculation {
        stem: text!(
            "偽量子化 y = S·(clamp(round(x/S) + Z, −128, 127) − Z)（S = {scale}、Z = {zero}）に x = [{xs}] を入れた。∂L/∂y = [{gs}] のとき、ストレートスルー推定（範囲の内側で 1、外側で 0）による ∂L/∂x の 4 成分の和はいくつか。",
            "Fake quantization y = S·(clamp(round(x/S) + Z, −128, 127) − Z) with S = {scale}, Z = {zero} is given x = [{xs}]. With ∂L/∂y = [{gs}], what do the four components of ∂L/∂x sum to by the straight-through estimator (1 within the range, 0 outside)?"
        ),
        code: None,
        formula: text!(
            "∂L/∂x = ∂L/∂y（S(−128 − Z) ≤ x ≤ S(127 − Z) のとき）、それ以外は 0",
            "∂L/∂x = ∂L/∂y where S(−128 − Z) ≤ x ≤ S(127 − Z), else 0"
        ),
        value: if is_fit { settled(passed, 2) } else { f64::NAN },
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                all,
                (
                    "範囲の外で切り詰められた値の勾配まで通しています。",
                    "Gradients of clamped values were let through, too.",
                ),
            ),
            Wrong::new(
                0.0,
                (
                    "丸めの本当の微分はほとんど 0 ですが、推定ではそれを 1 とみなします。",
                    "The true derivative of rounding is 0 almost everywhere; the estimator takes it for 1.",
                ),
            ),
            Wrong::new(
                passed * scale,
                ("S は丸めの前後で打ち消し合うので、勾配に掛かりません。", "S cancels out between dividing and multiplying: it does not scale the gradient."),
            ),
            Wrong::new(
                all - passed,
                ("外側の値の勾配を通し、内側を止めています。", "That passes those outside and stops those inside."),
            ),
            Wrong::new(
                passed / 4.0,
                ("和ではなく平均になっています。", "That is the mean, not the sum."),
            ),
        ],
        steps: text!(
            "表せる範囲は S(−128 − Z) = {low} から S(127 − Z) = {high} まで。内側にある x の勾配 {kept} だけが通り、和は {shown}。",
            "The range is S(−128 − Z) = {low} … S(127 − Z) = {high}. Only the gradients of the x inside pass, {kept}: together {shown}."
        ),
        lab: Some("tab=compress&recipe=%7B%22quantize%22:%7B%22method%22:%22qat%22%7D%7D".into()),
    }
}

/// The slope of clamping alone, by finite differences: what is left where rounding is taken for the identity.
fn again(drawn: &Parameters) -> f64 {
    let [low, high] = bounds(drawn.number("S"), drawn.number("Z"));
    let slope = |x: f64| ((x + 1e-4).clamp(low, high) - (x - 1e-4).clamp(low, high)) / 2e-4;
    rounded(drawn.list("x").iter().zip(drawn.list("g")).map(|(x, g)| slope(*x) * g).sum(), 2)
}
