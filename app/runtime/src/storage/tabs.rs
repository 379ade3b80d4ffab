//! Which tabs live. Each holds a lock of its own for as long as its worker does; the browser gives it free even where the
//! worker was killed. Where there are no locks (a page that is not served securely) no other tab is known.

use crate::scope::{home, scope};
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

/// A number that no other tab has, and no other run.
pub fn random() -> u64 {
    (js_sys::Math::random() * (1u64 << 53) as f64) as u64
}

fn locks() -> Option<Locks> {
    let locks = Reflect::get(&scope().navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

fn prefix() -> String {
    format!("karui {} tab ", home())
}

fn name(tab: u64) -> String {
    format!("{}{tab:x}", prefix())
}

/// Takes the lock of tab `tab` for as long as this worker lives.
pub async fn live(tab: u64) {
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
    if let Ok(asked) = locks.request(&name(tab), hold.unchecked_ref()) {
        let _ = JsFuture::from(Promise::race(&Array::of2(&granted, &asked))).await;
    }
}

/// The tabs that live, this one among them.
pub async fn living() -> Vec<u64> {
    let Some(found) = locks().and_then(|locks| locks.query().ok()) else { return Vec::new() };
    let Ok(found) = JsFuture::from(found).await else { return Vec::new() };
    let held = Reflect::get(&found, &"held".into()).ok().filter(JsValue::is_array).map(|list| Array::from(&list));
    let prefix = prefix();
    let tab = |lock: JsValue| {
        let name = Reflect::get(&lock, &"name".into()).ok()?.as_string()?;
        u64::from_str_radix(name.strip_prefix(&prefix)?, 16).ok()
    };
    held.unwrap_or_default().iter().filter_map(tab).collect()
}

/// Waits until a tab is gone.
pub async fn gone(tab: u64) {
    let Some(locks) = locks() else { return };
    let free = Closure::once_into_js(|| JsValue::UNDEFINED);
    if let Ok(freed) = locks.request(&name(tab), free.unchecked_ref()) {
        let _ = JsFuture::from(freed).await;
    }
}
