//! What a round moves between the server and the clients.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "F4",
    topic: Topic::Federated,
    title: ("1 ラウンドの通信量", "Traffic of a round"),
    source: "mcmahan2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let clients = draw.pick("K", &[50, 100, 200, 500, 1000]);
    let percent = draw.pick("C_percent", &[1, 2, 5, 10, 20]);
    let millions = draw.decimal("millions", 1, 5..=120);
    let chosen = (clients * percent / 100).max(1);
    let c = percent as f64 / 100.0;
    let size = millions * 4.0;
    let value = 2.0 * chosen as f64 * size;
    let format = Format::Decimals(1);
    let (one, told) = (write(size, format), write(value, format));
    let k = clients as f64;
    Calculation {
        stem: text!(
            "{clients} クライアントのうち割合 C = {c} を毎ラウンド選ぶ連合学習で、モデルは float32 の重み {millions}×10^6 個である。1 ラウンドにサーバーが送受信するのは合計何 MB か（1 MB = 10^6 バイト、圧縮はしない）。",
            "Federated learning chooses a share C = {c} of {clients} clients in each round. The model has {millions}×10^6 weights in float32. How many MB does the server send and receive in a round, in all (1 MB = 10^6 bytes, nothing is compressed)?"
        ),
        code: None,
        formula: text!("通信量 = 2·m·|w|、 m = max(⌊C·K⌋, 1)", "traffic = 2·m·|w| with m = max(⌊C·K⌋, 1)"),
        value,
        format,
        unit: ("MB", "MB"),
        wrong: vec![
            Wrong::new(
                2.0 * k * size,
                ("選ばれたクライアントだけが通信します。", "Only the chosen clients communicate."),
            ),
            Wrong::new(
                value / 2.0,
                (
                    "片方向だけです。モデルの配布と更新の回収の両方があります。",
                    "That is one way; the model goes out and the updates come back.",
                ),
            ),
            Wrong::new(2.0 * size, ("1 クライアント分です。", "That is one client's.")),
            Wrong::new(
                value / 4.0,
                (
                    "重みを 1 バイトとしています。float32 は 4 バイトです。",
                    "That takes a weight for one byte; float32 has 4.",
                ),
            ),
            Wrong::new(
                2.0 * (k - chosen as f64) * size,
                ("選ばれなかったクライアントの数を使っています。", "That uses those who were not chosen."),
            ),
            Wrong::new(value * 8.0, ("ビットで数えています。", "That counts bits.")),
        ],
        steps: text!(
            "m = {clients} × {c} = {chosen}、モデルは {millions}×10^6 × 4 バイト = {one} MB。2 × {chosen} × {one} = {told} MB。",
            "m = {clients} × {c} = {chosen}; the model has {millions}×10^6 × 4 bytes = {one} MB: 2 × {chosen} × {one} = {told} MB."
        ),
        lab: None,
    }
}

/// Client by client, in bytes.
fn again(drawn: &Parameters) -> f64 {
    let bytes = (drawn.number("millions") * 10.0).round() as i64 * 400_000;
    let most = drawn.int("K") * drawn.int("C_percent");
    let chosen = (1..=drawn.int("K")).filter(|i| i * 100 <= most).count().max(1);
    (0..chosen).map(|_| bytes + bytes).sum::<i64>() as f64 / 1e6
}
