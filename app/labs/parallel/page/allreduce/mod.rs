//! All-reduce, seen: who sends which part of the gradient to whom, round by round; what it costs by count and by formula; and
//! its time on a virtual clock.

mod draw;
mod layout;
mod replay;
pub mod state;
mod steps;
mod table;
pub mod texts;
mod times;

use super::fields::{choice, count, field};
use super::state::parallel_of;
use super::test_ids;
use karui_parallel::allreduce::{AllReduce, Plan};
use karui_shell::state::Lab;
use karui_ui::fields::options;
use karui_ui::reactive::memo;
use leptos::prelude::*;
use replay::{Frame, replay};
use state::ReduceState;
pub use table::{head, whole_bytes};
pub use texts::algorithm_name;
use texts::{of, say};

/// Bytes of a number of a gradient: 32-bit floats.
const BYTES: usize = 4;

/// A plan and its rounds.
#[derive(Debug, Clone, PartialEq)]
struct Played {
    plan: Plan,
    frames: Vec<Frame>,
}

impl Played {
    /// What is chosen; nothing where no plan is made of it.
    fn of(state: ReduceState) -> Option<Self> {
        let plan = Plan::new(state.algorithm.get(), state.workers.get(), state.length.get()).ok()?;
        let frames = replay(&plan).ok()?;
        Some(Played { plan, frames })
    }

    /// The round that is shown where `hop` is asked for.
    fn shown(&self, hop: usize) -> usize {
        hop.min(self.plan.steps())
    }
}

/// The part of the page.
pub fn view(lab: Lab) -> AnyView {
    let state = parallel_of(lab).reduce;
    let played: Signal<Option<Played>> = memo(move || Played::of(state)).into();
    let algorithm = field("p-algorithm", |lang| &of(lang).algorithm).testid(test_ids::PARALLEL_ALGORITHM);
    let workers = field("p-workers", |lang| &of(lang).workers).testid(test_ids::PARALLEL_WORKERS);
    let length = field("p-length", |lang| &of(lang).length).testid(test_ids::PARALLEL_LENGTH);
    view! {
        <section class="part r-part">
            <h3>{say(|t| t.title)}</h3>
            <p class="help">{say(|t| t.note)}</p>
            <div class="p-live">
                <div class="p-controls">
                    {choice(algorithm, options(AllReduce::ALL, AllReduce::id, algorithm_name), state.algorithm)}
                    {count(workers, state.workers, state::WORKERS)}
                    {count(length, state.length, state::LENGTH)}
                </div>
                <div class="p-view">
                    {steps::view(state, played)}
                    {draw::view(state, played)}
                </div>
            </div>
            {table::view(state, played)}
        </section>
        {times::view(state)}
    }
    .into_any()
}
