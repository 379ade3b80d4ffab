//! The diet bench: recipes at work on the session's weights, and what comes of them. It is a part of the engine with code
//! of its own.

mod bench;
mod exam;
mod files;
mod requests;
mod scan;
mod tell;
mod trials;

pub use files::export;

use crate::engine::part::Loaded;
use crate::post::post;
use crate::storage::{self, TRIALS};
use bench::Bench;
use karui_protocol::{DietEvent, Event, encode};
use trials::Trials;
use wasm_split_helpers::wasm_split;

/// The bench, and what was kept of its results.
struct Diet {
    bench: Bench,
    trials: Trials,
}

#[wasm_split(diet, fallible)]
fn make(trials: Vec<u8>) -> Loaded {
    let trials = Trials::read(&trials);
    trials.tell();
    Ok(Box::new(Diet { bench: Bench::default(), trials }))
}

/// The bench with what was kept; without a storage nothing was.
pub async fn load() -> Loaded {
    make(storage::read(TRIALS).await.unwrap_or_default()).await
}

/// Tells the page's bench.
fn say(event: DietEvent) {
    post(Event::Diet(encode(&event)));
}
