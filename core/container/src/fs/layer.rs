//! A layer: what one step changes, as the OCI image specification has it (`layer.md`): whiteouts hide what lies lower, and
//! nothing in the same layer.

use super::overlay::{Upper, whiteout_of};
use super::{Content, Node, Tree, tar};
use crate::paths::{base, parent};
use std::collections::BTreeMap;

/// An entry of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayerEntry {
    /// Made or changed.
    Node(Node),
    /// Gone.
    Whiteout,
}

/// A layer, by path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layer {
    entries: BTreeMap<String, LayerEntry>,
    /// Folders that hide all that lies lower (only read from others' layers; those made here name each path).
    opaque: Vec<String>,
    /// Hard links: paths of entries, and the entry whose file they are, which comes before them.
    links: BTreeMap<String, String>,
}

impl Layer {
    /// The upper directory as a layer: an opaque folder becomes a whiteout for each path that it hides, which the
    /// specification prefers.
    pub(super) fn of(
        lower: &Tree,
        merged: &Tree,
        upper: &BTreeMap<String, Upper>,
        inodes: &BTreeMap<String, usize>,
    ) -> Self {
        let mut layer = Self::default();
        let mut first: BTreeMap<usize, &String> = BTreeMap::new();
        for (path, inode) in inodes {
            match first.get(inode) {
                Some(first) => drop(layer.links.insert(path.clone(), (*first).clone())),
                None => drop(first.insert(*inode, path)),
            }
        }
        for (path, entry) in upper {
            match entry {
                Upper::Whiteout => drop(layer.entries.insert(path.clone(), LayerEntry::Whiteout)),
                Upper::Node { opaque } => {
                    if let Some(node) = merged.get(path) {
                        layer.entries.insert(path.clone(), LayerEntry::Node(node.clone()));
                    }
                    if *opaque {
                        for (hidden, _) in lower.below(path) {
                            let folder = parent(hidden);
                            if merged.get(hidden).is_none() && lower.is_folder(folder) && merged.is_folder(folder) {
                                layer.entries.insert(hidden.to_owned(), LayerEntry::Whiteout);
                            }
                        }
                    }
                }
            }
        }
        layer
    }

    /// A layer of these entries alone.
    pub fn from_tree(tree: &Tree) -> Self {
        let entries = tree.iter().map(|(path, node)| (path.to_owned(), LayerEntry::Node(node.clone()))).collect();
        Self { entries, ..Self::default() }
    }

    /// Its entries.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &LayerEntry)> {
        self.entries.iter().map(|(path, entry)| (&path[..], entry))
    }

    /// The entry whose file `path` is another name of.
    pub fn link(&self, path: &str) -> Option<&str> {
        self.links.get(path).map(String::as_str)
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.opaque.is_empty()
    }

    /// Bytes of its files, and the declared ones: known ones added up, and whether some are not known.
    pub fn declared(&self) -> (u64, bool) {
        let (mut bytes, mut unknown) = (0u64, false);
        for (_, entry) in self.entries.iter().filter(|(path, _)| !self.links.contains_key(*path)) {
            if let LayerEntry::Node(Node { content: Content::File(_, Some(declared)), .. }) = entry {
                bytes = bytes.saturating_add(declared.bytes.unwrap_or_default());
                unknown |= declared.bytes.is_none();
            }
        }
        (bytes, unknown)
    }

    /// Puts it on a tree.
    pub fn apply(&self, tree: &mut Tree) {
        for folder in &self.opaque {
            let gone: Vec<String> = tree.children(folder).map(|(path, _)| path.to_owned()).collect();
            gone.iter().for_each(|path| tree.remove(path));
        }
        for (path, entry) in &self.entries {
            if *entry == LayerEntry::Whiteout {
                tree.remove(path);
            }
        }
        for (path, entry) in &self.entries {
            if let LayerEntry::Node(node) = entry {
                tree.insert(path, node.clone());
            }
        }
    }

    /// Its tar: whiteouts first, then each entry behind its folder.
    pub fn to_tar(&self) -> Vec<u8> {
        let mut writer = tar::Writer::default();
        for (path, entry) in &self.entries {
            if *entry == LayerEntry::Whiteout {
                writer.file(&whiteout_of(path), &[], 0o644, 0, 0);
            }
        }
        for (path, entry) in &self.entries {
            match (entry, self.link(path)) {
                (LayerEntry::Node(node), Some(to)) => writer.link(path, to, node),
                (LayerEntry::Node(node), None) => writer.node(path, node),
                (LayerEntry::Whiteout, _) => {}
            }
        }
        writer.finish()
    }

    /// Reads a tar, whiteouts and opaque markers included.
    ///
    /// # Errors
    /// A tar that cannot be read.
    pub fn from_tar(bytes: &[u8]) -> Result<Self, tar::TarError> {
        let mut layer = Self::default();
        for tar::Entry { path, node, link } in tar::entries(bytes)? {
            layer.links.extend(link.map(|link| (path.clone(), link)));
            match base(&path) {
                ".wh..wh..opq" => layer.opaque.push(parent(&path).to_owned()),
                name => match name.strip_prefix(".wh.") {
                    Some(name) => {
                        let hidden = crate::paths::below(parent(&path), name);
                        layer.entries.entry(hidden).or_insert(LayerEntry::Whiteout);
                    }
                    None => drop(layer.entries.insert(path, LayerEntry::Node(node))),
                },
            }
        }
        Ok(layer)
    }
}
