//! How old the weights are that an asynchronous update was computed with.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Value, Wrong, text};
use karui_parallel::updates::{Arrival, Mode, simulate};

pub static TEMPLATE: Template = Template {
    id: "D6",
    topic: Topic::Distributed,
    title: ("非同期更新の staleness", "Staleness of an asynchronous update"),
    source: "dean2012",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.pick("workers", &[3, 4]);
    let all = [20.0, 30.0, 50.0, 70.0, 110.0];
    let mut times = all.to_vec();
    draw.shuffle(&mut times);
    times.truncate(n as usize);
    let times: Vec<f64> = times.iter().enumerate().map(|(i, time)| time + i as f64 + 1.0).collect();
    draw.note("times", Value::List(times.clone()));
    let log = arrivals(&times);
    let at = draw.int("asked", 4..=9) as usize;
    let it = log[at].clone();
    // Where two arrive at the same moment the log would not say who was first.
    let is_clear = log.windows(2).all(|two| two[0].end < two[1].end);
    let value = if is_clear { it.decision.update[0].1 as f64 } else { f64::NAN };
    let name = letter(it.worker);
    let read = at - value as usize;
    let own = log[..=at].iter().filter(|other| other.worker == it.worker).count();
    let number = at + 1;
    let before = value as usize;
    Calculation {
        stem: text!(
            "非同期 SGD の {n} 台のワーカーは t = 0 に同じ重み（版 0）を読んで計算を始め、勾配を送ると更新（版が 1 進む）の直後に新しい重みを読んで次を始める。次の記録で、{number} 番目の更新（ワーカー {name}）の staleness、すなわち重みを読んでから更新するまでに他のワーカーが行った更新の数はいくつか。",
            "{n} workers of asynchronous SGD read the same weights (version 0) at t = 0; whoever has sent a gradient, which makes an update (the version goes up by 1), reads the new weights at once and begins again. In this log, how stale is update {number}, by worker {name}: how many updates have others made between its reading the weights and its update?"
        ),
        code: Some(table(&log)),
        formula: text!(
            "staleness = 更新直前の版 − 読んだ版",
            "staleness = version just before the update − version that was read"
        ),
        value,
        format: Format::Integer,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(value + 1.0, ("自分の更新まで数えています。", "That counts its own update, too.")),
            Wrong::new(
                at as f64,
                (
                    "最初からの更新の数です。読んだ後の分だけを数えます。",
                    "That counts from the start; only those after its reading count.",
                ),
            ),
            Wrong::new(
                (n - 1) as f64,
                (
                    "他のワーカーの数です。速いワーカーは何度も更新します。",
                    "That is how many others there are; fast ones make several updates.",
                ),
            ),
            Wrong::new(
                own as f64,
                ("このワーカー自身の更新の回数です。", "That is how many updates this worker has made itself."),
            ),
            Wrong::new(
                0.0,
                (
                    "0 になるのは、読んでから誰も更新しなかったときだけです。",
                    "It is 0 only where nobody has made an update since.",
                ),
            ),
            Wrong::new(value + 2.0, ("読む前の更新まで数えています。", "That counts updates from before its reading.")),
        ],
        steps: text!(
            "ワーカー {name} が読んだのは版 {read}、{number} 番目の更新の直前は版 {at}。差は {before}。",
            "Worker {name} has read version {read}; just before update {number} it is version {at}. The difference is {before}."
        ),
        lab: None,
    }
}

const SHOWN: usize = 10;

fn letter(worker: usize) -> char {
    ['A', 'B', 'C', 'D', 'E'][worker % 5]
}

fn arrivals(times: &[f64]) -> Vec<Arrival> {
    simulate(Mode::Asynchronous, times.len(), SHOWN, |worker, _| times[worker]).unwrap_or_default()
}

fn table(log: &[Arrival]) -> String {
    let line = |(i, it): (usize, &Arrival)| {
        format!("t = {:>3} ms  update {:>2}  worker {}\n", it.end, i + 1, letter(it.worker))
    };
    log.iter().enumerate().map(line).collect()
}

/// Counts the others' arrivals by their times alone.
fn again(drawn: &Parameters) -> f64 {
    let times = drawn.list("times");
    let mut all: Vec<(f64, usize)> = Vec::new();
    for (worker, time) in times.iter().enumerate() {
        all.extend((1..=100).map(|i| (f64::from(i) * time, worker)));
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = drawn.int("asked") as usize;
    let (end, worker) = all[at];
    let start = end - times[worker];
    all.iter().filter(|(time, other)| *other != worker && *time > start && *time < end).count() as f64
}
