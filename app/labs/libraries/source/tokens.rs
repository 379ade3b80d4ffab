//! Python's text as tokens, as far as it takes to know where statements begin.

/// A sort of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name, a keyword or a number.
    Name,
    /// A string with its prefix and quotes.
    Text,
    /// Anything else.
    Other,
}

/// A token: where it is in bytes, its line from 1, and how many brackets are open around it.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    pub line: u32,
    pub depth: usize,
}

impl Token {
    /// Whether it is this word or operator.
    pub fn is(&self, source: &str, text: &str) -> bool {
        self.kind != Kind::Text && &source[self.start..self.end] == text
    }
}

/// The logical lines: those that end outside of brackets and strings, and not by a backslash. Lines end by `\n`.
pub fn logical_lines(source: &str) -> Vec<Vec<Token>> {
    let mut reader = Reader { source, at: 0, line: 1, depth: 0 };
    let (mut lines, mut tokens) = (Vec::new(), Vec::new());
    while let Some(c) = reader.peek() {
        let (start, line) = (reader.at, reader.line);
        let mut depth = reader.depth;
        let kind = match c {
            '\n' => {
                reader.next();
                if reader.depth == 0 && !tokens.is_empty() {
                    lines.push(std::mem::take(&mut tokens));
                }
                continue;
            }
            '#' => {
                reader.skip(|c| c != '\n');
                continue;
            }
            // At the end of a line it goes on with the next one; elsewhere it is an error that stays.
            '\\' => {
                reader.next();
                if reader.peek() == Some('\n') {
                    reader.next();
                    continue;
                }
                Kind::Other
            }
            c if c.is_whitespace() || c == '\u{feff}' => {
                reader.next();
                continue;
            }
            '"' | '\'' => {
                reader.text();
                Kind::Text
            }
            c if is_word(c) => {
                reader.skip(is_word);
                let word = &source[start..reader.at];
                let is_prefix = word.len() <= 2 && word.chars().all(|c| "rRbBfFuU".contains(c));
                if is_prefix && matches!(reader.peek(), Some('"' | '\'')) {
                    reader.text();
                    Kind::Text
                } else {
                    Kind::Name
                }
            }
            _ => {
                reader.next();
                match c {
                    '(' | '[' | '{' => reader.depth += 1,
                    ')' | ']' | '}' => {
                        reader.depth = reader.depth.saturating_sub(1);
                        depth = reader.depth;
                    }
                    ':' if reader.peek() == Some('=') => {
                        reader.next();
                    }
                    _ => {}
                }
                Kind::Other
            }
        };
        tokens.push(Token { kind, start, end: reader.at, line, depth });
    }
    if !tokens.is_empty() {
        lines.push(tokens);
    }
    lines
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    line: u32,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn next(&mut self) {
        if let Some(c) = self.peek() {
            self.at += c.len_utf8();
            self.line += u32::from(c == '\n');
        }
    }

    fn skip(&mut self, is_part: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&is_part) {
            self.next();
        }
    }

    /// A string from its quote on. One that is not closed ends with its line, or with the text where it has three quotes.
    fn text(&mut self) {
        let Some(quote) = self.peek() else { return };
        let three: String = [quote; 3].iter().collect();
        let close = if self.source[self.at..].starts_with(&three) { three } else { quote.to_string() };
        let is_long = close.len() == 3;
        (0..close.len()).for_each(|_| self.next());
        while let Some(c) = self.peek() {
            if self.source[self.at..].starts_with(&close) {
                (0..close.len()).for_each(|_| self.next());
                return;
            }
            if c == '\n' && !is_long {
                return;
            }
            self.next();
            if c == '\\' {
                self.next();
            }
        }
    }
}
