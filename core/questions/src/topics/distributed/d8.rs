//! What goes through a parameter server.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_parallel::allreduce::{AllReduce, Plan, traffic};

pub static TEMPLATE: Template = Template {
    id: "D8",
    topic: Topic::Distributed,
    title: ("パラメータサーバーの通信量", "Traffic of a parameter server"),
    source: "li2014",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.int("N", 4..=32) as usize;
    let s = draw.int("S_tens", 5..=90) * 10;
    draw.note("MB", s);
    let moved = traffic(AllReduce::Server, n, s as usize, n);
    let value = (moved.sent + moved.received) as f64;
    let (x, size) = (n as f64, s as f64);
    let told = write(value, Format::Integer);
    Calculation {
        stem: text!(
            "{n} 台のワーカーが 1 台のパラメータサーバーへ {s} MB の勾配をそれぞれ送り、更新された同じ大きさの重みを受け取る。1 回の更新でサーバーを出入りするデータは合計何 MB か。",
            "{n} workers each send a gradient of {s} MB to one parameter server and get the updated weights, of the same size, back. How many MB go in and out of the server for one update?"
        ),
        code: None,
        formula: text!("サーバーの通信量 = 2·N·S", "traffic of the server = 2·N·S"),
        value,
        format: Format::Integer,
        unit: ("MB", "MB"),
        wrong: vec![
            Wrong::new(
                x * size,
                (
                    "片方向だけです。勾配の受信と重みの送信の両方があります。",
                    "That is one way alone: gradients come in and weights go out.",
                ),
            ),
            Wrong::new(
                2.0 * size,
                (
                    "ワーカー 1 台の通信量です。サーバーには全員の分が集まります。",
                    "That is one worker's; at the server all of them meet.",
                ),
            ),
            Wrong::new(
                2.0 * (x - 1.0) * size,
                (
                    "サーバーはワーカーとは別なので、N 台分が通ります。",
                    "The server is not one of the workers, so all N pass.",
                ),
            ),
            Wrong::new(
                (2.0 * (x - 1.0) / x * size).round(),
                ("リング All-Reduce で 1 台が送る量です。", "That is what a worker sends in a ring all-reduce."),
            ),
            Wrong::new(x * x * size, ("全員が全員に送る場合の量です。", "That is where everybody sends to everybody.")),
        ],
        steps: text!(
            "受信 {n} × {s} MB と送信 {n} × {s} MB で、2 × {n} × {s} = {told} MB。台数に比例して増えるので、サーバーがボトルネックになりやすくなります。",
            "{n} × {s} MB come in and {n} × {s} MB go out: 2 × {n} × {s} = {told} MB. It grows with the workers, so the server easily becomes the bottleneck."
        ),
        lab: (n <= 8).then(|| format!("tab=parallel&way=allreduce&reduce=server&ranks={n}")),
    }
}

/// Counts the plan's messages that the server sends and receives.
fn again(drawn: &Parameters) -> f64 {
    let n = drawn.int("N") as usize;
    let Ok(plan) = Plan::new(AllReduce::Server, n, drawn.int("MB") as usize) else { return f64::NAN };
    (plan.sent()[n] + plan.received()[n]) as f64
}
