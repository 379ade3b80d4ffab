//! Archives that ADD unpacks, hard links, and copies with their folders.

mod common;

use common::{built, node_of, text_of, try_build};
use karui_container::build::{Cache, Context, Options, build};
use karui_container::fs::tar::Writer;
use karui_container::fs::{Layer, Node};
use karui_container::ignore::Ignore;
use karui_container::stack::{EntryKind, Stack};
use std::io::Write;

/// What is done to one name is done to the file; the layer has its bytes once; and a later step copies one name up. The same commands on the
/// kernel's overlayfs leave the same files.
#[test]
fn hard_links_are_names_of_one_file_within_a_layer() {
    let text = "FROM scratch\nCOPY sh /bin/sh\n\
        RUN echo one > /b && ln /b /a && ln /a /d && echo two > /a && chmod 600 /d && mv /d /c && rm /b\n\
        RUN echo three > /c\n";
    let build = built(text, &[("sh", "", 0o755)]);
    let layers: Vec<_> = build.image.layers.iter().map(|blob| &blob.layer).collect();
    assert_eq!((layers[1].link("a"), layers[1].link("c")), (None, Some("a")));
    let again = Layer::from_tar(&build.image.layers[1].tar).unwrap();
    assert_eq!(&again, layers[1], "the tar has the link");
    assert_eq!((text_of(&build, "a").as_deref(), text_of(&build, "c").as_deref()), (Some("two\n"), Some("three\n")));
    assert_eq!((node_of(&build, "a").unwrap().mode, node_of(&build, "c").unwrap().mode), (0o600, 0o600));
    let stack = Stack::of(&layers);
    let bytes = |layer: usize| stack.layers[layer].iter().map(|entry| (entry.kind, entry.bytes)).collect::<Vec<_>>();
    assert_eq!(bytes(1), [(EntryKind::File, 4), (EntryKind::HardLink, 0)]);
    assert_eq!(bytes(2), [(EntryKind::File, 6)]);
}

#[test]
fn add_unpacks_what_gzip_has_compressed_and_copies_what_is_no_archive() {
    let packed = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let mut tar = Writer::default();
    tar.node("dir", &Node::folder(0o750));
    tar.file("dir/a", b"one\n", 0o640, 7, 8);
    let (archive, plain) = (packed(&tar.finish()), packed(b"no tar"));
    let file = |name: &str, bytes: &[u8]| (name.to_owned(), Node::file(bytes, 0o644));
    let cut = &archive[..archive.len() / 2];
    let files = [file("a.tgz", &archive), file("b.gz", &plain), file("c.tgz", cut)];
    let context = Context::new(files, &Ignore::default());
    let text = "FROM debian\nADD a.tgz b.gz c.tgz /x/\nCOPY a.tgz /y/\nRUN mkdir /z && tar xzf /y/a.tgz -C /z --strip-components=1\n";
    let build = build(text.as_bytes(), &context, &Options::default(), &Cache::default()).unwrap();
    let node = |path: &str| node_of(&build, path).unwrap();
    assert_eq!((node("x/dir/a").mode, node("x/dir/a").uid, node("x/dir").mode), (0o640, 7, 0o750));
    assert_eq!(node("x/b.gz").bytes().unwrap()[..], plain[..]);
    assert_eq!(node("x/c.tgz").bytes().unwrap()[..], cut[..], "what cannot be unpacked is no archive");
    assert_eq!(node("y/a.tgz").bytes().unwrap()[..], archive[..], "COPY unpacks nothing");
    assert_eq!(text_of(&build, "z/a").as_deref(), Some("one\n"));
}

/// docs.docker.com/reference/dockerfile, "COPY --parents".
#[test]
fn copy_with_parents_keeps_folders_behind_the_pivot() {
    let files = [("x/a.txt", "a", 0o644), ("x/y/b.txt", "b", 0o600), ("z/c.txt", "c", 0o644)];
    let text = "FROM debian\nCOPY --parents x/a.txt z /no_pivot/\nCOPY --parents ./x/./y/*.txt /pivot/\nCOPY --parents x/y/b.txt /one\nCOPY x/a.txt x/y/b.txt /flat/\n";
    let build = built(text, &files);
    for path in ["no_pivot/x/a.txt", "no_pivot/z/c.txt", "pivot/y/b.txt", "one/x/y/b.txt", "flat/a.txt", "flat/b.txt"] {
        assert!(node_of(&build, path).is_some(), "{path}");
    }
    for path in ["no_pivot/a.txt", "pivot/x", "pivot/b.txt", "flat/x"] {
        assert!(node_of(&build, path).is_none(), "{path}");
    }
    assert_eq!(node_of(&build, "pivot/y/b.txt").unwrap().mode, 0o600);
}

#[test]
fn what_other_programs_have_compressed_is_refused_by_its_name() {
    for (start, name) in [("BZh9", "bzip2"), ("\u{fd}7zXZ", "")] {
        let text = "FROM debian\nADD a.bin /x/\n";
        let told = try_build(text, &[("a.bin", start, 0o644)], &Options::default(), &Cache::default()).map(|_| ());
        // The second begins so as a text, not in bytes: it is a file as any other.
        assert_eq!(told.is_err(), !name.is_empty());
        assert!(told.err().is_none_or(|told| told.contains(&format!("an archive compressed by {name}"))));
    }
    let xz = [(String::from("a"), Node::file(&b"\xfd7zXZ\0"[..], 0o644))];
    let context = Context::new(xz, &Ignore::default());
    let error = build(b"FROM debian\nADD a /x/\n", &context, &Options::default(), &Cache::default()).unwrap_err();
    assert!(error.to_string().contains("an archive compressed by xz"), "{error}");
}
