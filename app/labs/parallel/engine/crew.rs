//! The workers of a run as the engine has them: started, connected with each other, told and heard. One that is gone is noticed by its lock,
//! which the browser gives free with it.

use super::train::Wishes;
use super::wire::{Answer, Order, buffer, pack, unpack};
use super::worker::{NAME, lock};
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use js_sys::{Array, Uint8Array};
use karui_core::Error;
use karui_runtime::clock::sleep;
use karui_runtime::gpu::unless;
use karui_runtime::locks::freed;
use karui_runtime::scope::spawn;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, MessageChannel, MessageEvent, Worker};

/// While nobody speaks, so many milliseconds are waited at a time.
const TICK: i32 = 250;
/// Where nobody has answered for so many of them, the workers are held for lost; and where the run is to end, for so many.
const PATIENCE: u32 = 120;
const PATIENCE_AT_END: u32 = 12;

/// What has come from a worker.
pub struct Heard {
    /// Which.
    pub worker: usize,
    /// What it says.
    pub answer: Answer,
    /// What came with it.
    pub with: Array,
}

/// Why nothing more comes from a worker.
#[derive(Debug)]
pub enum Trouble {
    /// This worker is gone.
    Gone(usize),
    /// It cannot go on, or nobody answers.
    Failed(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Trouble::Failed(error)
    }
}

impl Trouble {
    /// As an error, for who cannot go on without that worker.
    pub fn error(self) -> Error {
        match self {
            Trouble::Gone(rank) => lost(rank),
            Trouble::Failed(error) => error,
        }
    }
}

/// What came, or why nothing more comes.
pub type Heeded<T> = std::result::Result<T, Trouble>;

/// What comes in, with the number under which its worker was started: another one may have its place by now.
enum Mail {
    Heard(u64, Heard),
    Gone(u64),
}

struct Member {
    id: u64,
    worker: Worker,
    _receive: Closure<dyn FnMut(MessageEvent)>,
    _fail: Closure<dyn FnMut(ErrorEvent)>,
}

/// The workers, which end with this.
pub struct Crew {
    /// What a worker is told first, and what comes with it.
    begin: Box<dyn Fn(usize) -> Order>,
    with: [Vec<u8>; 2],
    wishes: Rc<RefCell<Wishes>>,
    members: BTreeMap<usize, Member>,
    started: u64,
    to: UnboundedSender<Mail>,
    inbox: UnboundedReceiver<Mail>,
    /// What was said while a worker was awaited that came up.
    early: VecDeque<Heard>,
    /// The end of the present tick of waiting, and how many have passed.
    tick: Pin<Box<dyn Future<Output = ()>>>,
    waited: u32,
}

impl Crew {
    /// Nobody yet. Each is told `begin` first, by its number, with the same bytes.
    pub fn new(begin: impl Fn(usize) -> Order + 'static, with: [Vec<u8>; 2], wishes: Rc<RefCell<Wishes>>) -> Self {
        let (to, inbox) = unbounded();
        let (begin, members, tick) = (Box::new(begin), BTreeMap::new(), Box::pin(sleep(TICK)));
        Crew { begin, with, wishes, members, started: 0, to, inbox, early: VecDeque::new(), tick, waited: 0 }
    }

    /// Starts a worker, waits until it listens, gives it the run and a port to each other one.
    ///
    /// # Errors
    /// [`Trouble::Gone`] or a failure where it, or another, does not come up.
    pub async fn hire(&mut self, rank: usize) -> Heeded<()> {
        let worker = spawn(NAME).map_err(|_| lost(rank))?;
        self.started += 1;
        let id = self.started;
        let (to, failed) = (self.to.clone(), self.to.clone());
        let receive = Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| {
            if let Some((answer, with)) = unpack(&event.data()) {
                let _ = to.unbounded_send(Mail::Heard(id, Heard { worker: rank, answer, with }));
            }
        });
        let fail = Closure::<dyn FnMut(_)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            let _ = failed.unbounded_send(Mail::Gone(id));
        });
        worker.set_onmessage(Some(receive.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        self.members.insert(rank, Member { id, worker, _receive: receive, _fail: fail });
        loop {
            let heard = self.next().await?;
            match heard.answer {
                Answer::Ready(held) if heard.worker == rank => {
                    self.watch(id, held);
                    break;
                }
                _ => self.early.push_back(heard),
            }
        }
        let [first, second] = [&self.with[0], &self.with[1]].map(|bytes| Uint8Array::from(&bytes[..]).buffer());
        let (message, transfer) = pack(&(self.begin)(rank), &[&first, &second]);
        self.post(rank, &message, &transfer);
        let others: Vec<usize> = self.members.keys().copied().filter(|other| *other != rank).collect();
        for other in others {
            let channel = MessageChannel::new().map_err(|_| lost(rank))?;
            for (to, of, port) in [(rank, other, channel.port1()), (other, rank, channel.port2())] {
                let (message, transfer) = pack(&Order::Peer(of), &[&port]);
                self.post(to, &message, &transfer);
            }
        }
        Ok(())
    }

    /// Notices when a worker is gone that holds a lock.
    fn watch(&self, id: u64, held: Option<u64>) {
        let Some(held) = held else { return };
        let to = self.to.clone();
        spawn_local(async move {
            freed(&lock(held)).await;
            let _ = to.unbounded_send(Mail::Gone(id));
        });
    }

    /// Whether there is such a worker.
    pub fn has(&self, rank: usize) -> bool {
        self.members.contains_key(&rank)
    }

    /// Ends a worker.
    pub fn dismiss(&mut self, rank: usize) {
        if let Some(member) = self.members.remove(&rank) {
            member.end();
        }
        self.early.retain(|heard| heard.worker != rank);
    }

    /// Tells a worker; with `numbers`, where there are any.
    pub fn tell(&self, rank: usize, order: &Order, numbers: Option<&[f32]>) {
        let (message, transfer) = match numbers {
            Some(numbers) => pack(order, &[&buffer(numbers)]),
            None => pack(order, &[]),
        };
        self.post(rank, &message, &transfer);
    }

    fn post(&self, rank: usize, message: &Array, transfer: &Array) {
        if let Some(member) = self.members.get(&rank) {
            let _ = member.worker.post_message_with_transfer(message, transfer);
        }
    }

    /// The next that comes from anyone.
    ///
    /// # Errors
    /// Who is gone, what a worker says it failed by, or that none answers.
    pub async fn hear(&mut self) -> Heeded<Heard> {
        match self.early.pop_front() {
            Some(heard) => Ok(heard),
            None => self.next().await,
        }
    }

    async fn next(&mut self) -> Heeded<Heard> {
        loop {
            match unless(&mut self.tick, self.inbox.recv()).await {
                // Of one that was ended since.
                Some(Ok(Mail::Heard(id, _))) if self.rank_of(id).is_none() => {}
                Some(Ok(Mail::Heard(_, Heard { answer: Answer::Failed(error), .. }))) => return Err(error.into()),
                Some(Ok(Mail::Heard(_, heard))) => {
                    self.waited = 0;
                    return Ok(heard);
                }
                Some(Ok(Mail::Gone(id))) => {
                    if let Some(rank) = self.rank_of(id) {
                        return Err(Trouble::Gone(rank));
                    }
                }
                None if self.waited < self.patience() => {
                    self.tick = Box::pin(sleep(TICK));
                    self.waited += 1;
                }
                _ => return Err(Error::misuse("workers", "workers that answer", "none that does").into()),
            }
        }
    }

    fn patience(&self) -> u32 {
        if self.wishes.borrow().is_stopped { PATIENCE_AT_END } else { PATIENCE }
    }

    fn rank_of(&self, id: u64) -> Option<usize> {
        self.members.iter().find(|(_, member)| member.id == id).map(|(rank, _)| *rank)
    }
}

impl Member {
    fn end(&self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.members.values().for_each(Member::end);
    }
}

/// That a worker is gone.
pub fn lost(rank: usize) -> Error {
    Error::misuse("worker", "one that answers", rank.to_string())
}
