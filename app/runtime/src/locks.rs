//! Locks of the browser's, by name: one that lives holds its own, and the browser gives it free even where the holder was killed. Where there
//! are none (a page that is not served securely) nothing is known of others.

use crate::scope::scope;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// `LockManager`, which web-sys holds for unstable.
    type Locks;
    #[wasm_bindgen(method, catch)]
    fn query(this: &Locks) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn request(this: &Locks, name: &str, granted: &Function) -> Result<Promise, JsValue>;
}

fn locks() -> Option<Locks> {
    let locks = Reflect::get(&scope().navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

/// Whether there are locks.
pub fn are_there() -> bool {
    locks().is_some()
}

/// Takes the lock `name` for as long as this worker lives.
pub async fn hold(name: &str) {
    let Some(locks) = locks() else { return };
    let mut hold = JsValue::UNDEFINED;
    let granted = Promise::new(&mut |resolve, _| {
        // The lock is held until the promise that this gives is settled: never.
        hold = Closure::once_into_js(move || {
            let _ = resolve.call0(&JsValue::NULL);
            Promise::new(&mut |_, _| {})
        });
    });
    // Refused, it is held for alone.
    if let Ok(asked) = locks.request(name, hold.unchecked_ref()) {
        let _ = JsFuture::from(Promise::race(&Array::of2(&granted, &asked))).await;
    }
}

/// The names of all locks that are held.
pub async fn held() -> Vec<String> {
    let Some(found) = locks().and_then(|locks| locks.query().ok()) else { return Vec::new() };
    let Ok(found) = JsFuture::from(found).await else { return Vec::new() };
    let held = Reflect::get(&found, &"held".into()).ok().filter(JsValue::is_array).map(|list| Array::from(&list));
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    held.unwrap_or_default().iter().filter_map(name).collect()
}

/// Waits until nobody holds the lock `name`.
pub async fn freed(name: &str) {
    let Some(locks) = locks() else { return };
    let free = Closure::once_into_js(|| JsValue::UNDEFINED);
    if let Ok(freed) = locks.request(name, free.unchecked_ref()) {
        let _ = JsFuture::from(freed).await;
    }
}
