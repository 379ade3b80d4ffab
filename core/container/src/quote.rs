//! Strings in quotes as Go's `%q` writes them, which BuildKit's messages and history lines hold.

/// `text` in double quotes, what is not printable escaped.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            // What Rust escapes is near enough to what Go does not print.
            _ if c != '\'' && c.escape_debug().len() > 1 => out.push_str(&match u32::from(c) {
                code @ 0..0x80 => format!("\\x{code:02x}"),
                code @ 0x80..0x10000 => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A list of them in brackets, `["a" "b"]`.
pub(crate) fn quoted_list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(" "))
}
