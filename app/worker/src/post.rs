//! What the engine says to the page.

use crate::scope::scope;
use js_sys::{Array, Uint8Array};
use karui_protocol::{About, Envelope, Event, Fault, Problem, encode};
use std::cell::Cell;

thread_local! {
    static SESSION: Cell<u32> = const { Cell::new(0) };
}

/// From here on events belong to session `session`.
pub fn open_session(session: u32) {
    SESSION.set(session);
}

/// The session that events belong to.
pub fn session() -> u32 {
    SESSION.get()
}

/// Tells the page.
pub fn post(event: Event) {
    let bytes = encode(&Envelope { session: session(), event });
    let buffer = Uint8Array::from(bytes.as_slice()).buffer();
    // It fails only when the page is gone, and then nobody is there to be told.
    let _ = scope().post_message_with_transfer(&buffer, &Array::of1(&buffer));
}

/// Tells the page that something went wrong.
pub fn fault(about: About, problem: Problem) {
    post(Event::Fault(Fault { about, problem }));
}
