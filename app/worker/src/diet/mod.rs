//! The diet bench: recipes at work on the session's weights, and what comes of them. It is a part of the engine with code
//! of its own.

mod bench;
mod exam;
mod files;
mod requests;
mod scan;
mod tell;
mod trials;

use crate::engine::part::Part;
use crate::mail::{Inbox, Mail};
use crate::post::post;
use crate::storage::{self, TRIALS};
use bench::Bench;
use karui_protocol::{DietEvent, Event, Problem, encode};
use trials::Trials;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The bench, and what was kept of its results.
struct Diet {
    bench: Bench,
    trials: Trials,
}

#[wasm_split(diet, fallible)]
fn load(trials: Vec<u8>) -> Result<Box<dyn Part>, SplitLoaderError> {
    let trials = Trials::read(&trials);
    trials.tell();
    Ok(Box::new(Diet { bench: Bench::default(), trials }))
}

/// Tells the page's bench.
fn say(event: DietEvent) {
    post(Event::Diet(encode(&event)));
}

/// Sends for the bench; it comes as [`Mail::Diet`].
pub fn fetch(inbox: &Inbox) {
    let inbox = inbox.clone();
    spawn_local(async move {
        // Without a storage there are none.
        let trials = storage::read(TRIALS).await.unwrap_or_default();
        let part = load(trials).await;
        inbox.push(Mail::Diet(
            part.map_err(|error| Problem::NotFetched { file: "diet.wasm".into(), reason: error.to_string() }),
        ));
    });
}
