//! Time, and turns of the event loop.

use crate::scope::scope;
use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::collections::VecDeque;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// How long work may keep the event loop waiting, in milliseconds.
pub const SLICE: f64 = 12.0;

/// Milliseconds since some moment. A page that is not isolated gets them in steps of 0.1.
pub fn now() -> f64 {
    scope().performance().map_or(0.0, |p| p.now())
}

/// The same since a moment that is the same for all workers of the page.
pub fn absolute() -> f64 {
    scope().performance().map_or(0.0, |p| p.time_origin() + p.now())
}

/// Milliseconds since 1970.
pub fn today() -> f64 {
    js_sys::Date::now()
}

struct Turns {
    channel: Option<MessageChannel>,
    waiting: RefCell<VecDeque<Function>>,
}

thread_local! {
    static TURNS: Turns = Turns::new();
}

impl Turns {
    fn new() -> Self {
        let channel = MessageChannel::new().ok();
        if let Some(channel) = &channel {
            let wake = Closure::<dyn FnMut()>::new(|| {
                let next = TURNS.with(|t| t.waiting.borrow_mut().pop_front());
                if let Some(next) = next {
                    let _ = next.call0(&JsValue::NULL);
                }
            });
            channel.port1().set_onmessage(Some(wake.as_ref().unchecked_ref()));
            // It lives as long as the worker.
            wake.forget();
        }
        Turns { channel, waiting: RefCell::default() }
    }
}

/// Lets the event loop run what has come meanwhile. Through a message to oneself, since a timer would wait for 4 ms.
pub async fn yield_now() {
    let promise = Promise::new(&mut |resolve, _| {
        TURNS.with(|t| {
            t.waiting.borrow_mut().push_back(resolve);
            if let Some(channel) = &t.channel {
                let _ = channel.port2().post_message(&JsValue::NULL);
            }
        });
    });
    let _ = JsFuture::from(promise).await;
}

/// Waits for so many milliseconds.
pub async fn sleep(ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let _ = scope().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
    });
    let _ = JsFuture::from(promise).await;
}
