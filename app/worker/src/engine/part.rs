//! Parts of the engine that are code of their own: `./lab` splits the module where a part is made, and the first request
//! for a part, or idleness, fetches it.

use crate::library::Library;
use crate::mail::{Inbox, Mail};
use crate::post::fault;
use crate::session::Session;
use crate::storage::Storage;
use crate::{accelerate, diet, explore, real};
use karui_protocol::{About, Accelerate, Problem, Request};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::SplitLoaderError;

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
    /// Works for a slice of time; gives whether there was anything to do.
    fn advance(&mut self, here: &mut Here) -> bool;
    /// Takes in what it waited for: [`Mail::News`].
    fn hear(&mut self, _news: Box<dyn Any>, _here: &mut Here) {}
}

/// A part, or that its code did not arrive.
pub type Loaded = Result<Box<dyn Part>, SplitLoaderError>;

/// The parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What makes the session's network lighter: it works while no run does.
    Diet,
    /// MobileNets that are looked at: beside the session, whatever that does.
    Explorer,
    /// Trained networks on photographs and the camera: likewise.
    Real,
    /// The same work on CPU and GPU, timed.
    Accelerate,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::Diet, Kind::Explorer, Kind::Real, Kind::Accelerate];

    /// The part that answers `request`; `None` where the engine itself does.
    pub const fn of(request: &Request) -> Option<Kind> {
        match request {
            Request::Compress { .. }
            | Request::StopCompress
            | Request::ResetCompress
            | Request::ExportNetwork(_)
            | Request::OpenPacked(_)
            | Request::Scan
            | Request::Soften { .. }
            | Request::RenameTrial { .. }
            | Request::DeleteTrial(_)
            | Request::ExportTrials(_) => Some(Kind::Diet),
            Request::Explore(_) => Some(Kind::Explorer),
            Request::Real(_) => Some(Kind::Real),
            Request::Accelerate(_) => Some(Kind::Accelerate),
            _ => None,
        }
    }

    const fn about(self) -> About {
        match self {
            Kind::Diet => About::Recipe,
            Kind::Explorer | Kind::Accelerate => About::Engine,
            Kind::Real => About::RealNetwork,
        }
    }

    /// Sends for the part; it comes as [`Mail::Part`].
    fn fetch(self, inbox: &Inbox, storage: &Storage) {
        let (inbox, storage) = (inbox.clone(), storage.clone());
        spawn_local(async move {
            let part = match self {
                Kind::Diet => diet::load().await,
                Kind::Explorer => explore::load().await,
                Kind::Real => real::load(inbox.clone(), storage).await,
                Kind::Accelerate => accelerate::load().await,
            };
            let problem =
                |error: SplitLoaderError| Problem::NotFetched { file: format!("{self:?}"), reason: error.to_string() };
            inbox.push(Mail::Part(self, part.map_err(problem)));
        });
    }
}

/// Whether a request works on weights that stay, so that a run under way pauses for it.
pub const fn needs_rest(request: &Request) -> bool {
    matches!(request, Request::Compress { .. } | Request::Scan | Request::Accelerate(Accelerate::Run { .. }))
}

/// How far a part's code is.
#[derive(Default)]
enum State {
    #[default]
    Absent,
    Fetched,
    Here(Box<dyn Part>),
}

#[derive(Default)]
struct Slot {
    state: State,
    /// Requests that came before it.
    waiting: Vec<Request>,
}

/// All parts, there or not.
#[derive(Default)]
pub struct Parts {
    slots: [Slot; Kind::ALL.len()],
    looked_ahead: bool,
}

impl Parts {
    /// Has a part answer a request, now or when it is there.
    pub fn answer(&mut self, kind: Kind, request: Request, here: &mut Here) {
        let slot = &mut self.slots[kind as usize];
        match &mut slot.state {
            State::Here(part) => return part.answer(request, here),
            State::Fetched => {}
            State::Absent => {
                slot.state = State::Fetched;
                kind.fetch(here.inbox, here.storage);
            }
        }
        slot.waiting.push(request);
    }

    /// Fetches, once, what a learner is likely to want next.
    pub fn look_ahead(&mut self, inbox: &Inbox, storage: &Storage) {
        let slot = &mut self.slots[Kind::Diet as usize];
        if !std::mem::replace(&mut self.looked_ahead, true) && matches!(slot.state, State::Absent) {
            slot.state = State::Fetched;
            Kind::Diet.fetch(inbox, storage);
        }
    }

    /// A run begins: what waits to work on the weights before it is not wanted any more, and must not hold the run up.
    pub fn run_begins(&mut self) {
        self.slots.iter_mut().for_each(|slot| slot.waiting.retain(|request| !needs_rest(request)));
    }

    /// A part has come and answers what waits for it; or it has not, which whoever waited is told. The next request sends
    /// for it again. Answered at once: behind what is in the inbox by now they would undo what was asked later.
    pub fn arrived(&mut self, kind: Kind, part: Result<Box<dyn Part>, Problem>, here: &mut Here) {
        let slot = &mut self.slots[kind as usize];
        let waiting = std::mem::take(&mut slot.waiting);
        match part {
            Ok(mut part) => {
                waiting.into_iter().for_each(|request| part.answer(request, here));
                slot.state = State::Here(part);
            }
            Err(problem) => {
                slot.state = State::Absent;
                if !waiting.is_empty() {
                    fault(kind.about(), problem);
                }
            }
        }
    }

    /// Gives a part what it waited for.
    pub fn hear(&mut self, kind: Kind, news: Box<dyn Any>, here: &mut Here) {
        if let State::Here(part) = &mut self.slots[kind as usize].state {
            part.hear(news, here);
        }
    }

    /// Has a part work for a slice of time; gives whether there was anything to do.
    pub fn advance(&mut self, kind: Kind, here: &mut Here) -> bool {
        match &mut self.slots[kind as usize].state {
            State::Here(part) => part.advance(here),
            State::Absent | State::Fetched => false,
        }
    }
}
