//! The gradient of the soft targets.

use crate::question::{rounded, settled};
use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::compress::distill::soft_target_loss;
use karui_spec::recipe::Distill;

pub static TEMPLATE: Template = Template {
    id: "K4",
    topic: Topic::Distillation,
    title: ("ソフトターゲットの勾配と T²", "The gradient of soft targets, and T²"),
    source: "hinton2015",
    kind: Kind::Calculation { make, again },
};

fn soft(logits: &[f64], t: f64) -> Vec<f64> {
    let total: f64 = logits.iter().map(|z| (z / t).exp()).sum();
    logits.iter().map(|z| (z / t).exp() / total).collect()
}

fn make(draw: &mut Draw) -> Calculation {
    let teacher = draw.list("teacher", 3, 0, -2..=7);
    let student = draw.list("student", 3, 0, -3..=5);
    let at = draw.int("class", 0..=2) as usize;
    let t = draw.pick("T", &[2.0, 4.0, 5.0]);
    let floats = |values: &[f64]| values.iter().map(|&v| v as f32).collect::<Vec<f32>>();
    let settings = Distill { temperature: t as f32, alpha: 1.0, ..Distill::default() };
    let mut gradient = [0.0; 3];
    soft_target_loss(&settings, 3, &floats(&student), &floats(&teacher), &[0], &mut gradient);
    // The engine's loss holds the factor T².
    let value = settled(f64::from(gradient[at]) / (t * t), 3);
    let (p, q) = (soft(&teacher, t)[at], soft(&student, t)[at]);
    let joined = |values: &[f64]| values.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    let (teachers, students, number) = (joined(&teacher), joined(&student), at + 1);
    let format = Format::Decimals(3);
    let [of_p, of_q, shown] = [p, q, value].map(|v| write(v, format));
    Calculation {
        stem: text!(
            "教師のロジットが [{teachers}]、生徒のロジットが [{students}]、温度が T = {t} のとき、T² を掛けない損失 KL(p_T ‖ q_T) を生徒の {number} 番目のロジットで偏微分した値はいくつか。",
            "The teacher's logits are [{teachers}], the student's [{students}], the temperature is T = {t}. What is the derivative of the loss KL(p_T ‖ q_T), without the factor T², by the student's logit {number}?"
        ),
        code: None,
        formula: text!("∂KL/∂z_i = (q_i − p_i) / T", "∂KL/∂z_i = (q_i − p_i) / T"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                q - p,
                ("ロジットを T で割っているので、連鎖律の 1/T が残ります。", "The logits are divided by T, so the chain rule leaves 1/T."),
            ),
            Wrong::new(
                (p - q) / t,
                ("符号が逆です。生徒の確率が大きすぎれば勾配は正です。", "The sign is wrong: where the student's probability is too large, it is positive."),
            ),
            Wrong::new(
                t * (q - p),
                ("T² を掛けた損失の勾配です。", "That is the gradient of the loss with the factor T²."),
            ),
            Wrong::new(
                (student[at] - teacher[at]) / t,
                ("確率ではなくロジットの差を使っています。", "The difference of logits was taken instead of that of probabilities."),
            ),
            Wrong::new(
                (q - p) / (t * t),
                (
                    "1/T² に比例するのは温度が高いときの近似で、q − p 自体がさらに 1/T に縮むためです。",
                    "It goes with 1/T² only where T is high, as q − p itself shrinks with 1/T.",
                ),
            ),
        ],
        steps: text!(
            "温度 T での確率は p = {of_p}、q = {of_q}。({of_q} − {of_p}) / {t} = {shown}。温度が高いと q − p も 1/T に比例して縮み、勾配は 1/T² になるので、損失に T² を掛けて補います。",
            "At T the probabilities are p = {of_p} and q = {of_q}: ({of_q} − {of_p}) / {t} = {shown}. At high temperatures q − p shrinks with 1/T as well, the gradient with 1/T²; the factor T² makes up for it."
        ),
        lab: None,
    }
}

/// By finite differences of the divergence.
fn again(drawn: &Parameters) -> f64 {
    let (t, at) = (drawn.number("T"), drawn.int("class") as usize);
    let p = soft(drawn.list("teacher"), t);
    let divergence = |by: f64| {
        let mut student = drawn.list("student").to_vec();
        student[at] += by;
        p.iter().zip(soft(&student, t)).map(|(p, q)| p * (p / q).ln()).sum::<f64>()
    };
    rounded((divergence(1e-4) - divergence(-1e-4)) / 2e-4, 3)
}
