//! Programs that change files: mkdir, rmdir, rm, cp, mv, ln, chmod, chown, touch.

use super::commands::options;
use super::modes::parse_mode;
use super::process::{Process, Told};
use super::{RunError, Users};
use crate::fs::{Content, FsError, FsReason, Node, Tree};
use crate::paths::{base, below, join, parent};

/// The user or group that a name or number means in a tree's own files.
pub(crate) fn id_of(tree: &Tree, file: &str, name: &str) -> Option<Vec<u32>> {
    if let Ok(id) = name.parse() {
        return Some(vec![id]);
    }
    let (_, node) = tree.follow(file).ok()?;
    let text = String::from_utf8_lossy(node.bytes()?).into_owned();
    let row = text.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|row| row.first() == Some(&name))?;
    Some(row.iter().skip(2).take(2).map_while(|id| id.parse().ok()).collect())
}

/// `user[:group]` in a tree; without a group, the user's own by name and 0 by number. `None` where a name is not known.
pub(crate) fn owner_of(tree: &Tree, text: &str) -> Option<Users> {
    let (user, group) = text.split_once(':').map_or((text, None), |(user, group)| (user, Some(group)));
    let ids = if user.is_empty() { vec![0] } else { id_of(tree, "etc/passwd", user)? };
    let uid = ids.first().copied()?;
    let gid = match group.filter(|group| !group.is_empty()) {
        Some(group) => id_of(tree, "etc/group", group)?.first().copied()?,
        None => ids.get(1).copied().unwrap_or(0),
    };
    Some(Users { uid, gid })
}

impl Process<'_> {
    fn at(&self, path: &str, last: bool) -> Result<String, RunError> {
        Ok(self.overlay.merged().resolve(&join(&self.folder, path), last)?)
    }

    fn exists(&self, at: &str) -> bool {
        at.is_empty() || self.overlay.merged().get(at).is_some()
    }

    fn failed<T>(text: String) -> Result<T, RunError> {
        Err(RunError::Status { code: 1, message: text })
    }

    pub(super) fn mkdir(&mut self, arguments: &[String]) -> Result<Told, RunError> {
        let mut mode = 0o755;
        let mut rest = arguments.to_vec();
        if let Some(flag) =
            rest.iter().position(|word| word == "-m" || word.starts_with("--mode=") || word.starts_with("-m"))
        {
            let word = rest.remove(flag);
            let text = match word.strip_prefix("--mode=").or(word.strip_prefix("-m").filter(|text| !text.is_empty())) {
                Some(text) => text.to_owned(),
                None if flag < rest.len() => rest.remove(flag),
                None => String::new(),
            };
            mode = parse_mode(&text, 0o777, true)
                .ok_or(RunError::Status { code: 1, message: format!("invalid mode '{text}'") })?;
        }
        let (flags, words) = options(&rest, "pv", "mkdir")?;
        if words.is_empty() {
            return Self::failed("missing operand".to_owned());
        }
        for word in words {
            let path = join(&self.folder, word);
            if flags.contains('p') {
                let folder = self.owned(Node::folder(0o755));
                if self.overlay.merged().resolve(&path, true).is_ok_and(|at| self.exists(&at)) {
                    let at = self.at(word, true)?;
                    if !self.overlay.merged().is_folder(&at) {
                        return Self::failed(format!("cannot create directory '{word}': File exists"));
                    }
                    continue;
                }
                self.may_make(&path)?;
                let at = self.overlay.make_folders(&path, &folder)?;
                self.overlay.change(&at, |node| node.mode = mode)?;
            } else {
                let at = self.at(word, false)?;
                if self.exists(&at) {
                    return Self::failed(format!("cannot create directory '{word}': File exists"));
                }
                self.may_change(&at)?;
                let folder = self.owned(Node::folder(mode));
                self.overlay.put(&at, folder)?;
            }
        }
        Ok(Told::output([]))
    }

    /// Of `mkdir -p`: the first folder that is missing decides.
    fn may_make(&self, path: &str) -> Result<(), RunError> {
        let mut at = path.trim_start_matches('/');
        while !at.is_empty() && !self.exists(parent(at)) {
            at = parent(at);
        }
        self.may_change(at)
    }

    pub(super) fn rmdir(&mut self, arguments: &[String]) -> Result<Told, RunError> {
        let (_, words) = options(arguments, "v", "rmdir")?;
        for word in words {
            let at = self.at(word, false)?;
            if !self.overlay.merged().is_folder(&at) {
                let why = if self.exists(&at) { "Not a directory" } else { "No such file or directory" };
                return Self::failed(format!("failed to remove '{word}': {why}"));
            }
            if self.overlay.merged().children(&at).next().is_some() {
                return Self::failed(format!("failed to remove '{word}': Directory not empty"));
            }
            self.may_remove(&at)?;
            self.overlay.remove(&at)?;
        }
        Ok(Told::output([]))
    }

    /// Removing asks the folder, whoever owns the file.
    fn may_remove(&self, at: &str) -> Result<(), RunError> {
        self.may_change(&below(parent(at), "."))
    }

    pub(super) fn rm(&mut self, arguments: &[String]) -> Result<Told, RunError> {
        let (flags, words) = options(arguments, "rRfvd", "rm")?;
        let (deep, force) = (flags.contains(['r', 'R']), flags.contains('f'));
        for word in words {
            let at = match self.at(word, false) {
                Ok(at) if self.exists(&at) => at,
                _ if force => continue,
                _ => return Self::failed(format!("cannot remove '{word}': No such file or directory")),
            };
            if self.overlay.merged().is_folder(&at) && !deep {
                return Self::failed(format!("cannot remove '{word}': Is a directory"));
            }
            self.may_remove(&at)?;
            self.overlay.remove(&at)?;
        }
        Ok(Told::output([]))
    }

    /// Sources and where each goes: into a folder that is there, or (one alone) by the name that is given.
    fn pairs(&self, words: &[&str], flags: &str, name: &str) -> Result<Vec<(String, String)>, RunError> {
        let Some((to, from)) = words.split_last().filter(|(_, from)| !from.is_empty()) else {
            return Self::failed(format!("missing destination file operand for {name}"));
        };
        let target = self.at(to, true)?;
        let into = self.overlay.merged().is_folder(&target) && !flags.contains('T');
        if !into && (from.len() > 1 || to.ends_with('/') && name != "mv") {
            return Self::failed(format!("target '{to}' is not a directory"));
        }
        let pair = |source: &&str| {
            let name = base(source.trim_end_matches('/'));
            (source.to_string(), if into { below(&target, name) } else { target.clone() })
        };
        Ok(from.iter().map(pair).collect())
    }

    pub(super) fn cp(&mut self, arguments: &[String]) -> Result<Told, RunError> {
        let (flags, words) = options(arguments, "rRapfvTdP", "cp")?;
        let (deep, keep) = (flags.contains(['r', 'R', 'a']), flags.contains(['a', 'p']));
        for (source, to) in self.pairs(&words, &flags, "cp")? {
            // Links are followed, but not by copies of folders.
            let from = self.at(&source, !deep && !flags.contains(['d', 'P']))?;
            if !self.exists(&from) {
                return Self::failed(format!("cannot stat '{source}': No such file or directory"));
            }
            if self.overlay.merged().is_folder(&from) && !deep {
                return Self::failed(format!("-r not specified; omitting directory '{source}'"));
            }
            if to == from {
                return Self::failed(format!("'{source}' and '/{to}' are the same file"));
            }
            if self.overlay.merged().is_folder(&from) && to.starts_with(&format!("{from}/")) {
                return Self::failed(format!("cannot copy a directory, '{source}', into itself"));
            }
            let contents = source.ends_with("/.") || source == ".";
            let to = if contents { self.at(words.last().copied().unwrap_or_default(), true)? } else { to };
            self.may_make(&to)?;
            for (relative, node) in self.overlay.copy_of(&from) {
                let at = below(&to, &relative);
                let there = self.overlay.merged().get(&at);
                let node = match there {
                    _ if keep => node,
                    // A file that is there is written to, a folder is left as it is.
                    Some(there) if there.is_folder() && node.is_folder() => continue,
                    Some(there) if !there.is_folder() => Node { content: node.content, ..there.clone() },
                    _ => self.owned(Node { mode: node.mode & !0o7022, ..node }),
                };
                self.overlay.put(&at, node)?;
            }
        }
        Ok(Told::output([]))
    }

    pub(super) fn mv(&mut self, arguments: &[String]) -> Result<Told, RunError> {
        let (flags, words) = options(arguments, "fvT", "mv")?;
        for (source, to) in self.pairs(&words, &flags, "mv")? {
            let from = self.at(&source, false)?;
            if !self.exists(&from) {
                return Self::failed(format!("cannot stat '{source}': No such file or directory"));
            }
            self.may_remove(&from)?;
            self.may_remove(&to)?;
            self.overlay.rename(&from, &to)?;
        }
        Ok(Told::output([]))
    }

    pub(super) fn ln(&mut self, arguments: &[String]) -> Result<Told, RunError> {
        let (flags, words) = options(arguments, "sfnvT", "ln")?;
        let sort = if flags.contains('s') { "symbolic" } else { "hard" };
        let pairs = match words[..] {
            [target] => vec![(target.to_owned(), self.at(base(target), false)?)],
            _ => {
                // With -n a link to a folder is no folder.
                let last = words.last().copied().unwrap_or_default();
                let own = self.at(last, false)?;
                let is_link =
                    matches!(self.overlay.merged().get(&own).map(|node| &node.content), Some(Content::Link(_)));
                if flags.contains('n') && is_link && words.len() == 2 {
                    vec![(words.first().copied().unwrap_or_default().to_owned(), own)]
                } else {
                    self.pairs(&words, &flags, "ln")?
                }
            }
        };
        for (target, at) in pairs {
            if self.overlay.merged().get(&at).is_some() {
                if !flags.contains('f') || self.overlay.merged().is_folder(&at) {
                    return Self::failed(format!("failed to create {sort} link '/{at}': File exists"));
                }
                self.may_remove(&at)?;
                self.overlay.remove(&at)?;
            }
            self.may_change(&at)?;
            if !flags.contains('s') {
                let from = self.at(&target, false)?;
                match self.overlay.link(&from, &at) {
                    Ok(()) => continue,
                    Err(FsError { reason: FsReason::IsFolder, .. }) => {
                        return Self::failed(format!("{target}: hard link not allowed for directory"));
                    }
                    Err(FsError { reason, .. }) => {
                        return Self::failed(format!("failed to access '{target}': {reason}"));
                    }
                }
            }
            let link = self.owned(Node::link(target));
            self.overlay.put(&at, link)?;
        }
        Ok(Told::output([]))
    }

    /// The paths that are meant, with what lies below them if `deep`.
    fn meant(&self, words: &[&str], deep: bool) -> Result<Vec<String>, RunError> {
        let mut all = Vec::new();
        for word in words {
            let at = self.at(word, true)?;
            if !self.exists(&at) {
                return Self::failed(format!("cannot access '{word}': No such file or directory"));
            }
            if deep {
                all.extend(self.overlay.merged().below(&at).map(|(path, _)| path.to_owned()));
            }
            all.extend((!at.is_empty()).then_some(at));
        }
        Ok(all)
    }

    fn may_own(&self, at: &str) -> Result<(), RunError> {
        let uid = self.overlay.merged().get(at).map_or(0, |node| node.uid);
        if self.user.uid == 0 || uid == self.user.uid {
            Ok(())
        } else {
            Self::failed(format!("/{at}: Operation not permitted"))
        }
    }

    pub(super) fn chmod(&mut self, arguments: &[String]) -> Result<Told, RunError> {
        // `-x` is a mode, not an option.
        let is_mode = |word: &String| {
            !word.starts_with('-') || word.chars().skip(1).all(|c| "rwxXst".contains(c)) && word.len() > 1
        };
        let Some(place) = arguments.iter().position(is_mode) else {
            return Self::failed("missing operand".to_owned());
        };
        let mode = arguments.get(place).cloned().unwrap_or_default();
        let rest: Vec<String> =
            arguments.iter().enumerate().filter(|(i, _)| *i != place).map(|(_, word)| word.clone()).collect();
        let (flags, words) = options(&rest, "Rfv", "chmod")?;
        if words.is_empty() {
            return Self::failed(format!("missing operand after '{mode}'"));
        }
        for at in self.meant(&words, flags.contains('R'))? {
            self.may_own(&at)?;
            let Some(node) = self.overlay.merged().get(&at) else { continue };
            if matches!(node.content, Content::Link(_)) {
                continue;
            }
            let Some(new) = parse_mode(&mode, node.mode, node.is_folder()) else {
                return Self::failed(format!("invalid mode: '{mode}'"));
            };
            self.overlay.change(&at, |node| node.mode = new)?;
        }
        Ok(Told::output([]))
    }

    pub(super) fn chown(&mut self, arguments: &[String]) -> Result<Told, RunError> {
        let (flags, words) = options(arguments, "Rfvh", "chown")?;
        let Some((owner, words)) = words.split_first().filter(|(_, words)| !words.is_empty()) else {
            return Self::failed("missing operand".to_owned());
        };
        let (user, group) = owner.split_once(':').map_or((*owner, None), |(user, group)| (user, Some(group)));
        let tree = self.overlay.merged();
        let id = |file: &str, name: &str, at: usize| match id_of(tree, file, name) {
            Some(ids) => Ok(ids.get(at).copied()),
            None => Self::failed(format!("invalid user or group: '{owner}'")),
        };
        let uid = if user.is_empty() { None } else { id("etc/passwd", user, 0)? };
        let gid = match group {
            None => None,
            // `user:` means the user's own group.
            Some("") => id("etc/passwd", user, 1)?,
            Some(group) => id("etc/group", group, 0)?,
        };
        if self.user.uid != 0 {
            return Self::failed(format!("changing ownership of '{}': Operation not permitted", words.join(" ")));
        }
        for at in self.meant(words, flags.contains('R'))? {
            self.overlay.change(&at, |node| {
                node.uid = uid.unwrap_or(node.uid);
                node.gid = gid.unwrap_or(node.gid);
            })?;
        }
        Ok(Told::output([]))
    }

    pub(super) fn touch(&mut self, arguments: &[String]) -> Result<Told, RunError> {
        let (flags, words) = options(arguments, "cam", "touch")?;
        for word in words {
            let at = self.at(word, true)?;
            if self.exists(&at) {
                // The time is the only change, and it copies the file up.
                self.may_change(&at)?;
                if !at.is_empty() {
                    self.overlay.change(&at, |_| {})?;
                }
            } else if !flags.contains('c') {
                self.write(word, Vec::new())?;
            }
        }
        Ok(Told::output([]))
    }
}
