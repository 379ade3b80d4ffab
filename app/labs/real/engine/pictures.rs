//! The pictures that agreement is measured on: those shipped and the learner's own.

use std::rc::Rc;

/// The side of a picture as it is kept: the largest input of the shipped networks.
pub const SIDE: usize = 224;
/// Bytes of a kept picture, `[SIDE, SIDE, 3]`.
pub const LEN: usize = SIDE * SIDE * 3;
/// More are not taken.
const MOST: usize = 200;

/// Pictures in the order in which they came.
#[derive(Default)]
pub struct Pictures {
    list: Vec<Rc<[u8]>>,
}

impl Pictures {
    /// Takes one in.
    pub fn add(&mut self, picture: Vec<u8>) {
        if self.list.len() < MOST {
            self.list.push(picture.into());
        }
    }

    /// Takes one out.
    pub fn remove(&mut self, at: usize) {
        if at < self.list.len() {
            self.list.remove(at);
        }
    }

    /// All of them.
    pub fn all(&self) -> &[Rc<[u8]>] {
        &self.list
    }
}
