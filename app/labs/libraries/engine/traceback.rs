//! What the interpreter says of an exception, read.

use crate::libraries::messages::Failure;
use crate::libraries::source::Marked;

/// The file that the interpreter calls the program.
const PROGRAM: &str = "  File \"<stdin>\", line ";

/// The exception that a traceback tells of, at the innermost line that is the program's own; `None` where the program ended itself.
pub fn read(text: &str, marked: &Marked) -> Option<Failure> {
    let line = text.lines().filter_map(|line| number(line.strip_prefix(PROGRAM)?)).next_back();
    let line = line.and_then(|line| marked.line_of(line)).unwrap_or(0);
    let mut said = text;
    // A message may have lines of its own, which no line of the traceback follows.
    if let Some(at) = text.rfind("\n  File \"") {
        said = text[at + 1..].split_once('\n').map_or("", |(_, rest)| rest);
    }
    let said = said.trim_end_matches('\n');
    let (kind, message) = said.split_once(": ").unwrap_or((said, ""));
    (kind != "SystemExit").then(|| Failure { kind: kind.to_owned(), message: message.to_owned(), line })
}

fn number(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::libraries::source::mark;

    #[test]
    fn an_exception_is_told_at_the_programs_own_line() {
        let marked = mark("@d\ndef f():\n    g()\nf()\n");
        let text = "Traceback (most recent call last):\n  File \"<stdin>\", line 5, in <module>\n  File \"<stdin>\", line 4, in f\n  File \"/lib/torch/__init__.py\", line 9, in g\nRuntimeError: one: two\nthree\n";
        let failure = read(text, &marked).unwrap();
        assert_eq!((failure.kind.as_str(), failure.line), ("RuntimeError", 3));
        assert_eq!(failure.message, "one: two\nthree");
    }

    #[test]
    fn a_syntax_error_has_a_line_and_the_programs_own_end_is_none() {
        let text = "Traceback (most recent call last):\n  File \"<stdin>\", line 2\nSyntaxError: invalid syntax\n";
        let failure = read(text, &mark("x = 1\ny = = 2\n")).unwrap();
        assert_eq!(
            (failure.kind.as_str(), failure.message.as_str(), failure.line),
            ("SyntaxError", "invalid syntax", 2)
        );
        let text = "Traceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\nSystemExit: 0\n";
        assert_eq!(read(text, &mark("exit()")), None);
        assert_eq!(
            read("RangeError: too deep", &mark("x")).map(|it| (it.kind, it.line)),
            Some(("RangeError".to_owned(), 0))
        );
    }
}
