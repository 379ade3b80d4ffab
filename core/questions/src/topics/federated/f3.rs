//! How many updates a client makes in a round.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text};

pub static TEMPLATE: Template = Template {
    id: "F3",
    topic: Topic::Federated,
    title: ("局所更新の回数", "Local updates of a round"),
    source: "mcmahan2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let b = draw.pick("B", &[10, 16, 20, 32, 50, 64]);
    let n = draw.int("n_tens", 6..=120) * 10;
    draw.note("examples", n);
    let e = draw.pick("E", &[2, 3, 5, 10, 20]);
    let batches = (n + b - 1) / b;
    let value = (e * batches) as f64;
    let rest = n % b;
    let (rest_ja, rest_en) = if rest == 0 {
        (String::new(), String::new())
    } else {
        (format!("（最後は {rest} 件）"), format!(" (the last of {rest})"))
    };
    let (nf, bf, ef) = (n as f64, b as f64, e as f64);
    Calculation {
        stem: text!(
            "FedAvg で、訓練データ {n} 件のクライアントが、1 ラウンドにローカルエポック E = {e}、ミニバッチ B = {b} で学習する。半端なバッチも使うとすると、1 ラウンドの局所更新は何回か。",
            "In FedAvg a client with {n} examples trains for E = {e} local epochs in a round, with minibatches of B = {b}; an incomplete batch is used, too. How many local updates does it make in a round?"
        ),
        code: None,
        formula: text!("局所更新の回数 = E × ⌈n_k / B⌉", "local updates = E × ⌈n_k / B⌉"),
        value,
        format: Format::Integer,
        unit: ("回", "updates"),
        wrong: vec![
            Wrong::new(batches as f64, ("1 エポック分です。", "That is one epoch's.")),
            Wrong::new(ef * nf, ("ミニバッチではなく 1 件ごとに更新しています。", "That updates after each example.")),
            Wrong::new(
                (ef * (nf / bf).floor()).max(ef),
                ("半端なバッチを数えていません。", "The incomplete batch is left out."),
            ),
            Wrong::new(
                ef,
                (
                    "エポックごとに 1 回の更新です（B が全データのとき）。",
                    "That is one update an epoch, as where B is all examples.",
                ),
            ),
            Wrong::new(1.0, ("1 回だけなら FedSGD です。", "With one it would be FedSGD.")),
            Wrong::new(
                (ef * bf).floor(),
                (
                    "B は回数ではなく、1 回に使う件数です。",
                    "B is not how many batches there are but how many examples one has.",
                ),
            ),
        ],
        steps: text!(
            "1 エポックは {n} / {b} を切り上げて {batches} 回{rest_ja}。{e} エポックで {value} 回。",
            "An epoch has {n} / {b}, rounded up, {batches} batches{rest_en}; {e} epochs have {value}."
        ),
        lab: (e <= 10 && [10, 50].contains(&b)).then(|| format!("tab=parallel&way=federated&passes={e}&local={b}")),
    }
}

/// Goes through the examples, epoch by epoch.
fn again(drawn: &Parameters) -> f64 {
    let mut updates = 0;
    for _ in 0..drawn.int("E") {
        let mut left = drawn.int("examples");
        while left > 0 {
            left -= drawn.int("B");
            updates += 1;
        }
    }
    f64::from(updates)
}
