//! When an update is made that does not wait for the last.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Value, Wrong, text};
use karui_parallel::updates::{Mode, simulate};

pub static TEMPLATE: Template = Template {
    id: "D19",
    topic: Topic::Distributed,
    title: ("バックアップワーカー", "Backup workers"),
    source: "chen2016",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.pick("workers", &[5, 6, 7]) as usize;
    let backup = draw.pick("backup", &[1, 2]) as usize;
    let times = draw.list("ms", n, 0, 80..=400);
    let arrivals = simulate(Mode::Synchronous { backup }, n, 1, |worker, _| times[worker]).unwrap_or_default();
    let value = arrivals.last().map_or(f64::NAN, |it| it.end);
    let mut sorted = times.clone();
    sorted.sort_by(f64::total_cmp);
    draw.note("sorted", Value::List(sorted.clone()));
    let (shown, ranked) = (joined(&times), joined(&sorted));
    let needed = n - backup;
    let mean = (sorted.iter().sum::<f64>() / n as f64).round();
    Calculation {
        stem: text!(
            "同期 SGD の {n} 台のうち {backup} 台をバックアップとし、速い {needed} 台の勾配がそろった時点で更新して、遅れた勾配は捨てる。あるステップの計算時間が {shown} ms のとき、更新は何 ms 後に行われるか（通信時間は 0 とする）。",
            "Of the {n} workers of synchronous SGD the fastest {needed} are waited for (backup workers: {backup}): the update is made when their gradients are there, and late ones are thrown away. In a step the workers take {shown} ms. After how many ms is the update made (communication costs nothing)?"
        ),
        code: None,
        formula: text!(
            "更新の時刻 = 速い順に N 番目の時間（N = 全台数 − バックアップ）",
            "time of the update = the N-th fastest time (N = all − backups)"
        ),
        value,
        format: Format::Integer,
        unit: ("ms", "ms"),
        wrong: vec![
            Wrong::new(
                sorted[n - 1],
                (
                    "全員を待っています。バックアップの分は待ちません。",
                    "That waits for everybody; the backups are not waited for.",
                ),
            ),
            Wrong::new(
                sorted[backup - 1],
                ("待たない台数と待つ台数が逆です。", "Those waited for and those not are exchanged."),
            ),
            Wrong::new(sorted[needed - 2], ("1 台足りない時点です。", "One gradient is still missing then.")),
            Wrong::new(
                mean,
                (
                    "平均時間です。そろうのを待つので平均では決まりません。",
                    "That is the mean; an update waits until all that it needs are there.",
                ),
            ),
            Wrong::new(sorted[0], ("最初の勾配が来た時刻です。", "That is when the first gradient comes.")),
            Wrong::new(times[needed - 1], ("速い順に並べずに数えています。", "That counts without sorting.")),
        ],
        steps: text!(
            "速い順に並べると {ranked}。{needed} 番目の {value} ms に更新します。",
            "In order of speed: {ranked}. The update is made with number {needed}, at {value} ms."
        ),
        lab: None,
    }
}

fn joined(times: &[f64]) -> String {
    times.iter().map(f64::to_string).collect::<Vec<_>>().join(", ")
}

/// The least time by which enough have delivered.
fn again(drawn: &Parameters) -> f64 {
    let times = drawn.list("ms");
    let needed = times.len() - drawn.int("backup") as usize;
    let enough = |at: f64| times.iter().filter(|time| **time <= at).count() >= needed;
    times.iter().copied().filter(|at| enough(*at)).fold(f64::INFINITY, f64::min)
}
