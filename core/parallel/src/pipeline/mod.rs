//! Pipeline parallel: a network is cut into stages, each worker (rank) has one or more of them, and a batch goes through in
//! microbatches. A [`Schedule`] says in which order each rank does its work; [`Timeline`] gives the work its times, and [`Builder`]
//! lets somebody put a schedule together by hand and says why a move is not possible.

mod builder;
mod cuts;
mod formula;
mod kinds;
mod schedule;
mod timeline;

pub use builder::Builder;
pub use cuts::{even_cuts, moved};
pub use formula::bubble;
pub use karui_spec::PipelineKind;
pub use schedule::{Illegal, Op, Place, Schedule, Size, Work};
pub use timeline::{Slot, Timeline, Times};

#[cfg(test)]
mod tests;
