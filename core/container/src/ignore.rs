//! `.dockerignore`: which files of a build context the builder sees, by moby/patternmatcher's rules. The last line that matches a
//! path, or a folder above it, decides; `!` takes back.

use crate::glob::Glob;
use crate::paths::clean;
use thiserror::Error;

/// A pattern that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {reason}: {pattern}")]
pub struct IgnoreError {
    /// Its line, from 1.
    pub line: usize,
    /// The pattern as it is written.
    pub pattern: String,
    /// Why not, in the words of Docker.
    pub reason: &'static str,
}

#[derive(Debug, Clone)]
struct Pattern {
    line: usize,
    /// The pattern begins with `!`.
    takes_back: bool,
    glob: Glob,
}

/// The patterns of a file.
#[derive(Debug, Clone, Default)]
pub struct Ignore {
    patterns: Vec<Pattern>,
}

/// What was decided of a path, and by which line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Whether the builder does not see it.
    pub ignored: bool,
    /// The line that decided, from 1.
    pub line: usize,
}

impl Ignore {
    /// Reads a file.
    ///
    /// # Errors
    /// A pattern with an open `[` or a trailing `\`, or nothing but `!`.
    pub fn parse(source: &[u8]) -> Result<Self, IgnoreError> {
        let source = String::from_utf8_lossy(source);
        let source = source.strip_prefix('\u{feff}').unwrap_or(&source);
        let mut patterns = Vec::new();
        for (index, written) in source.lines().enumerate() {
            let line = index + 1;
            let text = written.trim();
            if written.starts_with('#') || text.is_empty() {
                continue;
            }
            let wrong = |reason| IgnoreError { line, pattern: written.to_owned(), reason };
            let (takes_back, text) = match text.strip_prefix('!') {
                Some(rest) => (true, rest.trim()),
                None => (false, text),
            };
            if text.is_empty() {
                return Err(wrong("illegal exclusion pattern"));
            }
            let cleaned = clean(text);
            let path = if cleaned.len() > 1 { cleaned.trim_start_matches('/') } else { &cleaned };
            let glob = Glob::ignore(path).ok_or(wrong("syntax error in pattern"))?;
            patterns.push(Pattern { line, takes_back, glob });
        }
        Ok(Self { patterns })
    }

    /// What decides about a path of the context (`src/a.py`); `None` where no line says anything.
    pub fn decide(&self, path: &str) -> Option<Decision> {
        let mut decided: Option<Decision> = None;
        for pattern in &self.patterns {
            let ignored = decided.is_some_and(|decision| decision.ignored);
            // A line that can change nothing is not asked.
            if pattern.takes_back != ignored {
                continue;
            }
            let folders = path.char_indices().filter(|(_, c)| *c == '/').filter_map(|(at, _)| path.get(..at));
            if pattern.glob.matches(path) || folders.into_iter().any(|folder| pattern.glob.matches(folder)) {
                decided = Some(Decision { ignored: !pattern.takes_back, line: pattern.line });
            }
        }
        decided
    }

    /// Whether a line takes something back (`!`).
    pub fn takes_back(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern.takes_back)
    }

    /// Whether it holds no pattern.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether the builder does not see a path.
    pub fn is_ignored(&self, path: &str) -> bool {
        self.decide(path).is_some_and(|decision| decision.ignored)
    }
}
