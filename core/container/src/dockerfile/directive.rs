//! `# syntax=`, `# escape=`, `# check=`: comments at the head of the file that mean something to the parser.

use super::{ParseError, Reason};

/// The directives that BuildKit knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectiveName {
    /// Which frontend reads the file.
    Syntax,
    /// The character that escapes.
    Escape,
    /// Which build checks are skipped.
    Check,
}

impl DirectiveName {
    const ALL: [Self; 3] = [Self::Syntax, Self::Escape, Self::Check];

    /// Its name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Escape => "escape",
            Self::Check => "check",
        }
    }
}

/// A directive and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Which.
    pub name: DirectiveName,
    /// The text behind `=`.
    pub value: String,
    /// Its line, from 1.
    pub line: usize,
}

/// What has been seen of them. The first line that is none ends them.
#[derive(Debug)]
pub(super) struct Directives {
    pub found: Vec<Directive>,
    pub escape: char,
    done: bool,
}

impl Default for Directives {
    fn default() -> Self {
        Self { found: Vec::new(), escape: '\\', done: false }
    }
}

impl Directives {
    /// Looks at a line, without its break.
    pub fn look(&mut self, line: &str, number: usize) -> Result<(), ParseError> {
        if self.done {
            return Ok(());
        }
        let Some((name, value)) = name_and_value(line) else {
            self.done = true;
            return Ok(());
        };
        let refused = |reason| Err(ParseError { line: number, reason });
        if self.found.iter().any(|known| known.name == name) {
            return refused(Reason::DirectiveTwice { name: name.name() });
        }
        if name == DirectiveName::Escape {
            self.escape = match value {
                "\\" => '\\',
                "`" => '`',
                other => return refused(Reason::EscapeToken { got: other.to_owned() }),
            };
        }
        self.found.push(Directive { name, value: value.to_owned(), line: number });
        Ok(())
    }
}

/// `# name = value` with a name that is known.
fn name_and_value(line: &str) -> Option<(DirectiveName, &str)> {
    // Go's `\s`.
    const SPACE: [char; 5] = [' ', '\t', '\n', '\u{c}', '\r'];
    let (name, value) = line.strip_prefix('#')?.trim_start().split_once('=')?;
    let name = name.trim_end_matches(SPACE).to_ascii_lowercase();
    let name = DirectiveName::ALL.into_iter().find(|known| known.name() == name)?;
    let value = value.trim_matches(SPACE);
    (!value.is_empty()).then_some((name, value))
}
