//! Digests, and BuildKit's checksums of content (`cache/contenthash`): of an entry its header without name and time, and its
//! bytes; of a folder the names and checksums of what is in it.

use super::{Content, Node, Tree};
use crate::paths::base;
use sha2::{Digest, Sha256};

fn digest(hasher: Sha256) -> String {
    let bytes = hasher.finalize();
    bytes.iter().fold(String::from("sha256:"), |text, byte| text + &format!("{byte:02x}"))
}

/// `sha256:…` of bytes.
pub fn sha256(bytes: &[u8]) -> String {
    digest(Sha256::new_with_prefix(bytes))
}

/// The checksum of an entry alone: of a folder, its header.
pub fn file_hash(node: &Node) -> String {
    let (kind, size, link) = match &node.content {
        Content::File(bytes, _) => ('0', bytes.len(), ""),
        Content::Folder => ('5', 0, ""),
        Content::Link(target) => ('2', 0, &target[..]),
    };
    // Tarsum's version 1, decimal numbers; the mode of links, too.
    let header = format!(
        "namemode{}uid{}gid{}size{size}typeflag{kind}linkname{link}unamegnamedevmajor0devminor0",
        node.mode, node.uid, node.gid
    );
    let mut hasher = Sha256::new_with_prefix(header);
    if let Content::File(bytes, _) = &node.content {
        hasher.update(bytes);
    }
    digest(hasher)
}

/// The checksum of an entry with all that lies below it; of nothing, where there is nothing.
pub fn tree_hash(tree: &Tree, path: &str) -> Option<String> {
    if path.is_empty() {
        return Some(folder_hash(tree, path, &sha256(&[])));
    }
    let node = tree.get(path)?;
    Some(if node.is_folder() { folder_hash(tree, path, &file_hash(node)) } else { file_hash(node) })
}

fn folder_hash(tree: &Tree, path: &str, header: &str) -> String {
    // One pass over the sorted paths, a hasher for each open folder: no recursion, however deep.
    let begin = |header: &str| Sha256::new_with_prefix("\0").chain_update(header);
    let mut open: Vec<(String, Sha256)> = vec![(path.to_owned(), begin(header))];
    let close = |open: &mut Vec<(String, Sha256)>| {
        let Some((done, hasher)) = open.pop() else { return };
        if let Some((_, outer)) = open.last_mut() {
            outer.update(format!("\0{}", base(&done)));
            outer.update(digest(hasher));
        }
    };
    let mut entries: Vec<(&str, &Node)> = tree.below(path).collect();
    // BuildKit's keys have NUL for slash, so a folder's content follows it at once.
    entries.sort_by(|(a, _), (b, _)| a.split('/').cmp(b.split('/')));
    for (at, node) in entries {
        while open.len() > 1 && open.last().is_some_and(|(folder, _)| !at.starts_with(&format!("{folder}/"))) {
            close(&mut open);
        }
        if node.is_folder() {
            open.push((at.to_owned(), begin(&file_hash(node))));
        } else if let Some((_, hasher)) = open.last_mut() {
            hasher.update(format!("\0{}", base(at)));
            hasher.update(file_hash(node));
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map_or_else(String::new, |(_, hasher)| digest(hasher))
}

/// The checksum of entries that a pattern has chosen, as `Checksum` combines them: of each a NUL, its base name and its checksum.
pub fn selected_hash(chosen: &[(String, String)]) -> String {
    let mut hasher = Sha256::new();
    for (path, checksum) in chosen {
        hasher.update([0]);
        hasher.update(base(path));
        hasher.update(checksum);
    }
    digest(hasher)
}
