//! What a worker's memory holds with ZeRO.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_parallel::memory::{Memory, PerParameter, Ways, Zero};

pub static TEMPLATE: Template = Template {
    id: "D12",
    topic: Topic::Distributed,
    title: ("ZeRO とメモリ", "ZeRO and memory"),
    source: "rajbhandari2020",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let psi = draw.decimal("billions", 1, 5..=200);
    let n = draw.pick("N", &[2, 4, 8, 16, 32, 64]);
    let stage = draw.int("stage", 0..=3);
    let of = |stage: i64| {
        let parameters = (psi * 10.0).round() as u64 * 100_000_000;
        let memory = Ways::new(n as u64, 1, 1).and_then(|ways| {
            Ok(Memory::of_states(parameters, PerParameter::MIXED_ADAM, ways, Zero::new(stage as usize)?))
        });
        memory.map_or(f64::NAN, |memory| memory.total() as f64 / 1e9)
    };
    let value = of(stage);
    let format = Format::Decimals(2);
    let (what_ja, what_en) = [
        ("何も分割しない（通常のデータ並列）", "nothing is shared out (plain data parallel)"),
        ("オプティマイザの状態だけを分割する（ZeRO-1）", "the optimizer's states are shared out (ZeRO-1)"),
        (
            "オプティマイザの状態と勾配を分割する（ZeRO-2）",
            "the optimizer's states and gradients are shared out (ZeRO-2)",
        ),
        (
            "オプティマイザの状態・勾配・パラメータを分割する（ZeRO-3）",
            "the optimizer's states, gradients and parameters are shared out (ZeRO-3)",
        ),
    ][stage as usize];
    let [p, g, o] = [3, 2, 1].map(|from| if stage >= from { format!("/{n}") } else { String::new() });
    let told = write(value, format);
    Calculation {
        stem: text!(
            "パラメータ {psi}×10^9 個のモデルを混合精度の Adam で学習する。1 個あたり、パラメータ 2 バイト、勾配 2 バイト、オプティマイザの状態（float32 の複製・1 次・2 次モーメント）12 バイトを使う。{n} 台のデータ並列で{what_ja}とき、1 台に要るメモリは何 GB か（活性値は除く、1 GB = 10^9 バイト）。",
            "A model of {psi}×10^9 parameters is trained by Adam in mixed precision: for each, 2 bytes of parameter, 2 of gradient and 12 of the optimizer's states (a float32 copy and two moments). With {n} data-parallel workers, where {what_en}, how many GB does one of them need (without activations; 1 GB = 10^9 bytes)?"
        ),
        code: None,
        formula: text!(
            "(2 + 2 + 12)ψ のうち、ZeRO-1 は 12 を、ZeRO-2 は 2 + 12 を、ZeRO-3 は全部を N で割る",
            "Of (2 + 2 + 12)ψ, ZeRO-1 divides the 12 by N, ZeRO-2 the 2 + 12, ZeRO-3 all"
        ),
        value,
        format,
        unit: ("GB", "GB"),
        wrong: vec![
            Wrong::new(of((stage + 1) % 4), ("ZeRO の段階を取り違えています。", "That is another stage of ZeRO.")),
            Wrong::new(
                of((stage + 3) % 4),
                (
                    "ZeRO の段階を取り違えています。1 はオプティマイザ、2 は勾配も、3 はパラメータも分割します。",
                    "That is another stage: 1 shares the optimizer's states out, 2 gradients too, 3 parameters too.",
                ),
            ),
            Wrong::new(of((stage + 2) % 4), ("分割するものが違います。", "Other things are shared out.")),
            Wrong::new(
                2.0 * psi,
                (
                    "16 ビットのパラメータだけの大きさです。学習には勾配とオプティマイザの状態も要ります。",
                    "That is the 16-bit parameters alone; training needs gradients and the optimizer's states.",
                ),
            ),
            Wrong::new(4.0 * psi, ("オプティマイザの状態を数えていません。", "The optimizer's states are missing.")),
        ],
        steps: text!(
            "2ψ{p} + 2ψ{g} + 12ψ{o}、ψ = {psi}×10^9 なので {told} GB。",
            "2ψ{p} + 2ψ{g} + 12ψ{o} with ψ = {psi}×10^9: {told} GB."
        ),
        lab: Some(format!("tab=parallel&way=memory&zero={stage}&holds=7.5b&all={n}")),
    }
}

/// Adds up byte by byte what is held of a parameter: all of it, or an N-th.
fn again(drawn: &Parameters) -> f64 {
    let shares = 1.0 / drawn.number("N");
    let stage = drawn.int("stage");
    let bytes: f64 = (1..=16)
        .map(|byte| {
            let from = match byte {
                1..=2 => 3,
                3..=4 => 2,
                _ => 1,
            };
            if stage >= from { shares } else { 1.0 }
        })
        .sum();
    bytes * drawn.number("billions")
}
