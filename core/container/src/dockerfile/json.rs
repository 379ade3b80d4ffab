//! Exec form: a JSON array of strings at the beginning of the arguments, by the rules of Go's `encoding/json`.

use super::Reason;

/// The strings of the array that `text` begins with; `None` where it is none, and then it is meant as shell form. What follows
/// the array is not looked at.
pub(super) fn string_array(text: &str) -> Result<Option<Vec<String>>, Reason> {
    let mut reader = Reader { bytes: text.trim_start().as_bytes(), at: 0 };
    match reader.array() {
        Some(items) => items.into_iter().collect::<Option<Vec<_>>>().ok_or(Reason::NotStrings).map(Some),
        None => Ok(None),
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_it = self.peek() == Some(byte);
        self.at += usize::from(is_it);
        is_it
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The elements; those that are no strings as `None`.
    fn array(&mut self) -> Option<Vec<Option<String>>> {
        if !self.take(b'[') {
            return None;
        }
        let mut items = Vec::new();
        self.space();
        if self.take(b']') {
            return Some(items);
        }
        loop {
            self.space();
            items.push(if self.peek() == Some(b'"') {
                Some(self.string()?)
            } else {
                self.skip_value()?;
                None
            });
            self.space();
            if self.take(b']') {
                return Some(items);
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    /// Passes a value, however deep, without recursion.
    fn skip_value(&mut self) -> Option<()> {
        // What is open, and, in an object, each value is behind its name.
        let mut open = Vec::new();
        loop {
            self.space();
            match self.peek()? {
                b'[' => {
                    self.at += 1;
                    self.space();
                    if !self.take(b']') {
                        open.push(b']');
                        continue;
                    }
                }
                b'{' => {
                    self.at += 1;
                    self.space();
                    if !self.take(b'}') {
                        self.name()?;
                        open.push(b'}');
                        continue;
                    }
                }
                b'"' => drop(self.string()?),
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                _ => self.number()?,
            }
            // A value has ended: close what ends with it.
            loop {
                let Some(&end) = open.last() else { return Some(()) };
                self.space();
                if self.take(end) {
                    open.pop();
                    continue;
                }
                if !self.take(b',') {
                    return None;
                }
                if end == b'}' {
                    self.space();
                    self.name()?;
                }
                break;
            }
        }
    }

    /// `"name" :` of an object.
    fn name(&mut self) -> Option<()> {
        self.string()?;
        self.space();
        self.take(b':').then_some(())
    }

    fn literal(&mut self, word: &str) -> Option<()> {
        self.bytes.get(self.at..)?.starts_with(word.as_bytes()).then_some(())?;
        self.at += word.len();
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn number(&mut self) -> Option<()> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        let text = std::str::from_utf8(self.bytes.get(start..self.at)?).ok()?;
        // Go refuses what no float64 holds.
        text.parse::<f64>().ok().filter(|value| value.is_finite()).map(drop)
    }

    fn string(&mut self) -> Option<String> {
        if !self.take(b'"') {
            return None;
        }
        let mut out = Vec::new();
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => return String::from_utf8(out).ok(),
                b'\\' => self.escape(&mut out)?,
                0..0x20 => return None,
                _ => out.push(byte),
            }
        }
    }

    fn escape(&mut self, out: &mut Vec<u8>) -> Option<()> {
        let byte = self.peek()?;
        self.at += 1;
        out.push(match byte {
            b'"' | b'\\' | b'/' => byte,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => {
                let character = self.utf16()?;
                out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                return Some(());
            }
            _ => return None,
        });
        Some(())
    }

    /// The character of `\u` escapes, both of a pair; half a pair becomes U+FFFD.
    fn utf16(&mut self) -> Option<char> {
        let first = self.hex()?;
        if let Some(character) = char::from_u32(first) {
            return Some(character);
        }
        let back = self.at;
        if first < 0xdc00
            && self.take(b'\\')
            && self.take(b'u')
            && let Some(second @ 0xdc00..0xe000) = self.hex()
        {
            return char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
        }
        self.at = back;
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.bytes.get(self.at..self.at + 4)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    }
}
