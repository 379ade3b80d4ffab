//! Labs: what the engine can do beyond sessions and their runs. A lab's engine side is code of its own: `./lab` splits the
//! module where it is made, and the first request for it, or idleness, fetches it.

use crate::clock::sleep;
use crate::data_store::DataStore;
use crate::fetch::{SILENCE_MS, TIMEOUT};
use crate::mail::{Inbox, Mail};
use crate::post::fault_beyond_session;
use crate::session::Session;
use crate::storage::Storage;
use futures_util::future::{Either, select};
use karui_protocol::{About, LabId, Needs, Problem};
use std::any::Any;
use std::cell::RefCell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::SplitLoaderError;

/// What a lab may work with.
pub struct Context<'a> {
    /// The session, where there is one.
    pub session: Option<&'a mut Session>,
    /// The session's images, as far as they have arrived.
    pub data_store: &'a Rc<RefCell<DataStore>>,
    /// What outlives a visit.
    pub storage: &'a Storage,
    /// The engine's mail.
    pub inbox: &'a Inbox,
}

/// A lab's engine side. The engine knows it by these methods only, so that nothing of it is linked into the engine's own
/// code.
pub trait LabEngine {
    /// Answers a request of its page's, an encoded [`LabRequest`](karui_protocol::LabRequest); its faults are told where the lab is shown.
    fn answer(&mut self, request: &[u8], context: &mut Context);
    /// Works for a slice of time; gives whether there was anything to do.
    fn advance(&mut self, context: &mut Context) -> bool;
    /// Takes in what it waited for: [`Mail::LabNews`].
    fn on_news(&mut self, _news: Box<dyn Any>, _context: &mut Context) {}
}

/// A lab's engine side, or that its code did not arrive.
pub type Loaded = Result<Box<dyn LabEngine>, SplitLoaderError>;

/// What fetches a lab's engine side.
pub type Load = fn(Inbox, Storage) -> Pin<Box<dyn Future<Output = Loaded>>>;

/// When a lab works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// While no run does: it works on the session's weights.
    AtRest,
    /// In turns with whatever the session does.
    Beside,
}

/// A lab's row: all that the engine must know before its code is there.
#[derive(Clone, Copy)]
pub struct LabRow {
    /// Its name.
    pub id: LabId,
    /// Where it is told that its code did not arrive.
    pub about: About,
    /// When it works.
    pub turn: Turn,
    /// Whether a learner is likely to want it next, so that it is fetched when there is nothing else to do.
    pub is_likely_next: bool,
    /// Fetches it.
    pub load: Load,
    /// The name of workers that help it, and what they do in place of being the engine.
    pub helper: Option<(&'static str, fn())>,
}

impl LabRow {
    /// A lab that works in turns with the session, is fetched when it is asked for, and has no helpers.
    pub const fn new(id: LabId, load: Load) -> Self {
        LabRow { id, about: About::ENGINE, turn: Turn::Beside, is_likely_next: false, load, helper: None }
    }
}

/// How far a lab's code is.
#[derive(Default)]
enum Code {
    #[default]
    Absent,
    Fetched,
    Here(Box<dyn LabEngine>),
}

struct Slot {
    row: LabRow,
    code: Code,
    /// Requests that came before it.
    waiting: Vec<(Needs, Vec<u8>)>,
}

impl Slot {
    /// Sends for the code; it comes as [`Mail::Lab`].
    fn fetch(&mut self, inbox: &Inbox, storage: &Storage) {
        self.code = Code::Fetched;
        let (row, inbox) = (self.row, inbox.clone());
        let mut load = (row.load)(inbox.clone(), storage.clone());
        spawn_local(async move {
            let missed = |reason: String| Problem::NotFetched { file: row.id.to_string(), reason };
            let loaded = match select(&mut load, pin!(sleep(SILENCE_MS))).await {
                Either::Left((loaded, _)) => loaded,
                // Whoever waits is told; should it come all the same, it is there for the next request.
                Either::Right(_) => {
                    inbox.push(Mail::Lab(row.id, Err(missed(TIMEOUT.into()))));
                    load.await
                }
            };
            inbox.push(Mail::Lab(row.id, loaded.map_err(|error| missed(error.to_string()))));
        });
    }
}

/// All labs, there or not.
pub struct Labs {
    slots: Vec<Slot>,
    looked_ahead: bool,
}

impl Labs {
    /// None is there yet.
    pub fn new(rows: &[LabRow]) -> Self {
        let slots = rows.iter().map(|row| Slot { row: *row, code: Code::Absent, waiting: Vec::new() }).collect();
        Labs { slots, looked_ahead: false }
    }

    fn slot(&mut self, id: LabId) -> Option<&mut Slot> {
        self.slots.iter_mut().find(|slot| slot.row.id == id)
    }

    /// Has a lab answer a request, now or when it is there. A lab that there is not is asked nothing.
    pub fn answer(&mut self, id: LabId, needs: Needs, request: Vec<u8>, context: &mut Context) {
        let Some(slot) = self.slot(id) else { return };
        match &mut slot.code {
            Code::Here(lab) => return lab.answer(&request, context),
            Code::Fetched => {}
            Code::Absent => slot.fetch(context.inbox, context.storage),
        }
        slot.waiting.push((needs, request));
    }

    /// Fetches, once, what a learner is likely to want next.
    pub fn look_ahead(&mut self, inbox: &Inbox, storage: &Storage) {
        if !std::mem::replace(&mut self.looked_ahead, true) {
            let next = self.slots.iter_mut().filter(|slot| slot.row.is_likely_next);
            next.filter(|slot| matches!(slot.code, Code::Absent)).for_each(|slot| slot.fetch(inbox, storage));
        }
    }

    /// A run begins: what waits to work on the weights before it is not wanted any more, and must not hold the run up.
    pub fn run_begins(&mut self) {
        self.slots.iter_mut().for_each(|slot| slot.waiting.retain(|(needs, _)| !needs.rest));
    }

    /// A lab has come and answers what waits for it; or it has not, which whoever waited is told. The next request sends
    /// for it again. Answered at once: behind what is in the inbox by now they would undo what was asked later.
    pub fn arrived(&mut self, id: LabId, lab: Result<Box<dyn LabEngine>, Problem>, context: &mut Context) {
        let Some(slot) = self.slot(id) else { return };
        let waiting = std::mem::take(&mut slot.waiting);
        match lab {
            // It came late, and was sent for twice.
            Ok(_) if matches!(slot.code, Code::Here(_)) => {}
            Ok(mut lab) => {
                waiting.into_iter().for_each(|(_, request)| lab.answer(&request, context));
                slot.code = Code::Here(lab);
            }
            Err(problem) => {
                slot.code = Code::Absent;
                if !waiting.is_empty() {
                    fault_beyond_session(slot.row.about, problem);
                }
            }
        }
    }

    /// Gives a lab what it waited for.
    pub fn on_news(&mut self, id: LabId, news: Box<dyn Any>, context: &mut Context) {
        if let Some(Slot { code: Code::Here(lab), .. }) = self.slot(id) {
            lab.on_news(news, context);
        }
    }

    /// Has each lab whose turn it is work for a slice of time; gives whether there was anything to do. Of those that work
    /// at rest the first that has something to do keeps the others waiting.
    pub fn advance(&mut self, turn: Turn, context: &mut Context) -> bool {
        let mut was_busy = false;
        for slot in self.slots.iter_mut().filter(|slot| slot.row.turn == turn) {
            if let Code::Here(lab) = &mut slot.code {
                was_busy |= lab.advance(context);
            }
            if was_busy && turn == Turn::AtRest {
                break;
            }
        }
        was_busy
    }
}
