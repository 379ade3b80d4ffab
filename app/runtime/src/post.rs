//! What the engine says to the page.

use crate::scope::scope;
use js_sys::{Array, Uint8Array};
use karui_protocol::{About, Envelope, Event, Fault, LabEvent, Problem, encode};
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

/// Tells the page. Before the first session what is told is of none.
pub fn post(event: Event) {
    send(&Envelope { session: Some(session()).filter(|session| *session != 0), event });
}

/// Tells a lab's page.
pub fn post_to_lab<E: LabEvent>(event: &E) {
    let session = Some(session()).filter(|session| E::IS_OF_SESSION && *session != 0);
    send(&Envelope { session, event: Event::Lab { lab: E::LAB, payload: encode(event) } });
}

/// Tells the page that something went wrong, whatever the session.
pub fn fault_beyond_session(about: About, problem: Problem) {
    send(&Envelope { session: None, event: Event::Fault(Fault { about, problem }) });
}

fn send(envelope: &Envelope) {
    let bytes = encode(envelope);
    let buffer = Uint8Array::from(bytes.as_slice()).buffer();
    // It fails only when the page is gone, and then nobody is there to be told.
    let _ = scope().post_message_with_transfer(&buffer, &Array::of1(&buffer));
}

/// Tells the page that something went wrong.
pub fn fault(about: About, problem: Problem) {
    post(Event::Fault(Fault { about, problem }));
}
