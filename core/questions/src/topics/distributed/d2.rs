//! One step of synchronous data-parallel SGD.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::parallel::average;

pub static TEMPLATE: Template = Template {
    id: "D2",
    topic: Topic::Distributed,
    title: ("平均勾配による更新", "An update by the mean gradient"),
    source: "goyal2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let k = draw.pick("k", &[2, 4, 5]);
    let w = draw.decimal("w", 1, -30..=30);
    let lr = draw.pick("lr", &[0.1, 0.2, 0.5]);
    let g = draw.list("g", k as usize, 1, -40..=40);
    // The engine's mean of all workers' gradients, each over as many images.
    let mut buffers: Vec<Vec<f32>> = g.iter().map(|g| vec![*g as f32]).collect();
    let mut parts: Vec<&mut [f32]> = buffers.iter_mut().map(|part| &mut part[..]).collect();
    let is_done = average(&mut parts, &vec![8; k as usize]).is_ok();
    // Whole tenths over 2, 4 or 5: three decimals are exact.
    let mean = if is_done { (f64::from(buffers[0][0]) * 1000.0).round() / 1000.0 } else { f64::NAN };
    let sum: f64 = (g.iter().sum::<f64>() * 10.0).round() / 10.0;
    let tenths = |value: f64| write(value, Format::Decimals(1));
    let shown = g.iter().map(|g| tenths(*g)).collect::<Vec<_>>().join(", ");
    let value = w - lr * mean;
    let told = write(value, Format::Decimals(4));
    let last = g[g.len() - 1];
    let (from, total, middle) = (tenths(w), tenths(sum), write(mean, Format::Decimals(3)));
    Calculation {
        stem: text!(
            "同期型のデータ並列で、{k} 台のワーカーが同じ枚数のミニバッチから重み w = {from} の勾配 {shown} を得た。勾配を平均して学習率 {lr} の SGD で 1 回更新すると、w はいくつになるか。",
            "In synchronous data-parallel training {k} workers, each with a minibatch of the same size, have the gradients {shown} of a weight w = {from}. The gradients are averaged and SGD makes one update with learning rate {lr}. What is w then?"
        ),
        code: None,
        formula: text!("w ← w − η·(g₁ + … + g_k) / k", "w ← w − η·(g₁ + … + g_k) / k"),
        value,
        format: Format::Decimals(4),
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                w - lr * sum,
                (
                    "勾配を合計したまま更新しています。学習率を k 倍したのと同じになります。",
                    "The gradients were summed, not averaged: that is k times the learning rate.",
                ),
            ),
            Wrong::new(
                w + lr * mean,
                (
                    "勾配の向きに動いています。損失を減らすには引きます。",
                    "That goes up the gradient; it is subtracted.",
                ),
            ),
            Wrong::new(w - lr * mean / k as f64, ("k で 2 回割っています。", "It was divided by k twice.")),
            Wrong::new(w - mean, ("学習率を掛け忘れています。", "The learning rate is missing.")),
            Wrong::new(w - lr * last, ("1 台の勾配だけを使っています。", "That uses one worker's gradient alone.")),
        ],
        steps: text!(
            "平均勾配は ({shown}) の合計 {total} を {k} で割って {middle}。w = {from} − {lr} × ({middle}) = {told}。",
            "The gradients add up to {total}; over {k} workers the mean is {middle}. w = {from} − {lr} × ({middle}) = {told}."
        ),
        lab: None,
    }
}

/// Each worker makes the update alone; with the same number of images each, the mean of what they come to is the same.
fn again(drawn: &Parameters) -> f64 {
    let (w, lr) = (drawn.number("w"), drawn.number("lr"));
    let g = drawn.list("g");
    g.iter().map(|g| w - lr * g).sum::<f64>() / g.len() as f64
}
