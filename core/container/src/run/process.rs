//! A process on the file system: its script, command by command.

use super::script::{RedirectionKind, Simple, When, parse};
use super::{Declaration, Effect, RunError, declared};
use crate::fs::{Content, Declared, FsError, FsReason, Node, Overlay};
use crate::paths::{inside, join, parent};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most that a script may put out or make, in bytes: a script is not meant to fill the memory.
const MOST_BYTES: usize = 256 << 20;

/// How deep a substitution may hold another. A limit of ours, so that no input exhausts the stack.
const DEEPEST: usize = 20;

/// What a step did, command by command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Executed on the file system.
    Executed(String),
    /// Not executed: what it leaves behind is declared.
    Declared {
        /// The command.
        command: String,
        /// What it leaves behind.
        effects: Vec<Effect>,
    },
}

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ran {
    /// What it wrote to its output.
    pub output: String,
    /// Its commands.
    pub done: Vec<Done>,
}

/// Who runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Users {
    /// The user.
    pub uid: u32,
    /// Its group.
    pub gid: u32,
}

/// A process.
pub(super) struct Process<'a> {
    pub overlay: &'a mut Overlay,
    pub variables: BTreeMap<String, String>,
    pub folder: String,
    pub user: Users,
    pub declarations: &'a [Declaration],
    /// Folders that cannot be written to.
    pub read_only: &'a [String],
    pub ran: Ran,
    pub status: i32,
    exits_on_error: bool,
    written: usize,
    /// Substitutions inside of substitutions.
    depth: usize,
}

/// What a command came to: its exit code, its output, what it said of a failure.
pub(super) struct Told {
    pub code: i32,
    pub output: Vec<u8>,
    pub message: String,
}

impl Told {
    pub fn output(bytes: impl Into<Vec<u8>>) -> Self {
        Self { code: 0, output: bytes.into(), message: String::new() }
    }

    pub fn failed(message: impl Into<String>) -> Self {
        Self { code: 1, output: Vec::new(), message: message.into() }
    }
}

/// Runs `arguments` on `overlay`: a shell with `-c` and its script, or a program.
///
/// # Errors
/// A command that failed, or that is neither executed nor declared.
pub fn run(
    overlay: &mut Overlay,
    arguments: &[String],
    variables: &BTreeMap<String, String>,
    folder: &str,
    user: Users,
    declarations: &[Declaration],
    read_only: &[String],
) -> Result<Ran, RunError> {
    let Some(program) = arguments.first() else { return Err(RunError::NoProgram(String::new())) };
    let name = program.rsplit('/').next().unwrap_or_default();
    let is_there = match program.starts_with('/') {
        true => overlay.merged().follow(program).is_ok(),
        false => overlay.merged().follow("bin/sh").is_ok() || in_path(overlay, variables, program),
    };
    if !is_there {
        return Err(RunError::NoProgram(program.clone()));
    }
    let mut process = Process {
        overlay,
        variables: variables.clone(),
        folder: folder.to_owned(),
        user,
        declarations,
        read_only,
        ran: Ran::default(),
        status: 0,
        exits_on_error: false,
        written: 0,
        depth: 0,
    };
    let mut message = String::new();
    if ["sh", "bash", "ash", "dash"].contains(&name) && arguments.len() > 2 {
        let (options, script) = process.options(arguments)?;
        process.exits_on_error |= options;
        message = process.script(&parse(&script)?)?;
    } else {
        let told = process.command(arguments, &[])?;
        process.status = told.code;
        message.push_str(&told.message);
        process.ran.output.push_str(&String::from_utf8_lossy(&told.output));
    }
    match process.status {
        0 => Ok(process.ran),
        code => Err(RunError::Status { code, message }),
    }
}

fn in_path(overlay: &Overlay, variables: &BTreeMap<String, String>, program: &str) -> bool {
    let path = variables.get("PATH").map(String::as_str).unwrap_or_default();
    path.split(':').any(|folder| overlay.merged().follow(&join(folder, program)).is_ok())
}

impl Process<'_> {
    /// Whether the shell's options hold `e`, and the script behind `-c`.
    fn options(&self, arguments: &[String]) -> Result<(bool, String), RunError> {
        let mut exits = false;
        let mut words = arguments.iter().skip(1);
        while let Some(word) = words.next() {
            let Some(letters) = word.strip_prefix('-') else {
                return Err(RunError::Unsupported("a script from a file".to_owned()));
            };
            exits |= letters.contains('e');
            // `-o pipefail`: what is not executed cannot fail.
            if letters.ends_with('o') {
                words.next();
            }
            if letters.contains('c') {
                return Ok((exits, words.next().cloned().unwrap_or_default()));
            }
        }
        Err(RunError::Unsupported("a shell without -c".to_owned()))
    }

    /// Runs commands in their order; what the last that failed said.
    fn script(&mut self, commands: &[Simple]) -> Result<String, RunError> {
        let mut message = String::new();
        // Those that a pipe joins belong together.
        for line in commands.chunk_by(|_, next| next.when == When::Piped) {
            let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
            let runs = match first.when {
                When::Success => self.status == 0,
                When::Failure => self.status != 0,
                When::Always | When::Piped => true,
            };
            if !runs {
                continue;
            }
            let told = if line.len() == 1 { self.simple(first, Vec::new(), false)? } else { self.pipeline(line)? };
            self.status = if first.negated { i32::from(told.code == 0) } else { told.code };
            if told.code != 0 {
                message = told.message;
            }
            let exits =
                line.len() == 1 && first.words.first().and_then(super::script::plain).as_deref() == Some("exit");
            if exits || self.status != 0 && self.exits_on_error && !last.is_checked && !first.negated {
                break;
            }
        }
        Ok(message)
    }

    /// Commands of which each reads what the one before it puts out. All are processes of their own: variables and folder are as before
    /// afterwards. The last one's exit code counts.
    fn pipeline(&mut self, line: &[Simple]) -> Result<Told, RunError> {
        let before = (self.variables.clone(), self.folder.clone());
        let mut input = Vec::new();
        let mut told = Told::output([]);
        for (i, command) in line.iter().enumerate() {
            let is_last = i + 1 == line.len();
            let count = self.ran.done.len();
            told = self.simple(command, input, !is_last)?;
            input = std::mem::take(&mut told.output);
            let is_declared = |done: &Done| matches!(done, Done::Declared { .. });
            // What a command puts out that is not executed, nobody knows here.
            let is_known = !self.ran.done.get(count..).unwrap_or_default().iter().any(is_declared);
            if let Some(next) = line.get(i + 1).filter(|_| !is_known) {
                let mut words = Vec::new();
                next.words.iter().try_for_each(|word| self.expand(word, &mut words))?;
                if declared::by_caller(&words, self.declarations).is_none() {
                    return Err(RunError::Unknown(words.join(" ")));
                }
            }
        }
        (self.variables, self.folder) = before;
        Ok(told)
    }

    /// What a script puts out, without the line breaks at its end: it runs as a process of its own.
    pub(super) fn substituted(&mut self, script: &str) -> Result<String, RunError> {
        if self.depth >= DEEPEST {
            return Err(RunError::Limit("substitutions are nested too deep"));
        }
        let commands = parse(script)?;
        let before = (self.variables.clone(), self.folder.clone(), self.exits_on_error);
        let output = std::mem::take(&mut self.ran.output);
        let count = self.ran.done.len();
        self.depth += 1;
        let ran = self.script(&commands);
        self.depth -= 1;
        (self.variables, self.folder, self.exits_on_error) = before;
        let own = std::mem::replace(&mut self.ran.output, output);
        ran?;
        let declared = self.ran.done.get(count..).unwrap_or_default().iter().find_map(|done| match done {
            Done::Declared { command, .. } => Some(command.clone()),
            Done::Executed(_) => None,
        });
        match declared {
            Some(command) => Err(RunError::Unsupported(format!("the output of `{command}`"))),
            None => Ok(own.trim_end_matches('\n').to_owned()),
        }
    }

    /// One command that reads `input`, unless it is redirected. Its output is kept where it `goes_on`.
    fn simple(&mut self, command: &Simple, mut input: Vec<u8>, goes_on: bool) -> Result<Told, RunError> {
        let mut words = Vec::new();
        let mut assignments = Vec::new();
        for word in &command.words {
            if words.is_empty()
                && let Some((name, value)) = self.assignment(word)?
            {
                assignments.push((name, value));
                continue;
            }
            self.expand(word, &mut words)?;
        }
        // (path or None for nowhere, append) of the output.
        let mut output: Option<(Option<String>, bool)> = None;
        for redirection in &command.redirections {
            let target = self.one(&redirection.target)?;
            match (redirection.kind, redirection.descriptor) {
                (RedirectionKind::Here, _) => input = target.into_bytes(),
                (RedirectionKind::Read, _) if target == "/dev/null" => {}
                (RedirectionKind::Read, _) => match self.read(&target) {
                    Ok(bytes) => input = bytes.to_vec(),
                    Err(error) => return Ok(Told::failed(error.to_string())),
                },
                (RedirectionKind::Duplicate, 1) if target == "2" => output = Some((None, false)),
                (RedirectionKind::Duplicate, _) => {}
                (kind, descriptor) => {
                    let path = ["/dev/null", "/dev/stdout", "/dev/stderr"].contains(&&target[..]);
                    let append = kind == RedirectionKind::Append;
                    let goes = (!path).then(|| join(&self.folder, &target));
                    if let Some(path) = &goes {
                        // It is made before the command runs.
                        let before = if append {
                            self.read(path).map(|bytes| bytes.to_vec()).unwrap_or_default()
                        } else {
                            Vec::new()
                        };
                        if let Err(error) = self.write(path, before) {
                            return Ok(Told::failed(error.to_string()));
                        }
                    }
                    if descriptor == 1 {
                        output = Some((goes, append));
                    }
                }
            }
        }
        let told = if words.is_empty() {
            self.variables.extend(assignments);
            Told::output([])
        } else {
            let before = (!assignments.is_empty()).then(|| self.variables.clone());
            self.variables.extend(assignments);
            let told = self.command(&words, &input);
            if let Some(before) = before {
                self.variables = before;
            }
            told?
        };
        self.written = self.written.saturating_add(told.output.len());
        if self.written > MOST_BYTES {
            return Err(RunError::Limit("the script puts out more than is kept here"));
        }
        let Told { code, output: bytes, message } = told;
        match output {
            None if goes_on => return Ok(Told { code, output: bytes, message }),
            None => self.ran.output.push_str(&String::from_utf8_lossy(&bytes)),
            Some((None, _)) => {}
            Some((Some(path), append)) => {
                let mut all = if append { self.read(&path)?.to_vec() } else { Vec::new() };
                all.extend(bytes);
                self.write(&path, all)?;
            }
        }
        Ok(Told { code, output: Vec::new(), message })
    }

    /// A command with its words.
    pub(super) fn command(&mut self, words: &[String], input: &[u8]) -> Result<Told, RunError> {
        let text = words.join(" ");
        let effects = match declared::by_caller(words, self.declarations) {
            Some(effects) => effects,
            None => {
                if let Some(told) = self.builtin(words, input)? {
                    self.ran.done.push(Done::Executed(text));
                    return Ok(told);
                }
                let read = |path: &str| {
                    let (_, node) = self.overlay.merged().follow(&inside(&join(&self.folder, path))).ok()?;
                    Some(String::from_utf8_lossy(node.bytes()?).into_owned())
                };
                match declared::known(words, &self.folder, &read) {
                    Err(message) => return Ok(Told::failed(message)),
                    Ok(known) => known.ok_or_else(|| RunError::Unknown(text.clone()))?,
                }
            }
        };
        for Effect { path, bytes, source, .. } in &effects {
            let size = bytes.map_or("a number of bytes that is not known".to_owned(), |bytes| format!("{bytes} bytes"));
            let note = format!("declared, not executed\ncommand: {text}\nstands for: {size}\nsource: {source}\n");
            let declared = Declared { bytes: *bytes, source: source.clone() };
            let folder = self.overlay.make_folders(parent(&inside(path)), &self.owned(Node::folder(0o755)))?;
            let at =
                self.overlay.merged().resolve(&join(&folder, path.rsplit('/').next().unwrap_or_default()), true)?;
            let content = Content::File(note.into_bytes().into(), Some(Arc::new(declared)));
            let node = self.owned(Node { content, mode: 0o644, uid: 0, gid: 0 });
            self.overlay.put(&at, node)?;
        }
        self.ran.done.push(Done::Declared { command: text, effects });
        Ok(Told::output([]))
    }

    /// Commands of the shell itself; `None` where it is none of those that are executed.
    fn builtin(&mut self, words: &[String], input: &[u8]) -> Result<Option<Told>, RunError> {
        let Some((name, arguments)) = words.split_first() else { return Ok(Some(Told::output([]))) };
        let first = arguments.first().map(String::as_str);
        Ok(Some(match &name[..] {
            ":" | "true" => Told::output([]),
            "false" => Told::failed(""),
            "exit" => {
                let code = first.map_or(Some(self.status), |code| code.parse().ok()).unwrap_or(2);
                Told { code, output: Vec::new(), message: format!("exit {code}") }
            }
            "set" => {
                for word in arguments {
                    self.exits_on_error |= word.starts_with('-') && word.contains('e');
                    self.exits_on_error &= !(word.starts_with('+') && word.contains('e'));
                }
                Told::output([])
            }
            "export" | "readonly" => {
                for word in arguments {
                    if let Some((name, value)) = word.split_once('=') {
                        self.variables.insert(name.to_owned(), value.to_owned());
                    }
                }
                Told::output([])
            }
            "unset" => {
                arguments.iter().for_each(|name| drop(self.variables.remove(name)));
                Told::output([])
            }
            "cd" => {
                let target = join(&self.folder, first.unwrap_or("/root"));
                match self.overlay.merged().resolve(&target, true) {
                    Ok(at) if self.overlay.merged().is_folder(&at) => {
                        self.folder = format!("/{at}");
                        Told::output([])
                    }
                    _ => Told { code: 2, output: Vec::new(), message: format!("cd: can't cd to {target}") },
                }
            }
            "pwd" => Told::output(format!("{}\n", self.folder)),
            _ => return self.program(words, input),
        }))
    }

    /// A node as this process makes it.
    pub(super) fn owned(&self, node: Node) -> Node {
        Node { uid: self.user.uid, gid: self.user.gid, ..node }
    }

    /// The bytes of a file.
    pub(super) fn read(&self, path: &str) -> Result<Arc<[u8]>, FsError> {
        let (at, node) = self.overlay.merged().follow(&join(&self.folder, path))?;
        node.bytes().cloned().ok_or(FsError { path: format!("/{at}"), reason: FsReason::IsFolder })
    }

    /// Writes a file, an old one in place.
    pub(super) fn write(&mut self, path: &str, bytes: Vec<u8>) -> Result<(), RunError> {
        let at = self.overlay.merged().resolve(&join(&self.folder, path), true)?;
        let node = match self.overlay.merged().get(&at) {
            Some(old) if !old.is_folder() => Node { content: Content::File(bytes.into(), None), ..old.clone() },
            _ => self.owned(Node::file(bytes, 0o644)),
        };
        self.may_change(&at)?;
        Ok(self.overlay.put(&at, node)?)
    }

    /// Whether this user may make, change or remove `path`.
    pub(super) fn may_change(&self, path: &str) -> Result<(), RunError> {
        let denied = |message: String| Err(RunError::Status { code: 1, message });
        if self.read_only.iter().any(|folder| path == folder || path.starts_with(&format!("{folder}/"))) {
            return denied(format!("/{path}: Read-only file system"));
        }
        let tree = self.overlay.merged();
        let asked = match tree.get(path) {
            Some(node) if !node.is_folder() && node.uid == self.user.uid => return Ok(()),
            _ => tree.get(parent(path)),
        };
        let (mode, uid, gid) = asked.map_or((0o755, 0, 0), |node| (node.mode, node.uid, node.gid));
        let bit = match () {
            () if uid == self.user.uid => 0o200,
            () if gid == self.user.gid => 0o020,
            () => 0o002,
        };
        if self.user.uid == 0 || mode & bit != 0 { Ok(()) } else { denied(format!("/{path}: Permission denied")) }
    }
}
