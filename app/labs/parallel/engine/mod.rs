//! Distributed training, carried out: a run at a time, on workers of its own.

mod crew;
mod federated;
mod pipe;
mod stage;
mod train;
mod wire;
mod worker;

use crate::parallel::messages::{Ask, End, Federation, PipelineRun, Told, Training};
use federated::Federated;
use karui_core::data::Dataset;
use karui_protocol::decode;
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::library;
use karui_runtime::mail::{Inbox, Mail};
use karui_runtime::post::post_to_lab;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use train::{Images, Wishes};
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

pub use worker::NAME as HELPER;

/// What is under way.
#[derive(Default)]
struct Parallel {
    /// A run that waits for its images, or for the one before to end.
    waiting: Option<Training>,
    /// Whether one goes on, and what the learner wishes of it.
    is_busy: bool,
    wishes: Rc<RefCell<Wishes>>,
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
    fn answer(&mut self, request: &[u8], _context: &mut Context) {
        match decode(request) {
            Some(Ask::Train(training)) => {
                self.wishes.borrow_mut().is_stopped = true;
                if let Some(before) = self.waiting.replace(training) {
                    post_to_lab(&Told::Ended { id: before.id, end: End::Stopped, accuracy: None });
                }
            }
            Some(Ask::Stop) => {
                self.wishes.borrow_mut().is_stopped = true;
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
        self.train(context) || self.pipe(context) || self.federate(context)
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
        let (Some(images), Some(run)) = (images(context), self.pipe) else { return false };
        (self.pipe, self.is_busy) = (None, true);
        let inbox: Inbox = context.inbox.clone();
        spawn_local(async move {
            pipe::run(run, images).await;
            inbox.push(Mail::LabNews(crate::parallel::ID, Box::new(())));
        });
        true
    }

    /// Divides the images where that is asked for, or has one client train.
    fn federate(&mut self, context: &mut Context) -> bool {
        if let Some((federation, rounds)) = self.federation {
            let Some(images) = images(context) else { return false };
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
        let (Some(images), Some(training)) = (images(context), self.waiting) else { return false };
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

/// The session's images, as many as a run takes, once they are there.
fn images(context: &Context) -> Option<Images> {
    context.session.as_ref()?;
    let kind = context.library.borrow().kind();
    let [train, test] = train::needs(kind);
    library::want(context.library, train, test, context.inbox);
    let library = context.library.borrow();
    let copy = |from: &Dataset, n: usize| {
        let mut to = Dataset::new(kind);
        let images = from.images().get(..n * from.shape().len())?;
        to.append(images, from.labels().get(..n)?).ok()?;
        Some(to)
    };
    Some(Images { kind, train: copy(library.train(), train)?, test: copy(library.test(), test)? })
}
