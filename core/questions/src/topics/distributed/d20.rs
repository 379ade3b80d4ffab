//! What communication leaves of the speed-up.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "D20",
    topic: Topic::Distributed,
    title: ("通信を含めた速度比", "Speed-up with communication"),
    source: "li2020-ddp",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.pick("N", &[2, 4, 8, 16]);
    let compute = draw.int("T_tens", 20..=90) * 10;
    draw.note("T", compute);
    let comm = draw.int("c", 5..=60);
    let (x, t, c) = (n as f64, compute as f64, comm as f64);
    let step = t / x + c;
    let value = t / step;
    let format = Format::Decimals(2);
    let (part, all, told) = (write(t / x, format), write(step, format), write(value, format));
    Calculation {
        stem: text!(
            "1 台で {compute} ms かかる 1 バッチの計算を {n} 台に等分する（全体のバッチは変えない）。各ステップの最後に通信が {comm} ms かかり、計算とは重ならない。1 台の場合の何倍の速さになるか。",
            "A batch that takes one worker {compute} ms is divided evenly among {n} workers (the whole batch stays the same). At the end of each step communication takes {comm} ms and does not overlap with the work. How many times as fast as one worker is it?"
        ),
        code: None,
        formula: text!("速度比 = T / (T/N + c) = 1 / (1/N + c/T)", "speed-up = T / (T/N + c) = 1 / (1/N + c/T)"),
        value,
        format,
        unit: ("倍", "times"),
        wrong: vec![
            Wrong::new(x, ("通信時間を無視しています。", "Communication is left out.")),
            Wrong::new(
                x * t / (t + c),
                (
                    "台数で割る前の計算時間に通信を足しています（1 台あたりの量を保つ弱スケーリングの式）。",
                    "That adds it to the undivided time, which is the formula for weak scaling.",
                ),
            ),
            Wrong::new(
                t / ((t + c) / x),
                ("通信時間まで台数で割っています。", "Communication was divided among the workers, too."),
            ),
            Wrong::new(
                t / (t / x + x * c),
                ("通信時間を台数倍しています。", "Communication was multiplied by the workers."),
            ),
            Wrong::new(if t / x > c { t / (t / x - c) } else { f64::NAN }, ("通信時間を引いています。", "Communication was subtracted.")),
            Wrong::new(
                x - c / t,
                ("時間を足してから比を取ります。", "Times are added first, then the ratio is taken."),
            ),
        ],
        steps: text!(
            "1 ステップは {compute}/{n} + {comm} = {part} + {comm} = {all} ms。{compute} / {all} = {told} 倍。",
            "A step takes {compute}/{n} + {comm} = {part} + {comm} = {all} ms: {compute} / {all} = {told} times."
        ),
        lab: None,
    }
}

/// By shares of the time alone: 1 / (1/N + c/T).
fn again(drawn: &Parameters) -> f64 {
    1.0 / (1.0 / drawn.number("N") + drawn.number("c") / drawn.number("T"))
}
