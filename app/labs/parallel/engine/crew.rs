//! The workers of a run as the engine has them: started, connected with each other, told and heard.

use super::wire::{Answer, Order, buffer, pack, unpack};
use super::worker::NAME;
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use js_sys::{Array, Uint8Array};
use karui_core::{Error, Result};
use karui_runtime::clock::sleep;
use karui_runtime::gpu::unless;
use karui_runtime::scope::spawn;
use std::collections::BTreeMap;
use std::pin::Pin;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{ErrorEvent, MessageChannel, MessageEvent, Worker};

/// Where nobody has answered for so many seconds, the workers are held for lost.
const PATIENCE: u32 = 30;

/// What has come from a worker.
pub struct Heard {
    /// Which.
    pub worker: usize,
    /// What it says.
    pub answer: Answer,
    /// What came with it.
    pub with: Array,
}

struct Member {
    worker: Worker,
    _receive: Closure<dyn FnMut(MessageEvent)>,
    _fail: Closure<dyn FnMut(ErrorEvent)>,
}

/// The workers, which end with this.
pub struct Crew {
    /// What a worker is told first, and what comes with it.
    begin: Box<dyn Fn(usize) -> Order>,
    with: [Vec<u8>; 2],
    members: BTreeMap<usize, Member>,
    to: UnboundedSender<Heard>,
    inbox: UnboundedReceiver<Heard>,
    /// The end of the present second of waiting, and how many have passed.
    second: Pin<Box<dyn Future<Output = ()>>>,
    waited: u32,
}

impl Crew {
    /// Nobody yet. Each is told `begin` first, by its number, with the same bytes.
    pub fn new(begin: impl Fn(usize) -> Order + 'static, with: [Vec<u8>; 2]) -> Self {
        let (to, inbox) = unbounded();
        let (begin, members, second) = (Box::new(begin), BTreeMap::new(), Box::pin(sleep(1000)));
        Crew { begin, with, members, to, inbox, second, waited: 0 }
    }

    /// Starts a worker, waits until it listens, gives it the run and a port to each other one.
    ///
    /// # Errors
    /// [`Error::Misuse`] where it does not come up.
    pub async fn hire(&mut self, rank: usize) -> Result<()> {
        let worker = spawn(NAME).map_err(|_| lost(rank))?;
        let (to, failed) = (self.to.clone(), self.to.clone());
        let receive = Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| {
            if let Some((answer, with)) = unpack(&event.data()) {
                let _ = to.unbounded_send(Heard { worker: rank, answer, with });
            }
        });
        let fail = Closure::<dyn FnMut(_)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            let _ =
                failed.unbounded_send(Heard { worker: rank, answer: Answer::Failed(lost(rank)), with: Array::new() });
        });
        worker.set_onmessage(Some(receive.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        self.members.insert(rank, Member { worker, _receive: receive, _fail: fail });
        loop {
            let heard = self.hear().await?;
            if heard.worker == rank && heard.answer == Answer::Ready {
                break;
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

    /// Ends a worker.
    pub fn dismiss(&mut self, rank: usize) {
        if let Some(member) = self.members.remove(&rank) {
            member.end();
        }
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
    /// What a worker says it failed by, or that none answers.
    pub async fn hear(&mut self) -> Result<Heard> {
        let heard = loop {
            match unless(&mut self.second, self.inbox.recv()).await {
                Some(Ok(heard)) => break heard,
                None if self.waited < PATIENCE => {
                    self.second = Box::pin(sleep(1000));
                    self.waited += 1;
                }
                _ => return Err(Error::misuse("workers", "workers that answer", "none that does")),
            }
        };
        self.waited = 0;
        match heard.answer {
            Answer::Failed(error) => Err(error),
            _ => Ok(heard),
        }
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

fn lost(rank: usize) -> Error {
    Error::misuse("worker", "one that answers", rank.to_string())
}
