//! All-reduce: every worker has a buffer of the same length, and in the end every worker has the sum of all of them.
//!
//! An algorithm is a [`Plan`]: for each rank, rounds of what it sends and receives. A [`Rank`] carries its part of a plan out, fed
//! with messages in whatever order they arrive. [`in_memory`] runs all ranks of a plan, [`simulate`] gives their messages a time.

mod clock;
mod formula;
mod halving;
mod memory;
mod plan;
mod rank;
mod ring;
mod star;
mod tree;

pub use clock::{Link, Timeline, Transit, simulate};
pub use formula::{Traffic, seconds, steps, traffic};
pub use karui_spec::AllReduce;
pub use memory::in_memory;
pub use plan::{How, Plan, Receive, Round, Send, chunk};
pub use rank::{Message, Rank, Waiting};

#[cfg(test)]
mod tests;
