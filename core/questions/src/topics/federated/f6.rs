//! Where FedAvg comes to rest, which is not where the whole loss is least.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "F6",
    topic: Topic::Federated,
    title: ("FedAvg の固定点", "The fixed point of FedAvg"),
    source: "karimireddy2020",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let a = draw.list("a", 2, 0, 1..=6);
    let b = draw.list("b", 2, 0, -5..=10);
    let lr = draw.pick("lr", &[0.05, 0.1]);
    let e = draw.pick("E", &[2, 4, 5, 10]);
    let pull = |k: usize| 1.0 - (1.0 - lr * a[k]).powi(e as i32);
    let (p1, p2) = (pull(0), pull(1));
    let value = (p1 * b[0] + p2 * b[1]) / (p1 + p2);
    let format = Format::Decimals(3);
    let optimum = (a[0] * b[0] + a[1] * b[1]) / (a[0] + a[1]);
    let [a1, a2, b1, b2] = [a[0], a[1], b[0], b[1]];
    let [s1, s2] = [b1, b2].map(|b| write(b, Format::Integer));
    let middle = (b1 + b2) / 2.0;
    let (shown1, shown2) = (write(p1, Format::Decimals(4)), write(p2, Format::Decimals(4)));
    let (told, best) = (write(value, format), write(optimum, format));
    let swapped = (p2 * b1 + p1 * b2) / (p1 + p2);
    let (kept1, kept2) = (1.0 - p1, 1.0 - p2);
    Calculation {
        stem: text!(
            "データ数の等しい 2 クライアントの損失が ½·{a1}·(w − ({s1}))² と ½·{a2}·(w − ({s2}))² である。毎ラウンド両方が学習率 {lr} の勾配降下を {e} 回行って FedAvg で平均することを繰り返すと、w はいくつに収束するか。",
            "Two clients with as many examples each have the losses ½·{a1}·(w − ({s1}))² and ½·{a2}·(w − ({s2}))². In every round both make {e} steps of gradient descent with learning rate {lr}, and FedAvg averages. Where does w converge?"
        ),
        code: None,
        formula: text!(
            "w* = Σ c_k·b_k / Σ c_k、 c_k = 1 − (1 − η·a_k)^E",
            "w* = Σ c_k·b_k / Σ c_k with c_k = 1 − (1 − η·a_k)^E"
        ),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                optimum,
                (
                    "全体の損失の最小点です。局所更新が 2 回以上あると、一般にそこには着きません。",
                    "That is where the whole loss is least; with more than one local step it does not come to rest there in general.",
                ),
            ),
            Wrong::new(
                middle,
                (
                    "2 つの最小点の中点です。局所更新を無限に行った場合の値です。",
                    "That is the middle of the two minima, as with endless local steps.",
                ),
            ),
            Wrong::new(
                swapped,
                (
                    "重みを取り違えています。曲率の大きいほうが強く引きます。",
                    "The weights are exchanged: the more curved one pulls harder.",
                ),
            ),
            Wrong::new(
                (kept1 * b1 + kept2 * b2) / (kept1 + kept2),
                (
                    "(1 − η·a)^E は残る距離です。引く強さは 1 からこれを引いたものです。",
                    "(1 − η·a)^E is the distance that is left; what pulls is 1 less that.",
                ),
            ),
            Wrong::new((a2 * b1 + a1 * b2) / (a1 + a2), ("曲率が逆です。", "The curvatures are exchanged.")),
            Wrong::new(b1, ("クライアント 1 の最小点です。", "That is client 1's minimum.")),
        ],
        steps: text!(
            "1 ラウンドで最小点に近づく割合は c₁ = {shown1}、c₂ = {shown2}。固定点は (c₁·({s1}) + c₂·({s2})) / (c₁ + c₂) = {told}。全体の最小点 {best} とは一致しません（クライアントドリフト）。",
            "In a round they come nearer to their minima by c₁ = {shown1} and c₂ = {shown2}. It rests at (c₁·({s1}) + c₂·({s2})) / (c₁ + c₂) = {told}, not at {best}, where the whole loss is least: client drift."
        ),
        lab: Some(format!("tab=parallel&way=federated&split=shards&clients=2&tenths=10&passes={e}")),
    }
}

/// Round after round, until nothing moves.
fn again(drawn: &Parameters) -> f64 {
    let (a, b, lr) = (drawn.list("a"), drawn.list("b"), drawn.number("lr"));
    let round =
        |w: f64| (0..2).map(|k| (0..drawn.int("E")).fold(w, |w, _| w - lr * a[k] * (w - b[k]))).sum::<f64>() / 2.0;
    (0..2000).fold(0.0, |w, _| round(w))
}
