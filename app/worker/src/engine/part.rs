//! Parts of the engine that are code of their own: `./lab` splits the module where a part is made, and the first request
//! for a part, or idleness, fetches it.

use crate::library::Library;
use crate::mail::{Inbox, Mail};
use crate::session::Session;
use crate::storage::Storage;
use karui_protocol::Request;
use std::cell::RefCell;
use std::rc::Rc;

/// What a part may work with.
pub struct Here<'a> {
    pub session: Option<&'a mut Session>,
    pub library: &'a Rc<RefCell<Library>>,
    pub storage: &'a Storage,
    pub inbox: &'a Inbox,
}

/// What the engine can do beyond training. The engine knows a part by these methods only, so that nothing of it is linked
/// into the engine's own code.
pub trait Part {
    /// Answers a request; its faults are told where the part is shown.
    fn answer(&mut self, request: Request, here: &mut Here);
    /// Works for a slice of time where no run does; gives whether there was anything to do.
    fn advance(&mut self, here: &mut Here) -> bool;
}

/// How far a part's code is.
enum State {
    Absent,
    Fetched,
    Here(Box<dyn Part>),
}

/// The place of a part.
pub struct Slot {
    state: State,
    /// Requests that came before it.
    waiting: Vec<Request>,
}

impl Slot {
    /// Without the part.
    pub const fn new() -> Self {
        Slot { state: State::Absent, waiting: Vec::new() }
    }

    /// Whether the part was never asked for, or did not arrive.
    pub fn is_absent(&self) -> bool {
        matches!(self.state, State::Absent)
    }

    /// Answers a request, now or when the part is there; `fetch` sends for it.
    pub fn answer(&mut self, request: Request, here: &mut Here, fetch: impl FnOnce()) {
        match &mut self.state {
            State::Here(part) => part.answer(request, here),
            State::Fetched => self.waiting.push(request),
            State::Absent => {
                self.waiting.push(request);
                self.expect(fetch);
            }
        }
    }

    /// Sends for the part.
    pub fn expect(&mut self, fetch: impl FnOnce()) {
        self.state = State::Fetched;
        fetch();
    }

    /// The part has come: it answers what waits for it.
    pub fn arrived(&mut self, part: Box<dyn Part>, inbox: &Inbox) {
        self.state = State::Here(part);
        for request in std::mem::take(&mut self.waiting) {
            inbox.push(Mail::Request(request));
        }
    }

    /// The part has not come: gives whether anybody waited for it. The next request sends for it again.
    pub fn failed(&mut self) -> bool {
        self.state = State::Absent;
        !std::mem::take(&mut self.waiting).is_empty()
    }

    /// Works for a slice of time; gives whether there was anything to do.
    pub fn advance(&mut self, here: &mut Here) -> bool {
        match &mut self.state {
            State::Here(part) => part.advance(here),
            _ => false,
        }
    }
}
