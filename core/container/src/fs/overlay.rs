//! A tree that is being changed: the lower one stays as it is, what changes is copied up, what goes leaves a whiteout, as the
//! kernel's overlayfs keeps it in its upper directory.

use super::{Content, FsError, FsReason, Layer, Node, Tree, fs_error};
use crate::paths::{base, below, inside, parent};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An entry of the upper directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Upper {
    /// A file, link or folder that was made or copied up. An opaque folder hides what the lower one holds.
    Node { opaque: bool },
    /// The lower entry is gone.
    Whiteout,
}

/// A tree under change.
#[derive(Debug, Clone)]
pub struct Overlay {
    lower: Arc<Tree>,
    merged: Tree,
    upper: BTreeMap<String, Upper>,
    /// Where something else is mounted: what happens there is no part of the change.
    mounts: Vec<String>,
    /// Hard links that were made in this change: paths with the number of their inode. Those of lower layers are none here: overlayfs
    /// copies one name up without the others (without its option `index`).
    inodes: BTreeMap<String, usize>,
}

impl Overlay {
    /// Nothing changed yet.
    pub fn new(lower: Arc<Tree>) -> Self {
        Self { merged: Tree::clone(&lower), lower, upper: BTreeMap::new(), mounts: Vec::new(), inodes: BTreeMap::new() }
    }

    /// What a process in it sees.
    pub fn merged(&self) -> &Tree {
        &self.merged
    }

    /// What it lies on.
    pub fn lower(&self) -> &Tree {
        &self.lower
    }

    /// The change, and the tree with it.
    pub fn finish(self) -> (Layer, Arc<Tree>) {
        let layer = Layer::of(&self.lower, &self.merged, &self.upper, &self.inodes);
        (layer, Arc::new(self.merged))
    }

    /// Shows `nodes` (paths from `path` on) in the place of what is there.
    pub(crate) fn mount(&mut self, path: &str, nodes: Vec<(String, Node)>) {
        self.merged.remove(path);
        self.merged.insert(path, Node::folder(0o755));
        for (relative, node) in nodes {
            self.merged.insert(&below(path, &relative), node);
        }
        self.mounts.push(path.to_owned());
    }

    /// Takes all mounts away; what was there comes back, and folders that only they needed go.
    pub(crate) fn unmount(&mut self) {
        for path in std::mem::take(&mut self.mounts) {
            let inside = format!("{path}/");
            self.upper.retain(|at, _| *at != path && !at.starts_with(&inside));
            self.inodes.retain(|at, _| !at.starts_with(&inside));
            self.merged.remove(&path);
            for (relative, node) in subtree(&self.lower, &path) {
                self.merged.insert(&below(&path, &relative), node);
            }
            let mut at = parent(&path);
            while !at.is_empty() && self.lower.get(at).is_none() && !self.upper.contains_key(at) {
                if self.merged.children(at).next().is_some() {
                    break;
                }
                self.merged.remove(at);
                at = parent(at);
            }
        }
    }

    /// The lower entry at `path`, if nothing above it hides it.
    fn visible_below(&self, path: &str) -> Option<&Node> {
        let mut at = path;
        while !at.is_empty() {
            at = parent(at);
            if matches!(self.upper.get(at), Some(Upper::Node { opaque: true } | Upper::Whiteout)) {
                return None;
            }
        }
        self.lower.get(path)
    }

    /// A folder and those above it as entries of the upper directory.
    fn copy_up_folders(&mut self, folder: &str) {
        let mut at = folder;
        while !at.is_empty()
            && !self.mounts.iter().any(|mount| mount == at)
            && !matches!(self.upper.get(at), Some(Upper::Node { .. }))
        {
            self.upper.insert(at.to_owned(), Upper::Node { opaque: false });
            at = parent(at);
        }
    }

    fn check_parent(&self, path: &str) -> Result<(), FsError> {
        let folder = parent(path);
        match self.merged.get(folder) {
            _ if self.merged.is_folder(folder) => Ok(()),
            Some(_) => fs_error(folder, FsReason::NotFolder),
            None => fs_error(folder, FsReason::NotFound),
        }
    }

    /// Puts a file, link or folder at `path`, where nothing is or something of the same sort: a file takes a file's place (and
    /// its bytes are copied up as a whole), a folder that is there changes its mode and owner only.
    ///
    /// # Errors
    /// No folder to put it in, or something of another sort in its place.
    pub fn put(&mut self, path: &str, node: Node) -> Result<(), FsError> {
        if path.is_empty() {
            return if node.is_folder() { Ok(()) } else { fs_error(path, FsReason::IsFolder) };
        }
        self.check_parent(path)?;
        let there = self.merged.get(path);
        match there {
            Some(there) if there.is_folder() && !node.is_folder() => return fs_error(path, FsReason::IsFolder),
            Some(there) if !there.is_folder() && node.is_folder() => return fs_error(path, FsReason::NotFolder),
            _ => {}
        }
        // A folder made where the lower tree has one that was removed must not show what that held.
        let is_new = there.is_none();
        let hides = is_new && node.is_folder() && self.visible_below(path).is_some_and(Node::is_folder);
        self.copy_up_folders(parent(path));
        let was_opaque = matches!(self.upper.get(path), Some(Upper::Node { opaque: true }));
        self.upper.insert(path.to_owned(), Upper::Node { opaque: hides || was_opaque });
        self.merged.insert(path, node);
        self.same_inode(path);
        Ok(())
    }

    /// Another name for a file or symbolic link: a hard link.
    ///
    /// # Errors
    /// Nothing at `from`, or a folder; something at `to`.
    pub fn link(&mut self, from: &str, to: &str) -> Result<(), FsError> {
        let node = match self.merged.get(from) {
            None => return fs_error(from, FsReason::NotFound),
            Some(node) if node.is_folder() => return fs_error(from, FsReason::IsFolder),
            Some(node) => node.clone(),
        };
        if self.merged.get(to).is_some() {
            return fs_error(to, FsReason::Exists);
        }
        // A name of a lower file is one of its copy.
        self.copy_up_folders(from);
        self.put(to, node)?;
        let next = self.inodes.values().max().map_or(0, |last| last + 1);
        let inode = *self.inodes.entry(from.to_owned()).or_insert(next);
        self.inodes.insert(to.to_owned(), inode);
        Ok(())
    }

    /// What was done to a file happened to all its names.
    fn same_inode(&mut self, path: &str) {
        let (Some(inode), Some(node)) = (self.inodes.get(path), self.merged.get(path).cloned()) else { return };
        let names: Vec<String> =
            self.inodes.iter().filter(|(_, own)| *own == inode).map(|(at, _)| at.clone()).collect();
        for name in names.into_iter().filter(|name| name != path) {
            self.merged.insert(&name, node.clone());
        }
    }

    /// Makes a folder and those above it, as `mkdir -p`, links followed.
    ///
    /// # Errors
    /// Something else in the way.
    pub fn make_folders(&mut self, path: &str, node: &Node) -> Result<String, FsError> {
        let mut at = String::new();
        for part in inside(path).split('/').filter(|part| !part.is_empty()) {
            at = below(&at, part);
            match self.merged.get(&at) {
                Some(there) if there.is_folder() => {}
                Some(Node { content: Content::Link(_), .. }) => {
                    let target = self.merged.resolve(&at, true)?;
                    if !self.merged.is_folder(&target) {
                        return fs_error(&at, FsReason::NotFolder);
                    }
                    at = target;
                }
                Some(_) => return fs_error(&at, FsReason::NotFolder),
                None => self.put(&at, node.clone())?,
            }
        }
        Ok(at)
    }

    /// Removes what is at `path`, with what lies below it.
    ///
    /// # Errors
    /// Nothing there.
    pub fn remove(&mut self, path: &str) -> Result<(), FsError> {
        if path.is_empty() {
            return fs_error(path, FsReason::NotEmpty);
        }
        if self.merged.get(path).is_none() {
            return fs_error(path, FsReason::NotFound);
        }
        let gone: Vec<String> = self
            .upper
            .range(format!("{path}/")..)
            .map(|(p, _)| p)
            .take_while(|p| p.starts_with(&format!("{path}/")))
            .cloned()
            .collect();
        for path in gone {
            self.upper.remove(&path);
            self.inodes.remove(&path);
        }
        self.merged.remove(path);
        self.upper.remove(path);
        self.inodes.remove(path);
        if self.visible_below(path).is_some() {
            self.copy_up_folders(parent(path));
            self.upper.insert(path.to_owned(), Upper::Whiteout);
        } else if self.lower.is_folder(parent(path)) {
            // The folder was changed, even if what was made in it is gone again.
            self.copy_up_folders(parent(path));
        }
        Ok(())
    }

    /// Changes permissions or owner: the whole entry is copied up.
    ///
    /// # Errors
    /// Nothing there.
    pub fn change(&mut self, path: &str, change: impl FnOnce(&mut Node)) -> Result<(), FsError> {
        let Some(node) = self.merged.node_mut(path) else { return fs_error(path, FsReason::NotFound) };
        change(node);
        self.copy_up_folders(path);
        self.same_inode(path);
        Ok(())
    }

    /// Renames, as `mv`. Folders of the lower tree are copied and removed, as overlayfs has them moved.
    ///
    /// # Errors
    /// Nothing at `from`; a folder into itself; something of another sort at `to`.
    pub fn rename(&mut self, from: &str, to: &str) -> Result<(), FsError> {
        if from == to {
            return Ok(());
        }
        let Some(node) = self.merged.get(from).cloned() else { return fs_error(from, FsReason::NotFound) };
        if to.starts_with(&format!("{from}/")) {
            return fs_error(to, FsReason::Exists);
        }
        match self.merged.get(to) {
            Some(there) if there.is_folder() && !node.is_folder() => return fs_error(to, FsReason::IsFolder),
            Some(there) if !there.is_folder() && node.is_folder() => return fs_error(to, FsReason::NotFolder),
            Some(there) if there.is_folder() && self.merged.children(to).next().is_some() => {
                return fs_error(to, FsReason::NotEmpty);
            }
            Some(there) if there.is_folder() => self.remove(to)?,
            _ => {}
        }
        let nodes = self.copy_of(from);
        for (relative, node) in nodes {
            // The name moves: what had it before is another file.
            let (old, new) = (below(from, &relative), below(to, &relative));
            let inode = self.inodes.remove(&old);
            self.inodes.remove(&new);
            self.put(&new, node)?;
            self.inodes.extend(inode.map(|inode| (new, inode)));
        }
        self.remove(from)
    }

    /// An entry and what lies below it, paths from it on.
    pub fn copy_of(&self, path: &str) -> Vec<(String, Node)> {
        subtree(&self.merged, path)
    }

    /// The upper directory as lines: `dir`, `file` or `link`, `opaque` where a lower folder is hidden, `whiteout`; for tests
    /// against the kernel's.
    pub fn upper_lines(&self) -> Vec<String> {
        let line = |(path, upper): (&String, &Upper)| {
            let what = match (upper, self.merged.get(path).map(|node| &node.content)) {
                (Upper::Whiteout, _) => "whiteout".to_owned(),
                (Upper::Node { opaque: true }, _) => "dir opaque".to_owned(),
                (_, Some(Content::Folder)) => "dir".to_owned(),
                (_, Some(Content::Link(target))) => format!("link {target}"),
                (_, Some(Content::File(bytes, _))) => format!("file {}", String::from_utf8_lossy(bytes)),
                (_, None) => "nothing".to_owned(),
            };
            let mode = match (upper, self.merged.get(path)) {
                (Upper::Node { .. }, Some(node)) if !matches!(node.content, Content::Link(_)) => {
                    format!(" {:o}", node.mode)
                }
                _ => String::new(),
            };
            format!("{path} {what}{mode}")
        };
        self.upper.iter().map(line).collect()
    }
}

/// An entry of a tree and what lies below it, paths from it on; the entry itself has the empty path.
pub(crate) fn subtree(tree: &Tree, path: &str) -> Vec<(String, Node)> {
    let own = tree.get(path).map(|node| (String::new(), node.clone()));
    let skip = if path.is_empty() { 0 } else { path.len() + 1 };
    let rest = tree.below(path).filter_map(|(at, node)| Some((at.get(skip..)?.to_owned(), node.clone())));
    own.into_iter().chain(rest).collect()
}

/// The name of a path's whiteout.
pub(super) fn whiteout_of(path: &str) -> String {
    below(parent(path), &format!(".wh.{}", base(path)))
}
