//! Which weight is the least important.

use super::network::{joined, pruned};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text};
use karui_spec::recipe::{Criterion, Prune, Scope};

pub static TEMPLATE: Template = Template {
    id: "P9",
    topic: Topic::Pruning,
    title: ("重要度の基準", "Criteria of importance"),
    source: "lecun1990",
    kind: Kind::Calculation { make, again },
};

const CRITERIA: [&str; 3] = ["magnitude", "taylor", "obd"];

/// The index of the least.
fn least(scores: impl Iterator<Item = f64>) -> usize {
    let scores: Vec<f64> = scores.collect();
    (0..scores.len()).min_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0)
}

/// The weight that the engine takes out first.
fn first_zero(w: &[f64], g: &[f64], criterion: Criterion) -> Option<usize> {
    let settings = Prune { criterion, amount: 0.25, scope: Scope::Layer, ..Prune::default() };
    let slopes = criterion.needs_gradient().then_some([g, &[1.0][..]]);
    let [left, _] = pruned([w, &[1.0]], slopes, &settings).ok()?;
    left.iter().position(|w| *w == 0.0)
}

fn make(draw: &mut Draw) -> Calculation {
    let w = draw.list("w", 4, 1, -30..=30);
    let g = draw.list("g", 4, 1, -30..=30);
    let h = draw.list("h", 4, 1, 1..=40);
    let which = draw.pick("criterion", &CRITERIA);
    let magnitude = least(w.iter().map(|w| w.abs()));
    let slope = least(g.iter().map(|g| g.abs()));
    let taylor = least(w.iter().zip(&g).map(|(w, g)| (w * g).abs()));
    let obd = least(w.iter().zip(&h).map(|(w, h)| h * w * w / 2.0));
    let (at, ja, en, formula) = match which {
        "magnitude" => (first_zero(&w, &g, Criterion::Magnitude), "大きさ |w|", "magnitude |w|", "|w|"),
        "taylor" => {
            (first_zero(&w, &g, Criterion::Gradient), "一次のテイラー展開 |g·w|", "the first-order Taylor term |g·w|", "|g·w|")
        }
        _ => (Some(obd), "対角ヘッセ行列による OBD の ½h·w²", "OBD's ½h·w² of the diagonal Hessian", "½ h w²"),
    };
    let score = |i: usize| match which {
        "magnitude" => w[i].abs(),
        "taylor" => (w[i] * g[i]).abs(),
        _ => h[i] * w[i] * w[i] / 2.0,
    };
    let mut of_asked = [0, 1, 2, 3].map(score);
    of_asked.sort_by(f64::total_cmp);
    // Ties would leave the order open, and where magnitude says the same, the criterion did not matter.
    let is_clear = of_asked[1] - of_asked[0] > 1e-3 && w.iter().chain(&g).all(|v| *v != 0.0);
    let is_fit = is_clear && (which == "magnitude" || at != Some(magnitude));
    let most = least(w.iter().map(|w| -w.abs()));
    let lowest = least(w.iter().copied());
    let value = at.filter(|_| is_fit).map_or(f64::NAN, |at| at as f64 + 1.0);
    let (ws, gs, hs) = (joined(&w), joined(&g), joined(&h));
    let scores = joined(&[0, 1, 2, 3].map(|i| (score(i) * 1000.0).round() / 1000.0));
    Calculation {
        stem: text!(
            "重み w = [{ws}]、損失の勾配 g = [{gs}]、二階微分（ヘッセ行列の対角）h = [{hs}] がある。重要度を「{ja}」とするとき、最初に枝刈りされるのは何番目の重みか。",
            "Weights w = [{ws}], gradients of the loss g = [{gs}], second derivatives (the Hessian's diagonal) h = [{hs}]. With {en} as the importance, which weight, counted from 1, is pruned first?"
        ),
        code: None,
        formula: text!("重要度 = {formula}、最小のものから刈る", "importance = {formula}; the least goes first"),
        value,
        format: Format::Integer,
        unit: ("番目", ""),
        wrong: vec![
            Wrong::new(
                magnitude as f64 + 1.0,
                ("|w| が最小の重みです。", "That is the weight of least |w|."),
            ),
            Wrong::new(
                slope as f64 + 1.0,
                (
                    "|g| が最小の重みです。学習が収束すると |g| はどれも小さく、重要さを表しません。",
                    "That is the weight of least |g|; where training has converged, |g| says little.",
                ),
            ),
            Wrong::new(
                taylor as f64 + 1.0,
                ("|g·w| が最小の重みです。", "That is the weight of least |g·w|."),
            ),
            Wrong::new(
                obd as f64 + 1.0,
                ("½h·w² が最小の重みです。", "That is the weight of least ½h·w²."),
            ),
            Wrong::new(
                lowest as f64 + 1.0,
                (
                    "符号付きで最小の重みです。大きな負の重みも出力に効きます。",
                    "That is the least with its sign; a large negative weight matters, too.",
                ),
            ),
            Wrong::new(most as f64 + 1.0, ("|w| が最大の重みです。", "That is the weight of greatest |w|.")),
        ],
        steps: text!(
            "重要度は順に {scores}。最小は {value} 番目です。",
            "The importances are {scores}: the least is number {value}."
        ),
        lab: (which != "obd").then(|| {
            let id = if which == "taylor" { Criterion::Gradient } else { Criterion::Magnitude }.id();
            format!("tab=compress&recipe=%7B%22prune%22:%7B%22criterion%22:%22{id}%22%7D%7D")
        }),
    }
}

/// What the loss of a quadratic model changes by where one weight alone is set to 0: its part of the order asked for.
fn again(drawn: &Parameters) -> f64 {
    let (w, g, h) = (drawn.list("w"), drawn.list("g"), drawn.list("h"));
    let change = |i: usize| match drawn.name("criterion") {
        "magnitude" => (0.0 - w[i]).abs(),
        "taylor" => (g[i] * (0.0 - w[i])).abs(),
        _ => {
            let loss = |v: f64| g[i] * (v - w[i]) + h[i] * (v - w[i]).powi(2) / 2.0;
            (loss(0.0) + loss(2.0 * w[i])) / 2.0
        }
    };
    let mut order = [0, 1, 2, 3];
    order.sort_by(|&a, &b| change(a).total_cmp(&change(b)));
    order[0] as f64 + 1.0
}
