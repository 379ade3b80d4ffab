//! What one stage of a pipeline sends to the next.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "D15",
    topic: Topic::Distributed,
    title: ("ステージ間の通信量", "Traffic between pipeline stages"),
    source: "narayanan2021",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let b = draw.pick("b", &[1, 2, 4, 8]);
    let s = draw.pick("s", &[512, 1024, 2048]);
    let h = draw.pick("h", &[1024, 2048, 4096, 5120]);
    let layers = draw.pick("layers", &[4, 6, 8]);
    let values = (b * s * h) as f64;
    let value = values * 2.0 / 1e6;
    let format = Format::Decimals(2);
    let (count, told) = (write(values, Format::Integer), write(value, format));
    Calculation {
        stem: text!(
            "各ステージが Transformer {layers} 層を受け持つパイプライン並列で、隠れ次元 {h}、系列長 {s}、マイクロバッチ {b}、活性値は float16（2 バイト）とする。順伝播で 1 個のマイクロバッチにつきステージが次のステージへ送るデータは何 MB か（1 MB = 10^6 バイト）。",
            "Each stage of a pipeline has {layers} transformer layers of hidden size {h}; sequences have {s} tokens, a microbatch {b} of them, and activations are float16 (2 bytes). How many MB does a stage send to the next for one microbatch's forward pass (1 MB = 10^6 bytes)?"
        ),
        code: None,
        formula: text!("送るバイト数 = b·s·h·2", "bytes sent = b·s·h·2"),
        value,
        format,
        unit: ("MB", "MB"),
        wrong: vec![
            Wrong::new(
                value * layers as f64,
                (
                    "層ごとに送るのではありません。送るのは境界の活性値だけです。",
                    "It is not sent layer by layer: only what crosses the boundary is.",
                ),
            ),
            Wrong::new(
                value * 2.0,
                ("float32 の大きさです。float16 は 2 バイトです。", "That is float32; float16 has 2 bytes."),
            ),
            Wrong::new(value / 2.0, ("1 要素を 1 バイトとしています。", "That takes a value for one byte.")),
            Wrong::new(
                (s * h) as f64 * 2.0 / 1e6 * if b == 1 { f64::NAN } else { 1.0 },
                ("マイクロバッチの大きさを掛け忘れています。", "The size of the microbatch is missing."),
            ),
            Wrong::new(
                (h * h) as f64 * 2.0 * layers as f64 / 1e6,
                (
                    "重みの大きさです。パイプライン並列で送るのは活性値（逆伝播ではその勾配）です。",
                    "That is weights; a pipeline sends activations, and their gradients on the way back.",
                ),
            ),
            Wrong::new(
                (b * h) as f64 * 2.0 / 1e6,
                ("系列長を掛け忘れています。", "The tokens of a sequence are missing."),
            ),
        ],
        steps: text!(
            "{b} × {s} × {h} = {count} 個の値 × 2 バイト = {told} MB。層の数によりません。",
            "{b} × {s} × {h} = {count} values of 2 bytes: {told} MB, however many layers a stage has."
        ),
        lab: None,
    }
}

/// Adds the bytes up token by token.
fn again(drawn: &Parameters) -> f64 {
    let tokens = drawn.int("b") * drawn.int("s");
    (0..tokens).map(|_| drawn.int("h") * 16 / 8).sum::<i64>() as f64 / 1e6
}
