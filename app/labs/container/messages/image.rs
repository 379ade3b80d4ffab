//! An image, layer by layer.

use serde::{Deserialize, Serialize};

/// An image.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Image {
    /// sha256 of its configuration.
    pub id: String,
    /// Bytes of its layers' tars.
    pub bytes: u64,
    /// Its layers, the lowest first.
    pub layers: Vec<Layer>,
    /// The part of the stored bytes that a container sees, 0 … 1.
    pub efficiency: f64,
    /// Bytes of files that a container sees, and of those in all layers; declared ones in both.
    pub seen: (u64, u64),
    /// As whom it runs; empty: as root.
    pub user: String,
    /// `ENTRYPOINT`.
    pub entrypoint: Vec<String>,
    /// `CMD`.
    pub cmd: Vec<String>,
    /// `EXPOSE`.
    pub ports: Vec<String>,
    /// `ENV`.
    pub env: Vec<String>,
    /// `VOLUME`.
    pub volumes: Vec<String>,
    /// `WORKDIR`.
    pub folder: String,
}

/// A layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// sha256 of its tar.
    pub diff_id: String,
    /// Bytes of its tar.
    pub bytes: u64,
    /// Declared bytes in it, and whether there are others of which nobody knows how many.
    pub declared: (u64, bool),
    /// The instruction that made it, as the history has it.
    pub created_by: String,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// An entry of a layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The path without its leading slash.
    pub path: String,
    /// What it is.
    pub kind: EntryKind,
    /// Permissions.
    pub mode: u32,
    /// The owner.
    pub uid: u32,
    /// Bytes, declared ones where `source` is there.
    pub bytes: Option<u64>,
    /// Where the number comes from, if it is declared.
    pub source: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// Whether it is a copy of the same file in a lower layer, of which only permissions or owner were changed.
    pub is_copied_up: bool,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// Another name of a file in the same layer.
    HardLink,
    /// The mark that something lower is gone.
    Whiteout,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// A container sees it.
    Seen,
    /// That layer has the same path.
    Replaced(usize),
    /// That layer removes it.
    Removed(usize),
}
