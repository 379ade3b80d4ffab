//! Paths with slashes, as text.

/// Go's `path.Clean`: no empty parts, no `.`, `..` resolved by the text. `.` where nothing is left.
pub(crate) fn clean(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            ".." if absolute => {}
            part => parts.push(part),
        }
    }
    match (absolute, parts.join("/")) {
        (true, parts) => format!("/{parts}"),
        (false, parts) if parts.is_empty() => ".".to_owned(),
        (false, parts) => parts,
    }
}

/// `path` seen from `folder`, cleaned and absolute.
pub(crate) fn join(folder: &str, path: &str) -> String {
    if path.starts_with('/') { clean(path) } else { clean(&format!("/{folder}/{path}")) }
}

/// A path of a tree: cleaned, without the slash at its beginning; the root is empty.
pub(crate) fn inside(path: &str) -> String {
    join("/", path).trim_start_matches('/').to_owned()
}

/// The folder that holds `path`; of what lies in the root, the root (empty).
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part.
pub(crate) fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// A path below another.
pub(crate) fn below(folder: &str, name: &str) -> String {
    match (folder, name) {
        ("", name) => name.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, name) => format!("{folder}/{name}"),
    }
}
