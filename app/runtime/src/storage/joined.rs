//! What a lab keeps together with other tabs: a list that is joined with what they wrote, and never overwritten.

use super::{Kept, Stamp, Updated};
use crate::lab::Context;
use crate::mail::Mail;
use crate::stored;
use karui_protocol::{LabId, Problem, decode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::Any;
use wasm_bindgen_futures::spawn_local;

/// Where a list is kept, and how two of them are joined.
pub struct Place<T> {
    /// The lab, to which what came of storing is told.
    pub lab: LabId,
    /// The key in the storage.
    pub key: &'static str,
    /// The layout of what is stored.
    pub layout: u8,
    /// Reads what was stored in an earlier layout.
    pub older: fn(u8, &[u8]) -> Option<Vec<T>>,
    /// Adds the second to the first.
    pub merge: fn(&mut Vec<T>, Vec<T>),
}

/// A list that is kept.
pub struct Joined<T: 'static> {
    place: &'static Place<T>,
    all: Vec<T>,
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

/// What came of storing.
struct Saved(Result<Updated, Problem>);

impl<T: Serialize + DeserializeOwned + Clone> Joined<T> {
    /// With what was kept; nothing where there was nothing, or a later build stored it.
    pub fn new(place: &'static Place<T>, kept: Kept) -> Self {
        let all = kept.bytes.as_deref().and_then(|bytes| decoded(place, bytes)).unwrap_or_default();
        let stamp = kept.stamp;
        Joined { place, all, stamp, is_stored: true, is_new: false, is_saving: false, forgets: false }
    }

    /// All of it.
    pub fn all(&self) -> &[T] {
        &self.all
    }

    /// Whether it outlives this visit: a browser may refuse to store it.
    pub fn is_stored(&self) -> bool {
        self.is_stored
    }

    /// Adds to it.
    pub fn add(&mut self, more: Vec<T>, context: &Context) {
        (self.place.merge)(&mut self.all, more);
        self.is_new = true;
        self.save(context);
    }

    /// Deletes all of it, for all tabs.
    pub fn forget(&mut self, context: &Context) {
        self.all.clear();
        (self.is_new, self.forgets) = (true, true);
        self.save(context);
    }

    /// Takes in what came of storing; gives whether there is something to tell.
    pub fn on_news(&mut self, news: Box<dyn Any>, context: &Context) -> bool {
        let Ok(saved) = news.downcast::<Saved>() else { return false };
        self.is_saving = false;
        let was_stored = std::mem::replace(&mut self.is_stored, saved.0.is_ok());
        let mut is_other = was_stored != self.is_stored;
        if let Ok(Updated { stamp, merged }) = saved.0 {
            self.stamp = stamp;
            if let Some(theirs) = merged.as_deref().and_then(|bytes| decoded(self.place, bytes)) {
                (self.place.merge)(&mut self.all, theirs);
                is_other = true;
            }
        }
        self.save(context);
        is_other
    }

    fn save(&mut self, context: &Context) {
        if self.is_saving || !std::mem::take(&mut self.is_new) {
            return;
        }
        self.is_saving = true;
        let (storage, inbox, place) = (context.storage.clone(), context.inbox.clone(), self.place);
        let (ours, known, forgets) = (self.all.clone(), self.stamp, std::mem::take(&mut self.forgets));
        spawn_local(async move {
            let join = |theirs: Option<&[u8]>| {
                let mut all = ours.clone();
                if !forgets {
                    let theirs = theirs.and_then(|bytes| decoded(place, bytes));
                    (place.merge)(&mut all, theirs.unwrap_or_default());
                }
                stored::write(place.layout, &all)
            };
            let done = storage.update(place.key, known, &stored::write(place.layout, &ours), join).await;
            inbox.push(Mail::LabNews(place.lab, Box::new(Saved(done))));
        });
    }
}

/// What bytes hold, unless a later build stored them.
fn decoded<T: DeserializeOwned>(place: &Place<T>, bytes: &[u8]) -> Option<Vec<T>> {
    match stored::read(bytes) {
        (layout, bytes) if layout == place.layout => decode(bytes),
        (layout, bytes) => (place.older)(layout, bytes),
    }
}
