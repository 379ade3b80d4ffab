//! Which multipliers a budget leaves.

use crate::{Calculation, Draw, Format, Kind, Parameters, Template, Topic, Wrong, text, write};

pub static TEMPLATE: Template = Template {
    id: "M5",
    topic: Topic::Mobilenet,
    title: ("予算に入る倍率の組", "Multipliers within a budget"),
    source: "howard2017",
    kind: Kind::Calculation { make, again },
};

const WIDTHS: [f64; 4] = [1.0, 0.75, 0.5, 0.25];
const RESOLUTIONS: [f64; 4] = [224.0, 192.0, 160.0, 128.0];

/// How many of all combinations stay within the budget, where each costs so much of the whole.
fn within(budget: f64, cost: impl Fn(f64, f64) -> f64) -> f64 {
    let all = WIDTHS.iter().flat_map(|a| RESOLUTIONS.iter().map(move |r| (*a, r / 224.0)));
    all.filter(|(a, rho)| cost(*a, *rho) <= budget).count() as f64
}

fn make(draw: &mut Draw) -> Calculation {
    let full = draw.pick("full", &[400, 500, 569, 600]);
    let percent = draw.int("percent", 2..=14) * 5;
    draw.note("share", percent);
    let budget = percent as f64 / 100.0;
    let value = within(budget, |a, rho| a * a * rho * rho);
    let limit = (full * percent) as f64 / 100.0;
    let cells = WIDTHS.map(|a| {
        let cells = RESOLUTIONS.map(|r| write(a * a * r * r / (224.0 * 224.0), Format::Decimals(3)));
        format!("α = {a}: {}", cells.join(", "))
    });
    let table = cells.join(" / ");
    // A combination at the very edge would hang on rounding.
    let is_clear = WIDTHS.iter().all(|a| RESOLUTIONS.iter().all(|r| (a * a * r * r / 50_176.0 - budget).abs() > 1e-3));
    Calculation {
        stem: text!(
            "α = 1、解像度 224 のとき {full}×10^6 回の積和演算を要する MobileNet がある。積和演算が α²ρ² に比例するとみなす。α を 1、0.75、0.5、0.25、解像度を 224、192、160、128（ρ = 解像度/224）から選ぶ 16 通りのうち、積和演算が {limit}×10^6 回以下の組はいくつあるか。",
            "A MobileNet takes {full}×10^6 multiply-adds at α = 1 and resolution 224; take them to go with α²ρ². Of the 16 combinations of α in 1, 0.75, 0.5, 0.25 and resolution in 224, 192, 160, 128 (ρ = resolution/224), how many take {limit}×10^6 multiply-adds at most?"
        ),
        code: None,
        formula: text!("積和演算 ∝ α²ρ²", "multiply-adds ∝ α²ρ²"),
        value: if is_clear { value } else { f64::NAN },
        format: Format::Integer,
        unit: ("通り", ""),
        wrong: vec![
            Wrong::new(
                within(budget, |a, rho| a * rho),
                ("α と ρ をそれぞれ一乗で見積もっています。", "α and ρ were taken to the first power."),
            ),
            Wrong::new(
                within(budget, |a, rho| a * rho * rho),
                ("α は入力と出力のチャネルの両方に効くので二乗です。", "α counts squared: it narrows input and output channels."),
            ),
            Wrong::new(
                within(budget, |a, rho| a * a * rho),
                ("ρ は縦と横の両方に効くので二乗です。", "ρ counts squared, by height and width."),
            ),
            Wrong::new(
                16.0 - value,
                ("予算を超える組を数えています。", "That counts those beyond the budget."),
            ),
            Wrong::new(
                within(budget, |a, _| a * a),
                ("解像度の効果を見ていません。", "The resolution was left out."),
            ),
        ],
        steps: text!(
            "{limit} / {full} = {percent}% である。α²ρ² は、解像度 224、192、160、128 の順に {table}。{percent}% 以下は {value} 通り。",
            "{limit} / {full} = {percent}%. α²ρ² at 224, 192, 160, 128 is {table}: {value} are within {percent}%."
        ),
        lab: Some("tab=mobilenet&mobilenet=v1&width=0.5&resolution=160&classes=1000".into()),
    }
}

/// For each width the greatest side that the budget allows, in whole numbers: (4α)²·side² · 100 ≤ share · 16 · 224².
fn again(drawn: &Parameters) -> f64 {
    let fits = |quarters: i64, side: i64| 100 * quarters.pow(2) * side.pow(2) <= drawn.int("share") * 16 * 224 * 224;
    let sides = (4..=7).map(|i| 32 * i);
    sides.map(|side| (1..=4).filter(|quarters| fits(*quarters, side)).count()).sum::<usize>() as f64
}
