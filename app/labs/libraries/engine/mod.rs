//! The engine side: it holds the workers of programs. One waits, so that a program begins at once; the one that runs ends with
//! its program, or when the learner says so.

mod interpreter;
mod traceback;

use crate::libraries::messages::{Ask, End, Told};
use interpreter::{Answer, Order, pack, unpack};
use karui_protocol::decode;
use karui_runtime::clock::now;
use karui_runtime::lab::{Context, LabEngine, Loaded};
use karui_runtime::mail::{Inbox, Mail};
use karui_runtime::post::post_to_lab;
use karui_runtime::scope::spawn_from;
use std::any::Any;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// The name of a program's worker.
pub const HELPER: &str = "karui-python";
/// Its file, beside the engine's.
const FILE: &str = "python.js";

/// Something that a worker says, by its number; `None` where it was lost.
struct News(u32, Option<Answer>);

struct Interpreter {
    number: u32,
    since: f64,
    is_ready: bool,
    worker: Worker,
    _receive: Closure<dyn FnMut(MessageEvent)>,
    _fail: Closure<dyn FnMut(ErrorEvent)>,
}

/// A program that was asked for.
struct Program {
    id: u32,
    order: Order,
}

#[derive(Default)]
struct Libraries {
    /// How many workers there were.
    count: u32,
    spare: Option<Interpreter>,
    /// The program that waits for the spare one.
    waiting: Option<Program>,
    running: Option<(u32, Interpreter)>,
}

#[wasm_split(libraries, fallible)]
fn make() -> Loaded {
    Ok(Box::new(Libraries::default()))
}

/// The engine side.
pub async fn load() -> Loaded {
    make().await
}

#[wasm_split(python, fallible)]
fn make_helper() -> Result<fn(), SplitLoaderError> {
    Ok(interpreter::serve)
}

/// What a worker does that runs a program.
pub fn start_helper() {
    spawn_local(async {
        if let Ok(serve) = make_helper().await {
            serve();
        }
    });
}

impl LabEngine for Libraries {
    fn answer(&mut self, request: &[u8], context: &mut Context) {
        match decode(request) {
            Some(Ask::Prepare) => match &self.spare {
                Some(spare) if spare.is_ready => post_to_lab(&Told::Ready(0.0)),
                Some(_) => {}
                None => self.prepare(context.inbox),
            },
            Some(Ask::Run { id, source, seed }) => {
                self.end(End::Stopped);
                self.waiting = Some(Program { id, order: Order { source, seed } });
                self.prepare(context.inbox);
                self.begin(context.inbox);
            }
            Some(Ask::Stop) => {
                self.end(End::Stopped);
                self.prepare(context.inbox);
            }
            None => {}
        }
    }

    fn advance(&mut self, _: &mut Context) -> bool {
        false
    }

    fn on_news(&mut self, news: Box<dyn Any>, context: &mut Context) {
        let Ok(news) = news.downcast::<News>() else { return };
        let News(number, answer) = *news;
        if self.spare.as_ref().is_some_and(|spare| spare.number == number) {
            self.on_spare(answer, context.inbox);
        } else if let Some((id, _)) = self.running.as_ref().filter(|(_, it)| it.number == number) {
            let id = *id;
            match answer {
                Some(Answer::Trace(entries)) => post_to_lab(&Told::Trace { id, entries }),
                Some(Answer::Ended { failure, milliseconds, files }) => {
                    self.running = None;
                    let end = failure.map_or(End::Done, End::Failed);
                    post_to_lab(&Told::Ended { id, end, milliseconds, files });
                    self.prepare(context.inbox);
                }
                Some(Answer::Ready) => {}
                None => self.end(End::Lost),
            }
        }
    }
}

impl Libraries {
    /// What the worker says that waits.
    fn on_spare(&mut self, answer: Option<Answer>, inbox: &Inbox) {
        match (answer, &mut self.spare) {
            (Some(Answer::Ready), Some(spare)) => {
                spare.is_ready = true;
                post_to_lab(&Told::Ready(now() - spare.since));
                self.begin(inbox);
            }
            _ => {
                self.spare = None;
                if let Some(program) = self.waiting.take() {
                    ended(program.id, End::Lost);
                }
            }
        }
    }

    /// Has a worker wait.
    fn prepare(&mut self, inbox: &Inbox) {
        if self.spare.is_none() {
            self.count += 1;
            self.spare = Interpreter::new(self.count, inbox.clone());
        }
    }

    /// Gives the program that waits to the worker that does.
    fn begin(&mut self, inbox: &Inbox) {
        let is_ready = self.spare.as_ref().is_some_and(|spare| spare.is_ready);
        if !is_ready || self.waiting.is_none() {
            if self.spare.is_none()
                && let Some(program) = self.waiting.take()
            {
                ended(program.id, End::Lost);
            }
            return;
        }
        if let (Some(spare), Some(program)) = (self.spare.take(), self.waiting.take()) {
            let _ = spare.worker.post_message(&pack(&program.order));
            self.running = Some((program.id, spare));
            self.prepare(inbox);
        }
    }

    /// Ends what runs or waits to.
    fn end(&mut self, end: End) {
        let id = self.running.take().map(|(id, _)| id).or(self.waiting.take().map(|program| program.id));
        if let Some(id) = id {
            ended(id, end);
        }
    }
}

fn ended(id: u32, end: End) {
    post_to_lab(&Told::Ended { id, end, milliseconds: 0.0, files: Vec::new() });
}

impl Interpreter {
    fn new(number: u32, inbox: Inbox) -> Option<Self> {
        let worker = spawn_from(FILE, HELPER).ok()?;
        let failed = inbox.clone();
        let tell = |inbox: &Inbox, news: News| inbox.push(Mail::LabNews(crate::libraries::ID, Box::new(news)));
        let receive = Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| {
            if let Some(answer) = unpack(&event.data()) {
                tell(&inbox, News(number, Some(answer)));
            }
        });
        let fail = Closure::<dyn FnMut(_)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            tell(&failed, News(number, None));
        });
        worker.set_onmessage(Some(receive.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        Some(Interpreter { number, since: now(), is_ready: false, worker, _receive: receive, _fail: fail })
    }
}

impl Drop for Interpreter {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
