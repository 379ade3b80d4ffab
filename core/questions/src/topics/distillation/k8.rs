//! Divergence, cross-entropy and entropy.

use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "K8",
    topic: Topic::Distillation,
    title: ("KL ダイバージェンスと交差エントロピー", "Divergence and cross-entropy"),
    source: "hinton2015",
    kind: Kind::Calculation { make, again },
};

/// Probabilities of three classes from two of them in hundredths.
fn all([a, b]: [i64; 2]) -> [f64; 3] {
    [a, b, 100 - a - b].map(|p| p as f64 / 100.0)
}

fn divergence(p: &[f64; 3], q: &[f64; 3]) -> f64 {
    p.iter().zip(q).map(|(p, q)| p * (p / q).ln()).sum()
}

fn make(draw: &mut Draw) -> Calculation {
    let mut shares = |names: [&str; 2]| {
        let a = draw.int(names[0], 1..=16) * 5;
        all([a, draw.int(names[1], 1..=(18 - a / 5).max(1)) * 5])
    };
    let (p, q) = (shares(["p1", "p2"]), shares(["q1", "q2"]));
    let value = settled(divergence(&p, &q), 3);
    let cross: f64 = -p.iter().zip(&q).map(|(p, q)| p * q.ln()).sum::<f64>();
    let entropy: f64 = -p.iter().map(|p| p * p.ln()).sum::<f64>();
    let joined = |values: &[f64; 3]| values.map(|v| write(v, Format::Decimals(2))).join(", ");
    let (ps, qs) = (joined(&p), joined(&q));
    let format = Format::Decimals(3);
    let [ce, h, shown] = [cross, entropy, value].map(|v| write(v, format));
    Calculation {
        stem: text!(
            "教師の分布が p = [{ps}]、生徒の分布が q = [{qs}] のとき、KL(p ‖ q)（自然対数、クラスについての和）はいくつか。",
            "The teacher's distribution is p = [{ps}], the student's q = [{qs}]. What is KL(p ‖ q), in natural logarithms, summed over the classes?"
        ),
        code: None,
        formula: text!("KL(p ‖ q) = Σ p_i ln(p_i / q_i) = CE(p, q) − H(p)", "KL(p ‖ q) = Σ p_i ln(p_i / q_i) = CE(p, q) − H(p)"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                divergence(&q, &p),
                ("p と q が逆です。KL は対称ではありません。", "p and q are exchanged; the divergence is not symmetric."),
            ),
            Wrong::new(
                cross,
                (
                    "交差エントロピーです。KL はそこから教師のエントロピー H(p) を引いた値で、生徒についての勾配は同じです。",
                    "That is the cross-entropy. The divergence is less by the teacher's entropy H(p); the student's gradient is the same.",
                ),
            ),
            Wrong::new(
                value / 3.0,
                (
                    "クラスについて平均しています。PyTorch の reduction='mean' と同じ誤りです。",
                    "That is the mean over classes, as PyTorch's reduction='mean' would give.",
                ),
            ),
            Wrong::new(entropy, ("教師のエントロピー H(p) です。", "That is the teacher's entropy H(p).")),
            Wrong::new(
                p.iter().zip(&q).map(|(p, q)| (p - q).abs()).sum(),
                ("確率の差の絶対値の和です。", "That is the sum of the differences' magnitudes."),
            ),
        ],
        steps: text!(
            "CE(p, q) = −Σ p ln q = {ce}、H(p) = −Σ p ln p = {h}。KL = {ce} − {h} ≈ {shown}。",
            "CE(p, q) = −Σ p ln q = {ce}, H(p) = −Σ p ln p = {h}: KL = {ce} − {h} ≈ {shown}."
        ),
        lab: None,
    }
}

/// Cross-entropy less entropy.
fn again(drawn: &Parameters) -> f64 {
    let of = |names: [&str; 2]| all(names.map(|name| drawn.int(name) * 5));
    let (p, q) = (of(["p1", "p2"]), of(["q1", "q2"]));
    let cross = |q: &[f64; 3]| -p.iter().zip(q).map(|(p, q)| p * q.ln()).sum::<f64>();
    rounded(cross(&q) - cross(&p), 3)
}
