//! How much is pruned on the way.

use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::compress::prune::schedule::cubic;

pub static TEMPLATE: Template = Template {
    id: "P7",
    topic: Topic::Pruning,
    title: ("三次の枝刈りスケジュール", "The cubic schedule"),
    source: "zhu2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let first = draw.pick("s_i", &[0.0, 0.1, 0.2]);
    let last = draw.pick("s_f", &[0.5, 0.8, 0.9, 0.95]);
    let n = draw.int("n", 4..=10);
    let t = draw.int("t", 1..=9);
    let format = Format::Decimals(3);
    let left = 1.0 - t as f64 / n as f64;
    // Near the end of the way all is as good as done: nothing to compute.
    let is_between = 4 * t <= 3 * n;
    let value = settled(f64::from(cubic(first as f32, last as f32, t as usize, n as usize)), 3);
    let by = |power: i32| last + (first - last) * left.powi(power);
    let (shown, cube) = (write(value, format), write(left.powi(3), Format::Decimals(4)));
    Calculation {
        stem: text!(
            "Zhu と Gupta の漸増スケジュール s_t = s_f + (s_i − s_f)(1 − t/n)³ で、s_i = {first}、s_f = {last}、n = {n} のとき、t = {t} の疎度はいくつか。",
            "By Zhu and Gupta's gradual schedule s_t = s_f + (s_i − s_f)(1 − t/n)³ with s_i = {first}, s_f = {last} and n = {n}, what is the sparsity at t = {t}?"
        ),
        code: None,
        formula: text!("s_t = s_f + (s_i − s_f)(1 − t/n)³", "s_t = s_f + (s_i − s_f)(1 − t/n)³"),
        value: if is_between { value } else { f64::NAN },
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(by(1), ("直線で増やしています。三次式は初めに多く刈ります。", "That grows in a straight line; the cubic prunes much at first.")),
            Wrong::new(by(2), ("三乗ではなく二乗しています。", "It was squared instead of cubed.")),
            Wrong::new(
                first + (last - first) * (1.0 - left).powi(3),
                ("(t/n)³ で増やしていて、終わりに多く刈る向きになっています。", "That grows with (t/n)³: most would go at the end."),
            ),
            Wrong::new(
                last - (first - last) * left.powi(3),
                ("符号が逆で、最終の疎度を超えています。", "The sign is wrong: it exceeds the final sparsity."),
            ),
            Wrong::new(
                1.0 - by(3),
                ("疎度ではなく、残る割合です。", "That is what is left, not the sparsity."),
            ),
        ],
        steps: text!(
            "(1 − {t}/{n})³ = {cube}。{last} + ({first} − {last}) × {cube} = {shown}。",
            "(1 − {t}/{n})³ = {cube}; {last} + ({first} − {last}) × {cube} = {shown}."
        ),
        lab: Some(format!("tab=compress&recipe=%7B%22prune%22:%7B%22amount%22:{last},%22rounds%22:{n}%7D%7D")),
    }
}

/// Step by step, by the differences of cubes.
fn again(drawn: &Parameters) -> f64 {
    let (first, last, n) = (drawn.number("s_i"), drawn.number("s_f"), drawn.number("n"));
    let part = |i: i64| ((n - i as f64) / n).powi(3);
    let steps = (1..=drawn.int("t")).map(|i| (last - first) * (part(i - 1) - part(i)));
    rounded(first + steps.sum::<f64>(), 3)
}
