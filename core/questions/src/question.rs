//! Questions made of what was drawn: choices that differ, at random places.

use crate::draw::Draw;
use crate::template::Template;
use crate::{Answer, Both, Choice, Format, Level, Parameters, Plot, Question, Text, write};

/// How many choices there are.
pub(crate) const CHOICES: usize = 4;

/// A question before its template has put its name to it.
pub(crate) struct Made {
    pub shared: Option<Text>,
    pub stem: Text,
    pub code: Option<String>,
    pub formula: Option<Text>,
    pub answer: Answer,
    pub value: Option<f64>,
    pub explanation: Text,
    pub lab: Option<String>,
}

impl Made {
    /// With stem, answer and explanation alone.
    pub fn plain(stem: Text, answer: Answer, explanation: Text) -> Self {
        Made { shared: None, stem, code: None, formula: None, answer, value: None, explanation, lab: None }
    }

    /// As the question of a template's seed.
    pub fn asked(
        self,
        template: &Template,
        seed: u64,
        level: Level,
        (parameters, figure): (Parameters, Option<Plot>),
    ) -> Question {
        let Made { shared, stem, code, formula, answer, value, explanation, lab } = self;
        let (id, topic, source) = (template.id.into(), template.topic, template.source.into());
        let (shared, stem, explanation) = (shared.map(with_signs), with_signs(stem), with_signs(explanation));
        let formula = formula.map(with_signs);
        let answer = match answer {
            Answer::Choice { choices, right } => Answer::Choice {
                choices: choices.into_iter().map(|it| Choice { text: it.text, why: with_signs(it.why) }).collect(),
                right,
            },
            other => other,
        };
        Question {
            id,
            seed,
            level,
            topic,
            parameters,
            shared,
            stem,
            code,
            figure,
            formula,
            answer,
            value,
            explanation,
            lab,
            source,
        }
    }
}

/// A wrong number: a misconception at work on the same parameters.
#[derive(Debug, Clone)]
pub struct Wrong {
    /// What comes of it.
    pub value: f64,
    /// What was misconceived.
    pub why: Text,
}

impl Wrong {
    /// By what it comes to, and what was misconceived.
    pub fn new(value: f64, why: impl Into<Text>) -> Self {
        Wrong { value, why: why.into() }
    }
}

/// What a template computes of its draw.
pub struct Calculation {
    /// What is asked; how many digits, the question itself adds.
    pub stem: Text,
    /// Code that belongs to it.
    pub code: Option<String>,
    /// The formula, as plain text.
    pub formula: Text,
    /// The answer.
    pub value: f64,
    /// How it is asked for.
    pub format: Format,
    /// What it is a number of.
    pub unit: Both,
    /// Misconceptions, the likeliest first; three that differ from the answer and from each other are shown.
    pub wrong: Vec<Wrong>,
    /// The way to the answer, with these numbers put in.
    pub steps: Text,
    /// The page's link that shows the same numbers in the lab.
    pub lab: Option<String>,
}

/// Makes a question of a computation: choices at the first two levels, a number to be written at the third.
pub(crate) fn of_calculation(draw: &mut Draw, made: Calculation) -> Result<Made, &'static str> {
    let Calculation { stem, code, formula, value, format, unit, wrong, steps, lab } = made;
    if format.is_doubtful(value) {
        return Err("the answer lies between two written numbers");
    }
    let with_unit = |value: f64| {
        let written = write(value, format);
        let of = |unit: &str| with_unit_behind(&written, unit);
        Text { ja: of(unit.0), en: of(unit.1) }
    };
    let right = Choice { text: with_unit(value), why: steps.clone() };
    let mut choices = vec![(value, right)];
    for Wrong { value, why } in wrong {
        let choice = Choice { text: with_unit(value), why };
        let is_new = choices.iter().all(|(other, shown)| {
            shown.text != choice.text && (other - value).abs() > 2.0 * format.tolerance() && read_apart(*other, value)
        });
        if is_new && value.is_finite() {
            choices.push((value, choice));
        }
    }
    if choices.len() < CHOICES {
        return Err("fewer than three wrong answers differ");
    }
    let digits = match format {
        Format::Integer => Text::from(("整数で答えよ。", "Give a whole number.")),
        Format::Decimals(n) => crate::text!(
            "小数第 {n} 位まで（次の桁を四捨五入）で答えよ。",
            "Round to {n} decimal places (halves away from zero)."
        ),
    };
    let is_written = draw.level() == Level::Three;
    let stem = if is_written { joined(stem, &digits) } else { stem };
    let answer = if is_written {
        choices.remove(0);
        Answer::Number { value, format, unit: unit.into(), known: choices }
    } else {
        choices.truncate(CHOICES);
        let mut order: Vec<usize> = (0..choices.len()).collect();
        draw.shuffle(&mut order);
        let right = order.iter().position(|&i| i == 0).unwrap_or(0);
        let choices = order.into_iter().map(|i| choices[i].1.clone()).collect();
        Answer::Choice { choices, right }
    };
    Ok(Made { shared: None, stem, code, formula: Some(formula), answer, value: Some(value), explanation: steps, lab })
}

/// A written number with its unit: 25% stands together, 25 GB does not.
fn with_unit_behind(written: &str, unit: &str) -> String {
    let between = if unit.is_empty() || unit.starts_with('%') { "" } else { " " };
    [written, between, unit].concat()
}

/// `value`, made of `exact` by rounding; no number where `exact` stands so near the middle that floats decide, so that the draw is
/// rejected.
pub(crate) fn unless_tied(exact: f64, value: f64) -> f64 {
    if ((exact - exact.floor()) - 0.5).abs() < 1e-3 { f64::NAN } else { value }
}

/// `value`, which 32-bit floats have made, as it is written with so many decimals; no number where it stands so near the middle
/// of two that the floats decide.
pub(crate) fn settled(value: f64, decimals: i32) -> f64 {
    unless_tied(value * 10f64.powi(decimals), rounded(value, decimals))
}

/// `value` with so many decimals.
pub(crate) fn rounded(value: f64, decimals: i32) -> f64 {
    (value * 10f64.powi(decimals)).round() / 10f64.powi(decimals)
}

/// The same with true minus signs, as [`write`] has them, before numbers that were put in as they are, and without brackets around
/// numbers that turned out to have no sign: `w − (4)` is `w − 4`.
fn with_signs(text: Text) -> Text {
    let of = |text: String| {
        let (mut out, mut before) = (String::with_capacity(text.len()), None::<char>);
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            let is_number = rest.peek().is_some_and(char::is_ascii_digit);
            // Behind a letter or a digit it is a hyphen.
            let is_sign = c == '-' && is_number && !before.is_some_and(|c| c.is_alphanumeric() || c == '-');
            out.push(if is_sign { '−' } else { c });
            before = Some(c);
        }
        without_brackets(&out)
    };
    Text { ja: of(text.ja), en: of(text.en) }
}

/// `text` without brackets around numbers behind an operator.
fn without_brackets(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('(') {
        let (before, behind) = (&rest[..at], &rest[at + 1..]);
        let inside = behind.find(')').map(|end| &behind[..end]);
        let is_number = |of: &&str| {
            of.starts_with(|c: char| c.is_ascii_digit()) && of.chars().all(|c| c.is_ascii_digit() || ".,".contains(c))
        };
        let is_operand = [" − ", " + ", " × ", " / "].iter().any(|sign| before.ends_with(sign));
        out.push_str(before);
        match inside.filter(is_number).filter(|_| is_operand) {
            Some(number) => {
                out.push_str(number);
                rest = &behind[number.len() + 1..];
            }
            None => {
                out.push('(');
                rest = behind;
            }
        }
    }
    out + rest
}

/// Whether nobody would take one number for the other with another number of digits.
fn read_apart(a: f64, b: f64) -> bool {
    (a - b).abs() > 1e-9 * a.abs().max(b.abs())
}

fn joined(a: Text, b: &Text) -> Text {
    Text { ja: [&a.ja, &b.ja[..]].concat(), en: [&a.en, " ", &b.en].concat() }
}

/// A choice among texts, at random places; the first of `choices` is the right one.
pub(crate) fn choose(draw: &mut Draw, choices: Vec<Choice>) -> Result<Answer, &'static str> {
    for (i, a) in choices.iter().enumerate() {
        if choices[..i].iter().any(|b| a.text.ja == b.text.ja || a.text.en == b.text.en) {
            return Err("two choices are alike");
        }
    }
    let mut order: Vec<usize> = (0..choices.len()).collect();
    draw.shuffle(&mut order);
    let right = order.iter().position(|&i| i == 0).ok_or("there is no choice")?;
    Ok(Answer::Choice { choices: order.into_iter().map(|i| choices[i].clone()).collect(), right })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_brackets_are_those_of_a_textbook() {
        let of = |text: &str| with_signs(Text::same(text)).ja;
        assert_eq!(of("w − (4) + (-3) × (2.5)"), "w − 4 + (−3) × 2.5");
        assert_eq!(of("½·3·(w − (1.2))² and f(4) / (2) of int8 (8)"), "½·3·(w − 1.2)² and f(4) / 2 of int8 (8)");
        assert_eq!(of("a-1 (x"), "a-1 (x");
    }
}
