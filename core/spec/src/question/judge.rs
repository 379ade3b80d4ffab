//! Judging what a learner has given.

use super::{Answer, Question, Text, read};
use serde::{Deserialize, Serialize};

/// What was given for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Given {
    /// The choice of this index.
    Choice(usize),
    /// A number as it was written.
    Number(String),
    /// The indices of the steps shown, in order.
    Order(Vec<usize>),
    /// The partner of each.
    Match(Vec<usize>),
}

/// What an answer came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It is right.
    Right,
    /// It is wrong, and, where the mistake is a known one, which.
    Wrong(Option<Text>),
    /// It is no answer to this question: no number, a choice that there is not.
    Unreadable,
}

/// Judges an answer.
pub fn judge(question: &Question, given: &Given) -> Verdict {
    let by = |is_right: bool| if is_right { Verdict::Right } else { Verdict::Wrong(None) };
    match (&question.answer, given) {
        (Answer::Choice { choices, right }, Given::Choice(at)) => match choices.get(*at) {
            None => Verdict::Unreadable,
            Some(_) if at == right => Verdict::Right,
            Some(choice) => Verdict::Wrong(Some(choice.why.clone())),
        },
        (Answer::Number { value, format, known, unit }, Given::Number(entry)) => {
            // Where per cent are asked for, 75 % is 75.
            let is_percent = unit.en == "%";
            let entry = if is_percent { entry.trim_end().trim_end_matches(['%', '％']) } else { entry };
            let Some(given) = read(entry) else { return Verdict::Unreadable };
            let is_near = |value: f64| (given - value).abs() <= format.tolerance();
            let mistake = known.iter().find(|(value, _)| is_near(*value)).map(|(_, choice)| choice.why.clone());
            if is_near(*value) { Verdict::Right } else { Verdict::Wrong(mistake) }
        }
        (Answer::Order { right, .. }, Given::Order(order)) if order.len() == right.len() => by(order == right),
        (Answer::Match { partner, .. }, Given::Match(of)) if of.len() == partner.len() => by(of == partner),
        _ => Verdict::Unreadable,
    }
}
