//! Sentences that are true and, with one part exchanged, false: so a false one is always the least change of a true one.

use crate::Choice;
use crate::Level;
use crate::Value;
use crate::draw::Draw;
use crate::question::{CHOICES, Made, choose};
use crate::{Both, Text};

/// A sentence with one exchange.
pub struct Statement {
    /// Its name, within all statements.
    pub id: &'static str,
    /// In both languages, `{what makes it true|what makes it false}` once in each.
    pub text: Both,
    /// Why the one is true and the other false.
    pub why: Both,
    /// Where it is written: a key of `www/lessons/sources.toml`; empty for its template's.
    pub source: &'static str,
}

/// A sentence with an exchange, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Swap<'a> {
    /// What stands before the exchange, and behind it.
    pub around: [&'a str; 2],
    /// What makes it true.
    pub right: &'a str,
    /// What makes it false.
    pub wrong: &'a str,
}

impl<'a> Swap<'a> {
    /// Takes a sentence apart; nothing where it has not exactly one exchange.
    pub fn of(sentence: &'a str) -> Option<Swap<'a>> {
        let (before, rest) = sentence.split_once('{')?;
        let (inside, behind) = rest.split_once('}')?;
        let (right, wrong) = inside.split_once('|')?;
        let is_one = !behind.contains(['{', '}', '|']) && !before.contains(['}', '|']) && !wrong.contains('|');
        (is_one && right != wrong).then_some(Swap { around: [before, behind], right, wrong })
    }

    /// The sentence, true or false.
    pub fn sentence(&self, is_true: bool) -> String {
        [self.around[0], if is_true { self.right } else { self.wrong }, self.around[1]].concat()
    }
}

impl Statement {
    /// The sentence in both languages, true or false.
    pub fn sentence(&self, is_true: bool) -> Text {
        // A sentence without an exchange fails the test of the table.
        let of = |text: &'static str| Swap::of(text).map_or_else(|| text.to_owned(), |swap| swap.sentence(is_true));
        Text { ja: of(self.text.0), en: of(self.text.1) }
    }

    /// The sentence among others, with the reason why it is not the one that is asked for: what is true says so first, and what is
    /// false what would be true.
    fn among(&self, is_true: bool) -> Choice {
        let (ja, en) = self.why;
        let Text { ja: right_ja, en: right_en } = self.sentence(true);
        let why = match is_true {
            true => crate::text!("これは正しい記述です。{ja}", "This statement is true. {en}"),
            false => {
                crate::text!("これは誤りです。正しくは「{right_ja}」{ja}", "This is false. True is: “{right_en}” {en}")
            }
        };
        Choice { text: self.sentence(is_true), why }
    }
}

/// One sentence to judge, or the one among four that is false, or the one that is true.
pub(crate) fn question(draw: &mut Draw, rows: &[Statement]) -> Result<Made, &'static str> {
    let shown = draw.some(rows, if draw.level() == Level::One { 1 } else { CHOICES });
    let [first, others @ ..] = &shown[..] else { return Err("there is no statement") };
    draw.note("statements", &shown.iter().map(|row| row.id).collect::<Vec<_>>().join(" ")[..]);
    let why = Text::from(first.why);
    if draw.level() == Level::One {
        let is_true = draw.below(2) == 0;
        draw.note("truth", Value::Int(i64::from(is_true)));
        let stem = Text::from(("次の記述は正しいか。", "Is this statement true?")).then(&first.sentence(is_true));
        let yes = Choice { text: ("正しい", "True").into(), why: why.clone() };
        let no = Choice { text: ("誤り", "False").into(), why: why.clone() };
        // True and false have their places, so that nobody presses the wrong one by habit.
        let answer = crate::Answer::Choice { choices: vec![yes, no], right: usize::from(!is_true) };
        let instead = first.sentence(true);
        let explanation = if is_true { why } else { instead.then(&why) };
        return Ok(Made::plain(stem, answer, explanation));
    }
    if others.len() + 1 < CHOICES {
        return Err("there are too few statements");
    }
    // Two levels: the false one among true ones is found by knowing one thing, the true one by knowing all.
    let is_true = draw.level() == Level::Three;
    draw.note("truth", Value::Int(i64::from(is_true)));
    let stem = match is_true {
        true => Text::from(("正しい記述を一つ選べ。", "Which statement is true?")),
        false => Text::from(("誤っている記述を一つ選べ。", "Which statement is false?")),
    };
    let mut choices = vec![Choice { text: first.sentence(is_true), why: why.clone() }];
    choices.extend(others.iter().map(|row| row.among(!is_true)));
    let explanation = if is_true { why } else { first.sentence(true).then(&why) };
    Ok(Made::plain(stem, choose(draw, choices)?, explanation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_one_exchange() {
        let swap = Swap::of("教師の{出力|重み}を写す").unwrap();
        assert_eq!(swap.sentence(true), "教師の出力を写す");
        assert_eq!(swap.sentence(false), "教師の重みを写す");
        for bad in ["no exchange", "{a|b} and {c|d}", "{a}", "{a|a}", "{a|b|c}", "}{a|b"] {
            assert_eq!(Swap::of(bad), None, "{bad}");
        }
    }
}
