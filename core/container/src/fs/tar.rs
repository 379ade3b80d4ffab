//! Tars: ustar with pax records for what it has no room for (POSIX.1-2001, `pax`). All times are 0, so that the same content is
//! the same bytes.

use super::{Content, Node};
use crate::paths::inside;
use std::collections::BTreeMap;
use std::io::Read;
use thiserror::Error;

const BLOCK: usize = 512;
/// What a gzip file begins with.
pub const GZIP: &[u8] = &[0x1f, 0x8b];
/// Bytes that a compressed archive may hold here.
pub const MOST: usize = 64 << 20;

/// A tar that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("tar, at byte {at}: {reason}")]
pub struct TarError {
    /// Where the entry begins.
    pub at: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

/// Writes a tar.
#[derive(Debug, Default)]
pub struct Writer {
    out: Vec<u8>,
}

/// A header before its checksum.
struct Header<'a> {
    path: &'a str,
    link: &'a str,
    mode: u32,
    uid: u32,
    gid: u32,
    size: usize,
    kind: u8,
}

impl Writer {
    /// A file.
    pub fn file(&mut self, path: &str, bytes: &[u8], mode: u32, uid: u32, gid: u32) {
        self.header(&Header { path, link: "", mode, uid, gid, size: bytes.len(), kind: b'0' });
        self.body(bytes);
    }

    /// A file, folder or link.
    pub fn node(&mut self, path: &str, node: &Node) {
        let Node { content, mode, uid, gid } = node;
        let (mode, uid, gid) = (*mode, *uid, *gid);
        match content {
            Content::File(bytes, _) => self.file(path, bytes, mode, uid, gid),
            Content::Folder => {
                self.header(&Header { path: &format!("{path}/"), link: "", mode, uid, gid, size: 0, kind: b'5' });
            }
            Content::Link(link) => self.header(&Header { path, link, mode, uid, gid, size: 0, kind: b'2' }),
        }
    }

    /// A hard link to an entry that is there already.
    pub fn link(&mut self, path: &str, to: &str, node: &Node) {
        let Node { mode, uid, gid, .. } = *node;
        self.header(&Header { path, link: to, mode, uid, gid, size: 0, kind: b'1' });
    }

    fn body(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
        self.out.resize(self.out.len().next_multiple_of(BLOCK), 0);
    }

    fn header(&mut self, header: &Header<'_>) {
        let mut pax = String::new();
        let fits = split(header.path);
        let mut record = |key: &str, value: &str| {
            // Its length counts itself.
            let rest = key.len() + value.len() + 3;
            let mut length = rest + 1;
            while length != rest + length.to_string().len() {
                length = rest + length.to_string().len();
            }
            pax.push_str(&format!("{length} {key}={value}\n"));
        };
        if fits.is_none() {
            record("path", header.path);
        }
        if header.link.len() > 100 || !header.link.is_ascii() {
            record("linkpath", header.link);
        }
        for (key, id) in [("uid", header.uid), ("gid", header.gid)] {
            if id > 0o7_777_777 {
                record(key, &id.to_string());
            }
        }
        if !pax.is_empty() {
            let head =
                Header { path: "PaxHeaders/entry", link: "", mode: 0o644, uid: 0, gid: 0, size: pax.len(), kind: b'x' };
            self.block(&head, Some(("", head.path)));
            self.body(pax.as_bytes());
        }
        self.block(header, fits);
    }

    fn block(&mut self, header: &Header<'_>, fits: Option<(&str, &str)>) {
        let mut block = [0u8; BLOCK];
        let mut put = |at: usize, width: usize, bytes: &[u8]| {
            block.iter_mut().skip(at).take(width).zip(bytes).for_each(|(to, from)| *to = *from);
        };
        let octal = |value: u64, width: usize| format!("{value:0width$o}").into_bytes();
        let id = |id: u32| octal(if id > 0o7_777_777 { 0 } else { u64::from(id) }, 7);
        let ascii =
            |text: &str| text.bytes().map(|byte| if byte.is_ascii() { byte } else { b'_' }).collect::<Vec<u8>>();
        let cut = ascii(header.path);
        match fits {
            Some((prefix, name)) => {
                put(0, 100, name.as_bytes());
                put(345, 155, prefix.as_bytes());
            }
            None => put(0, 100, &cut),
        }
        put(100, 8, &octal(u64::from(header.mode & 0o7777), 7));
        put(108, 8, &id(header.uid));
        put(116, 8, &id(header.gid));
        put(124, 12, &octal(header.size as u64, 11));
        put(136, 12, &octal(0, 11));
        put(148, 8, b"        ");
        put(156, 1, &[header.kind]);
        put(157, 100, &ascii(header.link));
        put(257, 8, b"ustar\x0000");
        let sum: u64 = block.iter().map(|byte| u64::from(*byte)).sum();
        block.iter_mut().skip(148).zip(format!("{sum:06o}\0 ").bytes()).for_each(|(to, from)| *to = from);
        self.out.extend_from_slice(&block);
    }

    /// The tar, closed by two empty blocks.
    pub fn finish(mut self) -> Vec<u8> {
        self.out.extend_from_slice(&[0; 2 * BLOCK]);
        self.out
    }
}

/// A path as prefix and name of ustar; `None` where it has no room.
fn split(path: &str) -> Option<(&str, &str)> {
    if !path.is_ascii() {
        return None;
    }
    if path.len() <= 100 {
        return Some(("", path));
    }
    let cut = |(at, _): (usize, &str)| {
        let (prefix, name) = (path.get(..at)?, path.get(at + 1..)?);
        (prefix.len() <= 155 && name.len() <= 100 && !name.is_empty()).then_some((prefix, name))
    };
    path.match_indices('/').find_map(cut)
}

/// An entry of a tar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Without slashes at both ends.
    pub path: String,
    /// What it is; of a hard link the file that it is another name of.
    pub node: Node,
    /// Of a hard link, the entry before it that it is another name of.
    pub link: Option<String>,
}

/// The entries of a tar in their order, paths without their slashes at both ends. Hard links become files with the same bytes;
/// devices and the like are left out.
///
/// # Errors
/// Those of [`entries`].
pub fn read(bytes: &[u8]) -> Result<Vec<(String, Node)>, TarError> {
    Ok(entries(bytes)?.into_iter().map(|Entry { path, node, .. }| (path, node)).collect())
}

/// What a gzip file holds, up to `most` bytes; nothing where it is none, is damaged or holds more.
pub fn gunzip(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    // One byte more tells whether there is more.
    flate2::read::MultiGzDecoder::new(bytes).take(most as u64 + 1).read_to_end(&mut out).ok()?;
    (out.len() <= most).then_some(out)
}

/// The entries of a tar in their order.
///
/// # Errors
/// A header whose checksum is wrong, an entry that is cut off, or a hard link to nothing.
pub fn entries(bytes: &[u8]) -> Result<Vec<Entry>, TarError> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut files: BTreeMap<String, Node> = BTreeMap::new();
    let mut pax: BTreeMap<String, String> = BTreeMap::new();
    let mut at = 0;
    while let Some(block) = bytes.get(at..at + BLOCK) {
        let entry = at;
        let wrong = |reason| TarError { at: entry, reason };
        if block.iter().all(|byte| *byte == 0) {
            break;
        }
        let field = |from: usize, width: usize| block.get(from..from + width).unwrap_or_default();
        let text = |from, width| {
            let field = field(from, width);
            let end = field.iter().position(|byte| *byte == 0).unwrap_or(width);
            String::from_utf8_lossy(field.get(..end).unwrap_or_default()).into_owned()
        };
        let number = |from, width| {
            let text = text(from, width);
            let digits = text.trim_matches([' ', '\0']);
            if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 8).ok() }
        };
        let unsigned: u64 =
            block.iter().enumerate().map(|(i, b)| if (148..156).contains(&i) { 32 } else { u64::from(*b) }).sum();
        if number(148, 8) != Some(unsigned) {
            return Err(wrong("wrong checksum"));
        }
        let size = number(124, 12).and_then(|size| usize::try_from(size).ok()).ok_or(wrong("no size"))?;
        let start = at + BLOCK;
        let end = start.checked_add(size).ok_or(wrong("no size"))?;
        let body = bytes.get(start..end).ok_or(wrong("the entry is cut off"))?;
        at = end.checked_next_multiple_of(BLOCK).ok_or(wrong("no size"))?;
        let kind = block.get(156).copied().unwrap_or_default();
        match kind {
            b'x' => {
                pax.extend(records(body).ok_or(wrong("wrong pax record"))?);
                continue;
            }
            b'g' => continue,
            b'L' | b'K' => {
                let key = if kind == b'L' { "path" } else { "linkpath" };
                let value = String::from_utf8_lossy(body).trim_end_matches('\0').to_owned();
                pax.insert(key.to_owned(), value);
                continue;
            }
            _ => {}
        }
        let own = std::mem::take(&mut pax);
        let prefix = if field(257, 5) == b"ustar" { text(345, 155) } else { String::new() };
        let name = if prefix.is_empty() { text(0, 100) } else { format!("{prefix}/{}", text(0, 100)) };
        let path = inside(own.get("path").unwrap_or(&name));
        let link = own.get("linkpath").cloned().unwrap_or_else(|| text(157, 100));
        let id = |key: &str, from| {
            let told = own.get(key).and_then(|value| value.parse().ok());
            told.or_else(|| number(from, 8).and_then(|id| u32::try_from(id).ok())).unwrap_or_default()
        };
        let target = (kind == b'1').then(|| inside(&link));
        let content = match kind {
            b'0' | 0 | b'7' => Content::File(body.into(), None),
            b'5' => Content::Folder,
            b'2' => Content::Link(link),
            b'1' => {
                let target = files.get(&inside(&link)).ok_or(wrong("a hard link to nothing"))?;
                target.content.clone()
            }
            _ => continue,
        };
        if path.is_empty() {
            continue;
        }
        let mode = u32::try_from(number(100, 8).unwrap_or_default() & 0o7777).unwrap_or_default();
        let node = Node { content, mode, uid: id("uid", 108), gid: id("gid", 116) };
        files.insert(path.clone(), node.clone());
        entries.push(Entry { path, node, link: target });
    }
    Ok(entries)
}

/// `length key=value\n`, over and over.
fn records(mut bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let mut records = Vec::new();
    while !bytes.is_empty() {
        let space = bytes.iter().position(|byte| *byte == b' ')?;
        let length: usize = std::str::from_utf8(bytes.get(..space)?).ok()?.parse().ok()?;
        let record = bytes.get(space + 1..length)?;
        let text = String::from_utf8_lossy(record.strip_suffix(b"\n")?).into_owned();
        let (key, value) = text.split_once('=')?;
        records.push((key.to_owned(), value.to_owned()));
        bytes = bytes.get(length..)?;
    }
    Some(records)
}
