//! Layers that compete, and layers that do not.

use super::network::{joined, no_ties, pruned};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text};
use karui_spec::recipe::Prune;

pub static TEMPLATE: Template = Template {
    id: "P3",
    topic: Topic::Pruning,
    title: ("全体での枝刈りと層ごとの枝刈り", "Pruning globally or layer by layer"),
    source: "han2015",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let a = draw.list("a", 8, 2, -60..=60);
    let b = draw.list("b", 6, 2, -99..=99);
    let all = [a.clone(), b.clone()].concat();
    let half = all.len() / 2;
    let layers = pruned([&a, &b], None, &Prune { amount: 0.5, ..Prune::default() }).unwrap_or_default();
    let zeros = |layer: &[f64]| layer.iter().filter(|w| **w == 0.0).count() as f64;
    let value = zeros(&layers[0]);
    let mut signed = all.clone();
    signed.sort_by(f64::total_cmp);
    let by_sign = a.iter().filter(|w| **w <= signed[half - 1]).count() as f64;
    let mut sorted: Vec<f64> = all.iter().map(|w| w.abs()).collect();
    sorted.sort_by(f64::total_cmp);
    let (threshold, next) = (sorted[half - 1], sorted[half]);
    let below = joined(&a.iter().copied().filter(|w| w.abs() <= threshold).collect::<Vec<_>>());
    let (of_a, of_b) = (joined(&a), joined(&b));
    let mean = all.iter().map(|w| w.abs()).sum::<f64>() / all.len() as f64;
    Calculation {
        stem: text!(
            "層 A の重みは [{of_a}]、層 B の重みは [{of_b}] である。全体（global）の大きさによる枝刈りで、2 層を合わせた重みの 50% を 0 にした。層 A で 0 になった重みは何個か。",
            "Layer A has the weights [{of_a}], layer B [{of_b}]. Global pruning by magnitude sets 50% of the weights of both together to 0. How many of layer A's become 0?"
        ),
        code: None,
        formula: text!("全層の |w| を一緒に並べ、一つのしきい値で刈る", "sort |w| of all layers together; one threshold for all"),
        value: if no_ties(&all) { value } else { f64::NAN },
        format: Format::Integer,
        unit: ("個", ""),
        wrong: vec![
            Wrong::new(
                4.0,
                ("層ごとに 50% ずつ刈っています。全体では層によって割合が変わります。", "That is 50% of each layer; globally the share differs by layer."),
            ),
            Wrong::new(
                half as f64 - value,
                ("層 B で 0 になった個数です。", "That is how many of layer B became 0."),
            ),
            Wrong::new(
                a.len() as f64 - value,
                ("層 A に残った個数です。", "That is how many of layer A are left."),
            ),
            Wrong::new(
                by_sign,
                ("絶対値ではなく、符号付きの値で比べています。", "Values were compared with their signs, not by magnitude."),
            ),
            Wrong::new(
                a.iter().filter(|w| w.abs() < mean).count() as f64,
                ("しきい値を絶対値の平均にしています。半分が落ちるのは中央値です。", "The mean magnitude was taken for the threshold; half lie below the median."),
            ),
            Wrong::new(
                half as f64,
                ("2 層を合わせて 0 になった個数です。", "That is how many became 0 in both layers."),
            ),
        ],
        steps: text!(
            "14 個を絶対値で並べると、小さい方の 7 個は {threshold} 以下で、次は {next}。層 A でこれに入るのは {below} の {value} 個。",
            "Of the 14 magnitudes, the least 7 are up to {threshold}; the next is {next}. In layer A these are {below}: {value}."
        ),
        lab: Some("tab=compress&recipe=%7B%22prune%22:%7B%22scope%22:%22global%22%7D%7D".into()),
    }
}

/// Each weight of A by how many of all are smaller.
fn again(drawn: &Parameters) -> f64 {
    let (a, b) = (drawn.list("a"), drawn.list("b"));
    let smaller = |w: &f64| a.iter().chain(b).filter(|other| other.abs() < w.abs()).count();
    a.iter().filter(|w| smaller(w) < 7).count() as f64
}
