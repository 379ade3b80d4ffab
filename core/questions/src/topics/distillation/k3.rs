//! The loss of a student.

use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::compress::distill::soft_target_loss;
use karui_spec::recipe::Distill;

pub static TEMPLATE: Template = Template {
    id: "K3",
    topic: Topic::Distillation,
    title: ("蒸留の損失", "The loss of distillation"),
    source: "hinton2015",
    kind: Kind::Calculation { make, again },
};

/// The logarithms of softmax at a temperature.
fn log_soft(logits: &[f64], t: f64) -> Vec<f64> {
    let total = logits.iter().map(|z| (z / t).exp()).sum::<f64>().ln();
    logits.iter().map(|z| z / t - total).collect()
}

/// KL(p ‖ q) of logarithms.
fn divergence(log_p: &[f64], log_q: &[f64]) -> f64 {
    log_p.iter().zip(log_q).map(|(p, q)| p.exp() * (p - q)).sum()
}

fn make(draw: &mut Draw) -> Calculation {
    let teacher = draw.list("teacher", 2, 0, -2..=6);
    let student = draw.list("student", 2, 0, -3..=4);
    let label = draw.int("label", 0..=1) as usize;
    let alpha = draw.pick("alpha", &[0.3, 0.7, 0.9]);
    let t = draw.pick("T", &[2.0, 4.0]);
    let floats = |values: &[f64]| values.iter().map(|&v| v as f32).collect::<Vec<f32>>();
    let settings = Distill { temperature: t as f32, alpha: alpha as f32, ..Distill::default() };
    let mut gradient = [0.0; 2];
    let loss = soft_target_loss(&settings, 2, &floats(&student), &floats(&teacher), &[label as u8], &mut gradient);
    let (p, q) = (log_soft(&teacher, t), log_soft(&student, t));
    let (soft, hard) = (divergence(&p, &q), -log_soft(&student, 1.0)[label]);
    let format = Format::Decimals(2);
    let value = settled(f64::from(loss), 2);
    let joined = |values: &[f64]| values.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    let (teachers, students, number) = (joined(&teacher), joined(&student), label + 1);
    let [kl, ce] = [soft, hard].map(|v| write(v, Format::Decimals(4)));
    let (rest, square, shown) = (write(1.0 - alpha, Format::Decimals(1)), t * t, write(value, format));
    Calculation {
        stem: text!(
            "2 クラス分類で、教師のロジットは [{teachers}]、生徒のロジットは [{students}]、正解は {number} 番目のクラスである。α = {alpha}、T = {t} として、損失 L = α·T²·KL(p_T ‖ q_T) + (1 − α)·CE を求めよ。p_T、q_T は教師と生徒の温度 T のソフトマックス、CE は正解ラベルと生徒の T = 1 の出力との交差エントロピー、対数は自然対数とする。",
            "Two classes: the teacher's logits are [{teachers}], the student's [{students}], the label is class {number}. With α = {alpha} and T = {t}, what is L = α·T²·KL(p_T ‖ q_T) + (1 − α)·CE? Here p_T and q_T are softmax at T of teacher and student, CE is the cross-entropy of the label and the student's output at T = 1; logarithms are natural."
        ),
        code: None,
        formula: text!("KL(p ‖ q) = Σ p_i ln(p_i / q_i)、 CE = −ln q_y（T = 1）", "KL(p ‖ q) = Σ p_i ln(p_i / q_i), CE = −ln q_y (T = 1)"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                alpha * soft + (1.0 - alpha) * hard,
                (
                    "T² を掛け忘れています。勾配が 1/T² に縮む分を補う係数です。",
                    "T² is missing; it makes up for gradients that shrink with 1/T².",
                ),
            ),
            Wrong::new(
                alpha * t * t * soft - (1.0 - alpha) * log_soft(&student, t)[label],
                (
                    "正解ラベルとの項まで温度 T で計算しています。こちらは T = 1 です。",
                    "The label's part was taken at T, too; it is at T = 1.",
                ),
            ),
            Wrong::new(
                (1.0 - alpha) * t * t * soft + alpha * hard,
                ("α と 1 − α が逆です。", "α and 1 − α are the wrong way round."),
            ),
            Wrong::new(
                alpha * t * t * divergence(&q, &p) + (1.0 - alpha) * hard,
                ("KL の向きが逆です。教師 p が先に来ます。", "The divergence is the wrong way round: the teacher's p comes first."),
            ),
            Wrong::new(
                alpha * t * soft + (1.0 - alpha) * hard,
                ("T² ではなく T を掛けています。", "It was multiplied by T instead of T²."),
            ),
            Wrong::new(
                t * t * soft + hard,
                ("重み α と 1 − α を掛けていません。", "The weights α and 1 − α are missing."),
            ),
        ],
        steps: text!(
            "KL = {kl}、CE = {ce}。L = {alpha} × {square} × {kl} + {rest} × {ce} = {shown}。",
            "KL = {kl} and CE = {ce}: L = {alpha} × {square} × {kl} + {rest} × {ce} = {shown}."
        ),
        lab: Some(format!("tab=compress&recipe=%7B%22distill%22:%7B%22alpha%22:{alpha},%22temperature%22:{t}%7D%7D")),
    }
}

/// KL as cross-entropy less entropy, of probabilities by the sigmoid of the logits' difference.
fn again(drawn: &Parameters) -> f64 {
    let (t, alpha) = (drawn.number("T"), drawn.number("alpha"));
    let first = |name: &str, t: f64| 1.0 / (1.0 + ((drawn.list(name)[1] - drawn.list(name)[0]) / t).exp());
    let (p, q, hard) = (first("teacher", t), first("student", t), first("student", 1.0));
    let cross = |p: f64, q: f64| -p * q.ln() - (1.0 - p) * (1.0 - q).ln();
    let of_label = if drawn.int("label") == 0 { hard } else { 1.0 - hard };
    rounded(alpha * t * t * (cross(p, q) - cross(p, p)) - (1.0 - alpha) * of_label.ln(), 2)
}
