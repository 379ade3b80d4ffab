//! Characters that are no part of Python, as CPython names them. MicroPython takes any of them for a part of a name.

use super::tokens::{Kind, logical_lines};

/// The first character of a program that Python does not know, and its line: `１`, `（`, the wide space.
pub fn invalid(source: &str) -> Option<(char, u32)> {
    let found = |at: usize| Some((source[at..].chars().next()?, 1 + source[..at].matches('\n').count() as u32));
    let mut from = 0;
    for token in logical_lines(source).iter().flatten() {
        // What is between tokens is space, comments, and the ends of lines.
        for part in source[from..token.start].split_inclusive('\n') {
            let code = part.split('#').next().unwrap_or_default();
            if let Some(at) = code.find(|c: char| !c.is_ascii() && c != '\u{feff}') {
                return found(from + at);
            }
            from += part.len();
        }
        let is_wrong = |c: char| match token.kind {
            Kind::Text => false,
            Kind::Name => !c.is_ascii() && c.is_numeric(),
            Kind::Other => !c.is_ascii(),
        };
        if source[token.start..].starts_with(is_wrong) {
            return found(token.start);
        }
        from = token.end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::invalid;

    #[test]
    fn wide_characters_are_named_but_not_in_texts_comments_and_names() {
        for (source, expect) in [
            ("x = １\n", Some(('１', 1))),
            ("x = 1\nprint（1）\n", Some(('（', 2))),
            ("x = 1\ny =\u{3000}1", Some(('\u{3000}', 2))),
            ("\n\nx = 1  # 全角（）\n\u{a0}y = 2", Some(('\u{a0}', 4))),
            ("🐍 = 1", Some(('🐍', 1))),
            ("重み = '（１）'  # １\nデータ = 重み2", None),
            ("\u{feff}x = 1", None),
        ] {
            assert_eq!(invalid(source), expect, "{source:?}");
        }
    }
}
