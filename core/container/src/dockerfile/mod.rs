//! Dockerfiles, read as BuildKit's parser reads them (`frontend/dockerfile/parser` of moby/buildkit): directives, comments,
//! continued lines, heredocs, flags and the forms of arguments. What an instruction *means* is not decided here: an unknown
//! instruction passes, as it does there.

mod directive;
mod error;
mod flags;
mod heredoc;
mod json;
mod line;
mod words;

pub use directive::{Directive, DirectiveName};
pub use error::{ParseError, Reason};
pub use heredoc::Heredoc;
pub(crate) use heredoc::{chomp, heredoc_word};
use serde::Serialize;

/// The longest line that BuildKit reads, in bytes with its line break (Go's `bufio.MaxScanTokenSize`).
const LONGEST_LINE: usize = 64 * 1024;

/// A Dockerfile that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dockerfile {
    /// `# syntax=`, `# escape=` and `# check=`, in their order.
    pub directives: Vec<Directive>,
    /// What escapes a character and continues a line: `\`, or a backtick by `# escape=`.
    pub escape: char,
    /// The instructions, in their order.
    pub commands: Vec<Command>,
    /// The last lines of instructions that have an empty line where they are continued, which BuildKit warns of.
    pub empty_continuations: Vec<usize>,
}

/// One instruction. As JSON it has the form of the PyPI package `dockerfile`, which wraps BuildKit's parser in Python;
/// names of instructions in lower case, heredocs only where there are any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Command {
    /// The instruction's name in lower case; whatever word is there if it is none.
    pub cmd: String,
    /// The arguments. Shell form is one string, exec form its elements, `ENV` and `LABEL` names and values in turn.
    pub value: Vec<String>,
    /// The flags before the arguments, without their quotes: `--from=build`.
    pub flags: Vec<String>,
    /// The instruction as one line, with its heredocs behind it.
    pub original: String,
    /// Its first line, from 1.
    pub start_line: usize,
    /// Its last line, that of a heredoc's end included.
    pub end_line: usize,
    /// Whether the arguments are a JSON array (exec form).
    pub json: bool,
    /// Of `ONBUILD`: the name of the instruction that it holds, in lower case.
    pub sub_cmd: Option<String>,
    /// The texts behind `<<`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub heredocs: Vec<Heredoc>,
    /// Of `ONBUILD`: those of the instruction that it holds.
    #[serde(skip)]
    pub sub_heredocs: Vec<Heredoc>,
}

impl Command {
    /// The instruction's name as it is written.
    pub fn written(&self) -> &str {
        self.original.split([' ', '\t', '\u{b}', '\u{c}', '\r', '\n']).next().unwrap_or_default()
    }

    /// Of `ENV` and `LABEL`: whether it is in the old form, `name value`.
    pub(crate) fn is_old_pair(&self, escape: char) -> bool {
        let rest = self.original.get(self.written().len()..).unwrap_or_default();
        words::split_words(rest, escape).first().is_some_and(|word| !word.contains('='))
    }
}

/// Reads a Dockerfile. Bytes that are no UTF-8 become U+FFFD.
///
/// # Errors
/// What BuildKit's parser refuses, with its reason and the line.
pub fn parse(source: &[u8]) -> Result<Dockerfile, ParseError> {
    let source = String::from_utf8_lossy(source);
    let mut reader = Reader::new(&source);
    let mut directives = directive::Directives::default();
    let mut commands = Vec::new();
    let mut empty_continuations = Vec::new();
    while let Some(raw) = reader.next() {
        let raw = if reader.line == 1 { raw.strip_prefix('\u{feff}').unwrap_or(raw) } else { raw };
        let start = reader.line;
        let text = without_comment(without_break(raw).trim_start());
        directives.look(without_break(raw).trim_start(), start)?;
        let (text, mut continued) = without_continuation(text, directives.escape);
        if !continued && text.is_empty() {
            continue;
        }
        let mut text = text.to_owned();
        let mut has_empty = false;
        while continued {
            let Some(raw) = reader.next() else { break };
            directives.look(without_break(raw), reader.line)?;
            if is_comment(raw) {
                continue;
            }
            let next = without_break(raw);
            if next.trim_start().is_empty() {
                has_empty = true;
                continue;
            }
            let (next, more) = without_continuation(next, directives.escape);
            text.push_str(next);
            continued = more;
        }
        if has_empty {
            empty_continuations.push(reader.line);
        }
        let refused = |reason| ParseError { line: start, reason };
        let mut parsed = line::parse_line(&text, directives.escape).map_err(refused)?;
        let mut original = text.clone();
        let mut heredocs = Vec::new();
        if parsed.takes_heredocs() && text.contains("<<") {
            for mut heredoc in heredoc::heredocs_of(&text).map_err(refused)? {
                reader.read_heredoc(&mut heredoc).ok_or(refused(Reason::UnterminatedHeredoc))?;
                heredocs.push(heredoc);
            }
        }
        let mut sub_heredocs = Vec::new();
        if parsed.sub.is_some() {
            std::mem::swap(&mut heredocs, &mut sub_heredocs);
        }
        if !heredocs.is_empty() {
            original.push('\n');
            for Heredoc { name, content, .. } in &heredocs {
                original.push_str(content);
                original.push_str(name);
                original.push('\n');
            }
        }
        let cmd = parsed.name.to_lowercase();
        let flags = std::mem::take(&mut parsed.flags);
        let (sub_cmd, arguments) = match parsed.sub {
            Some(sub) => (Some(sub.name.to_lowercase()), sub.arguments()),
            None => (None, parsed.arguments()),
        };
        commands.push(Command {
            cmd,
            value: arguments.0,
            flags,
            original,
            start_line: start,
            end_line: reader.line,
            json: arguments.1,
            sub_cmd,
            heredocs,
            sub_heredocs,
        });
    }
    if commands.is_empty() {
        return Err(ParseError { line: reader.line, reason: Reason::NoInstructions });
    }
    if reader.too_long {
        return Err(ParseError { line: reader.line + 1, reason: Reason::LineTooLong { limit: LONGEST_LINE - 1 } });
    }
    Ok(Dockerfile { directives: directives.found, escape: directives.escape, commands, empty_continuations })
}

/// Lines with their breaks, counted from 1. A line that is too long ends the file.
struct Reader<'a> {
    rest: &'a str,
    line: usize,
    too_long: bool,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self { rest: source, line: 0, too_long: false }
    }

    fn next(&mut self) -> Option<&'a str> {
        if self.too_long || self.rest.is_empty() {
            return None;
        }
        let length = self.rest.find('\n').map(|at| at + 1);
        // Go's scanner fills its buffer before it looks whether the file ends there.
        self.too_long = match length {
            Some(length) => length > LONGEST_LINE,
            None => self.rest.len() >= LONGEST_LINE,
        };
        if self.too_long {
            return None;
        }
        let (line, rest) = self.rest.split_at(length.unwrap_or(self.rest.len()));
        self.rest = rest;
        self.line += 1;
        Some(line)
    }

    /// Fills `heredoc` up to the line that is its name; `None` where the file ends before it.
    fn read_heredoc(&mut self, heredoc: &mut Heredoc) -> Option<()> {
        while let Some(raw) = self.next() {
            let end = without_break(raw);
            let end = if heredoc.chomp { end.trim_start_matches('\t') } else { end };
            if end == heredoc.name {
                return Some(());
            }
            heredoc.content.push_str(raw);
        }
        None
    }
}

fn without_break(line: &str) -> &str {
    line.trim_end_matches(['\r', '\n'])
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

fn without_comment(line: &str) -> &str {
    if is_comment(line) { "" } else { line }
}

/// The line without the escape at its end, and whether it goes on. An escape before it takes its meaning away.
fn without_continuation(line: &str, escape: char) -> (&str, bool) {
    let end = line.trim_end_matches([' ', '\t']);
    match end.strip_suffix(escape) {
        Some(before) if !before.ends_with(escape) => (before, true),
        _ => (line, false),
    }
}
