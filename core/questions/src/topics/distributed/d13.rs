//! The batch of data, tensor and pipeline parallelism together.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_parallel::memory::Ways;

pub static TEMPLATE: Template = Template {
    id: "D13",
    topic: Topic::Distributed,
    title: ("3 次元並列のバッチサイズ", "The batch of 3D parallelism"),
    source: "narayanan2021",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let t = draw.pick("tp", &[2, 4, 8]);
    let p = draw.pick("pp", &[2, 4, 8]);
    let d = draw.pick("dp", &[2, 3, 4, 6, 8, 16]);
    let gpus = t * p * d;
    draw.note("gpus", gpus);
    let micro = draw.pick("micro", &[1, 2, 4]);
    let m = draw.pick("m", &[4, 8, 16, 32]);
    let data = Ways::new(gpus as u64, t as u64, p as u64).map_or(f64::NAN, |ways| ways.data as f64);
    let one = (micro * m) as f64;
    let value = data * one;
    let told = write(value, Format::Integer);
    Calculation {
        stem: text!(
            "{gpus} 台の GPU で、テンソル並列 {t}、パイプライン並列 {p}、残りをデータ並列として学習する。マイクロバッチの大きさは {micro}、1 回の更新でパイプラインを流れるマイクロバッチは {m} 個である。全体のバッチサイズ（1 回の更新で使うデータの数）はいくつか。",
            "{gpus} GPUs train with tensor parallelism of {t}, pipeline parallelism of {p}, and data parallelism for the rest. Microbatches are of size {micro}, and {m} of them go through each pipeline for an update. What is the global batch, the number of examples of an update?"
        ),
        code: None,
        formula: text!(
            "GPU 数 = d·t·p、 全体のバッチ = d ×（マイクロバッチの大きさ）×（個数）",
            "GPUs = d·t·p, global batch = d × (size of a microbatch) × (their number)"
        ),
        value,
        format: Format::Integer,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                gpus as f64 * one,
                (
                    "GPU の数を掛けています。同じデータを分担する GPU は 1 組と数えます。",
                    "That multiplies by all GPUs; those that share a replica work on the same examples.",
                ),
            ),
            Wrong::new(one, ("データ並列の数を掛け忘れています。", "The number of data-parallel replicas is missing.")),
            Wrong::new(
                data * micro as f64,
                ("マイクロバッチの個数を掛け忘れています。", "The number of microbatches is missing."),
            ),
            Wrong::new(
                (gpus / t) as f64 * one,
                ("パイプライン並列で割り忘れています。", "It was not divided by the pipeline's stages."),
            ),
            Wrong::new(
                (gpus / p) as f64 * one,
                ("テンソル並列で割り忘れています。", "It was not divided by the tensor-parallel workers."),
            ),
        ],
        steps: text!(
            "データ並列の数は {gpus} / ({t}×{p}) = {d}。全体のバッチは {d} × {micro} × {m} = {told}。",
            "There are {gpus} / ({t}×{p}) = {d} replicas; the batch is {d} × {micro} × {m} = {told}."
        ),
        lab: None,
    }
}

/// Numbers the GPUs and counts those that begin a replica.
fn again(drawn: &Parameters) -> f64 {
    let model = drawn.int("tp") * drawn.int("pp");
    let replicas = (0..drawn.int("gpus")).filter(|gpu| gpu % model == 0).count() as i64;
    (replicas * drawn.int("micro") * drawn.int("m")) as f64
}
