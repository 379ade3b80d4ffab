//! What the service worker says it has kept, and how it is asked to keep the rest.

use js_sys::{Array, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, ServiceWorkerContainer, ServiceWorkerRegistration};

/// How much of something is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its folder.
    pub folder: String,
    /// Bytes that are kept.
    pub kept: f64,
    /// Bytes in all.
    pub of: f64,
}

/// What is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// By folder.
    pub groups: Vec<Group>,
    /// Whether more is being fetched.
    pub is_under_way: bool,
    /// Whether that has failed.
    pub has_failed: bool,
}

impl Kept {
    /// Bytes that are kept, and in all.
    pub fn bytes(&self) -> (f64, f64) {
        self.groups.iter().fold((0.0, 0.0), |sum, group| (sum.0 + group.kept, sum.1 + group.of))
    }

    /// What a message says; `None` for one of something else. Its form is that of `www/sw.js`: `["kept", state, [[folder,
    /// bytes, of], …]]`.
    fn read(data: &JsValue) -> Option<Kept> {
        let parts = data.dyn_ref::<Array>()?;
        if parts.get(0).as_string()? != "kept" {
            return None;
        }
        let state = parts.get(1).as_string()?;
        let group = |group: JsValue| {
            let group = group.dyn_into::<Array>().ok()?;
            Some(Group { folder: group.get(0).as_string()?, kept: group.get(1).as_f64()?, of: group.get(2).as_f64()? })
        };
        let groups = parts.get(2).dyn_into::<Array>().ok()?.iter().map(group).collect::<Option<_>>()?;
        Some(Kept { groups, is_under_way: state == "busy", has_failed: state == "failed" })
    }
}

/// The page's service workers, where they are allowed.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    let is_there = Reflect::get(&navigator, &"serviceWorker".into()).is_ok_and(|it| it.is_object());
    is_there.then(|| navigator.service_worker())
}

/// What is kept, as far as it is known, and whether it can be. Call it in a component's body.
pub fn use_kept() -> (RwSignal<Option<Kept>>, bool) {
    let kept = RwSignal::new(None);
    let Some(container) = container() else { return (kept, false) };
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(now) = Kept::read(&event.data()) {
            kept.set(Some(now));
        }
    });
    container.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    let hear = StoredValue::new_local(hear);
    on_cleanup(move || {
        if let Some(container) = self::container() {
            container.set_onmessage(None);
        }
        hear.dispose();
    });
    tell("kept?");
    (kept, true)
}

/// Has everything kept that is not.
pub fn keep_all() {
    tell("keep all");
}

/// Tells the service worker something, as soon as there is one.
fn tell(what: &'static str) {
    spawn_local(async move {
        let Some(ready) = container().and_then(|container| container.ready().ok()) else { return };
        let Ok(registration) = JsFuture::from(ready).await else { return };
        if let Some(worker) = registration.unchecked_into::<ServiceWorkerRegistration>().active() {
            // A worker that is gone answers nothing.
            let _ = worker.post_message(&what.into());
        }
    });
}
