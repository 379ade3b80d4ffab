//! Amdahl's law and Gustafson's.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_parallel::speed::{amdahl, gustafson};

pub static TEMPLATE: Template = Template {
    id: "A11",
    topic: Topic::Accelerators,
    title: ("アムダールの法則とグスタフソンの法則", "The laws of Amdahl and Gustafson"),
    source: "amdahl1967",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let f = draw.int("parallel_percent", 50..=98);
    let n = draw.pick("N", &[4, 8, 16, 32, 64]);
    let is_gustafson = draw.pick("gustafson", &[0, 1]) == 1;
    let (share, x) = (f as f64 / 100.0, n as f64);
    let serial = (100 - f) as f64 / 100.0;
    let value = if is_gustafson { gustafson(serial, x) } else { amdahl(serial, x) };
    let format = Format::Decimals(2);
    let told = write(value, format);
    let (law_ja, law_en) = if is_gustafson {
        (
            format!(
                "{n} 台で実行した時間のうち {f}% が並列に動く部分、残りが逐次の部分である。台数に合わせて問題を大きくするとき、グスタフソンの法則による速度比"
            ),
            format!(
                "Of the time on {n} processors {f}% is parallel and the rest serial; the problem grows with the processors. What is the speed-up by Gustafson's law"
            ),
        )
    } else {
        (
            format!(
                "1 台で実行した時間のうち {f}% が並列化でき、残りはできない。問題の大きさを変えずに {n} 台で実行するとき、アムダールの法則による速度比"
            ),
            format!(
                "Of the time on one processor {f}% can be divided and the rest cannot; the problem stays the same. What is the speed-up on {n} processors by Amdahl's law"
            ),
        )
    };
    let way =
        if is_gustafson { format!("{serial} + {share} × {n}") } else { format!("1 / ({serial} + {share} / {n})") };
    Calculation {
        stem: text!("{law_ja}はいくつか。", "{law_en}?"),
        code: None,
        formula: text!(
            "アムダール：1 / ((1−f) + f/N)、 グスタフソン：(1−f) + f·N",
            "Amdahl: 1 / ((1−f) + f/N); Gustafson: (1−f) + f·N"
        ),
        value,
        format,
        unit: ("倍", "times"),
        wrong: vec![
            Wrong::new(
                if is_gustafson { amdahl(serial, x) } else { gustafson(serial, x) },
                (
                    "もう一方の法則の値です。問題の大きさを保つのがアムダール、台数に合わせて大きくするのがグスタフソンです。",
                    "That is the other law: Amdahl keeps the problem, Gustafson lets it grow with the processors.",
                ),
            ),
            Wrong::new(share * x, ("逐次の部分を無視しています。", "The serial part is left out.")),
            Wrong::new(x, ("すべてが並列化できる場合の値です。", "That is where all of it is parallel.")),
            Wrong::new(
                1.0 / serial,
                (
                    "台数を無限に増やしたときのアムダールの法則の上限です。",
                    "That is Amdahl's limit for any number of processors.",
                ),
            ),
            Wrong::new(
                if is_gustafson { gustafson(share, x) } else { amdahl(share, x) },
                ("並列の割合と逐次の割合が逆です。", "The parallel and the serial share are exchanged."),
            ),
        ],
        steps: text!("{way} = {told} 倍。", "{way} = {told} times."),
        lab: Some(format!("tab=parallel&way=speed&serial={}", 100 - f)),
    }
}

/// By times: the work of 100 seconds on one side, and what the other side takes for it.
fn again(drawn: &Parameters) -> f64 {
    let (parallel, n) = (drawn.number("parallel_percent"), drawn.number("N"));
    let serial = 100.0 - parallel;
    if drawn.int("gustafson") == 1 {
        // What N do in 100 seconds takes one alone.
        (serial + (0..drawn.int("N")).map(|_| parallel).sum::<f64>()) / 100.0
    } else {
        100.0 / (serial + parallel / n)
    }
}
