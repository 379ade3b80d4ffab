//! `+ - * / ^`, parentheses, a few functions, and networks' costs in parentheses.

use super::network;
use std::iter::Peekable;
use std::str::CharIndices;

/// The value of `text`.
pub(super) fn value(text: &str) -> Result<f64, String> {
    let mut reader = Reader { text, chars: text.char_indices().peekable() };
    let value = reader.sum()?;
    match reader.next() {
        None => Ok(value),
        Some((_, c)) => Err(format!("what is `{c}` in `{text}`?")),
    }
}

struct Reader<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<(usize, char)> {
        self.peek()?;
        self.chars.next()
    }

    fn peek(&mut self) -> Option<char> {
        while self.chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        self.chars.peek().map(|(_, c)| *c)
    }

    fn sum(&mut self) -> Result<f64, String> {
        let mut value = self.product()?;
        while let Some(sign @ ('+' | '-' | '−')) = self.peek() {
            self.next();
            let next = self.product()?;
            value = if sign == '+' { value + next } else { value - next };
        }
        Ok(value)
    }

    fn product(&mut self) -> Result<f64, String> {
        let mut value = self.signed()?;
        while let Some(sign @ ('*' | '×' | '·' | '/' | '÷')) = self.peek() {
            self.next();
            let next = self.signed()?;
            value = if ['/', '÷'].contains(&sign) { value / next } else { value * next };
        }
        Ok(value)
    }

    fn signed(&mut self) -> Result<f64, String> {
        match self.peek() {
            Some('-' | '−') => {
                self.next();
                Ok(-self.signed()?)
            }
            _ => self.power(),
        }
    }

    fn power(&mut self) -> Result<f64, String> {
        let base = self.atom()?;
        if self.peek() == Some('^') {
            self.next();
            return Ok(base.powf(self.signed()?));
        }
        Ok(base)
    }

    fn atom(&mut self) -> Result<f64, String> {
        match self.peek() {
            Some('(') => self.group(),
            Some(c) if c.is_ascii_digit() || c == '.' => self.number(),
            Some(c) if c.is_ascii_alphabetic() => {
                let name = self.word();
                let of: fn(f64) -> f64 = match &name[..] {
                    "sqrt" => f64::sqrt,
                    "log2" => f64::log2,
                    "round" => f64::round,
                    _ => return Err(format!("what is `{name}`? Networks' costs stand in parentheses")),
                };
                Ok(of(self.group()?))
            }
            Some(c) => Err(format!("what is `{c}` in `{}`?", self.text)),
            None => Err(format!("`{}` is at its end where a number belongs", self.text)),
        }
    }

    fn word(&mut self) -> String {
        std::iter::from_fn(|| self.chars.next_if(|(_, c)| c.is_ascii_alphanumeric()).map(|(_, c)| c)).collect()
    }

    fn number(&mut self) -> Result<f64, String> {
        let mut digits = String::new();
        while let Some((_, c)) = self.chars.next_if(|(_, c)| c.is_ascii_digit() || ['.', ',', 'e'].contains(c)) {
            digits.extend(Some(c).filter(|c| *c != ','));
            if c == 'e' {
                digits.extend(self.chars.next_if(|(_, c)| *c == '-').map(|(_, c)| c));
            }
        }
        digits.parse().map_err(|_| format!("`{digits}` is no number"))
    }

    /// What stands in parentheses: arithmetic, or what a network costs.
    fn group(&mut self) -> Result<f64, String> {
        let unclosed = || "a `(` without its `)`".to_owned();
        if self.peek() != Some('(') {
            return Err("a function's argument stands in parentheses".into());
        }
        self.next();
        if self.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            let start = self.chars.peek().map_or(0, |(at, _)| *at);
            let rest = &self.text[start..];
            let (head, _) = rest.split_once(|c: char| !c.is_ascii_alphabetic()).unwrap_or((rest, ""));
            if ["macs", "params", "bytes", "published"].contains(&head) {
                let (inner, _) = rest.split_once(')').ok_or_else(unclosed)?;
                while self.chars.next_if(|(at, _)| *at <= start + inner.len()).is_some() {}
                return network::value(head, &inner[head.len()..]).map(|(value, _)| value);
            }
        }
        let value = self.sum()?;
        match self.next() {
            Some((_, ')')) => Ok(value),
            _ => Err(unclosed()),
        }
    }
}
