//! File systems in memory: [`Tree`] is what a container sees, [`Overlay`] a tree that is being changed on top of another, [`Layer`]
//! what the change comes to, with whiteouts, and [`tar`] its bytes.

mod hash;
mod layer;
mod overlay;
pub mod tar;

use crate::paths::{below, inside, parent};
pub use hash::{file_hash, selected_hash, sha256, tree_hash};
pub use layer::{Layer, LayerEntry};
pub use overlay::Overlay;
pub(crate) use overlay::subtree;
use std::collections::BTreeMap;
use std::sync::Arc;
use thiserror::Error;

/// A change that a file system does not take, in the words of `strerror`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{path}: {reason}")]
pub struct FsError {
    /// The path, with its slash.
    pub path: String,
    /// Why not.
    pub reason: FsReason,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FsReason {
    /// `ENOENT`.
    #[error("No such file or directory")]
    NotFound,
    /// `ENOTDIR`.
    #[error("Not a directory")]
    NotFolder,
    /// `EISDIR`.
    #[error("Is a directory")]
    IsFolder,
    /// `EEXIST`.
    #[error("File exists")]
    Exists,
    /// `ENOTEMPTY`.
    #[error("Directory not empty")]
    NotEmpty,
    /// `ELOOP`.
    #[error("Too many levels of symbolic links")]
    Loop,
    /// `ENAMETOOLONG`: deeper than this model goes.
    #[error("File name too long")]
    TooLong,
}

/// An error of the path `path`.
pub(crate) fn fs_error<T>(path: &str, reason: FsReason) -> Result<T, FsError> {
    Err(FsError { path: format!("/{path}"), reason })
}

/// What stands for bytes that no command here can make: their number is declared, not computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// How many bytes; `None` where nobody has said.
    pub bytes: Option<u64>,
    /// Where the number comes from.
    pub source: String,
}

/// What a path is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A file and its bytes. A declared one holds a note that says so.
    File(Arc<[u8]>, Option<Arc<Declared>>),
    /// A folder.
    Folder,
    /// A symbolic link and its target.
    Link(String),
}

/// An entry of a file system. There is no time in it: every time in an image is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub content: Content,
    /// Permissions, the lower 12 bits.
    pub mode: u32,
    /// The owner.
    pub uid: u32,
    /// The group.
    pub gid: u32,
}

impl Node {
    /// A file of root's.
    pub fn file(bytes: impl Into<Arc<[u8]>>, mode: u32) -> Self {
        Self { content: Content::File(bytes.into(), None), mode, uid: 0, gid: 0 }
    }

    /// A folder of root's.
    pub fn folder(mode: u32) -> Self {
        Self { content: Content::Folder, mode, uid: 0, gid: 0 }
    }

    /// A symbolic link of root's.
    pub fn link(target: impl Into<String>) -> Self {
        Self { content: Content::Link(target.into()), mode: 0o777, uid: 0, gid: 0 }
    }

    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.content == Content::Folder
    }

    /// The bytes of a file.
    pub fn bytes(&self) -> Option<&Arc<[u8]>> {
        match &self.content {
            Content::File(bytes, _) => Some(bytes),
            _ => None,
        }
    }
}

/// How many links a path may lead through (Linux: 40).
const MOST_LINKS: usize = 40;
/// How deep folders may lie, so that no script can make paths without end.
const DEEPEST: usize = 256;

/// A whole file system: paths without their leading slash, each with its folder (but for the root, which is always there).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    nodes: BTreeMap<String, Node>,
}

impl Tree {
    /// What is at `path`, links not followed. The root is the empty path, and not an entry.
    pub fn get(&self, path: &str) -> Option<&Node> {
        self.nodes.get(path)
    }

    /// Whether `path` is a folder.
    pub fn is_folder(&self, path: &str) -> bool {
        path.is_empty() || self.get(path).is_some_and(Node::is_folder)
    }

    /// All entries, folders before what is in them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.nodes.iter().map(|(path, node)| (&path[..], node))
    }

    /// What lies below a folder, at any depth.
    pub fn below<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let prefix = start.clone();
        self.nodes
            .range(start..)
            .take_while(move |(path, _)| path.starts_with(&prefix))
            .map(|(path, node)| (&path[..], node))
    }

    /// What lies in a folder itself.
    pub fn children<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        let skip = if folder.is_empty() { 0 } else { folder.len() + 1 };
        self.below(folder).filter(move |(path, _)| path.get(skip..).is_some_and(|rest| !rest.contains('/')))
    }

    /// Puts an entry in, with the folders above it where they are missing.
    pub fn insert(&mut self, path: &str, node: Node) {
        let folder = parent(path);
        if !folder.is_empty() && !self.is_folder(folder) {
            self.insert(folder, Node::folder(0o755));
        }
        if path.is_empty() {
            return;
        }
        if !node.is_folder() && self.is_folder(path) {
            self.remove(path);
        }
        self.nodes.insert(path.to_owned(), node);
    }

    /// Takes out an entry and what lies below it.
    pub fn remove(&mut self, path: &str) {
        let gone: Vec<String> = self.below(path).map(|(path, _)| path.to_owned()).collect();
        for path in gone {
            self.nodes.remove(&path);
        }
        self.nodes.remove(path);
    }

    pub(crate) fn node_mut(&mut self, path: &str) -> Option<&mut Node> {
        self.nodes.get_mut(path)
    }

    /// Where `path` leads, links in its folders followed, and the last one too with `last`. What is not there stays as it is,
    /// as long as its folder is there.
    ///
    /// # Errors
    /// A part that is missing or no folder, or too many links.
    pub fn resolve(&self, path: &str, last: bool) -> Result<String, FsError> {
        let mut rest: Vec<String> = path.split('/').rev().map(str::to_owned).collect();
        let mut at = String::new();
        let mut links = 0;
        while let Some(part) = rest.pop() {
            match &part[..] {
                "" | "." => continue,
                ".." => {
                    at = parent(&at).to_owned();
                    continue;
                }
                _ => {}
            }
            let next = below(&at, &part);
            let is_last = rest.iter().all(|part| part.is_empty() || part == ".");
            match self.get(&next).map(|node| &node.content) {
                Some(Content::Link(target)) if last || !is_last => {
                    links += 1;
                    if links > MOST_LINKS {
                        return fs_error(&inside(path), FsReason::Loop);
                    }
                    if target.starts_with('/') {
                        at.clear();
                    }
                    rest.extend(target.split('/').rev().map(str::to_owned));
                    continue;
                }
                Some(Content::File(..) | Content::Link(_)) if !is_last => {
                    return fs_error(&next, FsReason::NotFolder);
                }
                None if !is_last => return fs_error(&next, FsReason::NotFound),
                _ => {}
            }
            at = next;
            if at.matches('/').count() > DEEPEST {
                return fs_error(&at, FsReason::TooLong);
            }
        }
        Ok(at)
    }

    /// The node that `path` leads to, all links followed.
    ///
    /// # Errors
    /// As [`Tree::resolve`], and where there is nothing.
    pub fn follow(&self, path: &str) -> Result<(String, &Node), FsError> {
        let at = self.resolve(path, true)?;
        match self.get(&at) {
            Some(node) => Ok((at, node)),
            None => fs_error(&at, FsReason::NotFound),
        }
    }
}
