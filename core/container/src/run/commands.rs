//! The programs that are executed: by name, and those that write or ask.

use super::RunError;
use super::process::{Process, Told};
use crate::fs::{Content, FsError};
use crate::paths::join;
use std::sync::Arc;

/// Options in single letters, and the other words.
pub(super) fn options<'a>(
    arguments: &'a [String],
    known: &str,
    name: &str,
) -> Result<(String, Vec<&'a str>), RunError> {
    let (mut letters, mut words, mut ended) = (String::new(), Vec::new(), false);
    for word in arguments {
        let long = match &word[..] {
            "--recursive" => Some("r"),
            "--force" => Some("f"),
            "--verbose" => Some("v"),
            "--parents" => Some("p"),
            "--symbolic" => Some("s"),
            _ => None,
        };
        match word.strip_prefix('-') {
            _ if ended || word == "-" => words.push(&word[..]),
            _ if word == "--" => ended = true,
            _ if long.is_some_and(|letter| known.contains(letter)) => letters.push_str(long.unwrap_or_default()),
            Some(own) if !own.is_empty() && own.chars().all(|c| known.contains(c)) => letters.push_str(own),
            Some(_) => return Err(RunError::Unsupported(format!("`{name} {word}`"))),
            None => words.push(word),
        }
    }
    Ok((letters, words))
}

impl Process<'_> {
    /// A program by its name; `None` where it is not executed here.
    pub(super) fn program(&mut self, words: &[String], input: &[u8]) -> Result<Option<Told>, RunError> {
        let Some((name, arguments)) = words.split_first() else { return Ok(None) };
        // What a command cannot do is its failure, not that of the model.
        let told = match name.rsplit('/').next().unwrap_or_default() {
            "echo" => echo(arguments),
            "printf" => printf(arguments),
            "cat" => self.cat(arguments, input),
            "test" => self.test(arguments),
            "[" => match arguments.split_last() {
                Some((last, rest)) if last == "]" => self.test(rest),
                _ => Err(RunError::Syntax("`[` without `]`")),
            },
            "mkdir" => self.mkdir(arguments),
            "rmdir" => self.rmdir(arguments),
            "rm" => self.rm(arguments),
            "cp" => self.cp(arguments),
            "mv" => self.mv(arguments),
            "ln" => self.ln(arguments),
            "chmod" => self.chmod(arguments),
            "chown" => self.chown(arguments),
            "touch" => self.touch(arguments),
            "tar" => self.tar(arguments),
            _ => return Ok(None),
        };
        match told {
            Ok(told) => Ok(Some(told)),
            Err(RunError::Fs(error)) => Ok(Some(Told::failed(format!("{name}: {error}")))),
            Err(RunError::Status { code, message }) => {
                Ok(Some(Told { code, output: Vec::new(), message: format!("{name}: {message}") }))
            }
            Err(other) => Err(other),
        }
    }

    fn cat(&mut self, arguments: &[String], input: &[u8]) -> Result<Told, RunError> {
        let (_, words) = options(arguments, "", "cat")?;
        if words.is_empty() {
            return Ok(Told::output(input));
        }
        let mut all = Vec::new();
        for word in words {
            if word == "-" { all.extend_from_slice(input) } else { all.extend_from_slice(&self.named(word)?) }
        }
        Ok(Told::output(all))
    }

    /// A file; what is wrong with it is said of the name that was given, whichever part of it is not there.
    fn named(&self, word: &str) -> Result<Arc<[u8]>, RunError> {
        self.read(word).map_err(|FsError { reason, .. }| FsError { path: word.to_owned(), reason }.into())
    }

    fn test(&self, arguments: &[String]) -> Result<Told, RunError> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (words, negated) = match words.split_first() {
            Some((&"!", rest)) => (rest, true),
            _ => (&words[..], false),
        };
        let tree = self.overlay.merged();
        let number =
            |text: &str| text.trim().parse::<i64>().map_err(|_| RunError::Syntax("`test`: a number is expected"));
        let is_true = match *words {
            [] => false,
            [word] => !word.is_empty(),
            ["-n", word] => !word.is_empty(),
            ["-z", word] => word.is_empty(),
            [flag @ ("-L" | "-h"), path] => {
                let _ = flag;
                let at = tree.resolve(&join(&self.folder, path), false);
                at.is_ok_and(|at| matches!(tree.get(&at).map(|node| &node.content), Some(Content::Link(_))))
            }
            [flag @ ("-e" | "-f" | "-d" | "-s" | "-r" | "-w" | "-x"), path] => {
                let at = tree.resolve(&join(&self.folder, path), true);
                let node = at.as_ref().ok().and_then(|at| tree.get(at));
                let is_root = at.as_deref() == Ok("");
                match flag {
                    "-d" => is_root || node.is_some_and(|node| node.is_folder()),
                    "-f" => node.is_some_and(|node| !node.is_folder()),
                    "-s" => node.is_some_and(|node| node.bytes().is_none_or(|bytes| !bytes.is_empty())),
                    "-x" => is_root || node.is_some_and(|node| node.mode & 0o111 != 0),
                    _ => is_root || node.is_some(),
                }
            }
            [left, "=" | "==", right] => left == right,
            [left, "!=", right] => left != right,
            [left, "-eq", right] => number(left)? == number(right)?,
            [left, "-ne", right] => number(left)? != number(right)?,
            [left, "-lt", right] => number(left)? < number(right)?,
            [left, "-le", right] => number(left)? <= number(right)?,
            [left, "-gt", right] => number(left)? > number(right)?,
            [left, "-ge", right] => number(left)? >= number(right)?,
            _ => return Err(RunError::Unsupported(format!("`test {}`", arguments.join(" ")))),
        };
        Ok(if is_true == negated { Told::failed("test: false") } else { Told::output([]) })
    }
}

/// What shells agree on: words and, with `-n`, no line break. A backslash means something to `dash` and nothing to `bash`.
fn echo(arguments: &[String]) -> Result<Told, RunError> {
    let (words, end) = match arguments.split_first() {
        Some((first, rest)) if first == "-n" => (rest, ""),
        _ => (arguments, "\n"),
    };
    let text = words.join(" ");
    if text.contains('\\') || words.first().is_some_and(|word| word == "-e" || word == "-E") {
        return Err(RunError::Unsupported(
            "`echo` with a backslash, which shells read differently (printf is the same in all),".to_owned(),
        ));
    }
    Ok(Told::output(text + end))
}

/// The format, as often as there are arguments for it: `%s`, `%d`, `%b`, `%%` and escapes.
fn printf(arguments: &[String]) -> Result<Told, RunError> {
    let Some((format, mut rest)) = arguments.split_first() else { return Ok(Told::failed("printf: no format")) };
    let mut out = Vec::new();
    loop {
        let before = rest.len();
        let mut bytes = format.bytes().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'\\' => match bytes.next() {
                    Some(b'n') => out.push(b'\n'),
                    Some(b't') => out.push(b'\t'),
                    Some(b'r') => out.push(b'\r'),
                    Some(b'a') => out.push(7),
                    Some(b'\\') => out.push(b'\\'),
                    Some(b'"') => out.push(b'"'),
                    Some(b'\'') => out.push(b'\''),
                    Some(digit @ b'0'..=b'7') => {
                        let mut value = u32::from(digit - b'0');
                        for _ in 0..2 {
                            let Some(digit) = bytes.next_if(|byte| (b'0'..b'8').contains(byte)) else { break };
                            value = value * 8 + u32::from(digit - b'0');
                        }
                        out.push((value & 0xff) as u8);
                    }
                    other => {
                        return Err(RunError::Unsupported(format!(
                            "`printf` with \\{}",
                            other.map(char::from).unwrap_or(' ')
                        )));
                    }
                },
                b'%' => match bytes.next() {
                    Some(b'%') => out.push(b'%'),
                    Some(kind @ (b's' | b'd' | b'i' | b'u')) => {
                        let argument = rest.first().map(String::as_str).unwrap_or_default();
                        rest = rest.get(1..).unwrap_or_default();
                        if kind == b's' {
                            out.extend_from_slice(argument.as_bytes());
                        } else {
                            match argument {
                                "" => out.push(b'0'),
                                text => match text.parse::<i64>() {
                                    Ok(number) => out.extend_from_slice(number.to_string().as_bytes()),
                                    Err(_) => return Ok(Told::failed(format!("printf: {text}: invalid number"))),
                                },
                            }
                        }
                    }
                    other => {
                        return Err(RunError::Unsupported(format!(
                            "`printf` with %{}",
                            other.map(char::from).unwrap_or(' ')
                        )));
                    }
                },
                byte => out.push(byte),
            }
        }
        if rest.is_empty() || rest.len() == before {
            return Ok(Told::output(out));
        }
    }
}
