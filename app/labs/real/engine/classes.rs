//! The learner's classes with their pictures, kept from one visit to the next.

use super::fetched::Fetched;
use super::pictures::{LEN, SIDE};
use super::tell;
use crate::real::messages::{Change, OwnClass, Told};
use karui_core::data::square;
use karui_core::format::safetensors::{load_pictures, save_pictures};
use karui_core::graph::Shape;
use karui_protocol::{Pixels, Problem};
use karui_runtime::clock::sleep;
use karui_runtime::mail::Inbox;
use karui_runtime::storage::{Kept, Stamp, Storage, Updated};
use std::hash::{DefaultHasher, Hash, Hasher};
use wasm_bindgen_futures::spawn_local;

/// Classes by name with the bytes of their pictures.
type Pictures = Vec<(String, Vec<u8>)>;
/// The same with a hash in place of each picture.
type Hashes = Vec<(String, Vec<u64>)>;

/// The key of the classes in the storage, a file of pictures. Pictures of another size need another.
const STORED: &str = "classes 1";

/// More classes are not taken.
const MOST_CLASSES: usize = 12;
/// More pictures of one class are not taken.
const MOST_PICTURES: usize = 60;
/// The side of the pictures that the page is told.
const SMALL: usize = 40;
/// Of each class so many of the latest pictures are told: a long row would be sent anew for each picture.
const TOLD: usize = 12;
/// Changes are stored together, so long after the first, in milliseconds.
const SAVE_AFTER: i32 = 1_500;
/// The one name that a file of classes uses itself.
const RESERVED: &str = "__metadata__";

/// The classes, in the order in which they were made. Other tabs add to what is stored, too.
#[derive(Default)]
pub struct Classes {
    /// Each one's name and pictures, `[N, SIDE, SIDE, 3]`.
    list: Pictures,
    /// The pictures of each class as the page is told them.
    small: Vec<Vec<Pixels>>,
    /// What is stored, as far as it is known here.
    stored: Hashes,
    stamp: Stamp,
    /// Whether the storage was asked.
    has_begun: bool,
    /// Whether they will be stored.
    saves: bool,
    /// Whether they changed while they were being stored.
    is_new: bool,
}

/// What came of storing the classes as they were then.
pub struct Saved {
    then: Hashes,
    done: Result<Updated, Problem>,
}

impl Classes {
    /// Brings back what is stored, the first time, and tells the page.
    pub fn begin(&mut self, storage: &Storage, inbox: &Inbox) {
        if std::mem::replace(&mut self.has_begun, true) {
            return self.tell();
        }
        let (storage, inbox) = (storage.clone(), inbox.clone());
        spawn_local(async move {
            let kept = storage.read(STORED).await;
            Fetched::Stored(kept).push(&inbox);
        });
    }

    /// Takes in what was stored; what the learner has made meanwhile is put to it.
    pub fn stored(&mut self, kept: &Kept) {
        self.take_in(read(kept.bytes.as_deref()), &Hashes::new(), kept.stamp);
        self.tell();
    }

    /// Takes in what is stored now, `then` being what of it was here.
    fn take_in(&mut self, stored: Pictures, then: &Hashes, stamp: Stamp) {
        self.stamp = stamp;
        self.stored = hashes(&stored);
        self.show(merged(then, &self.list, stored));
    }

    /// The classes with the bytes of their pictures.
    pub fn iter(&self) -> impl Iterator<Item = &(String, Vec<u8>)> {
        self.list.iter()
    }

    /// All as one file.
    pub fn bytes(&self) -> Vec<u8> {
        save_pictures(SIDE, &self.list)
    }

    /// Tells the page.
    pub fn tell(&self) {
        let classes = self.list.iter().zip(&self.small);
        let own = |((name, _), pictures): (&(String, _), &Vec<Pixels>)| OwnClass {
            name: name.clone(),
            count: pictures.len(),
            latest: pictures[pictures.len().saturating_sub(TOLD)..].to_vec(),
        };
        tell(Told::Classes(classes.map(own).collect()));
    }

    /// Stores them in a while.
    pub fn save_soon(&mut self, inbox: &Inbox) {
        self.is_new = true;
        if !std::mem::replace(&mut self.saves, true) {
            let inbox = inbox.clone();
            spawn_local(async move {
                sleep(SAVE_AFTER).await;
                Fetched::Save.push(&inbox);
            });
        }
    }

    /// Stores them; what comes of it is for [`Classes::saved`].
    pub fn save(&mut self, storage: &Storage, inbox: &Inbox) {
        self.is_new = false;
        let (storage, inbox) = (storage.clone(), inbox.clone());
        let (then, stored, known) = (hashes(&self.list), self.stored.clone(), self.stamp);
        let mine = if self.list.is_empty() { Vec::new() } else { self.bytes() };
        spawn_local(async move {
            let merge = |theirs: Option<&[u8]>| {
                let all = merged(&stored, &read(Some(&mine)), read(theirs));
                if all.is_empty() { Vec::new() } else { save_pictures(SIDE, &all) }
            };
            let done = storage.update(STORED, known, &mine, merge).await;
            Fetched::Saved(Saved { then, done }).push(&inbox);
        });
    }

    /// Takes in what came of storing them. What could not be stored is tried again with the next change.
    pub fn saved(&mut self, Saved { then, done }: Saved, inbox: &Inbox) {
        self.saves = false;
        match done {
            Ok(Updated { stamp, merged: Some(bytes) }) => {
                self.take_in(read(Some(&bytes)), &then, stamp);
                self.tell();
            }
            Ok(Updated { stamp, merged: None }) => (self.stamp, self.stored) = (stamp, then),
            Err(_) => {}
        }
        if self.is_new {
            self.save_soon(inbox);
        }
    }

    /// A kept picture for a class.
    pub fn take(&mut self, class: usize, picture: Vec<u8>) -> Result<(), Problem> {
        let (Some((_, bytes)), Some(small)) = (self.list.get_mut(class), self.small.get_mut(class)) else {
            return Ok(());
        };
        if small.len() >= MOST_PICTURES {
            return Err(Problem::Full { most: MOST_PICTURES });
        }
        small.extend(shrunk(&picture));
        bytes.extend(picture);
        Ok(())
    }

    /// Any other change.
    pub fn change(&mut self, change: Change) -> Result<(), Problem> {
        match change {
            Change::Add(_) if self.list.len() >= MOST_CLASSES => return Err(Problem::Full { most: MOST_CLASSES }),
            Change::Add(name) => {
                let name = self.unique(&name, None);
                self.list.push((name, Vec::new()));
                self.small.push(Vec::new());
            }
            Change::Rename(class, name) if class < self.list.len() && !name.trim().is_empty() => {
                self.list[class].0 = self.unique(&name, Some(class));
            }
            Change::Delete(class) if class < self.list.len() => {
                self.list.remove(class);
                self.small.remove(class);
            }
            Change::Drop(class, at) => {
                if let (Some((_, bytes)), Some(small)) = (self.list.get_mut(class), self.small.get_mut(class))
                    && at < small.len()
                {
                    small.remove(at);
                    bytes.drain(at * LEN..(at + 1) * LEN);
                }
            }
            Change::Open(bytes) => {
                let list = load_pictures(SIDE, &bytes.0).map_err(Problem::Engine)?;
                self.replace(list);
            }
            Change::Rename(..) | Change::Delete(_) | Change::Take(..) => {}
        }
        Ok(())
    }

    fn replace(&mut self, mut list: Pictures) {
        list.truncate(MOST_CLASSES);
        list.iter_mut().for_each(|(_, bytes)| bytes.truncate(MOST_PICTURES * LEN));
        self.show(list);
    }

    fn show(&mut self, list: Pictures) {
        let small = |(_, bytes): &(String, Vec<u8>)| bytes.chunks_exact(LEN).filter_map(shrunk).collect();
        self.small = list.iter().map(small).collect();
        self.list = list;
    }

    /// `name`, trimmed, with a number where another class than `but` has it.
    fn unique(&self, name: &str, but: Option<usize>) -> String {
        let name: String = name.trim().chars().take(40).collect();
        let is_taken = |name: &str| {
            let mut others = self.list.iter().enumerate().filter(|(i, _)| Some(*i) != but);
            name == RESERVED || others.any(|(_, (other, _))| other == name)
        };
        let mut found = name.clone();
        let mut number = 2;
        while is_taken(&found) {
            found = [&name, " ", &number.to_string()].concat();
            number += 1;
        }
        found
    }
}

/// The classes in stored bytes; none where they are of a build with other pictures.
fn read(bytes: Option<&[u8]>) -> Pictures {
    bytes.and_then(|bytes| load_pictures(SIDE, bytes).ok()).unwrap_or_default()
}

fn hash(picture: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    picture.hash(&mut hasher);
    hasher.finish()
}

fn hashes(list: &Pictures) -> Hashes {
    list.iter().map(|(name, bytes)| (name.clone(), bytes.chunks_exact(LEN).map(hash).collect())).collect()
}

/// What `theirs` becomes by what was done here since both were `base`. Pictures added on either side are all there, be they
/// more than may be taken; those dropped on either side are gone. A class that one side deletes or renames stays for the
/// pictures that the other has added to it.
fn merged(base: &Hashes, mine: &Pictures, theirs: Pictures) -> Pictures {
    let none = Vec::new();
    let was = |name: &str| base.iter().find(|(other, _)| other == name).map(|(_, pictures)| pictures);
    let mut all = Pictures::new();
    for (name, theirs) in theirs {
        let own = mine.iter().find(|(other, _)| *other == name).map(|(_, bytes)| bytes);
        // Pictures of the base that are here still: each keeps one of theirs.
        let mut dropped = was(&name).unwrap_or(&none).clone();
        for picture in own.into_iter().flat_map(|bytes| bytes.chunks_exact(LEN)) {
            take(&mut dropped, hash(picture));
        }
        let left = theirs.chunks_exact(LEN).filter(|picture| !take(&mut dropped, hash(picture)));
        let left: Vec<u8> = left.flatten().copied().collect();
        if own.is_some() || was(&name).is_none() || !left.is_empty() {
            all.push((name, left));
        }
    }
    for (name, bytes) in mine {
        let mut known = was(name).unwrap_or(&none).clone();
        let added = bytes.chunks_exact(LEN).filter(|picture| !take(&mut known, hash(picture)));
        let added: Vec<u8> = added.flatten().copied().collect();
        match all.iter_mut().find(|(other, _)| other == name) {
            Some((_, pictures)) => pictures.extend(added),
            // Deleted there.
            None if was(name).is_some() && added.is_empty() => {}
            None => all.push((name.clone(), added)),
        }
    }
    all
}

/// Takes one such hash out; gives whether there was one.
fn take(hashes: &mut Vec<u64>, hash: u64) -> bool {
    let at = hashes.iter().position(|other| *other == hash);
    at.map(|at| hashes.swap_remove(at)).is_some()
}

/// A kept picture, small.
fn shrunk(picture: impl AsRef<[u8]>) -> Option<Pixels> {
    let data = square(picture.as_ref(), SIDE, SIDE, SMALL).ok()?;
    Some(Pixels { shape: Shape::new(SMALL, SMALL, 3), data })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_apart_and_pictures_come_and_go() {
        let mut classes = Classes::default();
        for name in ["cat", " cat ", "__metadata__"] {
            classes.change(Change::Add(name.into())).unwrap();
        }
        let names: Vec<_> = classes.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["cat", "cat 2", "__metadata__ 2"]);
        classes.change(Change::Rename(1, "cat 2".into())).unwrap();
        classes.change(Change::Rename(0, "  ".into())).unwrap();
        classes.take(1, vec![1; LEN]).unwrap();
        classes.take(1, vec![2; LEN]).unwrap();
        classes.change(Change::Drop(1, 0)).unwrap();
        classes.change(Change::Drop(1, 9)).unwrap();
        classes.change(Change::Delete(0)).unwrap();
        let mut again = Classes::default();
        // Not `stored`, which tells the page: there is none here.
        again.replace(load_pictures(SIDE, &classes.bytes()).unwrap());
        assert_eq!(again.list, [("cat 2".to_owned(), vec![2; LEN]), ("__metadata__ 2".into(), vec![])]);
        assert_eq!(again.small[0].len(), 1);
    }

    #[test]
    fn there_is_an_end_to_classes_and_pictures() {
        let mut classes = Classes::default();
        for _ in 0..MOST_CLASSES {
            classes.change(Change::Add("a".into())).unwrap();
        }
        assert_eq!(classes.change(Change::Add("b".into())), Err(Problem::Full { most: MOST_CLASSES }));
        for _ in 0..MOST_PICTURES {
            classes.take(0, vec![0; LEN]).unwrap();
        }
        assert_eq!(classes.take(0, vec![0; LEN]), Err(Problem::Full { most: MOST_PICTURES }));
    }

    fn pictures(of: &[u8]) -> Vec<u8> {
        of.iter().flat_map(|value| vec![*value; LEN]).collect()
    }

    /// Each class by its name with the first byte of each picture.
    fn list(of: &[(&str, &[u8])]) -> Pictures {
        of.iter().map(|(name, of)| ((*name).to_owned(), pictures(of))).collect()
    }

    fn told(all: &Pictures) -> Vec<(&str, Vec<u8>)> {
        all.iter().map(|(name, bytes)| (&**name, bytes.iter().step_by(LEN).copied().collect())).collect()
    }

    #[test]
    fn two_tabs_lose_no_picture() {
        let base = list(&[("cat", &[1, 2, 2]), ("dog", &[3]), ("cow", &[])]);
        // One tab takes 5 and drops one of the 2s, renames dog and takes 6 for it, and makes hen.
        let mine = list(&[("cat", &[1, 2, 5]), ("hound", &[3, 6]), ("cow", &[]), ("hen", &[])]);
        // The other drops 1, takes 7 and 8 for dog, deletes cow, and makes hen with 9.
        let theirs = list(&[("cat", &[2, 2]), ("dog", &[3, 7, 8]), ("hen", &[9])]);
        let both = merged(&hashes(&base), &mine, theirs.clone());
        let expected = [("cat", vec![2, 5]), ("dog", vec![7, 8]), ("hen", vec![9]), ("hound", vec![3, 6])];
        assert_eq!(told(&both), expected);
        // Whoever did nothing takes over what the other did.
        assert_eq!(merged(&hashes(&base), &base, theirs.clone()), theirs);
        assert_eq!(
            told(&merged(&hashes(&base), &mine, base.clone())),
            [("cat", vec![1, 2, 5]), ("cow", vec![]), ("hound", vec![3, 6]), ("hen", vec![]),]
        );
    }

    #[test]
    fn what_was_stored_meanwhile_comes_back_once() {
        let mut classes = Classes::default();
        classes.change(Change::Add("cat".into())).unwrap();
        classes.take(0, pictures(&[1])).unwrap();
        let then = hashes(&classes.list);
        classes.take(0, pictures(&[2])).unwrap();
        classes.take_in(list(&[("dog", &[7]), ("cat", &[9, 1])]), &then, Stamp::default());
        assert_eq!(told(&classes.list), [("dog", vec![7]), ("cat", vec![9, 1, 2])]);
        assert_eq!(classes.small.iter().map(Vec::len).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(classes.stored[1].1.len(), 2);
    }

    #[test]
    fn more_than_may_be_taken_is_kept_where_two_tabs_took_it() {
        let (mut classes, there) = (Classes::default(), vec![7; MOST_PICTURES]);
        classes.change(Change::Add("cat".into())).unwrap();
        for _ in 0..MOST_PICTURES {
            classes.take(0, vec![1; LEN]).unwrap();
        }
        classes.take_in(list(&[("cat", &there)]), &Hashes::new(), Stamp::default());
        assert_eq!(classes.small[0].len(), 2 * MOST_PICTURES);
        assert_eq!(classes.take(0, vec![0; LEN]), Err(Problem::Full { most: MOST_PICTURES }));
    }

    #[test]
    fn classes_that_were_stored_are_read() {
        // As they always were: a safetensors file.
        let head = format!(r#"{{"cat":{{"dtype":"U8","shape":[2,224,224,3],"data_offsets":[0,{}]}}}}"#, 2 * LEN);
        let file = [&(head.len() as u64).to_le_bytes(), head.as_bytes(), &pictures(&[1, 2])].concat();
        let mut classes = Classes::default();
        classes.take_in(read(Some(&file)), &Hashes::new(), Stamp::default());
        assert_eq!(told(&classes.list), [("cat", vec![1, 2])]);
    }
}
