//! How much a soft target leaves open.

use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::compress::distill::soft_targets;

pub static TEMPLATE: Template = Template {
    id: "K7",
    topic: Topic::Distillation,
    title: ("ソフトターゲットのエントロピー", "The entropy of a soft target"),
    source: "hinton2015",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let logits = draw.list("logits", 3, 0, -3..=6);
    let t = draw.pick("T", &[2.0, 3.0, 4.0]);
    let z: Vec<f32> = logits.iter().map(|&z| z as f32).collect();
    let soft = |t: f64| soft_targets(3, &z, t as f32).into_iter().map(f64::from).collect::<Vec<f64>>();
    let entropy = |t: f64| -soft(t).iter().map(|p| p * p.ln()).sum::<f64>();
    let format = Format::Decimals(3);
    let value = settled(entropy(t), 3);
    let list = logits.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    let p = soft(t).iter().map(|p| write(*p, format)).collect::<Vec<_>>().join(", ");
    let (shown, sharp) = (write(value, format), write(entropy(1.0), format));
    Calculation {
        stem: text!(
            "教師のロジットが [{list}] のとき、温度 T = {t} のソフトターゲットのエントロピー（自然対数）はいくつか。",
            "A teacher's logits are [{list}]. What is the entropy, in natural logarithms, of its soft target at T = {t}?"
        ),
        code: None,
        formula: text!("H = −Σ p_i ln p_i、 p = softmax(z/T)", "H = −Σ p_i ln p_i, p = softmax(z/T)"),
        value,
        format,
        unit: ("nat", "nats"),
        wrong: vec![
            Wrong::new(
                entropy(1.0),
                ("T = 1 の分布のエントロピーです。", "That is the entropy at T = 1."),
            ),
            Wrong::new(
                entropy(t) / std::f64::consts::LN_2,
                ("底が 2 の対数で測ったビットの値です。", "That is in bits, with logarithms to the base 2."),
            ),
            Wrong::new(
                3f64.ln(),
                ("ln 3 は一様分布のエントロピーで、T を限りなく大きくしたときの極限です。", "ln 3 is that of the uniform distribution, the limit of great T."),
            ),
            Wrong::new(
                entropy(1.0 / t),
                ("ロジットに T を掛けています。", "The logits were multiplied by T."),
            ),
            Wrong::new(
                entropy(t) / 3.0,
                ("クラス数で割っています。エントロピーはクラスについての和です。", "It was divided by the classes; entropy is a sum over them."),
            ),
            Wrong::new(
                -soft(t).iter().map(|p| p.ln()).sum::<f64>() / 3.0,
                ("ln p を確率 p で重み付けしていません。", "ln p was not weighted by p."),
            ),
        ],
        steps: text!(
            "p = [{p}] なので H = −Σ p ln p = {shown}。T = 1 では {sharp} で、温度を上げると大きくなります。",
            "p = [{p}], so H = −Σ p ln p = {shown}. At T = 1 it is {sharp}: it grows with the temperature."
        ),
        lab: Some(format!("tab=compress&recipe=%7B%22distill%22:%7B%22temperature%22:{t}%7D%7D&image=0")),
    }
}

/// By H = ln Σ exp(z/T) − Σ p z/T.
fn again(drawn: &Parameters) -> f64 {
    let t = drawn.number("T");
    let z: Vec<f64> = drawn.list("logits").iter().map(|z| z / t).collect();
    let total: f64 = z.iter().map(|z| z.exp()).sum();
    rounded(total.ln() - z.iter().map(|z| z * z.exp() / total).sum::<f64>(), 3)
}
