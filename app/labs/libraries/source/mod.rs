//! A Python program with a marker before each of its statements, so that it can be followed line by line: MicroPython has no
//! `settrace`. What a program does is not changed by that, and a line of what runs is known by the line that the learner wrote.

mod invalid;
mod returns;
mod tokens;
mod translate;

pub use invalid::invalid;
pub use translate::translate;

use tokens::{Kind, Token, logical_lines};

/// Called before a statement, with its line.
pub const LINE: &str = "_karui_line";
/// What a loop goes over: it says the loop's line each time that the next value is asked for.
pub const EACH: &str = "_karui_each";

/// What a value is put through that an f-string shows: MicroPython asks no class for its own way.
pub const SHOWN: &str = "_karui_shown";
/// A function's own name for the line that called it.
const FROM: &str = "_karui_from";
/// Asked at a function's begin: the line that called it.
const AT: &str = "_karui_at";
/// Says that a function has ended, and gives on its value: what follows is again its caller's.
const TO: &str = "_karui_to";

/// A program that says where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The program.
    pub text: String,
    /// For each of its lines the learner's line, counted from 1.
    pub lines: Vec<u32>,
}

impl Marked {
    /// The learner's line of a line of the marked program; both are counted from 1.
    pub fn line_of(&self, line: u32) -> Option<u32> {
        self.lines.get(line.checked_sub(1)? as usize).copied()
    }
}

/// What is put in, and where. A text that ends a line is a line of its own.
#[derive(Debug)]
struct Insertion {
    at: usize,
    text: String,
}

/// Marks each statement. Whatever the text is, only markers are added to it: what is no Python stays as it is, for the
/// interpreter to say so. A statement that continues over lines is known by its first one.
pub fn mark(source: &str) -> Marked {
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    let mut insertions = Vec::new();
    let mut is_decorated = false;
    let lines = logical_lines(&source);
    // In front of the markers: where both stand at one place, a function ends before the next statement begins.
    returns::mark(&source, &lines, &mut insertions);
    for line in lines {
        is_decorated = marks(&source, &line, is_decorated, &mut insertions);
        for text in line.iter().filter(|token| token.kind == Kind::Text) {
            formats(&source, text, &mut insertions);
        }
    }
    insertions.sort_by_key(|it| it.at);
    apply(&source, insertions)
}

fn apply(source: &str, insertions: Vec<Insertion>) -> Marked {
    let (mut text, mut lines, mut from, mut line) = (String::with_capacity(source.len() * 2), vec![1], 0, 1);
    let add = |part: &str, text: &mut String, line: &mut u32, lines: &mut Vec<u32>| {
        for _ in part.matches('\n') {
            *line += 1;
            lines.push(*line);
        }
        text.push_str(part);
    };
    for Insertion { at, text: marker } in insertions {
        add(&source[from..at], &mut text, &mut line, &mut lines);
        lines.extend(marker.matches('\n').map(|_| line));
        text.push_str(&marker);
        from = at;
    }
    add(&source[from..], &mut text, &mut line, &mut lines);
    Marked { text, lines }
}

/// The markers of a logical line; gives whether it is a decorator.
fn marks(source: &str, tokens: &[Token], is_decorated: bool, to: &mut Vec<Insertion>) -> bool {
    let Some(first) = tokens.first() else { return is_decorated };
    let line = first.line;
    let call = format!("{LINE}({line})");
    let mut before = |at: usize, text: String| to.push(Insertion { at, text });
    let own_line = || {
        let (start, indent) = indent(source, first);
        (start, format!("{indent}{call}\n"))
    };
    let word = if first.kind == Kind::Name { &source[first.start..first.end] } else { "" };
    let header = match word {
        "if" | "elif" | "while" => {
            let Some(colon) = header_end(source, tokens) else { return false };
            before(first.end, format!(" {call} or ("));
            before(tokens[colon].start, ")".to_owned());
            colon
        }
        "for" => {
            let of = tokens.iter().position(|token| token.depth == 0 && token.is(source, "in"));
            let (Some(of), Some(colon)) = (of, header_end(source, tokens)) else { return false };
            if of > colon {
                return false;
            }
            before(tokens[of].end, format!(" {EACH}({line}, ("));
            before(tokens[colon].start, "))".to_owned());
            colon
        }
        "else" | "try" | "finally" | "except" => {
            let Some(colon) = header_end(source, tokens) else { return false };
            colon
        }
        "def" | "class" | "with" | "async" => {
            let Some(colon) = header_end(source, tokens) else { return false };
            if !is_decorated {
                let (at, text) = own_line();
                before(at, text);
            }
            colon
        }
        _ if first.kind == Kind::Other && &source[first.start..first.end] == "@" => {
            if !is_decorated {
                let (at, text) = own_line();
                before(at, text);
            }
            return true;
        }
        _ => {
            statements(source, tokens, to);
            return false;
        }
    };
    statements(source, &tokens[header + 1..], to);
    false
}

/// Where the line of a token begins, and its indentation.
fn indent<'a>(source: &'a str, first: &Token) -> (usize, &'a str) {
    let start = source[..first.start].rfind('\n').map_or(0, |at| at + 1);
    let rest = &source[start..];
    (start, &rest[..rest.len() - rest.trim_start_matches([' ', '\t', '\u{c}']).len()])
}

/// The markers of simple statements that stand in a line, with `;` between them.
fn statements(source: &str, tokens: &[Token], to: &mut Vec<Insertion>) {
    let parts = tokens.split(|token| token.depth == 0 && token.is(source, ";"));
    for part in parts {
        let Some(first) = part.first() else { continue };
        // A text alone does nothing, but as the first of a function it is what that says of itself.
        let is_text = part.iter().all(|token| token.kind == Kind::Text);
        let is_future = first.is(source, "from") && part.get(1).is_some_and(|it| it.is(source, "__future__"));
        if !is_text && !is_future {
            to.push(Insertion { at: first.start, text: format!("{LINE}({}); ", first.line) });
        }
        returns::value(source, part, to);
    }
}

/// The fields of an f-string: their values are put through [`SHOWN`].
fn formats(source: &str, token: &Token, to: &mut Vec<Insertion>) {
    let text = &source[token.start..token.end];
    let prefix = text.find(['"', '\'']).unwrap_or(0);
    if text[..prefix].contains(['f', 'F']) {
        for (from, until) in fields(&text[prefix..]) {
            let [from, until] = [from, until].map(|at| token.start + prefix + at);
            to.push(Insertion { at: from, text: format!("{SHOWN}((") });
            to.push(Insertion { at: until, text: "))".to_owned() });
        }
    }
}

/// Where the values of a string's fields begin and end: of `{value}` and `{value:.4f}`, but of neither `{value!r:9}` nor `{value=:9}`.
fn fields(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        if c != '{' {
            continue;
        }
        let Some(&(from, next)) = chars.peek() else { break };
        if next == '{' {
            chars.next();
            continue;
        }
        // Brackets and strings of the value; what was last before its end.
        let (mut depth, mut quote, mut last, mut is_form) = (0, None, ' ', false);
        for (at, c) in chars.by_ref() {
            match (c, quote) {
                (_, Some(open)) => quote = Some(open).filter(|open| *open != c),
                ('"' | '\'', None) => quote = Some(c),
                ('(' | '[' | '{', None) => depth += 1,
                (')' | ']' | '}', None) if depth > 0 => depth -= 1,
                ('}', None) => {
                    if last != '=' && at > from && !text[from..at].contains(['\n', '\\']) {
                        found.push((from, at));
                    }
                    break;
                }
                ('!', None) if depth == 0 && text[at + 1..].chars().nth(1).is_some_and(|c| matches!(c, ':' | '}')) => {
                    break;
                }
                (':', None) if depth == 0 => {
                    if last != '=' && at > from && !text[from..at].contains(['\n', '\\']) {
                        found.push((from, at));
                    }
                    is_form = true;
                    break;
                }
                _ => {}
            }
            if !c.is_whitespace() {
                last = c;
            }
        }
        // A format's own fields, as its width, are numbers.
        while is_form && let Some((_, c)) = chars.next() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                '}' => break,
                _ => {}
            }
        }
    }
    found
}

/// Where the header of a compound statement ends: the first colon outside of brackets that is not a lambda's.
fn header_end(source: &str, tokens: &[Token]) -> Option<usize> {
    let mut lambdas = 0;
    tokens.iter().position(|token| {
        if token.depth > 0 {
            return false;
        }
        if token.is(source, "lambda") {
            lambdas += 1;
        }
        let is_colon = token.is(source, ":");
        if is_colon && lambdas > 0 {
            lambdas -= 1;
            return false;
        }
        is_colon
    })
}

#[cfg(test)]
mod tests;
