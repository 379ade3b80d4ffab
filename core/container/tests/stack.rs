//! Layers on one another: which one is seen, what is copied up, and what `rm` in a later step saves: nothing.

mod common;

use common::{File, built};
use karui_container::stack::{Entry, EntryKind, Fate, Over, Stack};

const FILES: [File; 2] = [("a.txt", "0123456789", 0o644), ("b.txt", "01234", 0o644)];

fn stack(dockerfile: &str) -> Stack {
    let build = built(dockerfile, &FILES);
    Stack::of(&build.image.layers.iter().map(|blob| &blob.layer).collect::<Vec<_>>())
}

fn entry<'a>(stack: &'a Stack, layer: usize, path: &str) -> &'a Entry {
    stack.layers[layer].iter().find(|entry| entry.path == path).unwrap()
}

// Layers: 0 the base, 1 COPY, 2 RUN.
#[test]
fn what_is_removed_later_is_stored_all_the_same() {
    let stack = stack("FROM debian\nCOPY . /x/\nRUN rm /x/a.txt\n");
    assert_eq!(entry(&stack, 1, "x/a.txt").fate, Fate::Removed(2));
    assert_eq!(entry(&stack, 1, "x/b.txt").fate, Fate::Seen);
    assert_eq!(entry(&stack, 2, "x/a.txt").kind, EntryKind::Whiteout);
    let (seen, stored) = stack.bytes();
    assert_eq!(stored - seen, 10);
    assert!(stack.efficiency() < 1.0);
}

#[test]
fn what_is_removed_in_the_same_step_was_never_stored() {
    let stack = stack("FROM debian\nRUN mkdir /x && echo 0123456789 > /x/a.txt && rm /x/a.txt\n");
    let (seen, stored) = stack.bytes();
    assert_eq!((stored, stack.efficiency()), (seen, 1.0));
}

#[test]
fn a_changed_mode_copies_the_whole_file_up() {
    let stack = stack("FROM debian\nCOPY . /x/\nRUN chmod 600 /x/a.txt\n");
    let copied = entry(&stack, 2, "x/a.txt");
    assert_eq!((copied.bytes, copied.mode), (10, 0o600));
    assert_eq!(copied.over, Some(Over { layer: 1, is_same_content: true }));
    assert_eq!(entry(&stack, 1, "x/a.txt").fate, Fate::Replaced(2));
}

#[test]
fn a_removed_folder_takes_all_in_it_along_and_nothing_beside_it() {
    let stack = stack("FROM debian\nCOPY . /x/\nCOPY . /x-y/\nRUN rm -r /x\n");
    assert_eq!(entry(&stack, 1, "x/b.txt").fate, Fate::Removed(3));
    assert_eq!(entry(&stack, 2, "x-y/b.txt").fate, Fate::Seen);
}

#[test]
fn an_image_of_nothing_wastes_nothing() {
    assert_eq!(Stack::of(&[]).efficiency(), 1.0);
}
