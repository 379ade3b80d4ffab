//! A worker of a data-parallel run: it has images and weights of its own, and ports to the others.

use super::stage::Piped;
use super::wire::{Answer, Order, Step, buffer, model, numbers, pack, prepare, sampling, shard, train_spec, unpack};
use crate::parallel::messages::Training;
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use karui_core::data::{Dataset, Sampler, info};
use karui_core::graph::{Graph, Weights};
use karui_core::{Error, Result, models};
use karui_parallel::allreduce::{Message, Plan, Rank};
use karui_protocol::DataKind;
use karui_runtime::clock::now;
use karui_runtime::locks;
use karui_runtime::scope::scope;
use karui_runtime::trainer::{self, CpuTrainer, MakeTrainer};
use std::collections::HashMap;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, MessagePort};

/// The name of such a worker.
pub const NAME: &str = "karui-parallel";

type Receive = Closure<dyn FnMut(MessageEvent)>;

/// What comes to it: from the engine, or from another worker.
enum Mail {
    Order(Array, Order),
    Peer(u64, Message<f32>),
}

/// Takes this part.
pub fn serve() {
    let (to, inbox) = unbounded();
    let orders = to.clone();
    let receive = Receive::new(move |event: MessageEvent| {
        if let Some((order, message)) = unpack(&event.data()) {
            let _ = orders.unbounded_send(Mail::Order(message, order));
        }
    });
    scope().set_onmessage(Some(receive.as_ref().unchecked_ref()));
    receive.forget();
    spawn_local(async move {
        if let Ok(make) = trainer::fetched().await {
            let own = (js_sys::Math::random() * (1u64 << 53) as f64) as u64;
            locks::hold(&lock(own)).await;
            answer(&Answer::Ready(locks::are_there().then_some(own)), &[]);
            work(make, inbox, to).await;
        }
    });
}

/// The name of a worker's lock.
pub fn lock(number: u64) -> String {
    format!("{NAME} {number:x}")
}

pub fn answer(words: &Answer, with: &[&JsValue]) {
    let (message, transfer) = pack(words, with);
    let _ = scope().post_message_with_transfer(&message, &transfer);
}

/// Does what it is asked, one order after the other.
async fn work(make: MakeTrainer, inbox: UnboundedReceiver<Mail>, to: UnboundedSender<Mail>) {
    let mut post =
        Post { inbox, to, ports: HashMap::new(), orders: Vec::new(), peers: Vec::new(), is_abandoned: false };
    let (mut worker, mut piped): (Option<Worker>, Option<Piped>) = (None, None);
    while let Some((message, order)) = post.order().await {
        let done = match (order, &mut worker) {
            (Order::Begin(training, data), _) => {
                Worker::new(make, training, data, &message).map(|it| worker = Some(it))
            }
            (Order::BeginPipe(run, data, rank), _) => Piped::new(run, data, rank, &message).map(|it| piped = Some(it)),
            (Order::Pipe, _) => match &mut piped {
                Some(piped) => piped.run(&mut post).await,
                None => Ok(()),
            },
            (Order::Peer(rank), _) => {
                post.connect(rank, message.get(1).unchecked_into());
                Ok(())
            }
            (Order::Step(step), Some(worker)) => worker.step(&step, &mut post).await,
            (Order::Gradient { batch, place, slow }, Some(worker)) => {
                worker.take(&numbers(&message.get(1)));
                worker.deliver(batch, place, slow)
            }
            (Order::Weights(steps), Some(worker)) => {
                worker.take(&numbers(&message.get(1)));
                worker.steps = steps;
                Ok(())
            }
            (Order::Give, Some(worker)) => {
                answer(&Answer::Weights, &[&buffer(&worker.weights)]);
                Ok(())
            }
            (Order::Abandon, _) => {
                post.is_abandoned = true;
                Ok(())
            }
            (_, None) => Ok(()),
        };
        if std::mem::take(&mut post.is_abandoned) {
            post.peers.clear();
            let (steps, weights) = worker.as_ref().map_or((0, &[][..]), |it| (it.steps, &it.weights[..]));
            answer(&Answer::Stands(steps), &[&buffer(weights)]);
        } else if let Err(error) = done {
            answer(&Answer::Failed(error), &[]);
        }
    }
}

/// Its mail, sorted.
pub struct Post {
    inbox: UnboundedReceiver<Mail>,
    to: UnboundedSender<Mail>,
    ports: HashMap<usize, (MessagePort, Receive)>,
    /// Orders that came while a step went on.
    orders: Vec<(Array, Order)>,
    /// What others have sent for a step that has not begun here.
    peers: Vec<(u64, Message<f32>)>,
    /// Whether the step that goes on is given up.
    is_abandoned: bool,
}

impl Post {
    async fn order(&mut self) -> Option<(Array, Order)> {
        if !self.orders.is_empty() {
            return Some(self.orders.remove(0));
        }
        loop {
            match self.inbox.recv().await.ok()? {
                Mail::Order(message, order) => return Some((message, order)),
                Mail::Peer(step, message) => self.peers.push((step, message)),
            }
        }
    }

    /// The next message of `step`.
    ///
    /// # Errors
    /// [`Error::Misuse`] where none comes any more: the step is given up, or the port is closed.
    pub async fn peer(&mut self, step: u64) -> Result<Message<f32>> {
        if let Some(at) = self.peers.iter().position(|(of, _)| *of == step) {
            return Ok(self.peers.swap_remove(at).1);
        }
        loop {
            match self.inbox.recv().await {
                Ok(Mail::Peer(of, message)) if of == step => return Ok(message),
                Ok(Mail::Peer(of, message)) => self.peers.push((of, message)),
                Ok(Mail::Order(_, Order::Abandon)) => {
                    self.is_abandoned = true;
                    return Err(Error::misuse("step", "one that goes on", "one that was given up"));
                }
                Ok(Mail::Order(message, order)) => self.orders.push((message, order)),
                Err(_) => return Err(Error::misuse("port", "one that is open", "one that is closed")),
            }
        }
    }

    fn connect(&mut self, rank: usize, port: MessagePort) {
        let to = self.to.clone();
        let receive = Receive::new(move |event: MessageEvent| {
            let message: Array = event.data().unchecked_into();
            let step = message.get(0).as_f64().unwrap_or(0.0) as u64;
            let number = |i| message.get(i).as_f64().unwrap_or(0.0) as usize;
            let values = numbers(&message.get(6));
            let range = number(4)..number(5);
            let message = Message { round: number(1), from: number(2), to: number(3), range, values };
            let _ = to.unbounded_send(Mail::Peer(step, message));
        });
        port.set_onmessage(Some(receive.as_ref().unchecked_ref()));
        self.ports.insert(rank, (port, receive));
    }

    /// Sends what a rank has to send; gives the bytes.
    fn send(&self, step: &Step, messages: Vec<Message<f32>>) -> Result<u64> {
        let mut bytes = 0;
        for message in messages {
            let unknown = || Error::misuse("member", "one of the step", message.to.to_string());
            let member = *step.members.get(message.to).ok_or_else(unknown)?;
            bytes += self.pass(member, step.attempt, message)?;
        }
        Ok(bytes)
    }

    /// Sends a message that belongs to `step` to another worker; gives the bytes.
    pub fn pass(&self, member: usize, step: u64, message: Message<f32>) -> Result<u64> {
        let (port, _) =
            self.ports.get(&member).ok_or_else(|| Error::misuse("port", "one to each member", member.to_string()))?;
        let values = buffer(&message.values);
        let bytes = u64::from(values.byte_length());
        let Message { round, from, to, range, .. } = message;
        let array = Array::of1(&JsValue::from(step as f64));
        for word in [round, from, to, range.start, range.end] {
            array.push(&JsValue::from(word as f64));
        }
        array.push(&values);
        let _ = port.post_message_with_transferable(&array, &Array::of1(&values));
        Ok(bytes)
    }
}

struct Worker {
    make: MakeTrainer,
    training: Training,
    graph: Graph,
    data: Dataset,
    sampler: Sampler,
    /// For shards of so many images.
    trainer: Option<(usize, Box<dyn CpuTrainer>)>,
    /// The trained weights, and the steps with others that are in them.
    weights: Vec<f32>,
    steps: u64,
    images: Vec<f32>,
    labels: Vec<u8>,
}

impl Worker {
    fn new(make: MakeTrainer, training: Training, data: DataKind, message: &Array) -> Result<Self> {
        let facts = info(data);
        let graph = models::build(model(training.network), facts.shape, facts.classes.len())?;
        let bytes = |i| Uint8Array::new(&message.get(i).unchecked_into::<ArrayBuffer>()).to_vec();
        let mut set = Dataset::new(data);
        set.append(&bytes(1), &bytes(2))?;
        let whole = Weights::init(&graph, u64::from(train_spec(&training).seed));
        let weights = whole.values()[..whole.trainable_len()].to_vec();
        let sampler = Sampler::new(sampling(&training));
        let (images, labels) = (Vec::new(), Vec::new());
        Ok(Worker { make, training, graph, data: set, sampler, trainer: None, weights, steps: 0, images, labels })
    }

    fn take(&mut self, weights: &[f32]) {
        if weights.len() == self.weights.len() {
            self.weights.copy_from_slice(weights);
        }
    }

    /// The mean loss and gradient of its share of a batch, computed `slow` times; the trainer has both, and the weights.
    fn gradient(&mut self, batch: u64, (place, workers): (usize, usize), slow: u32) -> Result<(f32, usize, f64)> {
        let indices = self.sampler.batch(batch);
        let indices = &indices[shard(self.training.division, indices.len(), place, workers)];
        let n = indices.len();
        self.images.resize(n * self.data.shape().len(), 0.0);
        self.labels.resize(n, 0);
        self.data.batch(indices, &mut self.images, &mut self.labels)?;
        let trainer = match &mut self.trainer {
            Some((size, trainer)) if *size == n => trainer,
            other => {
                let trainer = (self.make)(&self.graph, &train_spec(&self.training), n, self.training.batches.max(1))?;
                &mut other.insert((n, trainer)).1
            }
        };
        trainer.weights_mut().split_mut().0.copy_from_slice(&self.weights);
        let start = now();
        let mut loss = 0.0;
        for _ in 0..slow.max(1) {
            loss = trainer.gradients(&self.images, &self.labels)?.loss;
        }
        Ok((loss, n, now() - start))
    }

    /// Applies a gradient.
    fn apply(&mut self, gradient: &[f32]) {
        if let Some((_, trainer)) = &mut self.trainer {
            trainer.gradient_mut().copy_from_slice(gradient);
            trainer.apply();
            self.weights.copy_from_slice(trainer.weights_mut().split_mut().0);
        }
    }

    fn own_gradient(&self) -> Vec<f32> {
        self.trainer.as_ref().map_or_else(Vec::new, |(_, trainer)| trainer.gradient().to_vec())
    }

    fn deliver(&mut self, batch: u64, place: (usize, usize), slow: u32) -> Result<()> {
        let (loss, images, compute) = self.gradient(batch, place, slow)?;
        answer(&Answer::Gradient { loss, images, compute }, &[&buffer(&self.own_gradient())]);
        Ok(())
    }

    /// A step with all members. One that fails or is given up leaves the weights as they were before.
    async fn step(&mut self, step: &Step, post: &mut Post) -> Result<()> {
        let before = (step.local > 0).then(|| self.weights.clone());
        let done = self.try_step(step, post).await;
        if let (Err(_), Some(before)) = (&done, before) {
            self.weights = before;
        }
        done
    }

    async fn try_step(&mut self, step: &Step, post: &mut Post) -> Result<()> {
        let workers = step.workers();
        let (mut loss, mut images, mut compute) = (0.0, 0, 0.0);
        // A server has no gradient of its own.
        let mut sum = vec![0.0; self.weights.len()];
        let is_worker = step.place < workers;
        if is_worker {
            for i in 0..step.local.max(1) {
                let (own, n, ms) =
                    self.gradient(step.step * step.local.max(1) + i, (step.place, workers), step.slow)?;
                loss += own / step.local.max(1) as f32;
                images += n;
                compute += ms;
                if step.local > 0 {
                    let gradient = self.own_gradient();
                    self.apply(&gradient);
                }
            }
            if step.local > 0 {
                sum.iter_mut().zip(&self.weights).for_each(|(sum, w)| *sum = w / workers as f32);
            } else {
                sum = self.own_gradient();
                prepare(&mut sum, self.training.division, self.training.batch, step.place, workers);
            }
        }
        let start = now();
        let plan = Plan::new(step.algorithm, workers, sum.len())?;
        let mut rank = Rank::new(&plan, step.place)?;
        let mut sent = post.send(step, rank.start(&mut sum)?)?;
        while !rank.is_done() {
            let message = post.peer(step.attempt).await?;
            sent += post.send(step, rank.receive(message, &mut sum)?)?;
        }
        let wait = now() - start;
        self.steps = step.step + 1;
        if is_worker {
            if step.local > 0 {
                self.weights.copy_from_slice(&sum);
            } else {
                self.apply(&sum);
            }
        }
        let words = Answer::Stepped { loss, images, compute, wait, sent };
        if step.wants_gradient {
            answer(&words, &[&buffer(&sum)])
        } else {
            answer(&words, &[])
        }
        Ok(())
    }
}
