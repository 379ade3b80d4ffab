//! The worker of a program: an interpreter, and the engine that its `torch` speaks to. It runs one program.

use super::traceback;
use crate::libraries::messages::Failure;
use crate::libraries::source::{invalid, mark, translate};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array, global};
use karui_protocol::{decode, encode};
use karui_runtime::clock::now;
use karui_runtime::scope::scope;
use karui_torch::Session;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::MessageEvent;

/// What the program has done is told at least so often, in milliseconds.
const OFTEN: f64 = 100.0;
/// The clock is looked at once in so many lines.
const LINES: u32 = 32;
/// Statements that are told while the program runs, the rest when it ends: a loop without end would keep the page from hearing.
const LIVE: usize = 20_000;

/// A program to be run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Its text.
    pub source: String,
    /// The seed of its random numbers until it sets one.
    pub seed: u32,
}

/// What the worker says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// It waits for a program.
    Ready,
    /// More entries of the trace, a JSON array.
    Trace(String),
    /// The program has ended.
    Ended {
        /// By what exception, where it was one.
        failure: Option<Failure>,
        /// Milliseconds that it ran.
        milliseconds: f64,
        /// The files that it saved.
        files: Vec<(String, Vec<u8>)>,
    },
}

/// A message.
pub fn pack(words: &impl Serialize) -> Uint8Array {
    Uint8Array::from(&encode(words)[..])
}

/// What a message says.
pub fn unpack<T: DeserializeOwned>(message: &JsValue) -> Option<T> {
    decode(&message.dyn_ref::<Uint8Array>()?.to_vec())
}

macro_rules! modules {
    ($($path:literal)+) => {
        &[$((concat!("/lib/torch/", $path), include_str!(concat!("../../../../core/torch/python/torch/", $path)))),+]
    };
}

/// `torch` as programs import it.
const TORCH: &[(&str, &str)] = modules! {
    "__init__.py" "lab.py" "nn/__init__.py" "nn/functional.py" "nn/init.py" "nn/utils.py" "optim/__init__.py" "optim/lr_scheduler.py"
    "utils/__init__.py" "utils/data.py"
};

/// The modules of the interpreter: paths and texts.
fn files() -> Array {
    let own = [
        ("/lib/_karui_start.py", include_str!("start.py")),
        ("/lib/_karui_builtins.py", include_str!("builtins.py")),
        ("/lib/random.py", include_str!("random.py")),
        ("/lib/json.py", include_str!("json.py")),
    ];
    let all = own.into_iter().chain(TORCH.iter().copied());
    all.map(|(path, text)| Array::of2(&path.into(), &text.into())).collect()
}

/// One program's run.
struct Running {
    session: Session,
    told: usize,
    last: f64,
    lines: u32,
}

impl Running {
    /// Tells what has been done since the last time.
    fn tell(&mut self) {
        if self.session.trace_len() > self.told {
            answer(&Answer::Trace(self.session.trace(self.told)));
            self.told = self.session.trace_len();
        }
        self.last = now();
    }

    fn line(&mut self, line: u32) {
        self.session.line(line);
        self.lines += 1;
        if self.lines.is_multiple_of(LINES) && self.told < LIVE && now() - self.last > OFTEN {
            self.tell();
        }
    }
}

fn answer(words: &Answer) {
    let _ = scope().post_message(&pack(words));
}

/// Takes this part: makes an interpreter ready, then runs the program that comes.
pub fn serve() {
    let running: Rc<RefCell<Option<Running>>> = Rc::default();
    let asked = running.clone();
    // A line by its number, one that goes on behind a call by its number below 0, what is printed by null, an op by its name.
    let ask = Closure::<dyn FnMut(JsValue, JsValue) -> JsValue>::new(move |what: JsValue, with: JsValue| {
        let mut running = asked.borrow_mut();
        let Some(running) = running.as_mut() else { return JsValue::NULL };
        match (what.as_f64(), what.as_string()) {
            (Some(line), _) if line < 0.0 => running.session.back(-line as u32),
            (Some(line), _) => running.line(line as u32),
            (_, Some(op)) => return reply(running.session.call(&op, &with.as_string().unwrap_or_default())),
            _ => running.session.print(&with.as_string().unwrap_or_default()),
        }
        JsValue::NULL
    });
    spawn_local(async move {
        let made = match Reflect::get(&global(), &"karuiPython".into()).map(JsCast::unchecked_into::<Function>) {
            Ok(make) => make.call2(&JsValue::NULL, &files(), ask.as_ref()),
            Err(error) => Err(error),
        };
        let run = match made {
            Ok(promise) => JsFuture::from(promise.unchecked_into::<Promise>()).await,
            Err(error) => Err(error),
        };
        match run {
            Ok(run) => listen(run.unchecked_into(), running, ask),
            // The engine hears of it as of any error of a worker's.
            Err(error) => wasm_bindgen::throw_val(error),
        }
    });
}

type Asked = Closure<dyn FnMut(JsValue, JsValue) -> JsValue>;

fn listen(run: Function, running: Rc<RefCell<Option<Running>>>, ask: Asked) {
    let receive = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(order) = unpack::<Order>(&event.data()) {
            program(&order, &run, &running);
        }
    });
    scope().set_onmessage(Some(receive.as_ref().unchecked_ref()));
    // They live as long as the worker.
    receive.forget();
    ask.forget();
    answer(&Answer::Ready);
}

fn program(order: &Order, run: &Function, running: &Rc<RefCell<Option<Running>>>) {
    if let Some((wide, line)) = invalid(&order.source) {
        let message = format!("invalid character '{wide}' (U+{:04X})", u32::from(wide));
        let failure = Some(Failure { kind: "SyntaxError".to_owned(), message, line });
        answer(&Answer::Ended { failure, milliseconds: 0.0, files: Vec::new() });
        return;
    }
    let marked = mark(&translate(&order.source));
    let session = Session::new(u64::from(order.seed));
    let begun = now();
    running.replace(Some(Running { session, told: 0, last: begun, lines: 0 }));
    let said = run.call1(&JsValue::NULL, &marked.text.as_str().into());
    let milliseconds = now() - begun;
    let text = match said {
        Ok(said) => said.as_string(),
        Err(_) => Some("RuntimeError".to_owned()),
    };
    let failure = text.and_then(|text| traceback::read(&text, &marked));
    let Some(mut it) = running.take() else { return };
    it.session.finish();
    it.tell();
    let names: Vec<String> = it.session.files().into_iter().map(str::to_owned).collect();
    let files = names.into_iter().filter_map(|name| it.session.file(&name).map(|file| (name.clone(), file.to_vec())));
    answer(&Answer::Ended { failure, milliseconds, files: files.collect() });
}

/// What an op gives: its JSON, or after a `!` which exception to raise.
fn reply(result: karui_torch::Result<String>) -> JsValue {
    match result {
        Ok(json) => json.into(),
        Err(error) => format!("!{} {}", error.kind.name(), error.message).into(),
    }
}
