//! Two of each four weights.

use super::network::{joined, no_ties, pruned};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_spec::recipe::{Prune, PruneUnit};

pub static TEMPLATE: Template = Template {
    id: "P4",
    topic: Topic::Pruning,
    title: ("2:4 の構造化スパース", "2:4 sparsity"),
    source: "mishra2021",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let weights = draw.list("w", 8, 2, -99..=99);
    let settings = Prune { unit: PruneUnit::TwoOfFour, ..Prune::default() };
    let [left, _] = pruned([&weights, &[1.0]], None, &settings).unwrap_or_default();
    let mut sorted = weights.clone();
    sorted.sort_by(|a, b| b.abs().total_cmp(&a.abs()));
    let sum: f64 = left.iter().sum();
    let all: f64 = weights.iter().sum();
    let signed = weights.chunks(4).map(|four| {
        let mut four = four.to_vec();
        four.sort_by(f64::total_cmp);
        four[2] + four[3]
    });
    let (first, second) = (joined(&weights[..4]), joined(&weights[4..]));
    let kept = joined(&left.iter().copied().filter(|w| *w != 0.0).collect::<Vec<_>>());
    let format = Format::Decimals(2);
    let shown = write(sum, format);
    Calculation {
        stem: text!(
            "連続する 4 個の重みの組が [{first}] と [{second}] である。2:4 の構造化スパースで枝刈りすると、残る重みの和はいくつか（重要度は絶対値）。",
            "Two groups of four neighbouring weights are [{first}] and [{second}]. What do the weights sum to that 2:4 sparsity leaves, by magnitude?"
        ),
        code: None,
        formula: text!("4 個ごとに |w| の大きい 2 個を残す", "of each four, the two of greatest |w| stay"),
        value: if no_ties(&weights) && left.len() == 8 { sum } else { f64::NAN },
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                sorted[..4].iter().sum(),
                (
                    "8 個全体から大きい 4 個を選んでいます。2:4 では 4 個の組ごとに 2 個です。",
                    "That takes the four largest of all eight; 2:4 takes two of each four.",
                ),
            ),
            Wrong::new(
                signed.sum(),
                ("絶対値ではなく、符号付きの値で比べています。", "Values were compared with their signs, not by magnitude."),
            ),
            Wrong::new(
                all - sum,
                ("0 になった重みの和です。", "That is the sum of those that become 0."),
            ),
            Wrong::new(
                sorted[..2].iter().sum(),
                ("8 個から 2 個しか残していません。", "That leaves two of eight."),
            ),
            Wrong::new(all, ("枝刈りする前の和です。", "That is the sum before pruning.")),
        ],
        steps: text!(
            "組ごとに絶対値の大きい 2 個を残すと {kept}。和は {shown}。",
            "The two largest of each four are {kept}: {shown}."
        ),
        lab: Some("tab=compress&recipe=%7B%22prune%22:%7B%22unit%22:%222:4%22%7D%7D".into()),
    }
}

/// All ways to keep two of four, and the one that keeps the greatest magnitudes.
fn again(drawn: &Parameters) -> f64 {
    let best = |four: &[f64]| {
        let pairs = (0..4).flat_map(|i| (i + 1..4).map(move |j| [four[i], four[j]]));
        let size = |pair: &[f64; 2]| pair[0].abs() + pair[1].abs();
        pairs.max_by(|a, b| size(a).total_cmp(&size(b))).map_or(f64::NAN, |pair| pair[0] + pair[1])
    };
    drawn.list("w").chunks(4).map(best).sum()
}
