//! A dot product of signs by XNOR and counting bits.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text};

pub static TEMPLATE: Template = Template {
    id: "Q11",
    topic: Topic::Quantization,
    title: ("二値化した内積", "A dot product of signs"),
    source: "rastegari2016",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = draw.pick("n", &[8, 12, 16]);
    let (a, b) = (draw.int("a", 0..=(1 << n) - 1), draw.int("b", 0..=(1 << n) - 1));
    let mask = (1i64 << n) - 1;
    let same = (!(a ^ b) & mask).count_ones() as i64;
    let value = 2 * same - n;
    let both = i64::from((a & b).count_ones());
    let wide = n as usize;
    let (left, right, xnor) = (format!("{a:0wide$b}"), format!("{b:0wide$b}"), format!("{:0wide$b}", !(a ^ b) & mask));
    let different = n - same;
    Calculation {
        stem: text!(
            "+1 をビット 1、−1 をビット 0 で表した {n} 次元のベクトル a = {left} と b = {right} の内積を、XNOR とビット計数（popcount）で求めよ。",
            "Vectors of {n} signs, bit 1 for +1 and bit 0 for −1: a = {left}, b = {right}. What is their dot product, by XNOR and counting bits (popcount)?"
        ),
        code: None,
        formula: text!("a·b = 2 popcount(a XNOR b) − n", "a·b = 2 popcount(a XNOR b) − n"),
        value: value as f64,
        format: Format::Integer,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                same as f64,
                (
                    "一致したビットを数えただけです。不一致は −1 なので引きます。",
                    "That only counts the bits that agree; those that do not are −1 each.",
                ),
            ),
            Wrong::new(
                -value as f64,
                ("XNOR ではなく XOR を数えています。", "XOR was counted instead of XNOR."),
            ),
            Wrong::new(
                both as f64,
                ("AND を数えています。−1 × −1 も +1 です。", "AND was counted; but −1 × −1 is +1, too."),
            ),
            Wrong::new(different as f64, ("不一致のビットを数えています。", "That counts the bits that differ.")),
            Wrong::new(
                (2 * same) as f64,
                ("n を引き忘れています。", "n was not subtracted."),
            ),
        ],
        steps: text!(
            "a XNOR b = {xnor} で、1 は {same} 個。2 × {same} − {n} = {value}。",
            "a XNOR b = {xnor} holds {same} ones; 2 × {same} − {n} = {value}."
        ),
        lab: Some("tab=compress&recipe=%7B%22quantize%22:%7B%22method%22:%22weights%22,%22dtype%22:%22binary%22%7D%7D".into()),
    }
}

/// Sign by sign.
fn again(drawn: &Parameters) -> f64 {
    let sign = |bits: i64, at: i64| if bits >> at & 1 == 1 { 1 } else { -1 };
    let (a, b) = (drawn.int("a"), drawn.int("b"));
    (0..drawn.int("n")).map(|at| sign(a, at) * sign(b, at)).sum::<i64>() as f64
}
