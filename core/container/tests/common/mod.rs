//! What the tests of builds share: small projects as lists of files, and builds of them.

#![allow(dead_code, reason = "each test file uses its own part")]

use karui_container::build::{Build, Cache, Context, Options, build};
use karui_container::fs::Node;
use karui_container::ignore::Ignore;

/// A file of a context: path, text, permissions.
pub type File = (&'static str, &'static str, u32);

/// A context of files; `.dockerignore` is heeded.
pub fn context(files: &[File]) -> Context {
    let ignore = files
        .iter()
        .find(|(path, ..)| *path == ".dockerignore")
        .map(|(_, text, _)| text.as_bytes())
        .unwrap_or_default();
    let nodes = files.iter().map(|(path, text, mode)| ((*path).to_owned(), Node::file(text.as_bytes(), *mode)));
    Context::new(nodes, &Ignore::parse(ignore).unwrap())
}

/// Builds, and says why not where it cannot.
pub fn try_build(dockerfile: &str, files: &[File], options: &Options, cache: &Cache) -> Result<Build, String> {
    build(dockerfile.as_bytes(), &context(files), options, cache).map_err(|error| error.to_string())
}

/// Builds without a cache.
pub fn built(dockerfile: &str, files: &[File]) -> Build {
    try_build(dockerfile, files, &Options::default(), &Cache::default()).unwrap()
}

/// The text of a file in the image that a build made, its layers put on one another.
pub fn text_of(build: &Build, path: &str) -> Option<String> {
    node_of(build, path).and_then(|node| node.bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned()))
}

/// What is at a path of the image.
pub fn node_of(build: &Build, path: &str) -> Option<Node> {
    let mut tree = karui_container::fs::Tree::default();
    for blob in &build.image.layers {
        karui_container::fs::Layer::from_tar(&blob.tar).unwrap().apply(&mut tree);
    }
    tree.get(path).cloned()
}
