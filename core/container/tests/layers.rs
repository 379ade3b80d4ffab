//! Overlays, layers and tars: against the kernel's overlayfs, as `goldens/make_overlays.py` recorded it, and against the OCI
//! specification's rules (`layer.md`).

use karui_container::fs::{Layer, LayerEntry, Node, Overlay, Tree, file_hash, selected_hash, tar, tree_hash};
use serde_json::Value;
use std::sync::Arc;

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn mode(value: &Value) -> u32 {
    value.as_u64().unwrap() as u32
}

/// Replays an operation as the script performed it: whether it was done.
fn perform(overlay: &mut Overlay, operation: &[Value]) -> bool {
    let path = text(&operation[1]);
    let there = overlay.merged().get(path).cloned();
    let is_link = there.as_ref().is_some_and(|node| !node.is_folder() && node.bytes().is_none());
    match text(&operation[0]) {
        "write" if is_link => false,
        "write" => {
            let mode = there.map_or(0o644, |node| node.mode);
            overlay.put(path, Node::file(text(&operation[2]).as_bytes(), mode)).is_ok()
        }
        "mkdir" | "link" if there.is_some() => false,
        "mkdir" => overlay.put(path, Node::folder(0o755)).is_ok(),
        "link" => overlay.put(path, Node::link(text(&operation[2]))).is_ok(),
        "remove" => overlay.remove(path).is_ok(),
        "chmod" if is_link => false,
        "chmod" => overlay.change(path, |node| node.mode = mode(&operation[2])).is_ok(),
        "rename" => {
            let to = text(&operation[2]);
            let nested = to == path || to.starts_with(&format!("{path}/")) || path.starts_with(&format!("{to}/"));
            !nested && overlay.rename(path, to).is_ok()
        }
        other => panic!("{other}"),
    }
}

#[test]
fn the_upper_directory_is_the_kernels() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("goldens/overlays.json")).unwrap();
    assert!(cases.len() >= 300);
    let (mut whiteouts, mut opaque) = (0, 0);
    for (number, case) in cases.iter().enumerate() {
        let mut lower = Tree::default();
        for entry in case["lower"].as_array().unwrap() {
            let node = match entry[1].as_str() {
                None => Node::folder(mode(&entry[2])),
                Some(text) => Node::file(text.as_bytes(), mode(&entry[2])),
            };
            lower.insert(text(&entry[0]), node);
        }
        let lower = Arc::new(lower);
        let mut overlay = Overlay::new(Arc::clone(&lower));
        for operation in case["operations"].as_array().unwrap() {
            let operation = operation.as_array().unwrap();
            let done = perform(&mut overlay, operation);
            assert_eq!(Some(done), operation.last().unwrap().as_bool(), "case {number}: {operation:?} of {case}");
        }
        let mut lines = overlay.upper_lines();
        lines.sort();
        let expected: Vec<&str> = case["upper"].as_array().unwrap().iter().map(text).collect();
        assert_eq!(lines, expected, "case {number}: {case}");
        whiteouts += lines.iter().filter(|line| line.ends_with("whiteout")).count();
        opaque += lines.iter().filter(|line| line.contains("dir opaque")).count();
        // The layer, through its tar, makes the same of the lower tree.
        let (layer, merged) = overlay.finish();
        let read = Layer::from_tar(&layer.to_tar()).unwrap();
        assert_eq!(read, layer, "case {number}");
        let mut again = (*lower).clone();
        read.apply(&mut again);
        assert_eq!(again, *merged, "case {number}: {case}");
    }
    assert!(whiteouts > 50 && opaque > 5, "{whiteouts} whiteouts, {opaque} opaque folders");
}

fn tree(files: &[(&str, Node)]) -> Arc<Tree> {
    let mut tree = Tree::default();
    files.iter().for_each(|(path, node)| tree.insert(path, node.clone()));
    Arc::new(tree)
}

#[test]
fn deleting_makes_a_whiteout_and_a_mode_copies_the_whole_file_up() {
    let big = Node::file(vec![7; 10_000], 0o644);
    let lower = tree(&[("data/big", big.clone()), ("data/small", Node::file(&b"s"[..], 0o644))]);
    let mut overlay = Overlay::new(Arc::clone(&lower));
    overlay.remove("data/small").unwrap();
    overlay.change("data/big", |node| node.mode = 0o600).unwrap();
    let (layer, _) = overlay.finish();
    let entries: Vec<(&str, &LayerEntry)> = layer.entries().collect();
    assert_eq!(entries[2], ("data/small", &LayerEntry::Whiteout));
    assert!(
        matches!(entries[1], ("data/big", LayerEntry::Node(node)) if node.mode == 0o600 && node.bytes().unwrap().len() == 10_000)
    );
    // A header and the content for each: the change of a mode weighs as much as the file.
    assert!(layer.to_tar().len() > 10_000);
    // What is made and removed again in one layer leaves nothing but its folder.
    let mut overlay = Overlay::new(lower);
    overlay.put("data/tmp", big).unwrap();
    overlay.remove("data/tmp").unwrap();
    let (layer, _) = overlay.finish();
    assert_eq!(layer.entries().map(|(path, _)| path).collect::<Vec<_>>(), ["data"]);
}

#[test]
fn a_folder_made_anew_names_what_it_hides_and_both_forms_are_read() {
    let lower = tree(&[
        ("a/x", Node::file(&b"x"[..], 0o644)),
        ("a/y/z", Node::file(&b"z"[..], 0o644)),
        ("b", Node::file(&b"b"[..], 0o644)),
    ]);
    let mut overlay = Overlay::new(Arc::clone(&lower));
    overlay.remove("a").unwrap();
    overlay.put("a", Node::folder(0o700)).unwrap();
    overlay.put("a/x", Node::file(&b"new"[..], 0o644)).unwrap();
    let (layer, merged) = overlay.finish();
    let names: Vec<String> = tar::read(&layer.to_tar()).unwrap().into_iter().map(|(path, _)| path).collect();
    // umoci#254: no whiteouts below what is whited out.
    assert_eq!(names, ["a/.wh.y", "a", "a/x"]);
    let mut writer = tar::Writer::default();
    writer.node("a", &Node::folder(0o700));
    writer.file("a/.wh..wh..opq", &[], 0o644, 0, 0);
    writer.file("a/x", b"new", 0o644, 0, 0);
    let mut opaque = (*lower).clone();
    Layer::from_tar(&writer.finish()).unwrap().apply(&mut opaque);
    assert_eq!(opaque, *merged);
}

#[test]
fn tars_hold_long_names_links_and_owners() {
    let long = format!("{}/{}", "d".repeat(120), "f".repeat(130));
    let nodes = [
        ("plain".to_owned(), Node { uid: 1000, gid: 3_000_000, ..Node::file(&b"text"[..], 0o4755) }),
        ("日本/語".to_owned(), Node::file(vec![0; 513], 0o600)),
        (long, Node::folder(0o1777)),
        ("ln".to_owned(), Node::link("x".repeat(300))),
        ("empty".to_owned(), Node::file(&b""[..], 0)),
    ];
    let mut writer = tar::Writer::default();
    nodes.iter().for_each(|(path, node)| writer.node(path, node));
    let bytes = writer.finish();
    assert_eq!(bytes.len() % 512, 0);
    assert_eq!(tar::read(&bytes).unwrap(), nodes);
    assert!(tar::read(&bytes[..1538]).is_err());
    let mut broken = bytes;
    broken[0] ^= 1;
    assert_eq!(tar::read(&broken).unwrap_err().reason, "wrong checksum");
}

/// Digests that `cache/contenthash/checksum_test.go` of moby/buildkit expects of the same files.
#[test]
fn checksums_of_content_are_buildkits() {
    let data0 = Node::file(&b"data0"[..], 0o644);
    assert_eq!(file_hash(&data0), "sha256:cd8e75bca50f2d695f220d0cb0997d8ead387e4f926e8669a92d7f104cc9885b");
    let data1 = Node::file(&b"data1"[..], 0o644);
    assert_eq!(file_hash(&data1), "sha256:c2b5e234f5f38fc5864da7def04782f82501a40d46192e4207d5b3f0c3c4732b");
    let mut found = None;
    for (folder, link) in [
        (0o755, 0o777),
        (0o700, 0o777),
        (0o755, 0o666),
        (0o700, 0o666),
        (0o755, 0o644),
        (0o700, 0o644),
        (0o755, 0),
        (0o700, 0),
    ] {
        let link = |target: &str| Node { mode: link, ..Node::link(target) };
        let tree = tree(&[
            ("d0", Node::folder(folder)),
            ("d0/abc", data0.clone()),
            ("d0/def", link("abc")),
            ("d0/ghi", link("nosuchfile")),
        ]);
        let hash = tree_hash(&tree, "d0").unwrap();
        if hash == "sha256:d47454417d2c554067fbefe5f5719edc49f3cfe969c36b62e34a187a4da0cc9a" {
            found = Some((folder, link("").mode));
        }
    }
    assert!(found.is_some(), "no modes give the folder's digest");
    // Two files that a pattern has chosen, `f*` of foo (data0) and fox (data2).
    let data2 = Node::file(&b"data2"[..], 0o644);
    let chosen = [("foo".to_owned(), file_hash(&data0)), ("fox".to_owned(), file_hash(&data2))];
    assert_eq!(selected_hash(&chosen), "sha256:0b6731924f0a32a812bf8a729202e55e54ded331f9e4ff2397f681e43694e086");
}
