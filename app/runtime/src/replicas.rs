//! The engine's side of a parallel run. Each step it sends every replica the weights, computes its own share meanwhile,
//! and takes back their gradients in the same buffers, which go to and fro and are never made anew.

use crate::clock::sleep;
use crate::replica::READY;
use crate::scope::{REPLICA, spawn};
use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::future::{Either, select};
use js_sys::{Array, ArrayBuffer, Float32Array, Uint8Array};
use karui_core::data::Dataset;
use karui_protocol::{Experiment, encode};
use std::pin::{Pin, pin};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// A worker that the system ends says nothing. A replica is held for dead when rank 0, done with its own share, has
/// waited for it for so many seconds …
const PATIENCE: f64 = 5.0;
/// … and so many times as long as its own share took: cores may differ.
const SLOWER: f64 = 4.0;
/// A replica may take so many seconds to start.
const START: f64 = 20.0;

/// The replicas of a run.
pub struct Replicas {
    members: Vec<Member>,
    /// The end of the present second of waiting. Seconds are counted by timers and not by the clock, as a computer that slept
    /// has not waited.
    second: Pin<Box<dyn Future<Output = ()>>>,
    /// For how many seconds rank 0 has waited.
    waited: u32,
    /// For how many seconds it waits.
    patience: f64,
}

struct Member {
    /// Its rank when the run began.
    rank: usize,
    worker: Worker,
    /// What it says.
    inbox: UnboundedReceiver<News>,
    /// The last of it that is not done with.
    news: News,
    /// The buffer, while it is here.
    buffer: Option<ArrayBuffer>,
    gradient: Vec<f32>,
    _receive: Closure<dyn FnMut(MessageEvent)>,
    _fail: Closure<dyn FnMut(ErrorEvent)>,
}

/// What has come from a replica.
enum News {
    /// Nothing yet.
    None,
    Ready,
    Answer {
        step: u64,
        loss: f32,
        hits: u32,
        buffer: ArrayBuffer,
    },
    Lost,
}

/// What has come of waiting for a step.
pub enum Collected {
    /// Everyone's share, in rank order.
    All(Vec<Share>),
    /// The ranks of those lost; they are gone from here, and the step has to be done again.
    Lost(Vec<usize>),
    /// A second has passed, and not all have answered.
    NotYet,
}

/// What a replica found in a step.
pub struct Share {
    /// Mean loss of its images.
    pub loss: f32,
    /// Hits among them.
    pub hits: u32,
}

impl Replicas {
    /// Starts `n` replicas. Those that do not come up are missing from the result.
    pub async fn start(n: usize, trained: usize) -> Self {
        let members = (1..=n).filter_map(|rank| Member::new(rank, trained)).collect();
        let mut it = Replicas { members, second: Box::pin(sleep(1000)), waited: 0, patience: START };
        while it.settled(|news| matches!(news, News::Ready)).await.is_none() {}
        it
    }

    /// Gives each the settings of the run and its images.
    pub fn give(&self, experiment: &Experiment, train: &Dataset) {
        let size = train.shape().len() * experiment.train_size;
        let (images, labels) = (&train.images()[..size], &train.labels()[..experiment.train_size]);
        for member in &self.members {
            let [images, labels] = [images, labels].map(|b| Uint8Array::from(b).buffer());
            let settings = Uint8Array::from(encode(experiment).as_slice());
            let message = Array::of3(&settings, &images, &labels);
            let _ = member.worker.post_message_with_transfer(&message, &Array::of2(&images, &labels));
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Sends out step `step` with the trained weights. The ranks are numbered anew among those that are left.
    pub fn send(&mut self, step: u64, weights: &[f32]) {
        let workers = self.members.len() + 1;
        for (i, member) in self.members.iter_mut().enumerate() {
            member.news = News::None;
            let buffer = member.buffer.take().unwrap_or_else(|| ArrayBuffer::new(4 * weights.len() as u32));
            Float32Array::new(&buffer).copy_from(weights);
            let place = [step as f64, (i + 1) as f64, workers as f64].map(JsValue::from);
            let message = Array::of4(&place[0], &place[1], &place[2], &buffer);
            let _ = member.worker.post_message_with_transfer(&message, &Array::of1(&buffer));
        }
    }

    /// Starts to wait for the answers to a step of which rank 0 has computed its own share in `ms`.
    pub fn wait_for_step(&mut self, ms: f64) {
        (self.waited, self.patience) = (0, PATIENCE + SLOWER * ms / 1000.0);
    }

    /// Waits until all have answered step `step`, for a second at most.
    pub async fn collect(&mut self, step: u64) -> Collected {
        let settled = self.settled(|news| matches!(news, News::Answer { step: of, .. } if *of == step)).await;
        let Some(lost) = settled else { return Collected::NotYet };
        let mut shares = Vec::with_capacity(self.members.len());
        for member in &mut self.members {
            if let News::Answer { loss, hits, buffer, .. } = std::mem::replace(&mut member.news, News::None) {
                Float32Array::new(&buffer).copy_to(&mut member.gradient);
                member.buffer = Some(buffer);
                shares.push(Share { loss, hits });
            }
        }
        if lost.is_empty() { Collected::All(shares) } else { Collected::Lost(lost) }
    }

    /// The gradients of the step last collected, in rank order.
    pub fn gradients_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.members.iter_mut().map(|m| &mut m.gradient[..])
    }

    /// Waits until `is_there` holds for the news of each; takes out those lost meanwhile and gives their ranks. `None`
    /// when a second has passed first.
    async fn settled(&mut self, is_there: impl Fn(&News) -> bool) -> Option<Vec<usize>> {
        let all = async {
            for member in &mut self.members {
                member.hear(&is_there).await;
            }
        };
        let is_second_over = matches!(select(pin!(all), &mut self.second).await, Either::Right(_));
        if is_second_over {
            self.second = Box::pin(sleep(1000));
            self.waited += 1;
            if f64::from(self.waited) <= self.patience {
                return None;
            }
            // Those that take too long are given up.
            self.members.iter_mut().filter(|m| !is_there(&m.news)).for_each(|m| m.news = News::Lost);
        }
        let is_lost = |m: &Member| matches!(m.news, News::Lost);
        let lost = self.members.iter().filter(|m| is_lost(m)).map(|m| m.rank).collect();
        self.members.retain(|m| !is_lost(m));
        Some(lost)
    }
}

impl Member {
    fn new(rank: usize, trained: usize) -> Option<Self> {
        let worker = spawn(REPLICA).ok()?;
        let (to, inbox) = unbounded();
        let from_error = to.clone();
        let receive = Closure::<dyn FnMut(_)>::new(move |message: MessageEvent| {
            let _ = to.unbounded_send(read(&message.data()));
        });
        let fail = Closure::<dyn FnMut(_)>::new(move |error: ErrorEvent| {
            // The run goes on without it, so that the page need not hear of it as an error of its own.
            error.prevent_default();
            let _ = from_error.unbounded_send(News::Lost);
        });
        worker.set_onmessage(Some(receive.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        let gradient = vec![0.0; trained];
        let news = News::None;
        Some(Member { rank, worker, inbox, news, buffer: None, gradient, _receive: receive, _fail: fail })
    }

    /// Waits for news for which `is_there` holds, or for its loss.
    async fn hear(&mut self, is_there: impl Fn(&News) -> bool) {
        while !matches!(self.news, News::Lost) && !is_there(&self.news) {
            self.news = self.inbox.recv().await.unwrap_or(News::Lost);
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn read(message: &JsValue) -> News {
    if message.as_string().as_deref() == Some(READY) {
        return News::Ready;
    }
    let message: &Array = message.unchecked_ref();
    let number = |i| message.get(i).as_f64().unwrap_or(f64::NAN);
    News::Answer {
        step: number(0) as u64,
        loss: number(1) as f32,
        hits: number(2) as u32,
        buffer: message.get(3).unchecked_into(),
    }
}
