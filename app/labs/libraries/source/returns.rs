//! Where functions begin and end: behind a call, what a statement still does is again of the line that called.

use super::tokens::Token;
use super::{AT, FROM, Insertion, TO, header_end, indent};

/// A function whose body is not over.
struct Open<'a> {
    indent: usize,
    /// The indentation of its body, once that has begun.
    body: Option<&'a str>,
    /// Whether the last statement of its body is a `return`.
    has_returned: bool,
}

/// Marks the beginning of each function, and the end of those that end without `return`.
pub fn mark(source: &str, lines: &[Vec<Token>], to: &mut Vec<Insertion>) {
    let mut opens: Vec<Open<'_>> = Vec::new();
    let mut behind = 0;
    for line in lines {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
        let (start, indent) = indent(source, first);
        while let Some(open) = opens.pop_if(|open| indent.len() <= open.indent) {
            end(source, &open, behind, to);
        }
        if let Some(open) = opens.last_mut() {
            let body = *open.body.get_or_insert_with(|| {
                to.push(Insertion { at: start, text: format!("{indent}{FROM} = {AT}()\n") });
                indent
            });
            open.has_returned = body == indent && first.is(source, "return");
        }
        let is_def =
            first.is(source, "def") || first.is(source, "async") && line.get(1).is_some_and(|it| it.is(source, "def"));
        if let Some(colon) = header_end(source, line).filter(|_| is_def) {
            match line.get(colon + 1) {
                None => opens.push(Open { indent: indent.len(), body: None, has_returned: false }),
                Some(_) => {
                    to.push(Insertion { at: line[colon].end, text: format!(" {FROM} = {AT}();") });
                    let statement =
                        line[colon + 1..].split(|token| token.depth == 0 && token.is(source, ";")).next_back();
                    if statement.and_then(<[Token]>::first).is_some_and(|it| !it.is(source, "return")) {
                        to.push(Insertion { at: last.end, text: format!("; {TO}({FROM})") });
                    }
                }
            }
        }
        behind = last.end;
    }
    while let Some(open) = opens.pop() {
        end(source, &open, behind, to);
    }
}

/// The end of a function whose last token ends at `behind`.
fn end(source: &str, open: &Open<'_>, behind: usize, to: &mut Vec<Insertion>) {
    let Some(body) = open.body.filter(|_| !open.has_returned) else { return };
    to.push(match source[behind..].find('\n') {
        Some(at) => Insertion { at: behind + at + 1, text: format!("{body}{TO}({FROM})\n") },
        None => Insertion { at: source.len(), text: format!("\n{body}{TO}({FROM})") },
    });
}

/// A `return`, with or without a value.
pub fn value(source: &str, statement: &[Token], to: &mut Vec<Insertion>) {
    let (Some(first), Some(last)) = (statement.first(), statement.last()) else { return };
    if !first.is(source, "return") {
        return;
    }
    if statement.len() == 1 {
        to.push(Insertion { at: first.end, text: format!(" {TO}({FROM})") });
    } else {
        to.push(Insertion { at: first.end, text: format!(" {TO}({FROM}, (") });
        to.push(Insertion { at: last.end, text: "))".to_owned() });
    }
}
