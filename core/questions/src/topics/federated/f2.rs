//! A round of FedAvg on two quadratics.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "F2",
    topic: Topic::Federated,
    title: ("局所更新を行う FedAvg", "FedAvg with local steps"),
    source: "mcmahan2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let a = draw.list("a", 2, 0, 1..=4);
    let b = draw.list("b", 2, 0, -6..=8);
    let w0 = draw.int("w0", -3..=3) as f64;
    let lr = draw.pick("lr", &[0.1, 0.2]);
    let e = draw.pick("E", &[2, 3]);
    let local = |k: usize, steps: i64| (0..steps).fold(w0, |w, _| w - lr * a[k] * (w - b[k]));
    let value = (local(0, e) + local(1, e)) / 2.0;
    let format = Format::Decimals(3);
    let once = (local(0, 1) + local(1, 1)) / 2.0;
    let together = (0..e).fold(w0, |w, _| w - lr * (a[0] * (w - b[0]) + a[1] * (w - b[1])) / 2.0);
    let optimum = (a[0] * b[0] + a[1] * b[1]) / (a[0] + a[1]);
    let [a1, a2, b1, b2, from] = [a[0], a[1], b[0], b[1], w0].map(|n| write(n, Format::Integer));
    let (first, second, told) =
        (write(local(0, e), Format::Decimals(4)), write(local(1, e), Format::Decimals(4)), write(value, format));
    let summed = local(0, e) + local(1, e) - w0;
    Calculation {
        stem: text!(
            "データ数の等しい 2 クライアントの損失が ½·{a1}·(w − ({b1}))² と ½·{a2}·(w − ({b2}))² である。サーバーの w = {from} から、各クライアントが学習率 {lr} の勾配降下を {e} 回行い、FedAvg で平均する。1 ラウンド後の w はいくつか。",
            "Two clients with as many examples each have the losses ½·{a1}·(w − ({b1}))² and ½·{a2}·(w − ({b2}))². From the server's w = {from} each makes {e} steps of gradient descent with learning rate {lr}, and FedAvg averages. What is w after that round?"
        ),
        code: None,
        formula: text!(
            "各クライアント：w ← w − η·a(w − b) を E 回、 サーバー：平均",
            "each client: w ← w − η·a(w − b), E times; the server: the mean"
        ),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(once, ("局所更新が 1 回だけの FedSGD の結果です。", "That is FedSGD, with one local step.")),
            Wrong::new(
                together,
                (
                    "毎回平均しています（同期データ並列）。FedAvg は E 回の後に 1 度だけ平均します。",
                    "That averages after every step, as synchronous data parallel; FedAvg averages once behind E steps.",
                ),
            ),
            Wrong::new(
                optimum,
                (
                    "全体の損失の最小点です。1 ラウンドでは着きません。",
                    "That is where the whole loss is least; one round does not get there.",
                ),
            ),
            Wrong::new(summed, ("変化を平均せずに足しています。", "The changes were added, not averaged.")),
            Wrong::new(local(0, e), ("クライアント 1 だけの結果です。", "That is client 1 alone.")),
            Wrong::new(local(1, e), ("クライアント 2 だけの結果です。", "That is client 2 alone.")),
        ],
        steps: text!(
            "{e} 回の後、クライアント 1 は {first}、クライアント 2 は {second}。平均は {told}。",
            "After {e} steps client 1 has {first}, client 2 {second}; the mean is {told}."
        ),
        lab: Some(format!("tab=parallel&way=federated&clients=2&tenths=10&passes={e}")),
    }
}

/// In closed form: the distance from b shrinks by 1 − η·a in each step.
fn again(drawn: &Parameters) -> f64 {
    let (a, b) = (drawn.list("a"), drawn.list("b"));
    let at =
        |k: usize| b[k] + (1.0 - drawn.number("lr") * a[k]).powi(drawn.int("E") as i32) * (drawn.number("w0") - b[k]);
    (at(0) + at(1)) / 2.0
}
