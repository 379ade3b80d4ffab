//! The diet bench: recipes at work on the session's weights, and what comes of them. What
//! answers its page.

mod benchmark;
mod cells;
mod flow;
mod line;
mod memory;
mod picture;
mod requests;
mod scan;
mod service;
mod tell;
mod trials;

use crate::diet::messages::DietEvent;
use karui_runtime::lab::Loaded;
use karui_runtime::post::post_to_lab;
use karui_runtime::storage::{Kept, Storage};
use line::Lines;
use service::RecipeService;
use trials::Trials;
use wasm_split_helpers::wasm_split;

/// The key of the trials in the storage. A change of the type `Trial` needs another.
const TRIALS: &str = "trials 1";

/// The bench, and what was kept of its results.
struct Diet {
    bench: RecipeService,
    trials: Trials,
    lines: Lines,
}

#[wasm_split(diet, fallible)]
fn make(kept: Kept) -> Loaded {
    let trials = Trials::read(&kept);
    trials.tell();
    Ok(Box::new(Diet { bench: RecipeService::default(), trials, lines: Lines::default() }))
}

/// The bench with what was kept; without a storage nothing was.
pub async fn load(storage: Storage) -> Loaded {
    make(storage.read(TRIALS).await).await
}

/// Tells the page's bench.
fn say(event: DietEvent) {
    post_to_lab(&event);
}
