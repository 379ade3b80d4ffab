//! Batches of an epoch.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text};

pub static TEMPLATE: Template = Template {
    id: "L14",
    topic: Topic::Libraries,
    title: ("DataLoader の反復数", "How often a DataLoader gives a batch"),
    source: "pytorch-docs",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.int("n", 500..=60_000);
    let batch = draw.pick("batch", &[16, 32, 64, 100, 128, 256]);
    let drops = draw.pick("drop_last", &[0, 1]) == 1;
    let epochs = draw.int("epochs", 2..=5);
    let (floor, ceil) = (n / batch, (n + batch - 1) / batch);
    let each = if drops { floor } else { ceil };
    let value = if n % batch == 0 { f64::NAN } else { (each * epochs) as f64 };
    let python = if drops { "True" } else { "False" };
    let (ja, en) = if drops { ("切り捨てて", "rounded down") } else { ("切り上げて", "rounded up") };
    let rest = n % batch;
    let all = each * epochs;
    Calculation {
        stem: text!(
            "{n} 個のデータを次の DataLoader で読み、{epochs} エポック学習する。重みの更新（1 バッチに 1 回）は全部で何回か。",
            "{n} examples are read by this DataLoader for {epochs} epochs, with one update of the weights for each batch. How many updates are there?"
        ),
        code: Some(format!(
            "loader = DataLoader(dataset, batch_size={batch}, shuffle=True, drop_last={python})\nfor epoch in range({epochs}):\n    for x, y in loader:\n        ...  # one update"
        )),
        formula: text!(
            "⌈n / batch⌉ × エポック数（drop_last=True では ⌊n / batch⌋）",
            "⌈n / batch⌉ × epochs (⌊n / batch⌋ with drop_last=True)"
        ),
        value,
        format: Format::Integer,
        unit: ("回", ""),
        wrong: vec![
            Wrong::new(
                ((floor + ceil - each) * epochs) as f64,
                if drops {
                    ("drop_last=True では端数のバッチを使いません。", "With drop_last=True the incomplete batch is not used.")
                } else {
                    ("drop_last=False では端数のバッチも 1 回と数えます。", "With drop_last=False the incomplete batch counts, too.")
                },
            ),
            Wrong::new(
                each as f64,
                ("1 エポックの回数です。", "That is one epoch."),
            ),
            Wrong::new(
                (n * epochs / batch + i64::from(!drops)) as f64,
                ("全エポックのデータをつなげて割っています。端数はエポックごとに生じます。", "All epochs were joined before dividing; each has a remainder of its own."),
            ),
            Wrong::new(
                (n * epochs) as f64,
                ("データの個数だけ更新しています。更新は 1 バッチに 1 回です。", "That is an update for each example; there is one for each batch."),
            ),
            Wrong::new(
                (rest * epochs) as f64,
                ("端数のデータの個数を数えています。", "That counts the examples left over."),
            ),
        ],
        steps: text!(
            "{n} / {batch} を{ja} {each} 回（端数は {rest} 個）。{each} × {epochs} = {all} 回。",
            "{n} / {batch}, {en}, is {each} ({rest} are left over); {each} × {epochs} = {all}."
        ),
        lab: None,
    }
}

/// Reads the data batch by batch.
fn again(drawn: &Parameters) -> f64 {
    let (batch, drops) = (drawn.int("batch") as usize, drawn.int("drop_last") == 1);
    let data = vec![(); drawn.int("n") as usize];
    let epoch = || data.chunks(batch).filter(|chunk| !drops || chunk.len() == batch).count();
    (0..drawn.int("epochs")).map(|_| epoch()).sum::<usize>() as f64
}
