//! Softmax with a temperature.

use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::compress::distill::soft_targets;

pub static TEMPLATE: Template = Template {
    id: "K1",
    topic: Topic::Distillation,
    title: ("温度付きソフトマックス", "Softmax with a temperature"),
    source: "hinton2015",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let logits = draw.list("logits", 3, 0, -4..=8);
    let temperature = draw.pick("T", &[2.0, 4.0, 5.0]);
    let at = draw.int("class", 0..=2) as usize;
    let z: Vec<f32> = logits.iter().map(|&z| z as f32).collect();
    let soft = |t: f64| f64::from(soft_targets(3, &z, t as f32)[at]);
    let value = settled(soft(temperature), 3);
    let parts: Vec<f64> = logits.iter().map(|z| (z / temperature).exp()).collect();
    let total: f64 = parts.iter().sum();
    let list = logits.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    let format = Format::Decimals(3);
    let (part, sum, shown) = (write(parts[at], format), write(total, format), write(value, format));
    let (number, own) = (at + 1, logits[at]);
    Calculation {
        stem: text!(
            "教師モデルのロジットが z = [{list}] のとき、温度 T = {temperature} のソフトマックスで {number} 番目のクラスの確率はいくつか。",
            "A teacher's logits are z = [{list}]. With softmax at temperature T = {temperature}, what is the probability of class {number}?"
        ),
        code: None,
        formula: text!("p_i = exp(z_i/T) / Σ_j exp(z_j/T)", "p_i = exp(z_i/T) / Σ_j exp(z_j/T)"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                soft(1.0),
                ("温度で割っていません（T = 1 の値です）。", "The logits were not divided by the temperature: that is T = 1."),
            ),
            Wrong::new(
                soft(1.0 / temperature),
                (
                    "ロジットに T を掛けています。割ると分布は滑らかに、掛けると鋭くなります。",
                    "The logits were multiplied by T. Dividing softens the distribution, multiplying sharpens it.",
                ),
            ),
            Wrong::new(
                soft(1.0) / temperature,
                (
                    "T はソフトマックスの後の確率ではなく、前のロジットを割ります。",
                    "T divides the logits before softmax, not the probability behind it.",
                ),
            ),
            Wrong::new(
                1.0 / (1.0 + (-own / temperature).exp()),
                ("シグモイドの値です。他のクラスのロジットも分母に入ります。", "That is a sigmoid; the other classes' logits belong into the denominator."),
            ),
            Wrong::new(
                1.0 / 3.0,
                ("一様になるのは T を限りなく大きくしたときです。", "It becomes uniform only as T grows without bound."),
            ),
        ],
        steps: text!(
            "exp({own}/{temperature}) = {part}、3 クラスの和は {sum}。{part} / {sum} = {shown}。",
            "exp({own}/{temperature}) = {part}; over the three classes the sum is {sum}; {part} / {sum} = {shown}."
        ),
        lab: Some(format!("tab=compress&recipe=%7B%22distill%22:%7B%22temperature%22:{temperature}%7D%7D&image=0")),
    }
}

/// By the odds against each other class.
fn again(drawn: &Parameters) -> f64 {
    let (logits, t) = (drawn.list("logits"), drawn.number("T"));
    let own = logits[drawn.int("class") as usize];
    rounded(1.0 / logits.iter().map(|z| ((z - own) / t).exp()).sum::<f64>(), 3)
}
