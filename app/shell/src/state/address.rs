//! The address and the state say the same: reading it at the start and on back and forward, writing it after changes.

use super::{Lab, link};
use karui_ui::reactive::memo;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// Changes closer together than this are one step of the history: typing a number is not ten.
const SETTLE: Duration = Duration::from_millis(250);

/// Takes the state from the address.
pub(super) fn read(lab: Lab) {
    let search = location().search().unwrap_or_default();
    lab.links_read.update_value(|n| *n += 1);
    let problems = link::read(lab, &search);
    lab.link_problems.set(problems);
}

/// Keeps both in step from now on.
pub(super) fn keep(lab: Lab) {
    // What the address says, as this page would write it.
    let said = StoredValue::new(untrack(|| link::of(lab)));
    let mut write = debounce(SETTLE, move |()| {
        let link = untrack(|| link::of(lab));
        let before = said.get_value();
        if before != link {
            put(&link.to_query(), link.is_another_place(&before));
            said.set_value(link);
        }
    });
    // What it is made of is told more often than it changes: a run says how it stands.
    let now = memo(move || link::of(lab));
    Effect::new(move |ran: Option<()>| {
        // A memo that is only tracked is never computed.
        now.with(|_| ());
        // A link that was just opened stays as it was written.
        if ran.is_some() {
            write(());
        }
    });
    let back_and_forward = window_event_listener(leptos::ev::popstate, move |_| {
        read(lab);
        said.set_value(untrack(|| link::of(lab)));
        lab.show_draft();
    });
    // As long-lived as the page.
    std::mem::forget(back_and_forward);
}

/// Writes the address, as a step of the history of its own or in place of the present one.
fn put(query: &str, is_step: bool) {
    // Relative to the document, as the page may lie below any path; a `<base>` does not enter into it.
    let path = location().pathname().unwrap_or_default();
    let address = format!("{path}?{query}");
    let Ok(history) = window().history() else { return };
    // A browser that limits how often the address may change drops this one; the next change writes it.
    let _ = if is_step {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
}

impl Lab {
    /// The absolute link to what is shown as it stands, for somebody else.
    pub fn link(self) -> String {
        let query = untrack(|| link::of(self)).to_share(self.view.lang.get_untracked()).to_query();
        let origin = location().origin().unwrap_or_default();
        let path = location().pathname().unwrap_or_default();
        format!("{origin}{path}?{query}")
    }
}
