//! Whether the browser keeps what is stored here even when it runs out of room: it is asked once, when there is something to keep.

use super::preferences::{store, stored};
use super::{Lab, LabState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Where it is noted that the browser was asked.
const ASKED: &str = "karui.persist";

/// What the browser says. Copy it freely.
#[derive(Clone, Copy)]
pub struct Persistence {
    /// Whether it has agreed; `None` before it said anything, and where it cannot be asked.
    pub is_agreed: RwSignal<Option<bool>>,
}

impl LabState for Persistence {
    fn new(_: Lab) -> Self {
        Persistence { is_agreed: RwSignal::new(None) }
    }
}

impl Persistence {
    /// There is something worth keeping: asks the browser, unless that was done before on this device.
    pub fn ask(self) {
        let is_new = stored(ASKED).is_none();
        if is_new {
            store(ASKED, Some("1"));
        }
        self.hear(is_new);
    }

    /// Finds out what it has said.
    pub fn look(self) {
        self.hear(false);
    }

    fn hear(self, asks: bool) {
        let storage = window().navigator().storage();
        // Missing on hosts that are not secure: then nothing is known.
        let asked = if asks { storage.persist() } else { storage.persisted() };
        let Ok(promise) = asked else { return };
        spawn_local(async move {
            let said = JsFuture::from(promise).await.ok().as_ref().and_then(JsValue::as_bool);
            if said.is_some() {
                self.is_agreed.set(said);
            }
        });
    }
}
