//! Questions that share a stem, each of which can be answered without the others: as the examination asks them.

use crate::draw::Draw;
use crate::question::{self, CHOICES, Calculation, Made, choose};
use crate::{Answer, Both, Choice, Parameters, Text};

/// A text with gaps.
pub struct Passage {
    /// The set's name.
    pub id: &'static str,
    /// The text, `{0}`, `{1}` … for its gaps; the same ones in both languages.
    pub text: Both,
    /// What belongs into each.
    pub gaps: &'static [Gap],
}

/// A gap of a [`Passage`].
pub struct Gap {
    /// What belongs into it.
    pub right: Both,
    /// Why.
    pub why: Both,
    /// What does not, three at least, and why.
    pub wrong: &'static [(Both, Both)],
}

/// What the gaps are called.
const NAMES: [Both; 4] = [("あ", "a"), ("い", "b"), ("う", "c"), ("え", "d")];

fn name(at: usize) -> Text {
    let (ja, en) = NAMES[at.min(NAMES.len() - 1)];
    Text { ja: format!("（{ja}）"), en: format!("({en})") }
}

impl Passage {
    /// The text with the names of its gaps.
    pub fn shown(&self) -> Text {
        (0..self.gaps.len()).fold(Text::from(self.text), |text, at| {
            let (mark, name) = (format!("{{{at}}}"), name(at));
            // Full-width brackets bring their own space along.
            let ja = text.ja.replace(&[" ", &mark].concat(), &mark).replace(&[&mark[..], " "].concat(), &mark);
            Text { ja: ja.replace(&mark, &name.ja), en: text.en.replace(&mark, &name.en) }
        })
    }
}

/// What fills a gap.
pub(crate) fn gap(draw: &mut Draw, of: &Passage, at: usize) -> Result<Made, &'static str> {
    let Gap { right, why, wrong } = of.gaps.get(at).ok_or("there is no such gap")?;
    let wrong = draw.some(wrong, CHOICES - 1);
    draw.note("choices", &wrong.iter().map(|(text, _)| text.1).collect::<Vec<_>>().join(", ")[..]);
    if wrong.len() + 1 < CHOICES {
        return Err("there are too few ways to fill the gap");
    }
    let mut choices = vec![Choice { text: (*right).into(), why: (*why).into() }];
    choices.extend(wrong.into_iter().map(|(text, why)| Choice { text: (*text).into(), why: (*why).into() }));
    let Text { ja, en } = name(at);
    let stem = crate::text!("{ja}に入る最も適切なものを選べ。", "What belongs into {en}?");
    Ok(Made { shared: Some(of.shown()), ..Made::plain(stem, choose(draw, choices)?, (*why).into()) })
}

/// A situation in which several things can be computed.
pub struct Scene {
    /// The set's name.
    pub id: &'static str,
    /// Draws the situation, and computes.
    pub make: fn(&mut Draw) -> Situation,
    /// The second way to each answer.
    pub again: &'static [fn(&Parameters) -> f64],
}

/// What a [`Scene`] has drawn.
pub struct Situation {
    /// What all its questions share.
    pub shared: Text,
    /// Code that belongs to it.
    pub code: Option<String>,
    /// The questions.
    pub parts: Vec<Calculation>,
}

/// One of a scene's questions. All are made whichever is asked for, so that every part of a seed's set is of the same situation, and
/// the draw is rejected where one of them would give another's answer away.
pub(crate) fn part(draw: &mut Draw, of: &Scene, at: usize) -> Result<Made, &'static str> {
    let Situation { shared, code, parts } = (of.make)(draw);
    let mut all = Vec::new();
    for made in parts {
        all.push(question::of_calculation(draw, made)?);
    }
    for (i, one) in all.iter().enumerate() {
        let Some(answer) = written(&one.answer) else { continue };
        let others = all.iter().enumerate().filter(|(j, _)| *j != i);
        if others.flat_map(|(_, other)| said(other)).chain([&shared]).any(|text| gives_away(text, &answer)) {
            return Err("a question gives away another's answer");
        }
    }
    let made = (at < all.len()).then(|| all.swap_remove(at)).ok_or("there is no such part")?;
    Ok(Made { shared: Some(shared), code, ..made })
}

/// A part's answer as it is shown, with its unit.
fn written(answer: &Answer) -> Option<Text> {
    match answer {
        Answer::Choice { choices, right } => choices.get(*right).map(|choice| choice.text.clone()),
        Answer::Number { value, format, unit, .. } => {
            let of = |unit: &str| [crate::write(*value, *format).as_str(), unit].join(" ").trim_end().to_owned();
            Some(Text { ja: of(&unit.ja), en: of(&unit.en) })
        }
        Answer::Order { .. } | Answer::Match { .. } => None,
    }
}

/// What a part says before it is answered.
fn said(made: &Made) -> Vec<&Text> {
    let choices: &[Choice] = match &made.answer {
        Answer::Choice { choices, .. } => choices,
        _ => &[],
    };
    [&made.stem].into_iter().chain(&made.formula).chain(choices.iter().map(|choice| &choice.text)).collect()
}

/// Whether a text says an answer, as a number of its own.
pub fn gives_away(text: &Text, answer: &Text) -> bool {
    let is_in = |text: &str, answer: &str| {
        let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        text.match_indices(answer).any(|(at, found)| {
            let before = text[..at].chars().next_back().is_some_and(is_digit);
            let behind = text[at + found.len()..].chars().next().is_some_and(is_digit);
            !before && !behind
        })
    };
    is_in(&text.ja, &answer.ja) || is_in(&text.en, &answer.en)
}
