//! What the browser keeps for practice, by names of its own.

use leptos::prelude::*;

/// What the browser keeps by a name.
pub fn stored(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(name).ok().flatten()
}

/// Has the browser keep something.
pub fn store(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A browser that refuses has it chosen again.
        let _ = storage.set_item(name, value);
    }
}

/// Has the browser keep it no longer.
pub fn unstore(name: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // What cannot be kept is not there.
        let _ = storage.remove_item(name);
    }
}
