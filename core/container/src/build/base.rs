//! The images that stages begin with. `scratch` is what it is, nothing. Of others only the name and, where it is known, the size
//! is here: a stand-in with a digest of its own, which says what it stands for and is never the image itself.

use super::arguments::PATH;
use crate::fs::{Content, Declared, Node, Tree};
use std::sync::Arc;

/// The note in an image whose own files are not here.
pub(crate) const STAND_IN: &str = "etc/karui-stand-in";

/// What is known of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// As `FROM` names it.
    pub name: String,
    /// Bytes of its files on disk; `None` where nobody has said.
    pub bytes: Option<u64>,
    /// Bytes of its compressed layers, which come over the line; `None` where nobody has said.
    pub download: Option<u64>,
    /// Where the numbers come from.
    pub source: String,
    /// What tells this image from an earlier one of the same name: a digest, a date. Another text is another image.
    pub revision: String,
}

const LIBRARY: &str = "linux/amd64 in docker-library/repo-info, July to September 2026: virtual size on disk, compressed layers to be downloaded";

/// Known images: names, bytes on disk (which repo-info rounds), bytes to be downloaded.
const KNOWN: [(&str, u64, u64); 6] = [
    ("alpine", 8_420_000, 3_849_738),
    ("alpine:latest", 8_420_000, 3_849_738),
    ("debian:bookworm-slim", 74_830_000, 28_232_590),
    ("python:3.12", 1_110_000_000, 410_908_459),
    ("python:3.12-slim", 119_200_000, 43_188_023),
    ("ubuntu:24.04", 78_180_000, 29_764_116),
];

/// Names of architectures on Docker Hub, as docker-library/official-images lists them.
const PLATFORMS: [(&str, &str); 10] = [
    ("amd64", "linux/amd64"),
    ("arm32v5", "linux/arm"),
    ("arm32v6", "linux/arm"),
    ("arm32v7", "linux/arm"),
    ("arm64v8", "linux/arm64"),
    ("i386", "linux/386"),
    ("mips64le", "linux/mips64le"),
    ("ppc64le", "linux/ppc64le"),
    ("riscv64", "linux/riscv64"),
    ("s390x", "linux/s390x"),
];

/// What the official images of Python set (docker-library/python).
const PYTHON: [&str; 4] = ["GPG_KEY", "LANG", "PYTHON_SHA256", "PYTHON_VERSION"];

impl Base {
    /// What is known of the image `name` here.
    pub fn known(name: &str) -> Self {
        Self::of(name, &[])
    }

    /// What is known of the image `name`: first what the caller says.
    pub(super) fn of(name: &str, told: &[Self]) -> Self {
        if let Some(base) = told.iter().rev().find(|base| base.name == name) {
            return base.clone();
        }
        let known = KNOWN.iter().find(|(known, ..)| *known == name);
        let (bytes, download) = (known.map(|(_, bytes, _)| *bytes), known.map(|(.., download)| *download));
        let source = if known.is_some() { LIBRARY } else { "not known: nobody has declared a size" };
        Self { name: name.to_owned(), bytes, download, source: source.to_owned(), revision: String::new() }
    }

    /// The platform of images that are there for one alone: the official ones below the names of architectures on Docker Hub.
    pub(crate) fn platform(name: &str) -> Option<&'static str> {
        let (folder, _) = name.strip_prefix("docker.io/").unwrap_or(name).split_once('/')?;
        PLATFORMS.iter().find(|(known, _)| *known == folder).map(|(_, platform)| *platform)
    }

    /// The names of the variables that it sets, with their values where they are known here.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        if self.name == "scratch" {
            return self.environment();
        }
        let repository = self.name.split([':', '@']).next().unwrap_or_default();
        let own = if repository.rsplit('/').next() == Some("python") { &PYTHON[..] } else { &[] };
        self.environment().into_iter().chain(own.iter().map(|name| ((*name).to_owned(), String::new()))).collect()
    }

    /// Its files: the folders of any Linux, root as the only user, and a note. The shell is a note, too.
    pub(super) fn tree(&self) -> Tree {
        let mut tree = Tree::default();
        for folder in [
            "bin",
            "boot",
            "dev",
            "etc",
            "home",
            "lib",
            "media",
            "mnt",
            "opt",
            "proc",
            "run",
            "sbin",
            "srv",
            "sys",
            "usr/bin",
            "usr/lib",
            "usr/local/bin",
            "usr/local/lib",
            "usr/local/share",
            "usr/sbin",
            "usr/share",
            "usr/src",
            "var/cache",
            "var/lib/apt/lists",
            "var/log",
        ] {
            tree.insert(folder, Node::folder(0o755));
        }
        tree.insert("root", Node::folder(0o700));
        for folder in ["tmp", "var/tmp"] {
            tree.insert(folder, Node::folder(0o1777));
        }
        tree.insert("etc/passwd", Node::file(&b"root:x:0:0:root:/root:/bin/sh\n"[..], 0o644));
        tree.insert("etc/group", Node::file(&b"root:x:0:\n"[..], 0o644));
        let note = format!(
            "A stand-in for the image {}{}: its own files are not here.\nsize: {}\nsource: {}\n",
            self.name,
            if self.revision.is_empty() { String::new() } else { format!(" ({})", self.revision) },
            self.bytes.map_or("not known".to_owned(), |bytes| format!("{bytes} bytes")),
            self.source,
        );
        let declared = Declared { bytes: self.bytes, source: self.source.clone() };
        let content = |declared| Content::File(note.clone().into_bytes().into(), declared);
        tree.insert(STAND_IN, Node { content: content(Some(Arc::new(declared))), mode: 0o644, uid: 0, gid: 0 });
        tree.insert("bin/sh", Node { content: content(None), mode: 0o755, uid: 0, gid: 0 });
        tree
    }

    /// The environment of its configuration.
    pub(super) fn environment(&self) -> Vec<(String, String)> {
        vec![("PATH".to_owned(), PATH.to_owned())]
    }
}
