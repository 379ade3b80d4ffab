//! Pruning, shared weights and indices together.

use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "P13",
    topic: Topic::Pruning,
    title: ("枝刈りと重み共有を合わせた圧縮率", "Pruning and weight sharing together"),
    source: "han2016",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let density = draw.pick("density", &[8, 10, 12, 16, 20]);
    let bits = draw.pick("bits", &[4, 5, 6, 8]);
    let index = draw.pick("index_bits", &[3, 4, 5]);
    let part = density as f64 / 100.0;
    let of = |bits: i64| 32.0 / (part * bits as f64);
    let format = Format::Decimals(1);
    let value = settled(of(bits + index), 1);
    let (per, shown) = (bits + index, write(value, format));
    Calculation {
        stem: text!(
            "32 ビットの重みを枝刈りして {density}% だけを残し、残った重みを {bits} ビットの符号帳の番号で、位置を 1 個あたり {index} ビットの相対番号で保存する。圧縮率（元のビット数 / 保存するビット数）はいくつか。符号帳とバイアスは数えない。",
            "Of weights of 32 bits, pruning leaves {density}%. Each that is left is stored as a number of {bits} bits into the code book, and its place as a relative index of {index} bits. What is the compression ratio, bits before by bits after, code book and biases not counted?"
        ),
        code: None,
        formula: text!("圧縮率 = 32 / (密度 × (番号のビット + 位置のビット))", "ratio = 32 / (density × (bits of number + bits of place))"),
        value,
        format,
        unit: ("倍", "times"),
        wrong: vec![
            Wrong::new(of(bits), ("位置の番号を数え忘れています。", "The places are missing.")),
            Wrong::new(
                1.0 / part + 32.0 / bits as f64,
                ("各段の倍率を足しています。続けて行う圧縮の倍率は掛け合わせます。", "The ratios of the stages were added; they multiply."),
            ),
            Wrong::new(
                32.0 / per as f64,
                ("枝刈りで減った分を数えていません。", "What pruning saves is missing."),
            ),
            Wrong::new(1.0 / part, ("枝刈りの倍率だけです。", "That is the ratio of pruning alone.")),
            Wrong::new(
                32.0 / (part * bits as f64 + index as f64),
                ("位置の番号も残った重みにだけ要ります。", "Only weights that are left need a place."),
            ),
        ],
        steps: text!(
            "残った重みは 1 個あたり {bits} + {index} = {per} ビット。元の重み 1 個あたりでは {part} × {per} ビットなので、32 / ({part} × {per}) = {shown} 倍。",
            "A weight that is left takes {bits} + {index} = {per} bits, so {part} × {per} bits for each original weight: 32 / ({part} × {per}) = {shown}."
        ),
        lab: Some(format!("tab=compress&recipe=%7B%22prune%22:%7B%22amount%22:{}%7D,%22cluster%22:%7B%22bits%22:{bits}%7D%7D", (100 - density) as f64 / 100.0)),
    }
}

/// The bits of ten thousand weights, one after another.
fn again(drawn: &Parameters) -> f64 {
    let kept = (0..10_000).filter(|i| i % 100 < drawn.int("density"));
    let after: i64 = kept.map(|_| drawn.int("bits") + drawn.int("index_bits")).sum();
    rounded(320_000.0 / after as f64, 1)
}
