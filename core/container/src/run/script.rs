//! The shell's language, as far as it is executed: simple commands, `&&`, `||`, `;`, line breaks, redirections, heredocs, quotes
//! and variables.

use super::RunError;

/// A part of a word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// Text; quoted text is not a pattern and is never split.
    Text { text: String, quoted: bool },
    /// `$x` or `${…}` as it is written.
    Variable { written: String, quoted: bool },
    /// `$(…)` or `` `…` ``: what the script inside puts out.
    Command { script: String, quoted: bool },
}

/// A word before its variables are replaced.
pub(super) type Word = Vec<Part>;

/// Where output goes or input comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Redirection {
    /// 0 in, 1 out, 2 messages.
    pub descriptor: u8,
    pub kind: RedirectionKind,
    pub target: Word,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum RedirectionKind {
    Read,
    Write,
    Append,
    /// `>&`.
    Duplicate,
    /// A heredoc; the target is its text.
    Here,
}

/// What decides whether a command runs: what the one before it came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum When {
    Always,
    Success,
    Failure,
    /// Behind `|`: with the one before it, whose output it reads.
    Piped,
}

/// A simple command.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Simple {
    pub when: When,
    /// `!` before it.
    pub negated: bool,
    pub words: Vec<Word>,
    pub redirections: Vec<Redirection>,
    /// Whether `&&` or `||` follows, so that its failure does not end the script.
    pub is_checked: bool,
}

/// Words that begin what is not executed.
const RESERVED: [&str; 11] = ["if", "for", "while", "until", "case", "{", "function", "select", "then", "do", "[["];

struct Reader {
    characters: Vec<char>,
    at: usize,
    /// Heredocs whose texts begin behind the next line break: their ends, whether tabs go, whether they are taken as they are.
    awaited: Vec<(String, bool, bool)>,
    texts: Vec<Word>,
}

/// Reads a script.
pub(super) fn parse(script: &str) -> Result<Vec<Simple>, RunError> {
    let mut reader = Reader { characters: script.chars().collect(), at: 0, awaited: Vec::new(), texts: Vec::new() };
    let mut commands = Vec::new();
    let mut when = When::Always;
    let mut current = empty(when);
    // Which heredoc of which command: its text is read later.
    let mut places: Vec<(usize, usize)> = Vec::new();
    loop {
        reader.blanks();
        let Some(c) = reader.peek() else { break };
        let two = (c, reader.peek_at(1));
        let ends = match two {
            ('&', Some('&')) => Some((2, When::Success)),
            ('|', Some('|')) => Some((2, When::Failure)),
            ('|', Some('&')) => return Err(RunError::Unsupported("`|&`".to_owned())),
            ('|', _) => Some((1, When::Piped)),
            (';', Some(';')) => return Err(RunError::Syntax("`;;`")),
            (';' | '\n', _) => Some((1, When::Always)),
            _ => None,
        };
        if let Some((width, next)) = ends {
            reader.at += width;
            if current.words.is_empty() && current.redirections.is_empty() {
                // Empty lines are nothing, but `&&` needs a command before it, and may be followed by a line break.
                let is_broken = c == '\n' || (c == ';' && commands.is_empty());
                if c != '\n' && !is_broken || next != When::Always {
                    return Err(RunError::Syntax("an operator without a command"));
                }
            } else {
                current.is_checked = matches!(next, When::Success | When::Failure);
                commands.push(std::mem::replace(&mut current, empty(next)));
                when = next;
            }
            if c == '\n' {
                reader.read_awaited()?;
                if when == When::Always {
                    current.when = When::Always;
                }
            }
            continue;
        }
        match two {
            ('&', Some('>')) => return Err(RunError::Unsupported("`&>`".to_owned())),
            ('&', _) => return Err(RunError::Unsupported("a command in the background".to_owned())),
            ('(' | ')', _) => return Err(RunError::Unsupported("a subshell".to_owned())),
            ('>' | '<', _) => {
                if let Some(here) = reader.redirection(None, &mut current)? {
                    places.push((commands.len(), here));
                }
            }
            (digit @ '0'..='2', Some('>' | '<')) => {
                reader.at += 1;
                if let Some(here) = reader.redirection(digit.to_digit(10).map(|d| d as u8), &mut current)? {
                    places.push((commands.len(), here));
                }
            }
            _ => {
                let word = reader.word()?;
                let plain = plain(&word);
                if current.words.is_empty() {
                    if plain.as_deref() == Some("!") {
                        current.negated = !current.negated;
                        continue;
                    }
                    if let Some(reserved) = plain.as_deref().filter(|word| RESERVED.contains(word)) {
                        return Err(RunError::Unsupported(format!("`{reserved}`")));
                    }
                }
                current.words.push(word);
            }
        }
    }
    if !current.words.is_empty() || !current.redirections.is_empty() {
        commands.push(current);
    } else if !commands.is_empty() && current.when != When::Always {
        return Err(RunError::Syntax("an operator without a command"));
    }
    if !reader.awaited.is_empty() {
        reader.read_awaited()?;
    }
    for ((command, redirection), text) in places.into_iter().zip(reader.texts) {
        if let Some(place) = commands.get_mut(command).and_then(|command| command.redirections.get_mut(redirection)) {
            place.target = text;
        }
    }
    Ok(commands)
}

fn empty(when: When) -> Simple {
    Simple { when, negated: false, words: Vec::new(), redirections: Vec::new(), is_checked: false }
}

/// A word without quotes and variables, as text.
pub(super) fn plain(word: &Word) -> Option<String> {
    word.iter()
        .map(|part| match part {
            Part::Text { text, quoted: false } => Some(&text[..]),
            _ => None,
        })
        .collect()
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn peek_at(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.at + ahead).copied()
    }

    fn blanks(&mut self) {
        loop {
            match (self.peek(), self.peek_at(1)) {
                (Some(' ' | '\t' | '\r'), _) => self.at += 1,
                (Some('\\'), Some('\n')) => self.at += 2,
                (Some('#'), _) => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                }
                _ => return,
            }
        }
    }

    /// Behind a number, if there was one. Of a heredoc, where its text goes.
    fn redirection(&mut self, descriptor: Option<u8>, command: &mut Simple) -> Result<Option<usize>, RunError> {
        let out = self.peek() == Some('>');
        self.at += 1;
        let (kind, width) = match (out, self.peek(), self.peek_at(1)) {
            (true, Some('>'), _) => (RedirectionKind::Append, 1),
            (true, Some('&'), _) => (RedirectionKind::Duplicate, 1),
            (true, Some('|'), _) => (RedirectionKind::Write, 1),
            (true, ..) => (RedirectionKind::Write, 0),
            (false, Some('<'), Some('<')) => return Err(RunError::Unsupported("`<<<`".to_owned())),
            (false, Some('<'), Some('-')) => (RedirectionKind::Here, 2),
            (false, Some('<'), _) => (RedirectionKind::Here, 1),
            (false, Some('&' | '>'), _) => return Err(RunError::Unsupported("this redirection".to_owned())),
            (false, ..) => (RedirectionKind::Read, 0),
        };
        self.at += width;
        self.blanks();
        let mut target = self.word()?;
        if target.is_empty() {
            return Err(RunError::Syntax("a redirection without a target"));
        }
        let mut here = None;
        if kind == RedirectionKind::Here {
            let quoted = target.iter().any(|part| matches!(part, Part::Text { quoted: true, .. }));
            let text = |part: &Part| match part {
                Part::Text { text, .. } => text.clone(),
                Part::Variable { written, .. } => written.clone(),
                Part::Command { script, .. } => script.clone(),
            };
            self.awaited.push((target.iter().map(text).collect(), width == 2, quoted));
            target = Vec::new();
            here = Some(command.redirections.len());
        }
        let descriptor = descriptor.unwrap_or(u8::from(out));
        command.redirections.push(Redirection { descriptor, kind, target });
        Ok(here)
    }

    /// The texts of the heredocs of the line that has just ended.
    fn read_awaited(&mut self) -> Result<(), RunError> {
        for (end, tabs, quoted) in std::mem::take(&mut self.awaited) {
            let mut text = String::new();
            loop {
                if self.peek().is_none() {
                    return Err(RunError::Syntax("a heredoc without its end"));
                }
                let line: String = self.characters.iter().skip(self.at).take_while(|c| **c != '\n').collect();
                self.at += line.chars().count() + 1;
                let line = if tabs { line.trim_start_matches('\t') } else { &line };
                if line == end {
                    break;
                }
                text.push_str(line);
                text.push('\n');
            }
            self.texts.push(if quoted { vec![Part::Text { text, quoted: true }] } else { here_text(&text)? });
        }
        Ok(())
    }

    /// A word: everything up to a blank or an operator.
    fn word(&mut self) -> Result<Word, RunError> {
        let mut word = Word::new();
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\n' | '\r' | ';' | '&' | '|' | '<' | '>' | '(' | ')' => break,
                '\'' => {
                    self.at += 1;
                    let text: String = self.characters.iter().skip(self.at).take_while(|c| **c != '\'').collect();
                    self.at += text.chars().count() + 1;
                    if self.at > self.characters.len() {
                        return Err(RunError::Syntax("a quote that nothing closes"));
                    }
                    word.push(Part::Text { text, quoted: true });
                }
                '"' => {
                    self.at += 1;
                    self.double_quotes(&mut word)?;
                }
                '\\' => {
                    self.at += 2;
                    match self.characters.get(self.at - 1) {
                        Some('\n') => {}
                        Some(c) => word.push(Part::Text { text: c.to_string(), quoted: true }),
                        None => word.push(Part::Text { text: "\\".to_owned(), quoted: true }),
                    }
                }
                '$' => self.variable(&mut word, false)?,
                '`' => self.backquotes(&mut word, false)?,
                c => {
                    self.at += 1;
                    match word.last_mut() {
                        Some(Part::Text { text, quoted: false }) => text.push(c),
                        _ => word.push(Part::Text { text: c.to_string(), quoted: false }),
                    }
                }
            }
        }
        Ok(word)
    }

    fn double_quotes(&mut self, word: &mut Word) -> Result<(), RunError> {
        word.push(Part::Text { text: String::new(), quoted: true });
        loop {
            let Some(c) = self.peek() else { return Err(RunError::Syntax("a quote that nothing closes")) };
            let mut text = String::new();
            match c {
                '"' => {
                    self.at += 1;
                    return Ok(());
                }
                '$' => self.variable(word, true)?,
                '`' => self.backquotes(word, true)?,
                '\\' => {
                    self.at += 1;
                    match self.peek() {
                        Some('\n') => {}
                        Some(c @ ('$' | '`' | '"' | '\\')) => text.push(c),
                        Some(c) => text.extend(['\\', c]),
                        None => continue,
                    }
                    self.at += 1;
                }
                c => {
                    text.push(c);
                    self.at += 1;
                }
            }
            match word.last_mut() {
                Some(Part::Text { text: last, quoted: true }) => last.push_str(&text),
                _ if text.is_empty() => {}
                _ => word.push(Part::Text { text, quoted: true }),
            }
        }
    }

    /// The script between parentheses, behind the `$`.
    fn parentheses(&mut self) -> Result<String, RunError> {
        let (start, mut depth, mut quote) = (self.at + 1, 0usize, None);
        loop {
            let Some(c) = self.peek() else { return Err(RunError::Syntax("a parenthesis that nothing closes")) };
            match (c, quote) {
                ('\\', Some('"') | None) => self.at += 1,
                (c, Some(open)) if c == open => quote = None,
                (_, Some(_)) => {}
                ('\'' | '"', None) => quote = Some(c),
                ('(', None) => depth += 1,
                (')', None) => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        // An escape at the very end steps behind it.
        self.at = self.at.min(self.characters.len());
        Ok(self.characters.get(start..self.at.saturating_sub(1)).unwrap_or_default().iter().collect())
    }

    /// The script between backquotes, in which `\`` and `\\` are escapes.
    fn backquotes(&mut self, word: &mut Word, quoted: bool) -> Result<(), RunError> {
        self.at += 1;
        let mut script = String::new();
        loop {
            match (self.peek(), self.peek_at(1)) {
                (None, _) => return Err(RunError::Syntax("a backquote that nothing closes")),
                (Some('`'), _) => break,
                (Some('\\'), Some(c @ ('`' | '\\' | '$'))) => {
                    self.at += 1;
                    script.push(c);
                }
                (Some(c), _) => script.push(c),
            }
            self.at += 1;
        }
        self.at += 1;
        word.push(Part::Command { script, quoted });
        Ok(())
    }

    fn variable(&mut self, word: &mut Word, quoted: bool) -> Result<(), RunError> {
        let start = self.at;
        self.at += 1;
        match self.peek() {
            Some('(') if self.peek_at(1) == Some('(') => {
                return Err(RunError::Unsupported("arithmetic".to_owned()));
            }
            Some('(') => {
                let script = self.parentheses()?;
                word.push(Part::Command { script, quoted });
                return Ok(());
            }
            Some('{') => {
                let mut depth = 0;
                loop {
                    match self.peek() {
                        Some('{') => depth += 1,
                        Some('}') => depth -= 1,
                        Some('\\') => self.at += 1,
                        Some('`') => return Err(RunError::Unsupported("command substitution".to_owned())),
                        Some('$') if self.peek_at(1) == Some('(') => {
                            return Err(RunError::Unsupported("command substitution".to_owned()));
                        }
                        None => return Err(RunError::Syntax("a brace that nothing closes")),
                        _ => {}
                    }
                    self.at += 1;
                    if depth == 0 {
                        break;
                    }
                }
            }
            Some(c) if c.is_ascii_alphabetic() || c == '_' => {
                while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
                    self.at += 1;
                }
            }
            Some('?' | '#' | '@' | '*' | '$' | '!' | '-' | '0'..='9') => self.at += 1,
            _ => {
                word.push(Part::Text { text: "$".to_owned(), quoted: true });
                return Ok(());
            }
        }
        let written = self.characters.iter().take(self.at).skip(start).collect();
        word.push(Part::Variable { written, quoted });
        Ok(())
    }
}

/// The text of a heredoc in which variables are replaced: as between double quotes, but quotes are quotes.
fn here_text(text: &str) -> Result<Word, RunError> {
    let escaped: String = text.chars().flat_map(|c| if c == '"' { vec!['\\', '"'] } else { vec![c] }).collect();
    let characters = escaped.chars().chain(['"']).collect();
    let mut reader = Reader { characters, at: 0, awaited: Vec::new(), texts: Vec::new() };
    let mut word = Word::new();
    reader.double_quotes(&mut word)?;
    Ok(word)
}
