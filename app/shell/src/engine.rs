//! The engine's client: starts the worker, talks to it, notices when it is gone and starts another.

use crate::state::{EngineState, Lab};
use js_sys::{Array, Uint8Array, WebAssembly};
use karui_protocol::{About, Envelope, Event, Experiment, Fault, LabRequest, Problem, Request, RunId, decode, encode};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Url, Worker, WorkerOptions, WorkerType};

/// The build of this page; its worker must be of the same.
const BUILD_ID: &str = match option_env!("KARUI_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};

/// A function that returns `i8x16.relaxed_swizzle` of two vectors: valid only where relaxed SIMD is known.
#[rustfmt::skip]
const RELAXED: &[u8] = &[
    0, b'a', b's', b'm', 1, 0, 0, 0,            // magic, version 1
    1, 5, 1, 0x60, 0, 1, 0x7b,                  // types: () -> v128
    3, 2, 1, 0,                                 // functions: one of type 0
    10, 15, 1, 13, 0,                           // code: one body of 13 bytes, no locals
    0x41, 0, 0xfd, 15, 0x41, 0, 0xfd, 15,       //   i32.const 0, i8x16.splat, twice
    0xfd, 0x80, 2, 11,                          //   i8x16.relaxed_swizzle, end
];

/// A function that returns `i8x16.splat` of zero: valid only where SIMD128 is known.
#[rustfmt::skip]
const SIMD128: &[u8] = &[
    0, b'a', b's', b'm', 1, 0, 0, 0,
    1, 5, 1, 0x60, 0, 1, 0x7b,
    3, 2, 1, 0,
    10, 8, 1, 6, 0,
    0x41, 0, 0xfd, 15, 11,
];

/// How often the page asks the worker whether it is there: whatever it is at, it answers between two slices of its work.
const TICK: Duration = Duration::from_secs(5);
/// The worker is held for dead after so many ticks without a word. Ticks, not time: a computer that slept counts one.
const SILENT_TICKS: u32 = 4;
/// A worker that dies so often within [`LOSS_WINDOW_MS`] is not started again.
const LOSSES: usize = 3;
const LOSS_WINDOW_MS: f64 = 60_000.0;

/// The worker build for this browser; `None` where it has no SIMD.
fn flavour() -> Option<&'static str> {
    let knows = |module: &[u8]| WebAssembly::validate(&Uint8Array::from(module)).unwrap_or(false);
    match () {
        () if knows(RELAXED) => Some("relaxed"),
        () if knows(SIMD128) => Some("simd128"),
        () => None,
    }
}

/// A handle on the client: copy it freely.
#[derive(Clone, Copy)]
pub struct Engine(StoredValue<Client, LocalStorage>);

#[derive(Default)]
struct Client {
    worker: Option<Running>,
    /// The number of the present session. It goes on counting when the worker is replaced.
    session: u32,
    /// Whether the worker has said that it is up.
    is_ready: bool,
    silent_ticks: u32,
    losses: Vec<f64>,
    ticks: bool,
}

/// A worker with its handlers, which live as long as it does.
struct Running {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Engine {
    /// A client without a worker.
    pub(crate) fn new() -> Self {
        Engine(StoredValue::new_local(Client::default()))
    }

    /// Starts the worker, in place of an earlier one. It is configured as soon as it is up.
    pub fn start(self, lab: Lab) {
        let Some(flavour) = flavour() else {
            fail(lab, Problem::NoSimd);
            return;
        };
        lab.engine_state.set(EngineState::Starting { is_late: false });
        let worker = spawn(flavour).map(|worker| self.listen(lab, worker));
        let started = worker.is_ok();
        self.0.update_value(|client| {
            client.worker = worker.ok();
            client.is_ready = false;
            client.silent_ticks = 0;
        });
        if !started {
            fail(lab, Problem::EngineLost);
        }
        if !self.0.try_update_value(|client| std::mem::replace(&mut client.ticks, true)).unwrap_or(true) {
            set_interval(move || self.tick(lab), TICK);
        }
    }

    fn listen(self, lab: Lab, worker: Worker) -> Running {
        let on_message = Closure::<dyn FnMut(_)>::new(move |message: MessageEvent| {
            self.receive(lab, &Uint8Array::new(&message.data()).to_vec());
        });
        let on_error = Closure::<dyn FnMut(_)>::new(move |error: web_sys::Event| {
            // It is told to the reader; the browser need not report it a second time as the page's own.
            error.prevent_default();
            // Only an exception has a message; a worker that cannot be loaded gives a plain event.
            let message = js_sys::Reflect::get(&error, &"message".into()).ok().and_then(|m| m.as_string());
            leptos::logging::warn!("the engine's worker stopped: {}", message.as_deref().unwrap_or("not loaded"));
            self.lost(lab);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Running { worker, _on_message: on_message, _on_error: on_error }
    }

    fn receive(self, lab: Lab, bytes: &[u8]) {
        let Some(Envelope { session, event }) = decode(bytes) else {
            self.refuse(lab);
            return;
        };
        self.0.update_value(|client| client.silent_ticks = 0);
        match &event {
            Event::Ready { build_id, .. } => {
                if build_id != BUILD_ID {
                    self.refuse(lab);
                    return;
                }
                self.0.update_value(|client| client.is_ready = true);
                lab.dispatch(event);
                lab.configure(lab.applied.get_untracked().unwrap_or_else(|| lab.draft.get_untracked()));
            }
            // The worker's last words.
            Event::Fault(Fault { problem: Problem::EngineLost, .. }) => self.lost(lab),
            // What comes late from an earlier session is of another network.
            _ if session.is_some_and(|session| session != self.0.with_value(|client| client.session)) => {}
            _ => lab.dispatch(event),
        }
    }

    /// The worker speaks another language: nothing it says can be trusted.
    fn refuse(self, lab: Lab) {
        self.stop();
        fail(lab, Problem::BuildMismatch);
    }

    fn stop(self) {
        // The handler that is running now must outlive its own call.
        if let Some(running) = self.0.try_update_value(|client| client.worker.take()).flatten() {
            running.worker.set_onmessage(None);
            running.worker.set_onerror(None);
            running.worker.terminate();
            set_timeout(move || drop(running), Duration::ZERO);
        }
    }

    /// The worker is gone: start another, which offers the run or brings it back, but not for ever.
    fn lost(self, lab: Lab) {
        self.stop();
        let now = js_sys::Date::now();
        let losses = self.0.try_update_value(|client| {
            client.losses.retain(|then| now - then < LOSS_WINDOW_MS);
            client.losses.push(now);
            client.losses.len()
        });
        lab.run_asked.set(false);
        lab.progress.set(None);
        if losses.is_some_and(|n| n >= LOSSES) {
            lab.faults.update(|faults| faults.retain(|fault| fault.problem != Problem::EngineLost));
            fail(lab, Problem::EngineLost);
        } else {
            lab.add_fault(Fault { about: About::ENGINE, problem: Problem::EngineLost });
            self.start(lab);
        }
    }

    /// Holds a worker that stays silent for dead. One that ends itself tells nobody.
    fn tick(self, lab: Lab) {
        let silent = self.0.try_update_value(|client| {
            client.silent_ticks = if client.worker.is_some() { client.silent_ticks + 1 } else { 0 };
            (client.silent_ticks > SILENT_TICKS).then_some(client.is_ready)
        });
        match silent.flatten() {
            Some(true) => self.lost(lab),
            // It may still come, over a slow line: whoever waits is told, and may have it fetched anew.
            Some(false) => lab.engine_state.set(EngineState::Starting { is_late: true }),
            None => self.send(&Request::Ping),
        }
    }

    /// Opens a session with these settings. Before the worker is up this does nothing: it is configured then.
    pub fn configure(self, experiment: Experiment) {
        if let Some(session) = self.next_session() {
            self.send(&Request::Configure { session, experiment });
        }
    }

    /// Opens a session with a kept run.
    pub fn open_run(self, run: RunId) {
        if let Some(session) = self.next_session() {
            self.send(&Request::OpenRun { session, run });
        }
    }

    fn next_session(self) -> Option<u32> {
        self.0.try_update_value(|client| {
            client.session += 1;
            client.session
        })
    }

    /// Asks a lab's engine side.
    pub fn ask<R: LabRequest>(self, request: &R) {
        let payload = encode(request);
        self.send(&Request::Lab { lab: R::LAB, needs: request.needs(), payload });
    }

    /// Sends a request of the session. What is sent before the worker is up is lost, so it is not sent at all.
    pub fn send(self, request: &Request) {
        self.0.with_value(|client| {
            let Some(running) = client.worker.as_ref().filter(|_| client.is_ready) else { return };
            let bytes = Uint8Array::from(encode(request).as_slice());
            let moved = Array::of1(&bytes.buffer());
            // A worker that cannot be spoken to stays silent, and is missed.
            let _ = running.worker.post_message_with_transfer(&bytes, &moved);
        });
    }
}

/// The worker beside the page; the build in its address keeps a cached one of another build out.
fn spawn(flavour: &str) -> Result<Worker, JsValue> {
    let base = document().base_uri()?.unwrap_or_default();
    let url = Url::new_with_base(&format!("worker/{flavour}/worker.js?v={BUILD_ID}"), &base)?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&url.href(), &options)
}

fn fail(lab: Lab, problem: Problem) {
    lab.engine_state.set(EngineState::Failed(problem));
}
