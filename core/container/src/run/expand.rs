//! Words of a script become words of a command: variables, blanks, patterns of paths.

use super::RunError;
use super::process::Process;
use super::script::{Part, Word};
use crate::fs::Node;
use crate::glob::{Glob, has_wildcards};
use crate::paths::join;
use crate::shell::{ExpandError, Lex};

impl Process<'_> {
    /// `NAME=value` before a command.
    pub(super) fn assignment(&mut self, word: &Word) -> Result<Option<(String, String)>, RunError> {
        let Some(Part::Text { text, quoted: false }) = word.first() else { return Ok(None) };
        let Some((name, rest)) = text.split_once('=') else { return Ok(None) };
        let is_name =
            name.chars().enumerate().all(|(i, c)| c == '_' || c.is_ascii_alphabetic() || i > 0 && c.is_ascii_digit());
        if name.is_empty() || !is_name {
            return Ok(None);
        }
        let value = [&[Part::Text { text: rest.to_owned(), quoted: true }], word.get(1..).unwrap_or_default()].concat();
        Ok(Some((name.to_owned(), self.one(&value)?)))
    }

    fn variable(&self, written: &str) -> Result<String, RunError> {
        let variables = |name: &str| match name {
            "?" => Some(self.status.to_string()),
            name => self.variables.get(name).cloned(),
        };
        let message = |error: ExpandError| RunError::Status { code: 2, message: error.reason.to_string() };
        Ok(Lex::new('\\').process(written, &variables).map_err(message)?.word)
    }

    /// A word as one text, neither split nor a pattern.
    pub(super) fn one(&mut self, word: &Word) -> Result<String, RunError> {
        let mut part = |part: &Part| match part {
            Part::Text { text, .. } => Ok(text.clone()),
            Part::Variable { written, .. } => self.variable(written),
            Part::Command { script, .. } => self.substituted(script),
        };
        word.iter().map(&mut part).collect()
    }

    /// A word as words: what is not quoted is split at blanks and may be a pattern of paths.
    pub(super) fn expand(&mut self, word: &Word, out: &mut Vec<String>) -> Result<(), RunError> {
        // Text and its pattern, in which what is quoted is escaped.
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut open: Option<(String, String)> = None;
        for part in word {
            let (text, quoted, splits) = match part {
                Part::Text { text, quoted } => (text.clone(), *quoted, false),
                Part::Variable { written, quoted } => (self.variable(written)?, *quoted, !quoted),
                Part::Command { script, quoted } => (self.substituted(script)?, *quoted, !quoted),
            };
            if quoted && open.is_none() {
                open = Some(Default::default());
            }
            for c in text.chars() {
                if splits && c.is_ascii_whitespace() {
                    fields.extend(open.take());
                    continue;
                }
                let (plain, pattern) = open.get_or_insert_default();
                plain.push(c);
                if quoted && ['*', '?', '[', '\\'].contains(&c) {
                    pattern.push('\\');
                }
                pattern.push(c);
            }
        }
        fields.extend(open);
        for (plain, pattern) in fields {
            let mut found = if has_wildcards(&pattern) { self.matching(&pattern) } else { Vec::new() };
            if found.is_empty() {
                found.push(plain);
            }
            out.extend(found);
        }
        Ok(())
    }

    /// The paths that a pattern matches, as it is written: from the folder, or absolute.
    fn matching(&self, pattern: &str) -> Vec<String> {
        let Some(glob) = Glob::path(&join(&self.folder, pattern)) else { return Vec::new() };
        let is_absolute = pattern.starts_with('/');
        let folder = format!("{}/", self.folder.trim_end_matches('/'));
        // Names that begin with a dot are found by patterns that do.
        let shows = |path: &str| {
            let dotted = path.rsplit('/').next().is_some_and(|name| name.starts_with('.'));
            !dotted || pattern.rsplit('/').next().is_some_and(|name| name.starts_with('.'))
        };
        let written = |(path, _): (&str, &Node)| {
            let path = format!("/{path}");
            if !glob.matches(&path) || !shows(&path) {
                return None;
            }
            if is_absolute { Some(path) } else { path.strip_prefix(&folder).map(str::to_owned) }
        };
        self.overlay.merged().iter().filter_map(written).collect()
    }
}
