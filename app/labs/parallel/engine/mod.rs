//! Distributed training, carried out: a run at a time, on workers of its own.

mod contest;
mod crew;
mod divide;
mod export;
mod federated;
mod pipe;
mod server;
mod stage;
mod train;
mod wire;
mod worker;

use crate::parallel::messages::{Ask, Contest, Divided, End, Federation, PipelineRun, Told, Training};
use federated::Federated;
use karui_core::data::Dataset;
use karui_protocol::{ModelKind, decode};
use karui_runtime::data_store;
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::mail::{Inbox, Mail};
use karui_runtime::post::post_to_lab;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use train::{Images, Wishes};
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use wire::IMAGES;

pub use worker::NAME as HELPER;

/// What is under way.
#[derive(Default)]
struct Parallel {
    /// A run that waits for its images, or for the one before to end.
    waiting: Option<Training>,
    /// Whether one goes on, and what the learner wishes of it.
    is_busy: bool,
    wishes: Rc<RefCell<Wishes>>,
    /// Trainings beside each other that wait.
    contest: Option<Contest>,
    /// Layers that wait to be divided, and a network whose layers are asked for.
    divided: Option<Divided>,
    layers: Option<ModelKind>,
    /// A batch that waits to go through a pipeline.
    pipe: Option<PipelineRun>,
    /// A federation that waits for its images, with the rounds asked for; and the one that there is.
    federation: Option<(Federation, usize)>,
    federated: Option<(u32, Federated)>,
}

#[wasm_split(parallel, fallible)]
fn make() -> Loaded {
    Ok(Box::new(Parallel::default()))
}

/// The engine side.
pub async fn load() -> Loaded {
    make().await
}

#[wasm_split(parallel_worker, fallible)]
fn make_worker() -> Result<fn(), SplitLoaderError> {
    Ok(worker::serve)
}

/// What a worker does that trains with others.
pub fn start_helper() {
    spawn_local(async {
        if let Ok(serve) = make_worker().await {
            serve();
        }
    });
}

impl LabEngine for Parallel {
    fn answer(&mut self, request: &[u8], context: &mut Context) {
        match decode(request) {
            Some(Ask::Train(training)) => {
                self.wishes.borrow_mut().is_stopped = true;
                if let Some(before) = self.waiting.replace(training) {
                    post_to_lab(&Told::Ended { id: before.id, end: End::Stopped, accuracy: None });
                }
            }
            Some(Ask::Contest(contest)) => {
                self.wishes.borrow_mut().is_stopped = true;
                if let Some(before) = self.contest.replace(contest) {
                    post_to_lab(&Told::Judged { id: before.id, error: None });
                }
            }
            Some(Ask::Divide(divided)) => self.divided = Some(divided),
            Some(Ask::Script(training)) => {
                let kind = context.data_store.borrow().kind();
                post_to_lab(&Told::Script(export::script(&training, kind)));
            }
            Some(Ask::Layers(network)) => self.layers = Some(network),
            Some(Ask::Stop) => {
                self.wishes.borrow_mut().is_stopped = true;
                if let Some(before) = self.contest.take() {
                    post_to_lab(&Told::Judged { id: before.id, error: None });
                }
                if let Some(before) = self.waiting.take() {
                    post_to_lab(&Told::Ended { id: before.id, end: End::Stopped, accuracy: None });
                }
            }
            Some(Ask::Slow { worker, factor }) => {
                self.wishes.borrow_mut().slow.insert(worker, factor);
            }
            Some(Ask::Presence { worker, is_here }) => {
                let away = &mut self.wishes.borrow_mut().away;
                away.retain(|other| *other != worker);
                if !is_here {
                    away.push(worker);
                }
            }
            Some(Ask::Pipe(run)) => self.pipe = Some(run),
            Some(Ask::Federate(federation)) => (self.federation, self.federated) = (Some((federation, 0)), None),
            Some(Ask::Rounds(0)) => {
                self.federation = None;
                if let Some((_, federated)) = &mut self.federated {
                    federated.stop();
                }
            }
            Some(Ask::Rounds(n)) => match (&mut self.federation, &mut self.federated) {
                (Some((_, rounds)), _) => *rounds += n,
                (None, Some((_, federated))) => federated.go_on(n),
                (None, None) => {}
            },
            None => {}
        }
    }

    fn advance(&mut self, context: &mut Context) -> bool {
        self.train(context)
            || self.contest(context)
            || self.pipe(context)
            || self.divide(context)
            || self.federate(context)
    }

    fn on_news(&mut self, _news: Box<dyn Any>, _context: &mut Context) {
        self.is_busy = false;
    }
}

impl Parallel {
    /// Sends the batch that waits through its pipeline, once its images are there.
    fn pipe(&mut self, context: &mut Context) -> bool {
        if self.is_busy || self.pipe.is_none() {
            return false;
        }
        let Some(images) = images(context, IMAGES) else { return false };
        let Some(run) = self.pipe.take() else { return false };
        self.is_busy = true;
        let inbox: Inbox = context.inbox.clone();
        spawn_local(async move {
            pipe::run(run, images).await;
            inbox.push(Mail::LabNews(crate::parallel::ID, Box::new(())));
        });
        true
    }

    /// Begins the trainings that are set beside each other, once their images are there.
    fn contest(&mut self, context: &mut Context) -> bool {
        let Some(wanted) = self.contest.as_ref().filter(|_| !self.is_busy).map(|contest| contest.images) else {
            return false;
        };
        let Some(images) = images(context, wanted) else { return false };
        let Some(contest) = self.contest.take() else { return false };
        self.is_busy = true;
        self.wishes = Rc::default();
        let (inbox, wishes): (Inbox, _) = (context.inbox.clone(), self.wishes.clone());
        spawn_local(async move {
            contest::run(contest, images, wishes).await;
            inbox.push(Mail::LabNews(crate::parallel::ID, Box::new(())));
        });
        true
    }

    /// Says where a network can be cut, or divides layers and computes them.
    fn divide(&mut self, context: &mut Context) -> bool {
        if let Some(network) = self.layers {
            if context.session.is_none() {
                return false;
            }
            self.layers = None;
            let kind = context.data_store.borrow().kind();
            if let Ok(graph) = stage::graph(network, kind) {
                post_to_lab(&Told::Layers(network, stage::layers(&graph)));
            }
            return true;
        }
        let Some(divided) = self.divided else { return false };
        let Some(images) = images(context, IMAGES) else { return false };
        self.divided = None;
        let id = divided.id;
        post_to_lab(&match divide::divided(&divided, &images) {
            Ok(joined) => Told::Joined { id, joined },
            Err(error) => Told::NotJoined { id, error },
        });
        true
    }

    /// Divides the images where that is asked for, or has one client train.
    fn federate(&mut self, context: &mut Context) -> bool {
        if let Some((federation, rounds)) = self.federation {
            let Some(images) = images(context, IMAGES) else { return false };
            self.federation = None;
            match Federated::new(federation, images) {
                Ok(mut federated) => {
                    federated.go_on(rounds);
                    self.federated = Some((federation.id, federated));
                }
                Err(error) => post_to_lab(&Told::NotFederated { id: federation.id, error }),
            }
            return true;
        }
        let Some((id, federated)) = &mut self.federated else { return false };
        match federated.advance() {
            Ok(was_busy) => was_busy,
            Err(error) => {
                post_to_lab(&Told::NotFederated { id: *id, error });
                self.federated = None;
                false
            }
        }
    }

    /// Begins the run that is waited for, once its images are there.
    fn train(&mut self, context: &mut Context) -> bool {
        if self.is_busy || self.waiting.is_none() {
            return false;
        }
        let (Some(images), Some(training)) = (images(context, IMAGES), self.waiting) else { return false };
        self.waiting = None;
        self.is_busy = true;
        // Of its own: what was wished of the run before is of no account.
        self.wishes = Rc::new(RefCell::new(Wishes { slow: [training.slow].into(), ..Wishes::default() }));
        let (inbox, wishes): (Inbox, _) = (context.inbox.clone(), self.wishes.clone());
        spawn_local(async move {
            train::run(training, images, wishes).await;
            inbox.push(Mail::LabNews(crate::parallel::ID, Box::new(())));
        });
        true
    }
}

/// The session's images, `wanted` to train on, once they are there.
fn images(context: &Context, wanted: usize) -> Option<Images> {
    context.session.as_ref()?;
    let kind = context.data_store.borrow().kind();
    let [train, test] = train::needs(kind, wanted);
    data_store::want(context.data_store, train, test, context.inbox);
    let data_store = context.data_store.borrow();
    let copy = |from: &Dataset, n: usize| {
        let mut to = Dataset::new(kind);
        let images = from.images().get(..n * from.shape().len())?;
        to.append(images, from.labels().get(..n)?).ok()?;
        Some(to)
    };
    Some(Images { kind, train: copy(data_store.train(), train)?, test: copy(data_store.test(), test)? })
}
