//! How well workers are used.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_parallel::speed::efficiency;

pub static TEMPLATE: Template = Template {
    id: "D16",
    topic: Topic::Distributed,
    title: ("スケーリング効率", "Scaling efficiency"),
    source: "amdahl1967",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.pick("N", &[2, 4, 8, 16, 32, 64]);
    let minutes = draw.int("T1", 100..=999) * 10;
    draw.note("alone", minutes);
    let percent = draw.int("percent", 45..=95);
    // What N workers take, in tenths of a minute.
    let together = (minutes as f64 / n as f64 / percent as f64 * 1000.0).round() / 10.0;
    draw.note("together", together);
    let (alone, x) = (minutes as f64, n as f64);
    let speed_up = alone / together;
    let value = 100.0 * efficiency(speed_up, x);
    let format = Format::Decimals(1);
    let (times, told) = (write(speed_up, Format::Decimals(3)), write(value, format));
    Calculation {
        stem: text!(
            "1 台で {minutes} 分かかる学習が {n} 台で {together} 分になった。スケーリング効率は何 % か。",
            "Training takes {minutes} minutes on one worker and {together} minutes on {n}. What is the scaling efficiency, in %?"
        ),
        code: None,
        formula: text!("効率 = T₁ / (N·T_N)", "efficiency = T₁ / (N·T_N)"),
        value,
        format,
        unit: ("%", "%"),
        wrong: vec![
            Wrong::new(
                100.0 * speed_up,
                (
                    "速度比そのものです。台数で割ります。",
                    "That is the speed-up; it has to be divided by the number of workers.",
                ),
            ),
            Wrong::new(100.0 * together / alone, ("時間の比です。", "That is the ratio of the times.")),
            Wrong::new(
                100.0 * (1.0 - together / alone),
                ("短くなった時間の割合です。", "That is the share of time saved."),
            ),
            Wrong::new(100.0 * (1.0 - speed_up / x), ("失われた分の割合です。", "That is the share that is lost.")),
            Wrong::new(
                100.0 * (speed_up - 1.0) / (x - 1.0),
                ("増えた分どうしを比べています。", "That compares what was gained by the added workers."),
            ),
        ],
        steps: text!(
            "速度比は {minutes} / {together} = {times}。台数で割って {times} / {n} = {told}%。",
            "The speed-up is {minutes} / {together} = {times}; over {n} workers {told}%."
        ),
        lab: None,
    }
}

/// The share of all workers' time that the work would have taken on one.
fn again(drawn: &Parameters) -> f64 {
    let spent: f64 = (0..drawn.int("N")).map(|_| drawn.number("together")).sum();
    100.0 * drawn.number("alone") / spent
}
