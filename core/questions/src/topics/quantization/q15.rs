//! The noise of rounding.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};
use crate::question::{rounded, settled};

pub static TEMPLATE: Template = Template {
    id: "Q15",
    topic: Topic::Quantization,
    title: ("刻みと量子化雑音", "Steps and the noise of rounding"),
    source: "nagel2021",
    kind: Kind::Calculation { make, again },
};

fn make(draw: &mut Draw) -> Calculation {
    let bits = draw.pick("bits", &[2, 3, 4, 5, 6]);
    let span = draw.decimal("range", 1, 20..=120);
    let steps = f64::from((1 << bits) - 1);
    let step = span / steps;
    let value = settled(step / 12f64.sqrt(), 4);
    let format = Format::Decimals(4);
    let (shown, of_step) = (write(value, format), write(step, format));
    Calculation {
        stem: text!(
            "幅 {span} の範囲を、両端を含む 2^{bits} 段に等間隔で量子化する。丸め誤差が −S/2 から S/2 まで一様に分布するとみなすと、誤差の二乗平均平方根（RMS）はいくつか。",
            "A range of width {span} is divided evenly into 2^{bits} levels, both ends included. Taking the error of rounding as uniform from −S/2 to S/2, what is its root mean square?"
        ),
        code: None,
        formula: text!("S = 幅 / (2^b − 1)、 RMS = S / √12", "S = width / (2^b − 1), RMS = S / √12"),
        value,
        format,
        unit: ("", ""),
        wrong: vec![
            Wrong::new(
                span / (steps + 1.0) / 12f64.sqrt(),
                ("間隔の数は段数より 1 つ少なくなります。", "There is one step less than there are levels."),
            ),
            Wrong::new(step / 2.0, ("誤差の最大値 S/2 です。", "That is the greatest error, S/2.")),
            Wrong::new(
                step * step / 12.0,
                ("S²/12 は二乗平均（分散）です。平方根を取ります。", "S²/12 is the mean square; take its root."),
            ),
            Wrong::new(step / 12.0, ("√12 ではなく 12 で割っています。", "It was divided by 12 instead of √12.")),
            Wrong::new(step, ("刻み S そのものです。", "That is the step S itself.")),
            Wrong::new(
                step / 4.0,
                ("S/4 は誤差の絶対値の平均です。", "S/4 is the mean magnitude of the error."),
            ),
        ],
        steps: text!(
            "S = {span} / (2^{bits} − 1) = {of_step}。一様分布の分散は S²/12 なので、RMS = {of_step} / √12 ≈ {shown}。",
            "S = {span} / (2^{bits} − 1) = {of_step}. A uniform error has the variance S²/12: RMS = {of_step} / √12 ≈ {shown}."
        ),
        lab: None,
    }
}

/// The root of the mean square of many values' errors, spread evenly over one step.
fn again(drawn: &Parameters) -> f64 {
    let step = drawn.number("range") / (2f64.powi(drawn.int("bits") as i32) - 1.0);
    let n = 20_000;
    let error = |i: i32| (f64::from(i) + 0.5) / f64::from(n) * step - step / 2.0;
    rounded(((0..n).map(|i| error(i).powi(2)).sum::<f64>() / f64::from(n)).sqrt(), 4)
}
