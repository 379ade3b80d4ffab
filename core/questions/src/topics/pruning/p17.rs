//! A histogram of magnitudes with a threshold.

use super::network::pruned;
use crate::axes::{axis, shown};
use crate::{Calculation, Draw, Format, Kind, Mark, Parameters, Plot, Template, Topic, Wrong, text, write};
use karui_spec::recipe::{Prune, Scope};

pub static TEMPLATE: Template = Template {
    id: "P17",
    topic: Topic::Pruning,
    title: ("重みのヒストグラムを読む", "Reading a histogram of weights"),
    source: "han2015",
    kind: Kind::Calculation { make, again },
};

/// Bars, and how wide each is.
const BARS: usize = 8;
const WIDTH: f64 = 0.05;
/// Weights that are drawn.
const WEIGHTS: usize = 40;

fn make(draw: &mut Draw) -> Calculation {
    // Magnitudes as trained weights have them: the small ones are many.
    let mut counts = [0usize; BARS];
    for _ in 0..WEIGHTS {
        let bar = draw.below(BARS).min(draw.below(BARS));
        counts[bar] += 1;
    }
    let weights: Vec<f64> = counts.iter().enumerate().flat_map(|(bar, n)| vec![(bar as f64 + 0.5) * WIDTH; *n]).collect();
    draw.note("bars", crate::Value::List(counts.iter().map(|n| *n as f64).collect()));
    let cut = draw.int("cut", 2..=6) as usize;
    let threshold = cut as f64 * WIDTH;
    let below: usize = counts[..cut].iter().sum();
    let settings = Prune { amount: below as f32 / WEIGHTS as f32, scope: Scope::Layer, ..Prune::default() };
    // The engine prunes as many; what is gone is what lay below.
    let left = pruned([&weights, &[1.0]], None, &settings).map(|[left, _]| left).unwrap_or_default();
    let gone = left.iter().filter(|w| **w == 0.0).count();
    let share = |n: usize| 100.0 * n as f64 / WEIGHTS as f64;
    let most = counts.iter().copied().max().unwrap_or(0).max(4);
    let block = |(bar, n): (usize, &usize)| Mark::Block {
        from: [bar as f64 * WIDTH, 0.0],
        to: [(bar as f64 + 1.0) * WIDTH, *n as f64],
        text: String::new(),
        kind: 0,
    };
    let mut marks: Vec<Mark> = counts.iter().enumerate().map(block).collect();
    let at = shown(threshold);
    marks.push(Mark::Rule { name: text!("しきい値", "threshold"), at: threshold });
    let told = |bar: usize| format!("{}–{}: {}", shown(bar as f64 * WIDTH), shown((bar + 1) as f64 * WIDTH), counts[bar]);
    let listed = (0..BARS).map(told).collect::<Vec<_>>().join(", ");
    let step = if most > 10 { 2 } else { 1 };
    draw.show(Plot {
        x: axis(("|w|", "|w|"), 0.0, BARS as f64 * WIDTH, (0..=BARS).step_by(2).map(|bar| bar as f64 * WIDTH)),
        y: Some(axis(("個数", "count"), 0.0, most as f64 + 1.0, (0..=most).step_by(step).map(|n| n as f64))),
        marks,
        words: text!(
            "{WEIGHTS} 個の重みの絶対値のヒストグラム。区間ごとの個数は {listed}。しきい値の線は {at} にある。",
            "A histogram of the magnitudes of {WEIGHTS} weights; the counts are {listed}. The line of the threshold stands at {at}."
        ),
    });
    let format = Format::Decimals(1);
    let value = share(gone);
    let told = write(value, format);
    let summed = counts[..cut].iter().map(usize::to_string).collect::<Vec<_>>().join(" + ");
    Calculation {
        stem: text!(
            "図は、{WEIGHTS} 個の重みの絶対値 |w| のヒストグラムである。しきい値（縦の線）より小さい重みをすべて枝刈りして 0 にすると、疎度は何%になるか。",
            "The drawing is a histogram of the magnitudes |w| of {WEIGHTS} weights. All below the threshold, the upright line, are pruned to 0. What is the sparsity, in per cent?"
        ),
        code: None,
        formula: text!("疎度 = 0 になった重みの数 / 全体の数", "sparsity = weights that became 0 / all weights"),
        value: if gone == below && below < WEIGHTS { value } else { f64::NAN },
        format,
        unit: ("%", "%"),
        wrong: vec![
            Wrong::new(100.0 - value, ("残った重みの割合（密度）です。", "That is the share that is left, the density.")),
            Wrong::new(
                100.0 * cut as f64 / BARS as f64,
                ("棒の本数の割合です。棒の高さ（個数）を足します。", "That is the share of bars; it is their heights that count."),
            ),
            Wrong::new(gone as f64, ("個数のままで、割合になっていません。", "That is the count, not the share.")),
            Wrong::new(share(counts[..cut - 1].iter().sum()), ("しきい値のすぐ左の棒を数え忘れています。", "The bar left of the threshold is missing.")),
            Wrong::new(share(counts[..=cut].iter().sum()), ("しきい値のすぐ右の棒まで数えています。", "The bar right of the threshold was counted, too.")),
            Wrong::new(share(counts[cut - 1]), ("しきい値のすぐ左の棒だけの割合です。", "That is the bar left of the threshold alone.")),
        ],
        steps: text!(
            "しきい値 {at} より左の棒の高さは {summed} = {gone} 個。{gone} / {WEIGHTS} = {told}%。",
            "The bars left of {at} are {summed} = {gone} weights; {gone} / {WEIGHTS} = {told}%."
        ),
        lab: Some(format!("tab=compress&recipe=%7B%22prune%22:%7B%22amount%22:{}%7D%7D", below as f64 / WEIGHTS as f64)),
    }
}

/// Weight by weight: those of each bar lie in its middle.
fn again(drawn: &Parameters) -> f64 {
    let (counts, cut) = (drawn.list("bars"), drawn.number("cut"));
    let weights = counts.iter().enumerate().flat_map(|(bar, n)| vec![bar as f64 + 0.5; *n as usize]);
    let is_gone: Vec<bool> = weights.map(|w| w < cut).collect();
    100.0 * is_gone.iter().filter(|gone| **gone).count() as f64 / is_gone.len() as f64
}
