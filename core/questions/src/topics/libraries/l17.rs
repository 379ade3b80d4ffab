//! Loss curves of two learning rates.

use crate::axes::{axis, shown};
use crate::{Calculation, Draw, Format, Kind, Mark, Parameters, Plot, Template, Topic, Wrong, text};
use karui_core::train::Optimizer;
use karui_spec::OptimizerKind;

pub static TEMPLATE: Template = Template {
    id: "L17",
    topic: Topic::Libraries,
    title: ("損失曲線を読む", "Reading loss curves"),
    source: "sutskever2013",
    kind: Kind::Calculation { make, again },
};

/// Steps that are drawn, and the loss that is asked for.
const STEPS: usize = 14;
const ASKED: f64 = 1.0;

/// The losses of gradient descent on w² / 2, which begins at `begin`, by the engine's own optimizer.
fn losses(begin: f64, rate: f64) -> Vec<f64> {
    let mut optimizer = Optimizer::new(OptimizerKind::Sgd, 0.0, 1);
    let mut w = [(2.0 * begin).sqrt() as f32];
    let mut all = vec![begin];
    for _ in 0..STEPS {
        let gradient = w;
        optimizer.step(rate as f32, &mut w, &gradient);
        all.push(f64::from(w[0]) * f64::from(w[0]) / 2.0);
    }
    all
}

/// The first step at which the loss is below what is asked for.
fn reached(losses: &[f64]) -> Option<usize> {
    losses.iter().position(|loss| *loss < ASKED)
}

fn make(draw: &mut Draw) -> Calculation {
    let begin = draw.int("begin", 5..=9) as f64;
    let rates = [0.08, 0.1, 0.12, 0.15, 0.2, 0.3, 0.4, 0.5];
    let (a, b) = (draw.pick("a", &rates), draw.pick("b", &rates));
    let curves = [a, b].map(|rate| losses(begin, rate));
    let steps = curves.each_ref().map(|curve| reached(curve));
    // What lies on the line cannot be read.
    let is_clear = curves.iter().flatten().all(|loss| (loss - ASKED).abs() > 0.12);
    let [Some(sa), Some(sb)] = steps else { return rejected() };
    if !is_clear || sa >= sb {
        return rejected();
    }
    let line = |name: &str, curve: &[f64]| Mark::Line {
        name: text!("{name}", "{name}"),
        points: curve.iter().enumerate().map(|(step, loss)| [step as f64, *loss]).collect(),
        is_dotted: true,
    };
    let listed = |curve: &[f64]| curve.iter().map(|loss| shown((loss * 100.0).round() / 100.0)).collect::<Vec<_>>().join(", ");
    let [la, lb] = [0, 1].map(|i| listed(&curves[i]));
    draw.show(Plot {
        x: axis(("ステップ", "step"), 0.0, STEPS as f64, (0..=STEPS).step_by(2).map(|step| step as f64)),
        y: Some(axis(("損失", "loss"), 0.0, begin, (0..=begin as u32).map(f64::from))),
        marks: vec![line("A", &curves[0]), line("B", &curves[1])],
        words: text!(
            "ステップ 0 からの損失。曲線 A：{la}。曲線 B：{lb}。",
            "The losses from step 0 on. Curve A: {la}. Curve B: {lb}."
        ),
    });
    let (value, gap) = ((sb - sa) as f64, sb - sa);
    Calculation {
        stem: text!(
            "図は、同じ初期値から学習率だけを変えて勾配降下法を行ったときの損失である（点は 1 ステップごと）。損失が初めて 1 を下回るのは、A は B より何ステップ早いか。",
            "The drawing shows the loss of gradient descent from the same start with two learning rates, a point for each step. How many steps earlier than B does A come below a loss of 1?"
        ),
        code: None,
        formula: text!("差 = B が下回るステップ − A が下回るステップ", "difference = B's first step below − A's first step below"),
        value,
        format: Format::Integer,
        unit: ("ステップ", "steps"),
        wrong: vec![
            Wrong::new(sa as f64, ("A が下回るステップそのものです。", "That is A's step itself.")),
            Wrong::new(sb as f64, ("B が下回るステップそのものです。", "That is B's step itself.")),
            Wrong::new(value + 1.0, ("B が下回る 1 つ後の点を数えています。", "B was read one point too late.")),
            Wrong::new(value - 1.0, ("損失が 1 を下回る直前の点を B の答えにしています。", "For B the point before was read.")),
            Wrong::new(value + 2.0, ("目盛りは 2 ステップごとです。点を 1 つずつ数えます。", "The marks are two steps apart: count the points.")),
        ],
        steps: text!(
            "A が初めて 1 を下回るのはステップ {sa}、B はステップ {sb}。{sb} − {sa} = {gap} ステップ。学習率が大きいほうが、発散しない限り早く下がります。",
            "A is below 1 from step {sa} on, B from step {sb}: {sb} − {sa} = {gap} steps. The larger rate falls sooner, as long as it does not diverge."
        ),
        lab: Some("tab=python".into()),
    }
}

/// Nothing that can be asked.
fn rejected() -> Calculation {
    Calculation {
        stem: text!("", ""),
        code: None,
        formula: text!("", ""),
        value: f64::NAN,
        format: Format::Integer,
        unit: ("", ""),
        wrong: Vec::new(),
        steps: text!("", ""),
        lab: None,
    }
}

/// By the closed form: every step leaves (1 − η)² of the loss.
fn again(drawn: &Parameters) -> f64 {
    let first = |rate: f64| {
        let per_step = (1.0 - rate).powi(2).ln();
        (1..).find(|step| drawn.number("begin").ln() + f64::from(*step) * per_step < ASKED.ln()).map_or(f64::NAN, f64::from)
    };
    first(drawn.number("b")) - first(drawn.number("a"))
}
