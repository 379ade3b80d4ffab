//! One instruction on one line, by the form of its arguments.

use super::Reason;
use super::flags::{BLANKS, split_command};
use super::{json, words};

/// How deep `ONBUILD` may hold `ONBUILD`.
const DEEPEST: usize = 64;

/// An instruction before its heredocs are read.
pub(super) struct Line {
    pub name: String,
    pub flags: Vec<String>,
    pub values: Vec<String>,
    pub json: bool,
    /// What `ONBUILD` holds.
    pub sub: Option<Box<Line>>,
}

impl Line {
    /// The values and whether they are exec form. Of an instruction that holds another, one empty value.
    pub fn arguments(self) -> (Vec<String>, bool) {
        if self.sub.is_some() { (vec![String::new()], false) } else { (self.values, self.json) }
    }

    /// Whether `<<` opens a heredoc in it.
    pub fn takes_heredocs(&self) -> bool {
        let line = self.sub.as_deref().unwrap_or(self);
        ["add", "copy", "run"].iter().any(|name| line.name.eq_ignore_ascii_case(name)) && !line.json
    }
}

/// Parses one line.
pub(super) fn parse_line(line: &str, escape: char) -> Result<Line, Reason> {
    // From the outermost `ONBUILD` to what the innermost holds.
    let mut outer = Vec::new();
    let mut rest = line.to_owned();
    let mut inner = loop {
        let (name, flags, arguments) = split_command(&rest);
        let mut line = Line { name: name.to_owned(), flags, values: Vec::new(), json: false, sub: None };
        if line.name.to_lowercase() == "onbuild" && !arguments.is_empty() {
            if outer.len() == DEEPEST {
                return Err(Reason::TooDeep { limit: DEEPEST });
            }
            outer.push(line);
            rest = arguments;
            continue;
        }
        (line.values, line.json) = values(&line.name.to_lowercase(), &arguments, escape)?;
        break line;
    };
    while let Some(mut line) = outer.pop() {
        line.sub = Some(Box::new(inner));
        inner = line;
    }
    Ok(inner)
}

/// The arguments of the instruction `name` (in lower case), and whether they are exec form.
fn values(name: &str, text: &str, escape: char) -> Result<(Vec<String>, bool), Reason> {
    let plain = |values| Ok((values, false));
    match name {
        "cmd" | "entrypoint" | "run" | "shell" => one_or_json(text),
        "add" | "copy" | "volume" => match json::string_array(text)? {
            Some(values) => Ok((values, true)),
            None => plain(blank_separated(text)),
        },
        "expose" | "from" => plain(blank_separated(text)),
        "arg" => plain(words::split_words(text, escape)),
        "env" => plain(words::pairs(text, "ENV", escape)?),
        "label" => plain(words::pairs(text, "LABEL", escape)?),
        "maintainer" | "stopsignal" | "user" | "workdir" => plain(one(text)),
        "healthcheck" => health(text),
        "onbuild" => plain(Vec::new()),
        // Whatever else the line says is not looked at.
        _ => plain(vec![String::new()]),
    }
}

fn one(text: &str) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }
}

fn one_or_json(text: &str) -> Result<(Vec<String>, bool), Reason> {
    Ok(match json::string_array(text)? {
        Some(values) => (values, true),
        None => (one(text), false),
    })
}

/// Go's `Split` at runs of blanks: text that begins with one yields an empty string first.
fn blank_separated(text: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut rest = text;
    if text.is_empty() {
        return values;
    }
    while let Some((word, more)) = rest.split_once(BLANKS) {
        values.push(word.to_owned());
        rest = more.trim_start_matches(BLANKS);
    }
    values.push(rest.to_owned());
    values
}

/// `NONE`, or `CMD` and a command. BuildKit walks over bytes here, too.
fn health(text: &str) -> Result<(Vec<String>, bool), Reason> {
    let bytes = text.as_bytes();
    let is_space = |byte: &u8| char::from(*byte).is_whitespace();
    let kind = bytes.iter().position(is_space).unwrap_or(bytes.len());
    if kind == 0 {
        return Ok((Vec::new(), false));
    }
    let (kind, rest) = bytes.split_at(kind);
    let command = rest.iter().position(|byte| !is_space(byte)).unwrap_or(rest.len());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (values, json) = one_or_json(&text(rest.get(command..).unwrap_or_default()))?;
    Ok(([vec![text(kind)], values].concat(), json))
}
