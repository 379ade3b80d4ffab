//! The files that are sent to the builder.

use crate::fs::{Node, Tree};
use crate::ignore::Ignore;
use crate::paths::inside;

/// A build context: what `.dockerignore` leaves of a folder. Its owner is root and its times are gone, as BuildKit takes it.
#[derive(Debug, Clone, Default)]
pub struct Context {
    tree: Tree,
    /// The paths that were left out, and the line of `.dockerignore` that decided.
    pub ignored: Vec<(String, usize)>,
}

impl Context {
    /// Of all files, folders and links of a folder, by their paths from it on.
    pub fn new(files: impl IntoIterator<Item = (String, Node)>, ignore: &Ignore) -> Self {
        let mut context = Self::default();
        for (path, node) in files {
            let path = inside(&path);
            match ignore.decide(&path) {
                // A folder that is left out comes back with the first file in it that is not.
                Some(decision) if decision.ignored => context.ignored.push((path, decision.line)),
                _ => context.tree.insert(&path, Node { uid: 0, gid: 0, ..node }),
            }
        }
        context
    }

    /// What the builder sees.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }
}
