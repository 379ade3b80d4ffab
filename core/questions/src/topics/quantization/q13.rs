//! Batch norm folded into the layer before it.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use crate::question::{rounded, settled};
use karui_core::graph::{GraphBuilder, Model, Weights};
use karui_core::graph::fold_bn::fold_bn;
use karui_core::ops::{BatchNorm, Op};
use karui_core::{Result, Shape};

pub static TEMPLATE: Template = Template {
    id: "Q13",
    topic: Topic::Quantization,
    title: ("バッチ正規化の畳み込み", "Folding batch norm"),
    source: "jacob2018",
    kind: Kind::Calculation { make, again },
};

const NAMES: [&str; 6] = ["fc.weight", "fc.bias", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"];

/// Weight and bias of a layer of one weight with its batch norm folded in; `values` in the order of [`NAMES`].
fn folded(values: [f64; 6]) -> Result<[f64; 2]> {
    let mut g = GraphBuilder::new(Shape::vector(1));
    let x = g.linear("fc", g.input(), 1)?;
    g.push("bn", Op::BatchNorm(BatchNorm { eps: 0.0, ..BatchNorm::default() }), &[x])?;
    let graph = g.build();
    let mut weights = Weights::zeros(&graph);
    for (name, value) in NAMES.iter().zip(values) {
        if let Some(mut tensor) = weights.view_mut(name) {
            tensor.fill(value as f32);
        }
    }
    let folded = fold_bn(&Model::float(graph, weights))?.weights;
    let of = |name: &str| folded.view(name).and_then(|t| t.first().copied()).map_or(f64::NAN, f64::from);
    Ok([of("fc.weight"), of("fc.bias")])
}

fn make(draw: &mut Draw) -> Calculation {
    let w = draw.decimal("w", 1, -20..=20);
    let b = draw.decimal("b", 1, -20..=20);
    let gamma = draw.decimal("gamma", 1, 5..=25);
    let beta = draw.decimal("beta", 1, -20..=20);
    let mean = draw.decimal("mu", 1, -20..=20);
    let variance = draw.pick("variance", &[0.04, 0.25, 4.0]);
    let sigma: f64 = variance.sqrt();
    let format = Format::Decimals(3);
    let [w_folded, value] = folded([w, b, gamma, beta, mean, variance]).unwrap_or([f64::NAN; 2]);
    let [shown_w, shown] = [w_folded, value].map(|v| write(v, format));
    Calculation {
        stem: text!(
            "y = wx + b（w = {w}、b = {b}）の後にバッチ正規化（γ = {gamma}、β = {beta}、μ = {mean}、σ² = {variance}、ε は 0 とする）がある。推論用に一つの層 y = w′x + b′ へまとめると、b′ はいくつか。",
            "Behind y = wx + b (w = {w}, b = {b}) stands batch norm with γ = {gamma}, β = {beta}, μ = {mean}, σ² = {variance} (ε = 0). Folded into one layer y = w′x + b′ for inference, what is b′?"
        ),
        code: None,
        formula: text!("w′ = γw / √(σ² + ε)、 b′ = γ(b − μ) / √(σ² + ε) + β", "w′ = γw / √(σ² + ε), b′ = γ(b − μ) / √(σ² + ε) + β"),
        value: settled(value, 3),
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                gamma * (b - mean) / variance + beta,
                ("分散で割っています。割るのは標準偏差 √σ² です。", "It was divided by the variance instead of √σ²."),
            ),
            Wrong::new(
                gamma * b / sigma + beta,
                ("平均 μ を引き忘れています。", "The mean μ was not subtracted."),
            ),
            Wrong::new(gamma * (b - mean) / sigma, ("β を足し忘れています。", "β was not added.")),
            Wrong::new(
                gamma * (b - mean + beta) / sigma,
                ("β は正規化の後に足すので、γ/σ は掛かりません。", "β is added behind the scaling: γ/σ does not multiply it."),
            ),
            Wrong::new(
                (b - mean) / sigma + beta,
                ("γ を掛け忘れています。", "γ is missing."),
            ),
            Wrong::new(
                gamma * (b + mean) / sigma + beta,
                ("μ は足すのではなく引きます。", "μ is subtracted, not added."),
            ),
        ],
        steps: text!(
            "√σ² = {sigma}。b′ = {gamma} × ({b} − ({mean})) / {sigma} + ({beta}) = {shown}（w′ = {gamma} × {w} / {sigma} = {shown_w}）。",
            "√σ² = {sigma}; b′ = {gamma} × ({b} − ({mean})) / {sigma} + ({beta}) = {shown} (w′ = {gamma} × {w} / {sigma} = {shown_w})."
        ),
        lab: None,
    }
}

/// What the two layers one after the other make of x = 0.
fn again(drawn: &Parameters) -> f64 {
    let y = drawn.number("w") * 0.0 + drawn.number("b");
    let normal = (y - drawn.number("mu")) / drawn.number("variance").sqrt();
    rounded(drawn.number("gamma") * normal + drawn.number("beta"), 3)
}
