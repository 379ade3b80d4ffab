//! Keeps what the learner did of the course, together with other tabs.

use crate::course::ID;
use crate::course::messages::{Done, Keep, Kept, merge};
use karui_protocol::decode;
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::post::post_to_lab;
use karui_runtime::storage::joined::{Joined, Place};
use karui_runtime::storage::{self, Storage};
use std::any::Any;
use wasm_split_helpers::wasm_split;

static PLACE: Place<Done> = Place { lab: ID, key: "course 1", layout: 1, merge: |all, more| merge(all, more) };

struct Course(Joined<Done>);

#[wasm_split(course, fallible)]
fn make(kept: storage::Kept) -> Loaded {
    Ok(Box::new(Course(Joined::new(&PLACE, kept))))
}

/// With what was kept; without a storage nothing was.
pub async fn load(storage: Storage) -> Loaded {
    make(storage.read(PLACE.key).await).await
}

impl Course {
    fn tell(&self) {
        post_to_lab(&Kept { done: self.0.all().to_vec(), is_stored: self.0.is_stored() });
    }
}

impl LabEngine for Course {
    fn answer(&mut self, request: &[u8], context: &mut Context) {
        match decode(request) {
            Some(Keep::Tell) => {}
            Some(Keep::Add(done)) => self.0.add(done, context),
            Some(Keep::Forget) => self.0.forget(context),
            None => return,
        }
        self.tell();
    }

    fn advance(&mut self, _: &mut Context) -> bool {
        false
    }

    fn on_news(&mut self, news: Box<dyn Any>, context: &mut Context) {
        if self.0.on_news(news, context) {
            self.tell();
        }
    }
}
