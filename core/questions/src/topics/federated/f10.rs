//! What a client saves by communicating once a round instead of at every step.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "F10",
    topic: Topic::Federated,
    title: ("データ並列と比べた通信量", "Traffic compared with data parallel"),
    source: "mcmahan2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let b = draw.pick("B", &[10, 20, 25, 50]);
    let batches = draw.int("batches", 4..=40);
    let n = b * batches;
    let e = draw.pick("E", &[2, 4, 5, 10]);
    let rounds = draw.pick("rounds", &[4, 5, 8, 10, 20]);
    let size = draw.int("MB", 2..=50);
    let epochs = e * rounds;
    let steps = epochs * batches;
    let value = (2 * size * (steps - rounds)) as f64;
    let (s, st, r) = (size as f64, steps as f64, rounds as f64);
    let (sync, fed) = (2 * size * steps, 2 * size * rounds);
    let told = write(value, Format::Integer);
    let (often, seldom) = (write(sync as f64, Format::Integer), write(fed as f64, Format::Integer));
    Calculation {
        stem: text!(
            "{n} 件のデータをもつクライアントが、ミニバッチ {b}、全部で {epochs} エポック学習する。更新のたびに勾配 {size} MB を送って重み {size} MB を受け取る場合と、ローカルエポック {e} 回ごとに重みを受け取って送り返す FedAvg（毎ラウンド選ばれるとする）とで、このクライアントの通信量の差は何 MB か。",
            "A client with {n} examples trains for {epochs} epochs in all, with minibatches of {b}. It may send a gradient of {size} MB and get weights of {size} MB at every update, or, with FedAvg, get the weights and send them back once every {e} local epochs (it is chosen in every round). By how many MB does its traffic differ?"
        ),
        code: None,
        formula: text!(
            "毎回：2|w|·（更新回数）、 FedAvg：2|w|·（ラウンド数）",
            "at every update: 2|w|·updates; FedAvg: 2|w|·rounds"
        ),
        value,
        format: Format::Integer,
        unit: ("MB", "MB"),
        wrong: vec![
            Wrong::new(sync as f64, ("更新のたびに通信する場合の量です。", "That is the traffic at every update.")),
            Wrong::new(fed as f64, ("FedAvg の通信量です。", "That is FedAvg's.")),
            Wrong::new(s * (st - r), ("片方向だけを数えています。", "That counts one way alone.")),
            Wrong::new(
                2.0 * s * (st - epochs as f64),
                ("FedAvg の通信をエポックごととしています。", "That has FedAvg communicate every epoch."),
            ),
            Wrong::new(
                2.0 * s * (batches as f64 * r - r),
                ("ローカルエポックの数を掛け忘れています。", "The local epochs are missing."),
            ),
            Wrong::new(
                2.0 * s * (batches * e) as f64,
                ("1 ラウンド分の更新の通信量です。", "That is the updates of one round."),
            ),
        ],
        steps: text!(
            "更新は {epochs} × {n}/{b} = {steps} 回で 2×{size}×{steps} = {often} MB、FedAvg は {epochs}/{e} = {rounds} ラウンドで 2×{size}×{rounds} = {seldom} MB。差は {told} MB。",
            "There are {epochs} × {n}/{b} = {steps} updates, 2×{size}×{steps} = {often} MB; FedAvg has {epochs}/{e} = {rounds} rounds, 2×{size}×{rounds} = {seldom} MB. The difference is {told} MB."
        ),
        lab: [10, 50].contains(&b).then(|| format!("tab=parallel&way=federated&passes={e}&local={b}")),
    }
}

/// Step by step: each one that is not the last of its round would have been an exchange more.
fn again(drawn: &Parameters) -> f64 {
    let in_round = drawn.int("E") * drawn.int("batches");
    let saved = (0..in_round * drawn.int("rounds")).filter(|step| (step + 1) % in_round != 0).count() as i64;
    (saved * 2 * drawn.int("MB")) as f64
}
