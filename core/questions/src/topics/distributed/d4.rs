//! How many updates an epoch has.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "D4",
    topic: Topic::Distributed,
    title: ("1 エポックの更新回数", "Updates of an epoch"),
    source: "pytorch-distributed",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.int("n_tens", 200..=6000) * 10;
    draw.note("images", n);
    let b = draw.pick("b", &[16, 32, 64, 128]);
    let k = draw.pick("k", &[2, 4, 8]);
    let drop = draw.pick("drop", &[0, 1]) == 1;
    let batch = b * k;
    let (floor, ceil) = (n / batch, (n + batch - 1) / batch);
    let value = if n % batch == 0 {
        f64::NAN
    } else if drop {
        floor as f64
    } else {
        ceil as f64
    };
    let rest = n % batch;
    let (rule_ja, rule_en) =
        if drop { ("捨てる", "is dropped") } else { ("小さいまま使う", "is used as it is") };
    let ratio = write(n as f64 / batch as f64, Format::Decimals(2));
    let told = if drop { floor } else { ceil };
    Calculation {
        stem: text!(
            "{n} 枚の訓練データを、1 台あたりのミニバッチ {b}、{k} 台の同期型データ並列で学習する。1 回の更新には全ワーカーの {batch} 枚を使い、最後の半端なバッチは{rule_ja}。1 エポックの更新回数はいくつか。",
            "{n} images are trained on by synchronous data parallel, minibatches of {b} on each of {k} workers. An update takes all workers' {batch} images; the incomplete last batch {rule_en}. How many updates does an epoch have?"
        ),
        code: None,
        formula: text!(
            "更新回数 = ⌈n / (b·k)⌉（半端を捨てるなら ⌊n / (b·k)⌋）",
            "updates = ⌈n / (b·k)⌉, or ⌊n / (b·k)⌋ where the rest is dropped"
        ),
        value,
        format: Format::Integer,
        unit: ("回", "updates"),
        wrong: vec![
            Wrong::new(
                (if drop { ceil } else { floor }) as f64,
                ("半端なバッチの扱いが逆です。", "The incomplete batch is treated the other way round."),
            ),
            Wrong::new(
                (n as f64 / b as f64).ceil(),
                (
                    "台数で割り忘れています。1 回の更新で全ワーカーのバッチが使われます。",
                    "The number of workers is missing: an update takes all workers' batches.",
                ),
            ),
            Wrong::new(
                (n as f64 / b as f64).ceil() * k as f64,
                (
                    "台数を掛けています。ワーカーが増えると更新回数は減ります。",
                    "It was multiplied by the number of workers; more workers make fewer updates.",
                ),
            ),
            Wrong::new(
                (n as f64 / k as f64).floor(),
                ("1 台が受け持つ枚数です。", "That is how many images one worker has."),
            ),
            Wrong::new(batch as f64, ("1 回の更新で使う枚数です。", "That is how many images an update takes.")),
        ],
        steps: text!(
            "1 回の更新で {b}×{k} = {batch} 枚を使います。{n} / {batch} = {ratio} で {rest} 枚余るので、更新回数は {told}。",
            "An update takes {b}×{k} = {batch} images; {n} / {batch} = {ratio}, and {rest} images are left: {told} updates."
        ),
        lab: None,
    }
}

/// Goes through the images, batch by batch.
fn again(drawn: &Parameters) -> f64 {
    let (images, batch) = (drawn.int("images"), drawn.int("b") * drawn.int("k"));
    let (mut at, mut updates) = (0, 0);
    while at < images {
        updates += i64::from(at + batch <= images || drawn.int("drop") == 0);
        at += batch;
    }
    updates as f64
}
