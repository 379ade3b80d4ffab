//! The learner's classes with their pictures, kept from one visit to the next.

use super::fetched::News;
use super::pictures::{LEN, SIDE};
use super::tell;
use crate::real::messages::{Change, OwnClass, Told};
use karui_core::data::square;
use karui_core::format::safetensors::{load_pictures, save_pictures};
use karui_core::graph::Shape;
use karui_protocol::{Pixels, Problem};
use karui_runtime::clock::sleep;
use karui_runtime::mail::Inbox;
use karui_runtime::storage::{self, Storage};
use wasm_bindgen_futures::spawn_local;

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

/// The classes, in the order in which they were made.
#[derive(Default)]
pub struct Classes {
    /// Each one's name and pictures, `[N, SIDE, SIDE, 3]`.
    list: Vec<(String, Vec<u8>)>,
    /// The pictures of each class as the page is told them.
    small: Vec<Vec<Pixels>>,
    /// Whether the storage was asked.
    has_begun: bool,
    /// Whether they will be stored.
    saves: bool,
}

impl Classes {
    /// Brings back what is stored, the first time, and tells the page.
    pub fn begin(&mut self, inbox: &Inbox) {
        if std::mem::replace(&mut self.has_begun, true) {
            return self.tell();
        }
        let inbox = inbox.clone();
        spawn_local(async move {
            let stored = storage::read(STORED).await;
            News::Stored(stored).push(&inbox);
        });
    }

    /// Takes in what was stored, unless the learner was faster.
    pub fn stored(&mut self, bytes: Option<&[u8]>) {
        if let (true, Some(Ok(list))) = (self.list.is_empty(), bytes.map(|bytes| load_pictures(SIDE, bytes))) {
            self.replace(list);
        }
        self.tell();
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
        if !std::mem::replace(&mut self.saves, true) {
            let inbox = inbox.clone();
            spawn_local(async move {
                sleep(SAVE_AFTER).await;
                News::Save.push(&inbox);
            });
        }
    }

    /// Stores them.
    pub fn save(&mut self, storage: &Storage) {
        self.saves = false;
        if self.list.is_empty() {
            storage.delete_bytes(STORED);
        } else {
            storage.put_bytes(STORED, &self.bytes());
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

    fn replace(&mut self, mut list: Vec<(String, Vec<u8>)>) {
        list.truncate(MOST_CLASSES);
        list.iter_mut().for_each(|(_, bytes)| bytes.truncate(MOST_PICTURES * LEN));
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
}
