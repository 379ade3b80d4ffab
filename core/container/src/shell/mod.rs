//! Quotes, escapes and `$variables` in the words of a Dockerfile, as BuildKit expands them (`frontend/dockerfile/shell`):
//! `$x`, `${x}`, `${x:-y}`, `${x:+y}`, `${x:?y}`, each without `:` too, `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`, `${x/p/r}` and
//! `${x//p/r}`.

mod pattern;

use crate::quote::quoted;
use pattern::Pattern;
use std::collections::BTreeSet;
use thiserror::Error;

/// How deep a substitution may hold another. A limit of ours, so that no input exhausts the stack.
const DEEPEST: usize = 100;

/// What the variables are.
pub type Variables<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// No variable is set.
pub fn no_variables(_: &str) -> Option<String> {
    None
}

/// A word that cannot be expanded, in BuildKit's words.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("failed to process {}: {reason}", quoted(word))]
pub struct ExpandError {
    /// The whole word.
    pub word: String,
    /// What is wrong with it.
    pub reason: ExpandReason,
}

/// What is wrong with a word.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExpandReason {
    /// A quote that nothing closes.
    #[error("unexpected end of statement while looking for matching {0}-quote")]
    OpenQuote(&'static str),
    /// A `${` that nothing closes.
    #[error("syntax error: missing {0}")]
    Missing(&'static str),
    /// `${}`, `${:` and `${{`.
    #[error("syntax error: bad substitution")]
    BadSubstitution,
    /// `${x=y}` and others that BuildKit does not know.
    #[error("unsupported modifier ({0}) in substitution")]
    Modifier(String),
    /// `${x?message}` of a variable that is not there.
    #[error("{name}: {message}")]
    Required {
        /// The variable.
        name: String,
        /// Its message, or BuildKit's own.
        message: String,
    },
    /// A pattern that escapes what need not be escaped.
    #[error("invalid pattern ({pattern}) in substitution: invalid escape '\\{escaped}'")]
    Escape {
        /// The pattern.
        pattern: String,
        /// What stands behind the escape; empty at the end.
        escaped: String,
    },
    /// Substitutions inside substitutions, too many.
    #[error("substitutions are nested more than {limit} times")]
    TooDeep {
        /// How many may be.
        limit: usize,
    },
}

/// How words are read.
#[derive(Debug, Clone, Copy)]
pub struct Lex {
    /// What escapes the next character.
    pub escape: char,
    /// Quotes stay in the result.
    pub raw_quotes: bool,
    /// Escapes stay in the result.
    pub raw_escapes: bool,
    /// Quotes mean nothing (in heredocs).
    pub plain_quotes: bool,
    /// Variables that are not set stay as they are written.
    pub skip_unset: bool,
}

/// What a word became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// One string, blanks between words kept.
    pub word: String,
    /// Split at blanks that are not quoted, after the variables were replaced.
    pub words: Vec<String>,
    /// The variables that were looked up and found.
    pub matched: BTreeSet<String>,
    /// Those that are not set.
    pub unmatched: BTreeSet<String>,
}

impl Lex {
    /// The usual way: quotes and escapes are taken away, variables that are not set are empty.
    pub fn new(escape: char) -> Self {
        Self { escape, raw_quotes: false, raw_escapes: false, plain_quotes: false, skip_unset: false }
    }

    /// Expands `word`.
    ///
    /// # Errors
    /// Open quotes and braces, unknown modifiers, patterns with wrong escapes, required variables that are not set.
    pub fn process(&self, word: &str, variables: &Variables<'_>) -> Result<Expansion, ExpandError> {
        let mut reader = Reader {
            lex: *self,
            variables,
            // Go's scanner drops a byte order mark.
            characters: word.strip_prefix('\u{feff}').unwrap_or(word).chars().collect(),
            at: 0,
            raw_escapes: self.raw_escapes,
            matched: BTreeSet::new(),
            unmatched: BTreeSet::new(),
            depth: 0,
        };
        match reader.until(None, self.raw_escapes) {
            Ok((text, words)) => {
                Ok(Expansion { word: text, words, matched: reader.matched, unmatched: reader.unmatched })
            }
            Err(reason) => Err(ExpandError { word: word.to_owned(), reason }),
        }
    }
}

struct Reader<'a> {
    lex: Lex,
    variables: &'a Variables<'a>,
    characters: Vec<char>,
    at: usize,
    raw_escapes: bool,
    matched: BTreeSet<String>,
    unmatched: BTreeSet<String>,
    depth: usize,
}

/// Words as they grow.
#[derive(Default)]
struct Words {
    word: String,
    words: Vec<String>,
    in_word: bool,
}

impl Words {
    fn add(&mut self, c: char) {
        if !c.is_whitespace() {
            self.add_raw(c);
        } else if self.in_word && !self.word.is_empty() {
            self.words.push(std::mem::take(&mut self.word));
            self.in_word = false;
        }
    }

    fn add_raw(&mut self, c: char) {
        self.word.push(c);
        self.in_word = true;
    }

    fn add_raw_text(&mut self, text: &str) {
        self.word.push_str(text);
        self.in_word = true;
    }

    fn finish(mut self) -> Vec<String> {
        if !self.word.is_empty() {
            self.words.push(self.word);
        }
        self.words
    }
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    /// Reads to `stop`, or to the end where there is none.
    fn until(&mut self, stop: Option<char>, raw_escapes: bool) -> Result<(String, Vec<String>), ExpandReason> {
        let before = std::mem::replace(&mut self.raw_escapes, raw_escapes);
        self.depth += 1;
        let told = if self.depth > DEEPEST { Err(ExpandReason::TooDeep { limit: DEEPEST }) } else { self.read(stop) };
        self.depth -= 1;
        self.raw_escapes = before;
        // Whatever is open at the end inside of a substitution: it is the brace that is told to be missing.
        match (told, stop) {
            (Err(reason), Some(stop)) if self.peek().is_none() && !matches!(reason, ExpandReason::TooDeep { .. }) => {
                Err(missing(stop))
            }
            (told, _) => told,
        }
    }

    fn read(&mut self, stop: Option<char>) -> Result<(String, Vec<String>), ExpandReason> {
        let mut result = String::new();
        let mut words = Words::default();
        while let Some(c) = self.peek() {
            if stop == Some(c) {
                self.at += 1;
                return Ok((result, words.finish()));
            }
            match c {
                '$' => {
                    let value = self.dollar()?;
                    result.push_str(&value);
                    value.chars().for_each(|c| words.add(c));
                }
                '\'' | '"' if !self.lex.plain_quotes => {
                    let text = if c == '\'' { self.single_quotes()? } else { self.double_quotes()? };
                    result.push_str(&text);
                    words.add_raw_text(&text);
                }
                _ => {
                    self.at += 1;
                    if c != self.lex.escape {
                        words.add(c);
                        result.push(c);
                        continue;
                    }
                    if self.raw_escapes {
                        words.add_raw(c);
                        result.push(c);
                    }
                    let Some(escaped) = self.next() else { break };
                    words.add_raw(escaped);
                    result.push(escaped);
                }
            }
        }
        match stop {
            Some(stop) => Err(missing(stop)),
            None => Ok((result, words.finish())),
        }
    }

    fn single_quotes(&mut self) -> Result<String, ExpandReason> {
        let mut text = String::new();
        self.at += 1;
        let raw = self.lex.raw_quotes;
        text.extend(raw.then_some('\''));
        loop {
            match self.next() {
                None => return Err(ExpandReason::OpenQuote("single")),
                Some('\'') => {
                    text.extend(raw.then_some('\''));
                    return Ok(text);
                }
                Some(c) => text.push(c),
            }
        }
    }

    /// Between double quotes variables are replaced, and only `"`, `$` and the escape itself can be escaped.
    fn double_quotes(&mut self) -> Result<String, ExpandReason> {
        let mut text = String::new();
        self.at += 1;
        let raw = self.lex.raw_quotes;
        text.extend(raw.then_some('"'));
        loop {
            match self.peek() {
                None => return Err(ExpandReason::OpenQuote("double")),
                Some('"') => {
                    self.at += 1;
                    text.extend(raw.then_some('"'));
                    return Ok(text);
                }
                Some('$') => text.push_str(&self.dollar()?),
                Some(mut c) => {
                    self.at += 1;
                    if c == self.lex.escape {
                        text.extend(self.raw_escapes.then_some(c));
                        match self.peek() {
                            None => continue,
                            Some(next) if next == '"' || next == '$' || next == self.lex.escape => {
                                self.at += 1;
                                c = next;
                            }
                            _ => {}
                        }
                    }
                    text.push(c);
                }
            }
        }
    }

    fn dollar(&mut self) -> Result<String, ExpandReason> {
        self.at += 1;
        if self.peek() != Some('{') {
            let name = self.name();
            return Ok(match self.value(&name) {
                _ if name.is_empty() => "$".to_owned(),
                None if self.lex.skip_unset => format!("${name}"),
                value => value.unwrap_or_default(),
            });
        }
        self.at += 1;
        match self.peek() {
            None => return Err(missing('}')),
            Some('{' | '}' | ':') => return Err(ExpandReason::BadSubstitution),
            _ => {}
        }
        let name = self.name();
        let unknown = |modifier: &str| Err(ExpandReason::Modifier(modifier.to_owned()));
        match self.next() {
            Some('}') => Ok(match self.value(&name) {
                None if self.lex.skip_unset => format!("${{{name}}}"),
                value => value.unwrap_or_default(),
            }),
            Some(':') => match self.next() {
                Some(modifier) => self.modified(&name, modifier, true),
                None => self.modified(&name, '\u{fffd}', true),
            },
            Some(modifier @ ('+' | '-' | '?' | '#' | '%')) => self.modified(&name, modifier, false),
            Some('/') => self.replaced(&name),
            Some(other) => unknown(&other.to_string()),
            None => unknown("\u{fffd}"),
        }
    }

    /// `${name:-word}` and its kin; with `colon`, what is empty counts as not set.
    fn modified(&mut self, name: &str, modifier: char, colon: bool) -> Result<String, ExpandReason> {
        let (word, _) = self.until(Some('}'), matches!(modifier, '#' | '%'))?;
        let value = self.value(name);
        let written = || format!("{}{modifier}", if colon { ":" } else { "" });
        if value.is_none() && self.lex.skip_unset {
            return Ok(format!("${{{name}{}{word}}}", written()));
        }
        let is_set = value.as_ref().is_some_and(|value| !(colon && value.is_empty()));
        let was_there = value.is_some();
        let value = value.unwrap_or_default();
        Ok(match modifier {
            '-' => {
                if is_set {
                    value
                } else {
                    word
                }
            }
            '+' => {
                if is_set {
                    word
                } else {
                    String::new()
                }
            }
            '?' if is_set => value,
            '?' => {
                let own = if was_there { "is not allowed to be empty" } else { "is not allowed to be unset" };
                let message = if word.is_empty() { own.to_owned() } else { word };
                return Err(ExpandReason::Required { name: name.to_owned(), message });
            }
            '#' | '%' => {
                let (longest, text) = match word.strip_prefix(modifier) {
                    Some(rest) => (true, rest),
                    None => (false, &word[..]),
                };
                let pattern = Pattern::new(text)?;
                if modifier == '#' {
                    pattern.without_prefix(&value, longest)
                } else {
                    pattern.without_suffix(&value, longest)
                }
            }
            _ => return Err(ExpandReason::Modifier(written())),
        })
    }

    /// `${name/pattern/replacement}`, of all matches with `//`.
    fn replaced(&mut self, name: &str) -> Result<String, ExpandReason> {
        let all = self.peek() == Some('/');
        self.at += usize::from(all);
        let (pattern, _) = self.until(Some('/'), true)?;
        let (replacement, _) = self.until(Some('}'), true)?;
        let value = self.value(name);
        if value.is_none() && self.lex.skip_unset {
            return Ok(format!("${{{name}/{pattern}/{replacement}}}"));
        }
        Ok(Pattern::new(&pattern)?.replaced(&value.unwrap_or_default(), &replacement, all))
    }

    /// A name: letters, digits and `_`; or digits alone, or one special parameter.
    fn name(&mut self) -> String {
        let mut name = String::new();
        let first = self.peek();
        if first.is_some_and(is_digit) {
            while let Some(c) = self.peek().filter(|c| is_digit(*c)) {
                name.push(c);
                self.at += 1;
            }
        } else if let Some(c @ ('@' | '*' | '#' | '?' | '-' | '$' | '!')) = first {
            name.push(c);
            self.at += 1;
        } else {
            while let Some(c) = self.peek().filter(|c| c.is_alphabetic() || is_digit(*c) || *c == '_') {
                name.push(c);
                self.at += 1;
            }
        }
        name
    }

    fn value(&mut self, name: &str) -> Option<String> {
        if name.is_empty() {
            return None;
        }
        let value = (self.variables)(name);
        let seen = if value.is_some() { &mut self.matched } else { &mut self.unmatched };
        seen.insert(name.to_owned());
        value
    }
}

/// What a substitution lacks that ends without `stop`.
fn missing(stop: char) -> ExpandReason {
    ExpandReason::Missing(if stop == '/' { "'/' in ${}" } else { "'}'" })
}

/// A decimal digit of any script, near enough to Go's `unicode.IsDigit`.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}
