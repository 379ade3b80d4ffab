//! Pruning by magnitude.

use super::network::{joined, no_ties, pruned};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_spec::recipe::Prune;

pub static TEMPLATE: Template = Template {
    id: "P2",
    topic: Topic::Pruning,
    title: ("大きさによる枝刈り", "Pruning by magnitude"),
    source: "han2015",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let weights = draw.list("w", 8, 2, -99..=99);
    let gone = draw.pick("gone", &[2, 4, 6]);
    let percent = gone * 100 / 8;
    let settings = Prune { amount: gone as f32 / 8.0, scope: karui_spec::recipe::Scope::Layer, ..Prune::default() };
    let [left, _] = pruned([&weights, &[1.0]], None, &settings).unwrap_or_default();
    let mut sorted = weights.clone();
    let kept = |sorted: &[f64], n: usize| sorted.iter().skip(n).sum::<f64>();
    let n = gone as usize;
    sorted.sort_by(f64::total_cmp);
    let by_sign = kept(&sorted, n);
    sorted.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    let all: f64 = weights.iter().sum();
    let sum: f64 = left.iter().sum();
    let (shown, list) = (write(sum, Format::Decimals(2)), joined(&weights));
    let rest = joined(&left.iter().copied().filter(|w| *w != 0.0).collect::<Vec<_>>());
    Calculation {
        stem: text!(
            "重み [{list}] を、絶対値の小さい順に {percent}% 枝刈りして 0 にした。残った重みの和はいくつか。",
            "Of the weights [{list}], the {percent}% of least magnitude are pruned to 0. What do the others sum to?"
        ),
        code: None,
        formula: text!("重要度 = |w|。小さいものから 0 にする", "importance = |w|; the least become 0"),
        value: if no_ties(&weights) && left.len() == 8 { sum } else { f64::NAN },
        format: Format::Decimals(2),
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                by_sign,
                (
                    "符号を付けたまま小さい順に消しています。大きな負の重みも重要です。",
                    "That removes the least with their signs; large negative weights are important, too.",
                ),
            ),
            Wrong::new(
                all - sum,
                ("消した重みの和です。", "That is the sum of those that went."),
            ),
            Wrong::new(
                kept(&sorted, n - 1),
                ("消す個数が 1 つ足りません。", "One too few was pruned."),
            ),
            Wrong::new(
                kept(&sorted, n + 1),
                ("消す個数が 1 つ多すぎます。", "One too many was pruned."),
            ),
            Wrong::new(all, ("枝刈りする前の和です。", "That is the sum before pruning.")),
        ],
        steps: text!(
            "8 個の {percent}% は {gone} 個。絶対値の小さい {gone} 個を 0 にすると {rest} が残り、和は {shown}。",
            "{percent}% of 8 is {gone}. Without the {gone} of least magnitude {rest} are left: {shown}."
        ),
        lab: Some(format!("tab=compress&recipe=%7B%22prune%22:%7B%22amount%22:{}%7D%7D", gone as f64 / 8.0)),
    }
}

/// Takes out the least, one at a time.
fn again(drawn: &Parameters) -> f64 {
    let mut left = drawn.list("w").to_vec();
    for _ in 0..drawn.int("gone") {
        let least = (0..left.len()).min_by(|&a, &b| left[a].abs().total_cmp(&left[b].abs()));
        left.remove(least.unwrap_or(0));
    }
    left.iter().sum()
}
