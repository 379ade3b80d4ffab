//! What the real networks wait for.

use super::classes::Saved;
use super::tell;
use crate::real::messages::Told;
use karui_protocol::{Pretrained, Problem};
use karui_runtime::fetch;
use karui_runtime::mail::{Inbox, Mail};
use karui_runtime::storage::Kept;
use wasm_bindgen_futures::spawn_local;

/// Something that was waited for.
pub enum Fetched {
    /// The weights of a shipped network.
    Weights(Pretrained, Result<Vec<u8>, Problem>),
    /// The names of ImageNet's classes, where they arrived.
    Labels {
        /// In English.
        en: Option<Vec<u8>>,
        /// In Japanese.
        ja: Option<Vec<u8>>,
    },
    /// The learner's classes in the storage.
    Stored(Kept),
    /// It is time to store the learner's classes.
    Save,
    /// They were stored, or not.
    Saved(Saved),
}

impl Fetched {
    /// Has the real networks take it in.
    pub fn push(self, inbox: &Inbox) {
        inbox.push(Mail::LabNews(crate::real::ID, Box::new(self)));
    }
}

/// Fetches the weights of `which`; the page is told how they come on.
pub fn weights(which: Pretrained, inbox: &Inbox) {
    let inbox = inbox.clone();
    spawn_local(async move {
        let path = ["weights/", which.id(), ".safetensors"].concat();
        tell(Told::Fetching { which, received: 0, total: 0 });
        let found = fetch::large(&path, &mut |received, total| tell(Told::Fetching { which, received, total })).await;
        Fetched::Weights(which, found).push(&inbox);
    });
}

/// Fetches the names of ImageNet's classes.
pub fn labels(inbox: &Inbox) {
    let inbox = inbox.clone();
    spawn_local(async move {
        // Without them the classes have their numbers.
        let en = fetch::small("labels/imagenet.en.txt").await.unwrap_or(None);
        let ja = fetch::small("labels/imagenet.ja.txt").await.unwrap_or(None);
        Fetched::Labels { en, ja }.push(&inbox);
    });
}
