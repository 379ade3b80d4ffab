//! What is left of a GPU's gain when data have to go there and back.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "A17",
    topic: Topic::Accelerators,
    title: ("転送を含めた GPU の効果", "A GPU's gain with transfers"),
    source: "nvidia-cuda",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let send = draw.int("in_MB_tens", 4..=60) * 10;
    let back = draw.int("out_MB_tens", 1..=30) * 10;
    draw.note("MB", send + back);
    let bandwidth = draw.pick("GB_per_s", &[4, 8, 16, 32]);
    let kernel = draw.int("kernel", 2..=30);
    let cpu = draw.int("cpu", 60..=400);
    let (b, k, c) = (bandwidth as f64, kernel as f64, cpu as f64);
    let moved = (send + back) as f64 / b;
    let gpu = moved + k;
    let value = c / gpu;
    let format = Format::Decimals(2);
    let (there, all, told) = (write(moved, format), write(gpu, format), write(value, format));
    Calculation {
        stem: text!(
            "CPU で {cpu} ms かかる処理を GPU で行う。入力 {send} MB を送り、{kernel} ms のカーネルを実行し、結果 {back} MB を戻す（順に行い、重ならない）。転送は {bandwidth} GB/s とする。全体では CPU の何倍の速さか（1 GB = 10^3 MB）。",
            "Workload that takes a CPU {cpu} ms is given to a GPU: {send} MB go there, a kernel takes {kernel} ms, {back} MB come back, one after the other, at {bandwidth} GB/s. How many times as fast as the CPU is all of it (1 GB = 10^3 MB)?"
        ),
        code: None,
        formula: text!(
            "速度比 = T_CPU / ((送る量 + 戻す量)/B + T_カーネル)",
            "speed-up = T_CPU / ((bytes there + bytes back)/B + T_kernel)"
        ),
        value,
        format,
        unit: ("倍", "times"),
        wrong: vec![
            Wrong::new(c / k, ("転送時間を無視しています。", "The transfers are left out.")),
            Wrong::new(
                c / (send as f64 / b + k),
                ("結果を戻す時間を数えていません。", "Bringing the result back is left out."),
            ),
            Wrong::new(c / moved, ("カーネルの時間を数えていません。", "The kernel is left out.")),
            Wrong::new(
                c / moved.max(k),
                (
                    "転送と計算が重なるとしています。ここでは順に行います。",
                    "That lets transfers and kernel overlap; here they follow each other.",
                ),
            ),
            Wrong::new(c / (8.0 * moved + k), ("バイトとビットを取り違えています。", "Bytes and bits are exchanged.")),
            Wrong::new((c - moved) / k, ("転送は GPU の側の時間に足します。", "Transfers add to the GPU's time.")),
        ],
        steps: text!(
            "転送は ({send} + {back}) MB / {bandwidth} GB/s = {there} ms。合計 {there} + {kernel} = {all} ms なので、{cpu} / {all} = {told} 倍。",
            "Transfers take ({send} + {back}) MB / {bandwidth} GB/s = {there} ms; with the kernel {there} + {kernel} = {all} ms: {cpu} / {all} = {told}."
        ),
        lab: None,
    }
}

/// In microseconds, megabyte by megabyte.
fn again(drawn: &Parameters) -> f64 {
    let moved: f64 = (0..drawn.int("MB")).map(|_| 1e3 / drawn.number("GB_per_s")).sum();
    1e3 * drawn.number("cpu") / (moved + 1e3 * drawn.number("kernel"))
}
