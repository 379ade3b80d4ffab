//! What an all-reduce around a ring costs.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_parallel::allreduce::{AllReduce, Link, Plan, seconds, steps, traffic};

pub static TEMPLATE: Template = Template {
    id: "D7",
    topic: Topic::Distributed,
    title: ("リング All-Reduce の通信", "Ring all-reduce"),
    source: "patarasuk2009",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.pick("N", &[3, 4, 5, 6, 8, 10]) as usize;
    // A multiple of every N, so that chunks are equal.
    let megabytes = draw.int("S_over_120", 1..=8) * 120;
    let asks_time = draw.pick("time", &[0, 1]) == 1;
    let bandwidth = draw.pick("GB_per_s", &[5, 10, 20]);
    let latency = draw.pick("us", &[10, 20, 50]);
    let sent = traffic(AllReduce::Ring, n, megabytes as usize * 1_000_000, 0).sent as f64 / 1e6;
    let link = Link { latency: latency as f64 * 1e-6, bandwidth: bandwidth as f64 * 1e9 };
    let time = seconds(AllReduce::Ring, n, megabytes as f64 * 1e6, link) * 1e3;
    let rounds = steps(AllReduce::Ring, n);
    let s = megabytes as f64;
    // Milliseconds for megabytes at GB/s, and the latencies.
    let of = |moved: f64, rounds: usize| {
        if asks_time { moved / bandwidth as f64 + rounds as f64 * latency as f64 / 1e3 } else { moved }
    };
    let value = if asks_time { time } else { sent };
    let format = Format::Decimals(1);
    let (ask_ja, ask_en) = if asks_time {
        (
            format!(
                "各段の時間を（遅延 {latency} µs）＋（送るバイト数）/（{bandwidth} GB/s）とすると、全体で何 ms かかるか"
            ),
            format!("A round takes {latency} µs and its bytes at {bandwidth} GB/s. How many ms does all of it take"),
        )
    } else {
        ("1 台が送るデータは合計何 MB か".to_owned(), "How many MB does one worker send in all".to_owned())
    };
    let unit: (&str, &str) = if asks_time { ("ms", "ms") } else { ("MB", "MB") };
    let (moved, told) = (write(sent, Format::Integer), write(time, format));
    let (end_ja, end_en) = if asks_time {
        (
            format!("、時間は {rounds} × {latency} µs + {moved} MB / {bandwidth} GB/s = {told} ms"),
            format!("; {rounds} × {latency} µs + {moved} MB / {bandwidth} GB/s = {told} ms"),
        )
    } else {
        (String::new(), String::new())
    };
    let n_minus = n - 1;
    let x = n as f64;
    Calculation {
        stem: text!(
            "{megabytes} MB の勾配を {n} 台のリング All-Reduce（reduce-scatter と all-gather）で合計する。{ask_ja}（1 MB = 10^6 バイト、1 GB = 10^9 バイト）。",
            "{n} workers add up their gradients of {megabytes} MB by a ring all-reduce (reduce-scatter, then all-gather). {ask_en} (1 MB = 10^6 bytes, 1 GB = 10^9 bytes)?"
        ),
        code: None,
        formula: text!(
            "送信量 = 2(N−1)/N·S、 段数 = 2(N−1)、 時間 = 2(N−1)·α + 2(N−1)/N·S/B",
            "sent = 2(N−1)/N·S, rounds = 2(N−1), time = 2(N−1)·α + 2(N−1)/N·S/B"
        ),
        value,
        format,
        unit,
        wrong: vec![
            Wrong::new(
                of(sent / 2.0, rounds / 2),
                (
                    "reduce-scatter だけを数えています。all-gather でも同じだけ送ります。",
                    "That is the reduce-scatter alone; the all-gather sends as much again.",
                ),
            ),
            Wrong::new(
                of(2.0 * (x - 1.0) * s, rounds),
                (
                    "各段で S 全体を送るとしています。送るのは S/N の 1 チャンクです。",
                    "That sends all of S in each round; a round sends one chunk of S/N.",
                ),
            ),
            Wrong::new(
                of(2.0 * s, rounds),
                (
                    "自分のチャンクの分を引き忘れています。(N−1)/N を掛けます。",
                    "The factor (N−1)/N is missing: one chunk need not be sent.",
                ),
            ),
            Wrong::new(of(s / x, 1), ("1 段に送るチャンクの大きさです。", "That is one round's chunk.")),
            Wrong::new(
                of(2.0 * x * s, 2),
                ("パラメータサーバーに全員が集まるときの量です。", "That is what goes through a parameter server."),
            ),
        ],
        steps: text!(
            "各段で S/N = {megabytes}/{n} MB を送り、段数は 2×{n_minus} = {rounds}。送信量は {rounds} × {megabytes}/{n} = {moved} MB{end_ja}。",
            "Each round sends S/N = {megabytes}/{n} MB; there are 2×{n_minus} = {rounds} rounds: {moved} MB{end_en}."
        ),
        // Elements in proportion to the megabytes, as far as the lab draws so many ranks.
        lab: (n <= 8).then(|| {
            let length = (megabytes as usize / 120 * n).min(64);
            format!("tab=parallel&way=allreduce&reduce=ring&ranks={n}&length={length}")
        }),
    }
}

/// Counts what the plan sends, round by round.
fn again(drawn: &Parameters) -> f64 {
    let n = drawn.int("N") as usize;
    let megabytes = drawn.int("S_over_120") as usize * 120;
    let Ok(plan) = Plan::new(AllReduce::Ring, n, megabytes) else { return f64::NAN };
    let moved = plan.sent()[0] as f64;
    let waits = plan.steps() as f64 * drawn.number("us") / 1e3;
    if drawn.int("time") == 1 { moved / drawn.number("GB_per_s") + waits } else { moved }
}
