//! The patterns of `${x#p}` and its kin: `*` is any text, `?` one character, `\` takes their meaning away. No brackets.

use super::ExpandReason;
use std::collections::HashSet;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token {
    Any,
    One,
    Char(char),
}

/// A pattern that could be read.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Token>);

impl Pattern {
    pub fn new(text: &str) -> Result<Self, ExpandReason> {
        let mut tokens = Vec::new();
        let mut characters = text.chars();
        while let Some(c) = characters.next() {
            tokens.push(match c {
                '*' => Token::Any,
                '?' => Token::One,
                // `}` and `/` are escaped for the substitution's sake.
                '\\' => match characters.next() {
                    Some(c @ ('}' | '/' | '*' | '?' | '\\')) => Token::Char(c),
                    other => {
                        let escaped = other.map(String::from).unwrap_or_default();
                        return Err(ExpandReason::Escape { pattern: text.to_owned(), escaped });
                    }
                },
                c => Token::Char(c),
            });
        }
        Ok(Self(tokens))
    }

    pub fn without_prefix(&self, value: &str, longest: bool) -> String {
        let characters: Vec<char> = value.chars().collect();
        let end = matched(&self.0, &characters, 0, longest).unwrap_or(0);
        characters.iter().skip(end).collect()
    }

    /// From the right: both are turned round.
    pub fn without_suffix(&self, value: &str, longest: bool) -> String {
        let tokens: Vec<Token> = self.0.iter().rev().copied().collect();
        let characters: Vec<char> = value.chars().rev().collect();
        let end = matched(&tokens, &characters, 0, longest).unwrap_or(0);
        characters.iter().skip(end).rev().collect()
    }

    /// Each leftmost longest match (or only the first) replaced; an empty one too, but not right behind another.
    pub fn replaced(&self, value: &str, replacement: &str, all: bool) -> String {
        let characters: Vec<char> = value.chars().collect();
        let (mut out, mut at, mut copied) = (String::new(), 0, 0);
        let mut last_end = None;
        while at <= characters.len() {
            let Some(end) = matched(&self.0, &characters, at, true) else {
                at += 1;
                continue;
            };
            if end > at || last_end != Some(at) {
                out.extend(characters.iter().take(at).skip(copied));
                out.push_str(replacement);
                copied = end;
                if !all {
                    break;
                }
            }
            last_end = Some(end);
            at = if end > at { end } else { at + 1 };
        }
        out.extend(characters.iter().skip(copied));
        out
    }
}

/// Where the match that begins at `from` ends: every `*` takes as much as it can (or as little), the first one first. As in Go's
/// regular expressions, `*` and `?` do not match a line break.
fn matched(tokens: &[Token], text: &[char], from: usize, longest: bool) -> Option<usize> {
    // Backtracking by hand: a state that has failed once fails again.
    let mut seen = HashSet::new();
    let mut stack = vec![(0, from)];
    while let Some((token, at)) = stack.pop() {
        if !seen.insert((token, at)) {
            continue;
        }
        let here = text.get(at).copied();
        let any_here = here.is_some_and(|c| c != '\n');
        match tokens.get(token) {
            None => return Some(at),
            Some(Token::Char(c)) if here == Some(*c) => stack.push((token + 1, at + 1)),
            Some(Token::One) if any_here => stack.push((token + 1, at + 1)),
            Some(Token::Any) => {
                let (go_on, take) = ((token + 1, at), any_here.then_some((token, at + 1)));
                // What is tried first is pushed last.
                if longest {
                    stack.push(go_on);
                    stack.extend(take);
                } else {
                    stack.extend(take);
                    stack.push(go_on);
                }
            }
            _ => {}
        }
    }
    None
}
