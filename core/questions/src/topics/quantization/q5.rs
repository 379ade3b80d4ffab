//! A dot product in integers, and the real number that it stands for.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use karui_core::quant::Affine;

pub static TEMPLATE: Template = Template {
    id: "Q5",
    topic: Topic::Quantization,
    title: ("整数の積和を実数に戻す", "A dot product in integers"),
    source: "jacob2018",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let n = 2 + draw.level() as usize / 2;
    let x = draw.list("q_x", n, 0, -60..=60);
    let w = draw.list("q_w", n, 0, -50..=50);
    let zero = draw.int("Z_x", -20..=20);
    let (sx, sw) = (draw.pick("S_x", &[0.02, 0.05, 0.1]), draw.pick("S_w", &[0.01, 0.02]));
    let z = zero as f64;
    let dot: f64 = x.iter().zip(&w).map(|(x, w)| x * w).sum();
    let sum: f64 = w.iter().sum();
    let acc: f64 = x.iter().zip(&w).map(|(x, w)| (x - z) * w).sum();
    let value = sx * sw * acc;
    let joined = |values: &[f64]| values.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    let (xs, ws) = (joined(&x), joined(&w));
    let format = Format::Decimals(4);
    let shown = write(value, format);
    Calculation {
        stem: text!(
            "活性値は q_x = [{xs}]（S_x = {sx}、Z_x = {zero}）、重みは q_w = [{ws}]（S_w = {sw}、Z_w = 0）と量子化されている。この内積を実数で表すといくつか。",
            "Activations are the levels q_x = [{xs}] (S_x = {sx}, Z_x = {zero}), weights the levels q_w = [{ws}] (S_w = {sw}, Z_w = 0). What real number is their dot product?"
        ),
        code: None,
        formula: text!("y = S_x S_w Σ (q_x − Z_x) q_w", "y = S_x S_w Σ (q_x − Z_x) q_w"),
        // Without a zero point there would be nothing to forget.
        value: if zero == 0 { f64::NAN } else { value },
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                sx * sw * dot,
                (
                    "ゼロ点の項 Z_x Σ q_w を引き忘れています。",
                    "The zero point's term Z_x Σ q_w was not subtracted.",
                ),
            ),
            Wrong::new(
                sx * sw * (dot - z),
                (
                    "Z_x は和から一度引くのではなく、各活性値から引きます。",
                    "Z_x is subtracted from each activation, not once from the sum.",
                ),
            ),
            Wrong::new(
                sx * sw * (dot + z * sum),
                ("ゼロ点は足すのではなく引きます。", "The zero point is subtracted, not added."),
            ),
            Wrong::new(
                sx * acc,
                ("重みのスケール S_w を掛け忘れています。", "The weights' scale S_w is missing."),
            ),
            Wrong::new(
                (sx + sw) * acc,
                ("スケールは足すのではなく掛け合わせます。", "The scales are multiplied, not added."),
            ),
            Wrong::new(acc, ("整数の積和のままで、スケールを掛けていません。", "That is the sum in integers, without scales.")),
        ],
        steps: text!(
            "Σ (q_x − Z_x) q_w = Σ q_x q_w − Z_x Σ q_w = {dot} − ({zero}) × ({sum}) = {acc}。y = {sx} × {sw} × ({acc}) = {shown}。",
            "Σ (q_x − Z_x) q_w = Σ q_x q_w − Z_x Σ q_w = {dot} − ({zero}) × ({sum}) = {acc}; y = {sx} × {sw} × ({acc}) = {shown}."
        ),
        lab: None,
    }
}

/// Each level back to its real number by the engine's grid, then the dot product of those.
fn again(drawn: &Parameters) -> f64 {
    let grid = |scale: &str, zero: i64| Affine { scale: drawn.number(scale) as f32, zero_point: zero as i32 };
    let (gx, gw) = (grid("S_x", drawn.int("Z_x")), grid("S_w", 0));
    let values = drawn.list("q_x").iter().zip(drawn.list("q_w"));
    let sum: f64 = values.map(|(x, w)| f64::from(gx.value(*x as i32)) * f64::from(gw.value(*w as i32))).sum();
    crate::question::rounded(sum, 4)
}
