//! Words, and the pairs of `ENV` and `LABEL`.

use super::Reason;
use super::flags::BLANKS;

/// Splits at white space, but for what is quoted or escaped. Quotes and escapes stay: expansion takes them away.
pub(super) fn split_words(text: &str, escape: char) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut in_word, mut quote, mut was_quoted) = (false, None, false);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if !in_word {
            if c.is_whitespace() {
                continue;
            }
            in_word = true;
        }
        match quote {
            None if c.is_whitespace() => {
                if was_quoted || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                (in_word, was_quoted) = (false, false);
                continue;
            }
            None if c == '\'' || c == '"' => (quote, was_quoted) = (Some(c), true),
            Some(open) if c == open => quote = None,
            _ => {}
        }
        // Nothing can be escaped between single quotes.
        if c == escape && quote != Some('\'') {
            let Some(escaped) = characters.next() else { break };
            word.push(c);
            word.push(escaped);
        } else {
            word.push(c);
        }
    }
    if in_word && (was_quoted || !word.is_empty()) {
        words.push(word);
    }
    words
}

/// `name=value …`, or the old form `name value`, as names and values in turn.
pub(super) fn pairs(text: &str, instruction: &'static str, escape: char) -> Result<Vec<String>, Reason> {
    let words = split_words(text, escape);
    let Some(first) = words.first() else { return Ok(Vec::new()) };
    if !first.contains('=') {
        let (name, value) = text.split_once(BLANKS).ok_or(Reason::TwoArguments { instruction })?;
        return Ok(vec![name.to_owned(), value.trim_start_matches(BLANKS).to_owned()]);
    }
    let mut pairs = Vec::with_capacity(2 * words.len());
    for word in words {
        let Some((name, value)) = word.split_once('=') else { return Err(Reason::NoEquals { word }) };
        pairs.extend([name.to_owned(), value.to_owned()]);
    }
    Ok(pairs)
}
