//! The learning rate that goes with a larger batch, and the way up to it.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "D3",
    topic: Topic::Distributed,
    title: ("線形スケーリング則とウォームアップ", "The linear scaling rule and its warm-up"),
    source: "goyal2017",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let b = draw.pick("b", &[16, 32, 64]);
    let k = draw.pick("k", &[2, 4, 8, 16]);
    let accum = draw.pick("accum", &[1, 2, 4]);
    let base = draw.pick("B0", &[64, 128, 256]);
    let lr = draw.pick("lr0", &[0.01, 0.02, 0.05, 0.1]);
    let epochs = draw.pick("warmup", &[4, 5, 8, 10]);
    let epoch = draw.int("epoch", 1..=epochs - 1);
    let batch = b * k * accum;
    let target = lr * batch as f64 / base as f64;
    let share = epoch as f64 / epochs as f64;
    let format = Format::Decimals(4);
    // Where the batch has not grown there is nothing to scale.
    let value = if batch > base { lr + (target - lr) * share } else { f64::NAN };
    let (told, end) = (write(value, format), write(target, Format::Decimals(4)));
    Calculation {
        stem: text!(
            "バッチサイズ {base}、学習率 {lr} で学習していたモデルを、1 台あたりのミニバッチ {b}、{k} 台、勾配蓄積 {accum} 回の同期型データ並列で学習する。線形スケーリング則で決めた学習率まで、最初の {epochs} エポックで元の学習率から直線的に上げる（ウォームアップ）。{epoch} エポックを終えた時点の学習率はいくつか。",
            "A model that was trained with batches of {base} and learning rate {lr} is trained by synchronous data parallel: minibatches of {b} on each of {k} workers, gradients accumulated {accum} times. Within the first {epochs} epochs the rate goes up in a straight line from the old one to the one of the linear scaling rule. What is it after {epoch} epochs?"
        ),
        code: None,
        formula: text!(
            "B = b·k·（蓄積回数）、 η = η₀·B/B₀、 η(e) = η₀ + (η − η₀)·e/E",
            "B = b·k·(accumulation), η = η₀·B/B₀, η(e) = η₀ + (η − η₀)·e/E"
        ),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(target, ("ウォームアップを終えた後の学習率です。", "That is the rate after the warm-up.")),
            Wrong::new(
                target * share,
                (
                    "0 から上げています。ここでは元の学習率から始めます。",
                    "That starts from 0; here it starts from the old rate.",
                ),
            ),
            Wrong::new(
                lr + (lr * (batch as f64 / base as f64).sqrt() - lr) * share,
                (
                    "平方根で拡大しています。線形スケーリング則はバッチサイズの比をそのまま掛けます。",
                    "That grows with the square root; the linear rule multiplies by the ratio itself.",
                ),
            ),
            Wrong::new(
                lr + (lr * k as f64 - lr) * share,
                (
                    "台数だけで拡大しています。比べるのは実効バッチサイズです。",
                    "That grows with the number of workers alone; what counts is the effective batch.",
                ),
            ),
            Wrong::new(
                lr + (lr * (b * k) as f64 / base as f64 - lr) * share,
                ("勾配蓄積の回数を掛け忘れています。", "The number of accumulations is missing."),
            ),
            Wrong::new(lr, ("元の学習率のままです。", "That is the old rate.")),
        ],
        steps: text!(
            "実効バッチサイズは {b}×{k}×{accum} = {batch}。目標の学習率は {lr} × {batch} / {base} = {end}。{epoch}/{epochs} だけ進んだので {lr} + ({end} − {lr}) × {epoch}/{epochs} = {told}。",
            "The effective batch is {b}×{k}×{accum} = {batch}; the target {lr} × {batch} / {base} = {end}. After {epoch} of {epochs} epochs: {lr} + ({end} − {lr}) × {epoch}/{epochs} = {told}."
        ),
        lab: None,
    }
}

/// Epoch by epoch, in equal steps, up to the rate that every image's share of an update stays the same with.
fn again(drawn: &Parameters) -> f64 {
    let images = drawn.int("b") * drawn.int("k") * drawn.int("accum");
    let per_image = drawn.number("lr0") / drawn.number("B0");
    let step = (per_image * images as f64 - drawn.number("lr0")) / drawn.number("warmup");
    (0..drawn.int("epoch")).fold(drawn.number("lr0"), |rate, _| rate + step)
}
