//! How long a pipeline's stages wait.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_parallel::pipeline::{PipelineKind, Schedule, Timeline, Times, bubble};

pub static TEMPLATE: Template = Template {
    id: "D10",
    topic: Topic::Distributed,
    title: ("パイプラインのバブル", "The bubble of a pipeline"),
    source: "huang2019",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let p = draw.int("p", 2..=8);
    let m = draw.int("m", 2..=32);
    let asks_speed = draw.pick("speed", &[0, 1]) == 1;
    let (pf, mf) = (p as f64, m as f64);
    let waiting = bubble(PipelineKind::GPipe, p as usize, 1, TIMES);
    let work = mf * (TIMES.forward + TIMES.backward);
    // One worker would do all stages of all microbatches.
    let value = if asks_speed { pf * work / (work + waiting) } else { 100.0 * waiting / (work + waiting) };
    let format = Format::Decimals(2);
    let of = |bubble: f64| if asks_speed { pf * (1.0 - bubble) } else { 100.0 * bubble };
    let unit: (&str, &str) = if asks_speed { ("倍", "times") } else { ("%", "%") };
    let (ask_ja, ask_en) = if asks_speed {
        ("1 台で同じ計算をする場合の何倍の速さか", "How many times as fast is it as one worker that does all of it")
    } else {
        (
            "各ステージが待っている時間（バブル）は全時間の何 % か",
            "What percentage of the whole time does each stage wait (the bubble)",
        )
    };
    let all = m + p - 1;
    let waits = p - 1;
    let told = write(value, format);
    let (end_ja, end_en) = if asks_speed {
        (
            format!("速さは p·m/(m+p−1) = {p}×{m}/{all} = {told} 倍"),
            format!("The speed-up is p·m/(m+p−1) = {p}×{m}/{all} = {told}"),
        )
    } else {
        (format!("割合は {waits}/{all} = {told}%"), format!("The share is {waits}/{all} = {told}%"))
    };
    Calculation {
        stem: text!(
            "計算時間の等しい {p} ステージのパイプライン並列（GPipe）で、ミニバッチを {m} 個のマイクロバッチに分ける。通信時間は 0 とする。{ask_ja}。",
            "A pipeline (GPipe) of {p} stages of equal time takes a minibatch in {m} microbatches; communication costs nothing. {ask_en}?"
        ),
        code: None,
        formula: text!(
            "バブルの割合 = (p−1)/(m+p−1)、 速度比 = p·m/(m+p−1)",
            "share of the bubble = (p−1)/(m+p−1), speed-up = p·m/(m+p−1)"
        ),
        value,
        format,
        unit,
        wrong: vec![
            Wrong::new(
                of((pf - 1.0) / mf),
                (
                    "待ち時間を計算時間で割った値です。全時間には待ち時間も含まれます。",
                    "That is waiting over work; the whole time has the waiting in it.",
                ),
            ),
            Wrong::new(
                of((pf - 1.0) / (mf + pf)),
                (
                    "分母は m+p−1 です。p ステージの最初の 1 段は無駄になりません。",
                    "The whole time is m+p−1 steps, not m+p.",
                ),
            ),
            Wrong::new(
                of(1.0 - (pf - 1.0) / (mf + pf - 1.0)),
                ("働いている時間の割合と取り違えています。", "Work and waiting are exchanged."),
            ),
            Wrong::new(
                of(1.0 / pf),
                (
                    "マイクロバッチの数が入っていない値です。m を増やすとバブルは減ります。",
                    "That leaves the microbatches out; with more of them the bubble is smaller.",
                ),
            ),
            Wrong::new(
                of(0.0),
                (
                    "パイプラインの始まりと終わりには必ず待ちがあります。",
                    "At the beginning and at the end some stages always wait.",
                ),
            ),
            Wrong::new(
                of(pf / (mf + pf - 1.0)),
                ("待つのは p ではなく p−1 段分です。", "A stage waits for p−1 steps, not p."),
            ),
        ],
        steps: text!(
            "1 個のマイクロバッチを 1 段と数えると、全体は m+p−1 = {all} 段、待ちは p−1 = {waits} 段。{end_ja}。",
            "With a microbatch's time as one step, all of it takes m+p−1 = {all} steps, of which each stage waits for p−1 = {waits}. {end_en}."
        ),
        lab: Some(format!("tab=parallel&way=pipeline&pipe=gpipe&stages={p}&micro={m}")),
    }
}

/// Backward passes take twice as long; the share does not depend on it.
const TIMES: Times = Times { forward: 1.0, backward: 2.0, weight: 0.0 };

/// Goes through the schedule, piece by piece.
fn again(drawn: &Parameters) -> f64 {
    let (p, m) = (drawn.int("p") as usize, drawn.int("m") as usize);
    let schedule = Schedule::new(PipelineKind::GPipe, p, m, 1);
    let Ok(timeline) = schedule.and_then(|schedule| Timeline::even(&schedule, TIMES)) else { return f64::NAN };
    let alone: f64 = (0..p).map(|rank| timeline.busy(rank)).sum();
    if drawn.int("speed") == 1 { alone / timeline.makespan } else { 100.0 * timeline.bubble_fraction() }
}
