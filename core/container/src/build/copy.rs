//! `COPY` and `ADD`: which paths are meant, their checksum, and what they become.

use crate::fs::tar;
use crate::fs::{
    Content, Declared, FsError, FsReason, Node, Overlay, Tree, file_hash, selected_hash, sha256, tree_hash,
};
use crate::glob::{Glob, has_wildcards};
use crate::ignore::Ignore;
use crate::instruction::Refusal;
use crate::paths::{base, below, inside, join, parent};
use crate::run::{Users, parse_mode};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is copied from a tree.
pub(super) struct Selection {
    /// The paths that are meant.
    pub paths: Vec<String>,
    /// BuildKit's checksum of them.
    pub checksum: String,
    /// Each file: permissions and digest.
    pub files: BTreeMap<String, String>,
}

/// What is left out, seen from the source.
fn excluded(patterns: &[String]) -> Result<Ignore, Refusal> {
    Ok(Ignore::parse(patterns.join("\n").as_bytes())?)
}

/// Finds a source; `stand_in` names the image whose files are not all here.
pub(super) fn select(
    tree: &Tree,
    source: &str,
    exclude: &[String],
    stand_in: Option<&str>,
) -> Result<Selection, Refusal> {
    let path = inside(source);
    let exclude = excluded(exclude)?;
    let is_pattern = has_wildcards(source);
    let paths: Vec<String> = if is_pattern {
        let glob = Glob::path(&path).ok_or_else(|| Refusal::NotModelled(format!("the pattern {source}")))?;
        tree.iter().filter(|(at, _)| glob.matches(at)).map(|(at, _)| at.to_owned()).collect()
    } else {
        let at = tree.resolve(&path, true).ok().filter(|at| at.is_empty() || tree.get(at).is_some());
        match (at, stand_in) {
            (Some(at), _) => vec![at],
            (None, None) => return Err(Refusal::NotFound(join("/", source))),
            // It may be in the image itself: nobody here knows.
            (None, Some(image)) => {
                let checksum = sha256(format!("{image} {path}").as_bytes());
                return Ok(Selection { paths: Vec::new(), checksum, files: BTreeMap::new() });
            }
        }
    };
    let mut files = BTreeMap::new();
    let mut chosen = Vec::new();
    for root in &paths {
        let all = std::iter::once(root.as_str()).chain(tree.below(root).map(|(at, _)| at));
        for at in all {
            let relative = at.get(root.len()..).unwrap_or_default().trim_start_matches('/');
            let Some(node) = tree.get(at).filter(|_| relative.is_empty() || !exclude.is_ignored(relative)) else {
                continue;
            };
            let text = match &node.content {
                Content::File(bytes, _) => format!("{:04o} {}", node.mode, sha256(bytes)),
                Content::Folder => format!("{:04o} folder", node.mode),
                Content::Link(target) => format!("link {target}"),
            };
            files.insert(format!("/{at}"), text);
            chosen.push((at.to_owned(), node));
        }
    }
    let is_whole = !is_pattern && exclude.is_empty();
    let checksum = match (is_whole, &paths[..], &chosen[..]) {
        (true, [root], _) => tree_hash(tree, root).unwrap_or_default(),
        (_, _, []) => sha256(&[]),
        (_, _, [(at, node)]) if base(at) == base(&path) => file_hash(node),
        _ => selected_hash(&chosen.iter().map(|(at, node)| (at.clone(), file_hash(node))).collect::<Vec<_>>()),
    };
    Ok(Selection { paths, checksum, files })
}

/// How copies are made.
#[derive(Clone, Copy)]
pub(super) struct Copying<'a> {
    /// Where to, absolute; with a slash at its end, a folder.
    pub destination: &'a str,
    /// `--chown`.
    pub owner: Option<Users>,
    /// `--chmod`.
    pub mode: Option<&'a str>,
    /// Whether tars are unpacked.
    pub unpack: bool,
    pub exclude: &'a [String],
}

impl Copying<'_> {
    fn node(&self, node: &Node) -> Node {
        let mode = self.mode.and_then(|mode| parse_mode(mode, node.mode, node.is_folder())).unwrap_or(node.mode);
        let is_link = matches!(node.content, Content::Link(_));
        let Users { uid, gid } = self.owner.unwrap_or(Users { uid: node.uid, gid: node.gid });
        Node { mode: if is_link { node.mode } else { mode }, uid, gid, ..node.clone() }
    }

    /// Folders on the way: 0755, of the owner.
    fn folder(&self) -> Node {
        let Users { uid, gid } = self.owner.unwrap_or_default();
        Node { uid, gid, ..Node::folder(0o755) }
    }

    /// Copies one entry of `tree` with all below it: of a folder its content, a file by its name or into a folder.
    pub fn copy(&self, overlay: &mut Overlay, tree: &Tree, path: &str) -> Result<(), Refusal> {
        let exclude = excluded(self.exclude)?;
        if tree.is_folder(path) {
            let to = overlay.make_folders(self.destination, &self.folder())?;
            for (at, node) in tree.below(path) {
                let relative = at.get(path.len()..).unwrap_or_default().trim_start_matches('/');
                if !exclude.is_ignored(relative) {
                    self.put(overlay, &below(&to, relative), node)?;
                }
            }
            return Ok(());
        }
        let Some(node) = tree.get(path) else { return Ok(()) };
        if let (true, Some(bytes)) = (self.unpack, node.bytes())
            && let Some(entries) = archive(bytes)?
        {
            let to = overlay.make_folders(self.destination, &self.folder())?;
            for (at, node) in entries {
                self.put(overlay, &below(&to, &at), &node)?;
            }
            return Ok(());
        }
        let to = self.target(overlay, base(path))?;
        self.put(overlay, &to, node)
    }

    /// The same with the folders that lie between `pivot` and the entry, as they are.
    pub fn copy_with_parents(
        &self,
        overlay: &mut Overlay,
        tree: &Tree,
        path: &str,
        pivot: &str,
    ) -> Result<(), Refusal> {
        let kept = path.strip_prefix(pivot).unwrap_or(path).trim_matches('/');
        let folder = if tree.is_folder(path) { kept } else { parent(kept) };
        let mut at = String::new();
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            at = below(&at, part);
            let node = tree.get(&below(pivot, &at)).map_or_else(|| self.folder(), |node| self.node(node));
            overlay.make_folders(&join(self.destination, &at), &node)?;
        }
        let destination = format!("{}/", join(self.destination, folder));
        Copying { destination: &destination, ..*self }.copy(overlay, tree, path)
    }

    /// A file that stands in the Dockerfile, or for what is not here.
    pub fn file(&self, overlay: &mut Overlay, name: &str, node: &Node) -> Result<(), Refusal> {
        let to = self.target(overlay, name)?;
        self.put(overlay, &to, node)
    }

    /// Where a file named `name` goes.
    fn target(&self, overlay: &mut Overlay, name: &str) -> Result<String, Refusal> {
        let tree = overlay.merged();
        let is_folder =
            self.destination.ends_with('/') || tree.resolve(self.destination, true).is_ok_and(|at| tree.is_folder(&at));
        let whole = if is_folder { join(self.destination, name) } else { self.destination.to_owned() };
        let folder = overlay.make_folders(parent(&inside(&whole)), &self.folder())?;
        Ok(below(&folder, base(&inside(&whole))))
    }

    fn put(&self, overlay: &mut Overlay, at: &str, node: &Node) -> Result<(), Refusal> {
        let folder = overlay.make_folders(parent(at), &self.folder())?;
        let mut to = below(&folder, base(at));
        let node = self.node(node);
        // A link to a folder stays, and what is copied goes into the folder; other links are replaced.
        let there = overlay.merged().get(&to).map(|there| there.content.clone());
        match there {
            Some(Content::Link(_)) if node.is_folder() => to = overlay.merged().resolve(&to, true)?,
            Some(Content::Link(_)) => overlay.remove(&to)?,
            Some(Content::Folder) if !node.is_folder() => {
                return Err(FsError { path: format!("/{to}"), reason: FsReason::IsFolder }.into());
            }
            Some(Content::File(..)) if node.is_folder() => {
                return Err(FsError { path: format!("/{to}"), reason: FsReason::NotFolder }.into());
            }
            _ => {}
        }
        Ok(overlay.put(&to, node)?)
    }
}

/// Compressed files that are not unpacked here: what they begin with, and their names.
const PACKED: [(&[u8], &str); 3] =
    [(&[0xfd, b'7', b'z', b'X', b'Z'], "xz"), (b"BZh", "bzip2"), (&[0x28, 0xb5, 0x2f, 0xfd], "zstd")];

/// The entries of a tar, also of one that gzip has compressed; `None` where it is no archive.
fn archive(bytes: &[u8]) -> Result<Option<Vec<(String, Node)>>, Refusal> {
    if let Some((_, name)) = PACKED.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Refusal::NotModelled(format!("ADD of an archive compressed by {name}")));
    }
    if bytes.starts_with(tar::GZIP) {
        // What gzip has compressed and is no tar is copied as it is, as is what cannot be read.
        return tar::gunzip(bytes, tar::MOST).map_or(Ok(None), |bytes| archive_of(&bytes));
    }
    archive_of(bytes)
}

fn archive_of(bytes: &[u8]) -> Result<Option<Vec<(String, Node)>>, Refusal> {
    if bytes.get(257..262) != Some(b"ustar") {
        return Ok(None);
    }
    tar::read(bytes).map(Some).map_err(|error| Refusal::NotModelled(error.to_string()))
}

/// What stands for a path of an image whose files are not here.
pub(super) fn unknown(image: &str, path: &str) -> Node {
    let source = format!("a file or folder of {image}, which is not here");
    let note = format!("declared, not copied: {path} of {image}\nits bytes are not known here\n");
    let declared = Declared { bytes: None, source };
    Node { content: Content::File(note.into_bytes().into(), Some(Arc::new(declared))), mode: 0o644, uid: 0, gid: 0 }
}
