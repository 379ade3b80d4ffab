//! `tar`: create, extract and list; what gzip has compressed can be read, not made.

use super::RunError;
use super::process::{Process, Told};
use crate::fs::tar::{GZIP, MOST, Writer, gunzip, read};
use crate::fs::{Content, Node};
use crate::paths::{below, inside, join, parent};
use std::sync::Arc;

impl Process<'_> {
    pub(super) fn tar(&mut self, arguments: &[String]) -> Result<Told, RunError> {
        let unsupported = |word: &str| Err(RunError::Unsupported(format!("`tar {word}`")));
        let (mut action, mut file, mut folder, mut strip) = (None, None, self.folder.clone(), 0usize);
        let mut names = Vec::new();
        let mut words = arguments.iter();
        let (mut is_first, mut is_packed) = (true, false);
        while let Some(word) = words.next() {
            let letters = match word.strip_prefix('-') {
                Some(long) if long.starts_with('-') => {
                    let (key, value) = long.split_once('=').unwrap_or((long, ""));
                    match key {
                        "-strip-components" => {
                            strip = value.parse().map_err(|_| RunError::Syntax("`--strip-components`"))?
                        }
                        "-directory" => folder = join(&self.folder, value),
                        "-file" => file = Some(value.to_owned()),
                        "-create" => action = Some('c'),
                        "-extract" => action = Some('x'),
                        "-no-same-owner" => {}
                        _ => return unsupported(word),
                    }
                    is_first = false;
                    continue;
                }
                Some(letters) => letters,
                None if is_first => word,
                None => {
                    names.push(word.clone());
                    continue;
                }
            };
            is_first = false;
            for letter in letters.chars() {
                match letter {
                    'c' | 'x' | 't' => action = Some(letter),
                    'f' => file = words.next().cloned(),
                    'C' => folder = join(&self.folder, words.next().map(String::as_str).unwrap_or_default()),
                    'z' => is_packed = true,
                    'v' | 'p' | 'o' => {}
                    _ => return unsupported(word),
                }
            }
        }
        let Some(file) = file.filter(|file| file != "-") else { return unsupported("without a file") };
        match action {
            Some('c') if is_packed => unsupported("with compression"),
            Some('c') => self.create(&file, &folder, &names),
            Some('x') => self.extract(&file, &folder, strip, &names),
            Some('t') => {
                let entries = read(&self.unpacked(&file)?).map_err(failed)?;
                Ok(Told::output(entries.iter().map(|(path, _)| format!("{path}\n")).collect::<String>()))
            }
            _ => unsupported("without c, x or t"),
        }
    }

    fn create(&mut self, file: &str, folder: &str, names: &[String]) -> Result<Told, RunError> {
        let mut writer = Writer::default();
        if names.is_empty() {
            return Err(RunError::Status {
                code: 2,
                message: "Cowardly refusing to create an empty archive".to_owned(),
            });
        }
        for name in names {
            let at = self.overlay.merged().resolve(&join(folder, name), false)?;
            if !at.is_empty() && self.overlay.merged().get(&at).is_none() {
                return Err(RunError::Status {
                    code: 2,
                    message: format!("{name}: Cannot stat: No such file or directory"),
                });
            }
            for (relative, node) in self.overlay.copy_of(&at) {
                writer.node(&below(&inside(name), &relative), &node);
            }
        }
        self.write(file, writer.finish())?;
        Ok(Told::output([]))
    }

    /// A file's bytes, unpacked where gzip has compressed them: tar sees that by itself.
    fn unpacked(&self, file: &str) -> Result<Arc<[u8]>, RunError> {
        let bytes = self.read(file)?;
        if !bytes.starts_with(GZIP) {
            return Ok(bytes);
        }
        let wrong = || RunError::Status { code: 2, message: format!("{file}: not in gzip format, or too large here") };
        gunzip(&bytes, MOST).map(Arc::from).ok_or_else(wrong)
    }

    fn extract(&mut self, file: &str, folder: &str, strip: usize, names: &[String]) -> Result<Told, RunError> {
        let entries = read(&self.unpacked(file)?).map_err(failed)?;
        let root = self.overlay.merged().resolve(folder, true)?;
        if !self.overlay.merged().is_folder(&root) {
            return Err(RunError::Status {
                code: 2,
                message: format!("{folder}: Cannot open: No such file or directory"),
            });
        }
        for (path, node) in entries {
            if !names.is_empty()
                && !names.iter().any(|name| path == inside(name) || path.starts_with(&format!("{}/", inside(name))))
            {
                continue;
            }
            let rest: Vec<&str> = path.split('/').skip(strip).collect();
            if rest.is_empty() {
                continue;
            }
            let at = below(&root, &rest.join("/"));
            self.may_change(&at)?;
            // Root keeps owners, others own what they extract.
            let node = if self.user.uid == 0 { node } else { self.owned(node) };
            self.overlay.make_folders(parent(&at), &Node::folder(0o755))?;
            // A link in the way is not followed, but replaced.
            let is_link = |node: Option<&Node>| matches!(node.map(|node| &node.content), Some(Content::Link(_)));
            if is_link(self.overlay.merged().get(&at)) || is_link(self.overlay.merged().get(parent(&at))) {
                return Err(RunError::Unsupported("a tar that goes through links".to_owned()));
            }
            self.overlay.put(&at, node)?;
        }
        Ok(Told::output([]))
    }
}

fn failed(error: crate::fs::tar::TarError) -> RunError {
    RunError::Status { code: 2, message: error.to_string() }
}
