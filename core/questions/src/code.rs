//! Code with a gap.

use crate::Choice;
use crate::draw::Draw;
use crate::question::{CHOICES, Made, choose};
use crate::{Both, Text};

/// Code in which one place is to be filled.
pub struct Code {
    /// What it is to do.
    pub stem: Both,
    /// The code, `____` for the gap; the same in both languages.
    pub code: &'static str,
    /// What belongs into the gap.
    pub right: &'static str,
    /// Why.
    pub why: Both,
    /// What does not, three at least, and why.
    pub wrong: &'static [(&'static str, Both)],
}

/// What fills the gap.
pub(crate) fn question(draw: &mut Draw, rows: &[Code]) -> Result<Made, &'static str> {
    let at = draw.below(rows.len());
    let row = rows.get(at).ok_or("there is no code")?;
    draw.note("code", at as i64);
    let mut choices = vec![Choice { text: Text::same(row.right), why: row.why.into() }];
    let wrong = draw.some(row.wrong, CHOICES - 1);
    choices.extend(wrong.into_iter().map(|(code, why)| Choice { text: Text::same(*code), why: (*why).into() }));
    if choices.len() < CHOICES {
        return Err("there are too few ways to fill the gap");
    }
    let answer = choose(draw, choices)?;
    Ok(Made { code: Some(row.code.into()), ..Made::plain(row.stem.into(), answer, row.why.into()) })
}
