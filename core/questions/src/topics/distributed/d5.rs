//! What workers of different speed get done together and each for itself.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Value, Wrong, text, write};
use karui_parallel::updates::{Mode, simulate};

pub static TEMPLATE: Template = Template {
    id: "D5",
    topic: Topic::Distributed,
    title: ("同期と非同期のスループット", "Throughput, synchronous and asynchronous"),
    source: "chen2016",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.pick("workers", &[3, 4, 5]);
    let is_sync = draw.pick("synchronous", &[0, 1]) == 1;
    let b = draw.pick("b", &[16, 32, 64]);
    // Divisors of a second, so that counting a second is exact.
    let all = [50.0, 100.0, 125.0, 200.0, 250.0, 500.0];
    let times: Vec<f64> = (0..n).map(|_| all[draw.below(all.len())]).collect();
    draw.note("ms", Value::List(times.clone()));
    let slowest = times.iter().copied().fold(0.0, f64::max);
    let fastest = times.iter().copied().fold(f64::INFINITY, f64::min);
    let images = b as f64;
    let synchronous = n as f64 * images * 1000.0 / slowest;
    let asynchronous: f64 = times.iter().map(|ms| images * 1000.0 / ms).sum();
    let mean = times.iter().sum::<f64>() / n as f64;
    let value = if slowest == fastest {
        f64::NAN
    } else if is_sync {
        synchronous
    } else {
        asynchronous
    };
    let shown = times.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    let told = write(value, Format::Integer);
    let (how_ja, how_en) = if is_sync {
        ("同期型（全員の勾配がそろってから更新する）", "synchronous: an update is made when all gradients are there")
    } else {
        ("非同期型（各自が待たずに更新する）", "asynchronous: everybody makes updates without waiting")
    };
    let (way_ja, way_en) = if is_sync {
        (
            format!("1 ステップは最も遅い {slowest} ms で決まり、その間に {n}×{b} 枚を処理する"),
            format!("A step takes as long as the slowest, {slowest} ms, for {n}×{b} images"),
        )
    } else {
        (
            format!("各ワーカーが毎秒 {b}×1000/（ms 単位の時間）枚を処理し、全体はその和になる"),
            format!("Each worker does {b}×1000/time images a second, and these are added"),
        )
    };
    Calculation {
        stem: text!(
            "{n} 台のワーカーの 1 ミニバッチ（{b} 枚）の計算時間は {shown} ms である。データ並列で、更新は{how_ja}とする。通信時間を 0 とすると、全体で毎秒何枚を処理できるか。",
            "{n} workers take {shown} ms for a minibatch of {b} images. Training is data parallel and {how_en}. With communication at no cost, how many images a second do they do in all?"
        ),
        code: None,
        formula: text!("同期：k·b / max t、 非同期：Σ b / t", "synchronous: k·b / max t; asynchronous: Σ b / t"),
        value,
        format: Format::Integer,
        unit: ("枚/秒", "images/s"),
        wrong: vec![
            Wrong::new(
                if is_sync { asynchronous } else { synchronous },
                ("同期と非同期が逆です。", "Synchronous and asynchronous are the wrong way round."),
            ),
            Wrong::new(
                (n as f64 * images * 1000.0 / mean).round(),
                (
                    "平均時間で割っています。同期では最も遅い者を待ち、非同期では各自の速さを足します。",
                    "It was divided by the mean time; together they wait for the slowest, alone their rates add up.",
                ),
            ),
            Wrong::new(
                n as f64 * images * 1000.0 / fastest,
                ("最も速いワーカーを基準にしています。", "That takes everybody for as fast as the fastest."),
            ),
            Wrong::new(
                images * 1000.0 / slowest,
                ("最も遅い 1 台の処理量です。", "That is what the slowest does alone."),
            ),
            Wrong::new(
                images * 1000.0 / fastest,
                ("最も速い 1 台の処理量です。", "That is what the fastest does alone."),
            ),
        ],
        steps: text!("{way_ja}ので、毎秒 {told} 枚。", "{way_en}: {told} images a second."),
        lab: None,
    }
}

/// Counts the gradients that become updates within a simulated second, which holds a whole number of everybody's steps.
fn again(drawn: &Parameters) -> f64 {
    let times = drawn.list("ms").to_vec();
    let is_sync = drawn.int("synchronous") == 1;
    let mode = if is_sync { Mode::Synchronous { backup: 0 } } else { Mode::Asynchronous };
    let within = 1000.0;
    let arrivals = simulate(mode, times.len(), 200, |worker, _| times[worker]).unwrap_or_default();
    let used: usize = arrivals.iter().filter(|it| it.end <= within).map(|it| it.decision.update.len()).sum();
    used as f64 * drawn.number("b")
}
