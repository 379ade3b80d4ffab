//! What stands in Markdown but is none of it, expressions and citations, is taken out before Markdown is read: a character of
//! Unicode's private areas keeps each one's place.

use crate::expression::Value;
use crate::{Fault, Lang, expression};

/// Where expressions' characters begin.
const EXPRESSIONS: u32 = 0xF_0000;
/// Where citations' characters begin.
const CITATIONS: u32 = 0x10_0000;

/// What a text has in it besides Markdown.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    /// Each expression as it was written, and its value.
    pub expressions: Vec<(String, Value)>,
    /// The keys of each citation.
    pub citations: Vec<Vec<String>>,
}

/// What a character keeps the place of.
pub(crate) enum Slot<'a> {
    Expression(&'a Value),
    Citation(&'a [String]),
}

impl Slots {
    pub fn get(&self, c: char) -> Option<Slot<'_>> {
        let expression = (c as u32).checked_sub(EXPRESSIONS).and_then(|i| self.expressions.get(i as usize));
        let citation = || (c as u32).checked_sub(CITATIONS).and_then(|i| self.citations.get(i as usize));
        expression.map(|(_, value)| Slot::Expression(value)).or_else(|| citation().map(|keys| Slot::Citation(keys)))
    }

    /// `latex` with the numbers of its expressions; `None` where one of them is no number.
    pub fn latex(&self, latex: &str, lang: Lang) -> Option<String> {
        let mut out = String::new();
        for c in latex.chars() {
            match self.get(c) {
                Some(Slot::Expression(Value::Number(value, format))) => {
                    let [_, latex] = expression::written(*value, *format, lang);
                    out.push_str(&format!("{{{latex}}}"));
                }
                Some(_) => return None,
                None => out.push(c),
            }
        }
        Some(out)
    }
}

/// Whether a character keeps the place of a citation.
pub(crate) fn is_citation(c: char) -> bool {
    c as u32 >= CITATIONS
}

/// `markdown` with a character for each expression and citation; and what is wrong, with the line counted from 0.
pub(crate) fn substitute(markdown: &str) -> (String, Slots, Vec<(usize, Fault)>) {
    let (mut out, mut slots, mut wrong) = (String::new(), Slots::default(), Vec::new());
    let mut rest = markdown;
    loop {
        let next = [rest.find("{{"), rest.find("[@")].into_iter().flatten().min();
        let Some(at) = next else { break };
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let line = out.matches('\n').count();
        let is_expression = found.starts_with("{{");
        let Some((inner, after)) = found[2..].split_once(if is_expression { "}}" } else { "]" }) else {
            let what = "it is not closed".to_owned();
            wrong.push((line, Fault::Expression { text: found.chars().take(20).collect(), what }));
            rest = "";
            break;
        };
        if is_expression {
            let text = inner.split_whitespace().collect::<Vec<_>>().join(" ");
            match Value::of(&text) {
                Ok(value) => {
                    out.extend(char::from_u32(EXPRESSIONS + slots.expressions.len() as u32));
                    slots.expressions.push((text, value));
                }
                Err(what) => wrong.push((line, Fault::Expression { text, what })),
            }
        } else {
            // [@one; @two]
            let keys = inner.split([';', ',']).map(|key| key.trim().trim_start_matches('@').to_owned());
            out.extend(char::from_u32(CITATIONS + slots.citations.len() as u32));
            slots.citations.push(keys.collect());
        }
        rest = after;
    }
    out.push_str(rest);
    (out, slots, wrong)
}
