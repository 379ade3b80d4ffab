//! Keeps what the learner did of the course, together with other tabs.

use crate::course::messages::{Done, Keep, Kept, merge};
use karui_protocol::{Problem, decode};
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::mail::Mail;
use karui_runtime::post::post_to_lab;
use karui_runtime::storage::{Stamp, Storage, Updated};
use karui_runtime::stored;
use std::any::Any;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::wasm_split;

/// The key in the storage.
const KEY: &str = "course 1";
/// The layout of what is stored.
const LATEST: u8 = 1;

struct Course {
    done: Vec<Done>,
    stamp: Stamp,
    /// Whether the last change is stored.
    is_stored: bool,
    /// Whether something changed that is not being stored yet.
    is_new: bool,
    /// Whether it is being stored.
    is_saving: bool,
    /// Whether what others stored is to go, too.
    forgets: bool,
}

#[wasm_split(course, fallible)]
fn make(done: Option<Vec<u8>>, stamp: Stamp) -> Loaded {
    let done = done.as_deref().and_then(decoded).unwrap_or_default();
    Ok(Box::new(Course { done, stamp, is_stored: true, is_new: false, is_saving: false, forgets: false }))
}

/// With what was kept; without a storage nothing was.
pub async fn load(storage: Storage) -> Loaded {
    let kept = storage.read(KEY).await;
    make(kept.bytes, kept.stamp).await
}

/// What bytes hold, unless a later build stored them.
fn decoded(bytes: &[u8]) -> Option<Vec<Done>> {
    match stored::read(bytes) {
        (LATEST, bytes) => decode(bytes),
        _ => None,
    }
}

/// What came of storing.
struct Saved(Result<Updated, Problem>);

impl Course {
    fn tell(&self) {
        post_to_lab(&Kept { done: self.done.clone(), is_stored: self.is_stored });
    }

    fn save(&mut self, context: &Context) {
        if self.is_saving || !std::mem::take(&mut self.is_new) {
            return;
        }
        self.is_saving = true;
        let (storage, inbox) = (context.storage.clone(), context.inbox.clone());
        let (ours, known, forgets) = (self.done.clone(), self.stamp, std::mem::take(&mut self.forgets));
        spawn_local(async move {
            let join = |theirs: Option<&[u8]>| {
                let mut all = ours.clone();
                if !forgets {
                    merge(&mut all, theirs.and_then(decoded).unwrap_or_default());
                }
                stored::write(LATEST, &all)
            };
            let done = storage.update(KEY, known, &stored::write(LATEST, &ours), join).await;
            inbox.push(Mail::LabNews(crate::course::ID, Box::new(Saved(done))));
        });
    }
}

impl LabEngine for Course {
    fn answer(&mut self, request: &[u8], context: &mut Context) {
        match decode(request) {
            Some(Keep::Tell) => {}
            Some(Keep::Add(done)) => {
                merge(&mut self.done, done);
                self.is_new = true;
            }
            Some(Keep::Forget) => {
                self.done.clear();
                (self.is_new, self.forgets) = (true, true);
            }
            None => return,
        }
        self.tell();
        self.save(context);
    }

    fn advance(&mut self, _: &mut Context) -> bool {
        false
    }

    fn on_news(&mut self, news: Box<dyn Any>, context: &mut Context) {
        let Ok(saved) = news.downcast::<Saved>() else { return };
        self.is_saving = false;
        let was_stored = std::mem::replace(&mut self.is_stored, saved.0.is_ok());
        let mut is_other = was_stored != self.is_stored;
        if let Ok(Updated { stamp, merged }) = saved.0 {
            self.stamp = stamp;
            if let Some(theirs) = merged.as_deref().and_then(decoded) {
                merge(&mut self.done, theirs);
                is_other = true;
            }
        }
        if is_other {
            self.tell();
        }
        self.save(context);
    }
}
