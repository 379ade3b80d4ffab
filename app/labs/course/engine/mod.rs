//! Keeps what the learner did of the course, together with other tabs, and shows what a recipe makes of answers.

mod look;

use crate::course::ID;
use crate::course::messages::{CourseEvent, CourseRequest, Done, Kept, merge};
use karui_protocol::decode;
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::post::post_to_lab;
use karui_runtime::storage::joined::{Joined, Place};
use karui_runtime::storage::{self, Storage};
use look::Looks;
use std::any::Any;
use wasm_split_helpers::wasm_split;

static PLACE: Place<Done> =
    Place { lab: ID, key: "course 1", layout: 1, older: |_, _| None, merge: |all, more| merge(all, more) };

struct Course {
    looks: Looks,
    done: Joined<Done>,
}

#[wasm_split(course, fallible)]
fn make(kept: storage::Kept) -> Loaded {
    Ok(Box::new(Course { looks: Looks::default(), done: Joined::new(&PLACE, kept) }))
}

/// With what was kept; without a storage nothing was.
pub async fn load(storage: Storage) -> Loaded {
    make(storage.read(PLACE.key).await).await
}

impl Course {
    fn tell(&self) {
        let kept = Kept { done: self.done.all().to_vec(), is_stored: self.done.is_stored() };
        post_to_lab(&CourseEvent::Kept(kept));
    }
}

impl LabEngine for Course {
    fn answer(&mut self, request: &[u8], context: &mut Context) {
        match decode(request) {
            Some(CourseRequest::Look(recipe)) => return self.looks.ask(recipe),
            Some(CourseRequest::Tell) => {}
            Some(CourseRequest::Add(done)) => self.done.add(done, context),
            Some(CourseRequest::Forget) => self.done.forget(context),
            None => return,
        }
        self.tell();
    }

    fn advance(&mut self, context: &mut Context) -> bool {
        self.looks.advance(context)
    }

    fn on_news(&mut self, news: Box<dyn Any>, context: &mut Context) {
        if self.done.on_news(news, context) {
            self.tell();
        }
    }
}
