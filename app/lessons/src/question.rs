//! The form of a question's block:
//!
//! ```text
//! 問い: …                or Question:
//! - an answer
//!   なぜ: …              or Why:, of this answer
//! - [x] the right answer
//! なぜ: …                of the question, shown whatever was chosen
//! ```
//!
//! A line that begins with nothing of this continues the one before.

use crate::Fault;
use crate::draft::Text;

/// A question as it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Whether it asks for a prediction.
    pub predicts: bool,
    /// What is asked.
    pub ask: Text,
    /// The answers.
    pub answers: Vec<Answer>,
    /// Why, whatever was chosen; may be empty.
    pub why: Text,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// What it says.
    pub text: Text,
    /// Whether it is right.
    pub right: bool,
    /// Why it is right or wrong; may be empty.
    pub why: Text,
}

/// What follows one of `names` and a colon.
fn after<'a>(line: &'a str, names: [&str; 2]) -> Option<&'a str> {
    let rest = names.iter().find_map(|name| line.strip_prefix(name))?;
    rest.strip_prefix([':', '：']).map(str::trim)
}

impl Asked {
    /// Reads the lines of a block that begins at `line`.
    pub(crate) fn read(line: usize, predicts: bool, body: &[(usize, &str)]) -> Result<Asked, (usize, Fault)> {
        let wrong = |line, what: &str| (line, Fault::Question(what.into()));
        let mut it = Asked { predicts, ask: Text::default(), answers: Vec::new(), why: Text::default() };
        // Where a line that continues goes.
        enum Last {
            Nothing,
            Ask,
            Answer,
            AnswerWhy,
            Why,
        }
        let mut last = Last::Nothing;
        for &(line, raw) in body {
            let text = raw.trim();
            let new = |markdown: &str| Text { line, markdown: markdown.into() };
            if text.is_empty() {
                continue;
            } else if let Some(ask) = after(text, ["問い", "Question"]) {
                it.ask = new(ask);
                last = Last::Ask;
            } else if let Some(why) = after(text, ["なぜ", "Why"]) {
                match it.answers.last_mut().filter(|_| raw.starts_with(char::is_whitespace)) {
                    Some(answer) => {
                        answer.why = new(why);
                        last = Last::AnswerWhy;
                    }
                    None => {
                        it.why = new(why);
                        last = Last::Why;
                    }
                }
            } else if let Some(answer) = raw.strip_prefix("- ") {
                let (right, answer) = match answer.strip_prefix("[x] ") {
                    Some(answer) => (true, answer),
                    None => (false, answer.strip_prefix("[ ] ").unwrap_or(answer)),
                };
                it.answers.push(Answer { text: new(answer.trim()), right, why: Text::default() });
                last = Last::Answer;
            } else {
                let answer = it.answers.last_mut();
                let to = match (&last, answer) {
                    (Last::Ask, _) => &mut it.ask,
                    (Last::Why, _) => &mut it.why,
                    (Last::Answer, Some(answer)) => &mut answer.text,
                    (Last::AnswerWhy, Some(answer)) => &mut answer.why,
                    _ => return Err(wrong(line, "it begins with `問い:` or `Question:`")),
                };
                to.markdown.push('\n');
                to.markdown.push_str(text);
            }
        }
        let rights = it.answers.iter().filter(|answer| answer.right).count();
        match () {
            () if it.ask.markdown.is_empty() => Err(wrong(line, "it begins with `問い:` or `Question:`")),
            () if it.answers.len() < 2 => Err(wrong(line, "two answers `- …` at least")),
            () if rights != 1 => Err(wrong(line, "one answer is right: `- [x] …`")),
            () if it.why.markdown.is_empty() && it.answers.iter().any(|answer| answer.why.markdown.is_empty()) => {
                Err(wrong(line, "`なぜ:` or `Why:` of the question or of every answer"))
            }
            () => Ok(it),
        }
    }
}
