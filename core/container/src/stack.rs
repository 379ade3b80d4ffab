//! The layers of an image as they lie on one another: for each entry what became of it, and what it costs.
//!
//! Bytes are those of files' contents; of a file whose bytes are declared, the declared ones. A layer that is stored is stored
//! whole: what a later layer hides or removes is carried along all the same.

use crate::fs::{Content, Layer, LayerEntry, Node};
use std::collections::BTreeMap;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// Another name of a file in the same layer, whose bytes it has.
    HardLink,
    /// The mark that something lower is gone.
    Whiteout,
}

/// What became of an entry in the layers above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// A container sees it.
    Seen,
    /// A layer above has the same path: that one is seen.
    Replaced(usize),
    /// A layer above removes it, or a folder that it is in.
    Removed(usize),
}

/// What an entry lies upon: the same path in a lower layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Over {
    /// That layer.
    pub layer: usize,
    /// Whether the file's content is the same: only its permissions or owner were changed, and all of it was copied up.
    pub is_same_content: bool,
}

/// An entry of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path without its leading slash.
    pub path: String,
    /// What it is.
    pub kind: EntryKind,
    /// Permissions.
    pub mode: u32,
    /// The owner.
    pub uid: u32,
    /// Bytes: of a file's content, or declared ones; of a file of which nobody knows how many it has, 0.
    pub bytes: u64,
    /// Where the number of bytes comes from, if it is not that of the content. `None` inside: nobody knows it.
    pub declared: Option<(Option<u64>, String)>,
    /// What became of it.
    pub fate: Fate,
    /// What it lies upon.
    pub over: Option<Over>,
}

/// The layers of an image.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stack {
    /// The entries of each layer, the lowest layer first.
    pub layers: Vec<Vec<Entry>>,
}

fn same_content(a: &Node, b: &Node) -> bool {
    match (&a.content, &b.content) {
        (Content::File(a, _), Content::File(b, _)) => a == b,
        _ => false,
    }
}

impl Stack {
    /// Lays `layers` on one another, the lowest first.
    pub fn of(layers: &[&Layer]) -> Self {
        // For each path that is there: the layer that it is from, and what it is.
        let mut seen: BTreeMap<&str, (usize, &Node)> = BTreeMap::new();
        let mut stack = Self::default();
        for (index, layer) in layers.iter().enumerate() {
            let mut entries = Vec::new();
            // Whiteouts hide only what lies lower, so they come before the layer's own entries.
            for (path, entry) in layer.entries() {
                if *entry == LayerEntry::Whiteout {
                    let inside = format!("{path}/");
                    let is_gone = |at: &str| at == path || at.starts_with(&inside);
                    let gone: Vec<&str> =
                        seen.range(path..).map(|(at, _)| *at).take_while(|at| at.starts_with(path)).collect();
                    for at in gone.into_iter().filter(|at| is_gone(at)) {
                        if let Some((from, _)) = seen.remove(at) {
                            stack.fate(from, at, Fate::Removed(index));
                        }
                    }
                    entries.push(Entry::whiteout(path));
                }
            }
            for (path, entry) in layer.entries() {
                let LayerEntry::Node(node) = entry else { continue };
                let below = seen.insert(path, (index, node));
                if let Some((from, _)) = below {
                    stack.fate(from, path, Fate::Replaced(index));
                }
                let over = below.map(|(layer, below)| Over { layer, is_same_content: same_content(below, node) });
                let entry = Entry::of(path, node, over);
                entries.push(match layer.link(path) {
                    Some(_) => Entry { kind: EntryKind::HardLink, bytes: 0, declared: None, ..entry },
                    None => entry,
                });
            }
            entries.sort_by(|a, b| a.path.cmp(&b.path));
            stack.layers.push(entries);
        }
        stack
    }

    fn fate(&mut self, layer: usize, path: &str, fate: Fate) {
        let entries = self.layers.get_mut(layer);
        if let Some(entry) =
            entries.and_then(|all| all.iter_mut().find(|e| e.path == path && e.kind != EntryKind::Whiteout))
        {
            entry.fate = fate;
        }
    }

    /// Bytes of the files that a container sees, and of those in all layers.
    pub fn bytes(&self) -> (u64, u64) {
        let all = || self.layers.iter().flatten();
        let seen = all().filter(|entry| entry.fate == Fate::Seen).map(|entry| entry.bytes).sum();
        (seen, all().map(|entry| entry.bytes).sum())
    }

    /// The part of the stored bytes that a container sees, 0 … 1; 1 where there are none.
    pub fn efficiency(&self) -> f64 {
        match self.bytes() {
            (_, 0) => 1.0,
            (seen, stored) => seen as f64 / stored as f64,
        }
    }
}

impl Entry {
    fn whiteout(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            kind: EntryKind::Whiteout,
            mode: 0,
            uid: 0,
            bytes: 0,
            declared: None,
            fate: Fate::Seen,
            over: None,
        }
    }

    fn of(path: &str, node: &Node, over: Option<Over>) -> Self {
        let (kind, bytes, declared) = match &node.content {
            Content::File(_, Some(declared)) => {
                (EntryKind::File, declared.bytes.unwrap_or_default(), Some((declared.bytes, declared.source.clone())))
            }
            Content::File(bytes, None) => (EntryKind::File, bytes.len() as u64, None),
            Content::Folder => (EntryKind::Folder, 0, None),
            Content::Link(_) => (EntryKind::Link, 0, None),
        };
        Self { path: path.to_owned(), kind, mode: node.mode, uid: node.uid, bytes, declared, fate: Fate::Seen, over }
    }
}
