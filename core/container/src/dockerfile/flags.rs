//! The instruction's name, its `--flags` and the rest of the line.

/// Go's `[\t\v\f\r ]`, at which BuildKit splits.
pub(super) const BLANKS: [char; 5] = ['\t', '\u{b}', '\u{c}', '\r', ' '];

/// Name, flags and arguments of an instruction.
pub(super) fn split_command(line: &str) -> (&str, Vec<String>, String) {
    let line = line.trim();
    let Some(at) = line.find(BLANKS) else { return (line, Vec::new(), String::new()) };
    let (name, rest) = line.split_at(at);
    let (flags, arguments) = split_flags(rest.trim_start_matches(BLANKS).as_bytes());
    (name, flags, arguments.trim().to_owned())
}

/// Go's `unicode.IsSpace` of a byte taken as a character: BuildKit walks over bytes here.
fn is_space(byte: u8) -> bool {
    char::from(byte).is_whitespace()
}

/// The words that begin with `--`, without quotes and escapes, and what follows them. Letters beyond ASCII come out as the
/// Latin-1 characters of their bytes, as they do in BuildKit.
fn split_flags(line: &[u8]) -> (Vec<String>, String) {
    let rest = |at: usize| String::from_utf8_lossy(line.get(at..).unwrap_or_default()).into_owned();
    let mut flags = Vec::new();
    let mut word = String::new();
    let (mut in_word, mut quote, mut was_quoted) = (false, None, false);
    let mut at = 0;
    while let Some(&byte) = line.get(at) {
        if !in_word {
            if is_space(byte) {
                at += 1;
                continue;
            }
            if byte != b'-' || line.get(at + 1) != Some(&b'-') {
                return (flags, rest(at));
            }
            in_word = true;
        }
        if quote.is_none() && is_space(byte) {
            if word == "--" {
                return (flags, rest(at));
            }
            if was_quoted || !word.is_empty() {
                flags.push(std::mem::take(&mut word));
            }
            (in_word, was_quoted) = (false, false);
        } else if quote.is_none() && (byte == b'\'' || byte == b'"') {
            (quote, was_quoted) = (Some(byte), true);
        } else if quote == Some(byte) {
            quote = None;
        } else if byte == b'\\' {
            // At the end it is left out.
            if let Some(&escaped) = line.get(at + 1) {
                at += 1;
                word.push(char::from(escaped));
            }
        } else {
            word.push(char::from(byte));
        }
        at += 1;
    }
    if in_word && word != "--" && (was_quoted || !word.is_empty()) {
        flags.push(word);
    }
    (flags, String::new())
}
