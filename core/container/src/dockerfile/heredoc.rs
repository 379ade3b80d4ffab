//! `<<NAME`: a text in the Dockerfile itself.

use super::Reason;
use crate::shell::{Lex, no_variables};
use serde::Serialize;

/// A heredoc and its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heredoc {
    /// The word that ends it, without quotes.
    pub name: String,
    /// The number before `<<`; 0 where there is none.
    pub file_descriptor: u64,
    /// The text with its line breaks, tabs not yet taken away.
    pub content: String,
    /// Whether variables in the text are replaced: not, where the name is quoted.
    #[serde(skip)]
    pub expand: bool,
    /// `<<-`: tabs at the beginnings of lines do not count.
    #[serde(skip)]
    pub chomp: bool,
}

/// The heredocs that a line opens, their texts still empty.
pub(super) fn heredocs_of(line: &str) -> Result<Vec<Heredoc>, Reason> {
    let lex = Lex { raw_quotes: true, raw_escapes: true, skip_unset: true, ..Lex::new('\\') };
    // A line that cannot be split holds none, and whatever reads it next says why it cannot.
    let words = lex.process(line, &no_variables).map(|all| all.words).unwrap_or_default();
    words.iter().filter_map(|word| heredoc_word(word).transpose()).collect()
}

/// A word such as `3<<-"EOF"`; `None` where it opens no heredoc.
pub(crate) fn heredoc_word(word: &str) -> Result<Option<Heredoc>, Reason> {
    let Some((number, rest)) = word.split_once("<<") else { return Ok(None) };
    let (chomp, rest) = match rest.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if rest.is_empty() || rest.contains('<') || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let file_descriptor = if number.is_empty() { 0 } else { number.parse().unwrap_or(u64::MAX) };
    let plain = Lex { skip_unset: true, ..Lex::new('\\') };
    let words = plain.process(rest, &no_variables).map_err(Reason::Word)?.words;
    let [name] = &words[..] else { return Ok(None) };
    let raw = Lex { raw_quotes: true, ..plain }.process(rest, &no_variables).map_err(Reason::Word)?.words;
    let quotes =
        |words: &[String]| words.iter().flat_map(|word| word.chars()).filter(|c| ['\'', '"'].contains(c)).count();
    let expand = quotes(&words) == quotes(&raw);
    Ok(Some(Heredoc { name: name.clone(), file_descriptor, content: String::new(), expand, chomp }))
}

/// The text without the tabs that its lines begin with.
pub(crate) fn chomp(text: &str) -> String {
    text.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect()
}
