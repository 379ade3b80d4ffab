//! What a worker holds of two matrices that tensor parallelism divides.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "D11",
    topic: Topic::Distributed,
    title: ("テンソル並列の行列の分割", "Matrices divided by tensor parallelism"),
    source: "shoeybi2019",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let h = draw.pick("h", &[512, 768, 1024, 1536, 2048]);
    let times = draw.pick("ffn_over_h", &[2, 4]);
    let t = draw.pick("t", &[2, 4, 8]);
    let f = h * times;
    let part = f / t;
    let value = (2 * h * part) as f64;
    let (hf, ff, tf) = (h as f64, f as f64, t as f64);
    let told = write(value, Format::Integer);
    Calculation {
        stem: text!(
            "全結合 2 層（{h} → {f} → {h}、間に活性化関数、バイアスは数えない）を {t} 台のテンソル並列で計算する。1 層目の行列は列（出力）方向、2 層目は行（入力）方向に分ける。1 台が持つ重みは何個か。",
            "Two linear layers ({h} → {f} → {h}, an activation between them, biases not counted) are computed by tensor parallelism on {t} workers: the first matrix is divided by its columns (outputs), the second by its rows (inputs). How many weights does one worker hold?"
        ),
        code: None,
        formula: text!("1 台の重み = h·(f/t) + (f/t)·h = 2hf/t", "weights of a worker = h·(f/t) + (f/t)·h = 2hf/t"),
        value,
        format: Format::Integer,
        unit: ("個", "weights"),
        wrong: vec![
            Wrong::new(
                2.0 * hf * ff,
                (
                    "分割していません。データ並列なら各ワーカーが全部を持ちます。",
                    "Nothing is divided; that is what data parallelism holds.",
                ),
            ),
            Wrong::new(hf * ff / tf, ("1 層分だけです。", "That is one of the two layers.")),
            Wrong::new(hf * ff / tf + hf * ff, ("2 層目を分割していません。", "The second layer is not divided.")),
            Wrong::new(
                2.0 * hf * ff / (tf * tf),
                (
                    "入力と出力の両方を分けています。分けるのは中間の次元だけです。",
                    "Inputs and outputs were both divided; only the middle dimension is.",
                ),
            ),
            Wrong::new(
                hf * hf / tf + ff * ff / tf,
                ("行列の大きさは h×f と f×h です。", "The matrices are h×f and f×h."),
            ),
        ],
        steps: text!(
            "中間の {f} を {t} 台で分けて 1 台 {part}。{h}×{part} + {part}×{h} = {told} 個。",
            "Of the {f} in the middle each of {t} workers has {part}: {h}×{part} + {part}×{h} = {told} weights."
        ),
        lab: None,
    }
}

/// Counts the columns and rows that the first worker is dealt.
fn again(drawn: &Parameters) -> f64 {
    let (h, t) = (drawn.int("h"), drawn.int("t"));
    let units = (0..h * drawn.int("ffn_over_h")).filter(|unit| unit % t == 0).count() as i64;
    (0..units).map(|_| h + h).sum::<i64>() as f64
}
