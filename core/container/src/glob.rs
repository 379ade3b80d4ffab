//! Patterns of paths: `*`, `?` and `[a-z]` as Go's `path.Match` has them, and `**` as `.dockerignore` adds it.

use std::collections::HashSet;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Char(char),
    /// `?`: one character, no slash.
    One,
    /// `*`: any characters, no slash.
    Star,
    /// `**` at the end: anything.
    All,
    /// `**` before the end: any folders, or none.
    Folders,
    /// `[a-z]`, `[^a-z]`. Only in `path.Match` it stops at a slash.
    Class {
        ranges: Vec<(char, char)>,
        not: bool,
        slash: bool,
    },
}

/// A pattern that could be read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Glob(Vec<Token>);

/// Whether there is anything in `pattern` that matches more than itself.
pub(crate) fn has_wildcards(pattern: &str) -> bool {
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        match c {
            '*' | '?' | '[' => return true,
            '\\' => drop(characters.next()),
            _ => {}
        }
    }
    false
}

impl Glob {
    /// A pattern of `path.Match`; `None` where its syntax is wrong.
    pub fn path(pattern: &str) -> Option<Self> {
        Self::read(pattern, false)
    }

    /// A pattern of `.dockerignore`, after `!` was taken away; `None` where its syntax is wrong.
    pub fn ignore(pattern: &str) -> Option<Self> {
        Self::read(pattern, true)
    }

    fn read(pattern: &str, deep: bool) -> Option<Self> {
        let characters: Vec<char> = pattern.chars().collect();
        let mut at = 0;
        let mut tokens = Vec::new();
        while let Some(&c) = characters.get(at) {
            at += 1;
            tokens.push(match c {
                '*' if deep && characters.get(at) == Some(&'*') => {
                    at += 1;
                    at += usize::from(characters.get(at) == Some(&'/'));
                    if at == characters.len() { Token::All } else { Token::Folders }
                }
                '*' => Token::Star,
                '?' => Token::One,
                '[' => class(&characters, &mut at, !deep)?,
                '\\' => {
                    at += 1;
                    Token::Char(*characters.get(at - 1)?)
                }
                c => Token::Char(c),
            });
        }
        // Without other wildcards a leading `**` is compared with the end of the path, whatever stands before it.
        if let (Some(Token::Folders), true) = (tokens.first(), deep && !pattern.starts_with("**/"))
            && tokens.iter().skip(1).all(|token| matches!(token, Token::Char(_)))
        {
            *tokens.first_mut()? = Token::All;
        }
        Some(Self(tokens))
    }

    /// Whether all of `path` matches.
    pub fn matches(&self, path: &str) -> bool {
        let text: Vec<char> = path.chars().collect();
        let mut seen = HashSet::new();
        let mut open = vec![(0, 0)];
        while let Some((token, at)) = open.pop() {
            if !seen.insert((token, at)) {
                continue;
            }
            let here = text.get(at).copied();
            let step = |open: &mut Vec<(usize, usize)>, ok: bool| open.extend(ok.then_some((token + 1, at + 1)));
            match self.0.get(token) {
                None if at == text.len() => return true,
                None => {}
                Some(Token::Char(c)) => step(&mut open, here == Some(*c)),
                Some(Token::One) => step(&mut open, here.is_some_and(|c| c != '/')),
                Some(Token::Class { ranges, not, slash }) => step(
                    &mut open,
                    here.is_some_and(|c| {
                        (*slash || c != '/') && ranges.iter().any(|&(low, high)| (low..=high).contains(&c)) != *not
                    }),
                ),
                Some(Token::Star) => {
                    open.push((token + 1, at));
                    open.extend(here.is_some_and(|c| c != '/').then_some((token, at + 1)));
                }
                Some(Token::All) => {
                    open.push((token + 1, at));
                    open.extend(here.map(|_| (token, at + 1)));
                }
                Some(Token::Folders) => {
                    open.push((token + 1, at));
                    open.extend((at..text.len()).filter(|&i| text.get(i) == Some(&'/')).map(|i| (token + 1, i + 1)));
                }
            }
        }
        false
    }
}

/// What follows `[`. As in Go a class is not empty, and `-` and `]` in it are escaped.
fn class(characters: &[char], at: &mut usize, path: bool) -> Option<Token> {
    let not = characters.get(*at) == Some(&'^');
    *at += usize::from(not);
    let mut ranges = Vec::new();
    let one = |at: &mut usize| {
        let c = *characters.get(*at)?;
        *at += 1;
        match c {
            '-' | ']' => None,
            '\\' => {
                *at += 1;
                characters.get(*at - 1).copied()
            }
            c => Some(c),
        }
    };
    loop {
        if characters.get(*at) == Some(&']') && !ranges.is_empty() {
            *at += 1;
            return Some(Token::Class { ranges, not, slash: !path });
        }
        let low = one(at)?;
        let high = if characters.get(*at) == Some(&'-') {
            *at += 1;
            one(at)?
        } else {
            low
        };
        ranges.push((low, high));
    }
}
