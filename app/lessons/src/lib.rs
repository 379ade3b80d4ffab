//! The course: what stands in `www/lessons` becomes what the page reads.
//!
//! A lesson is a Markdown file in each language ([`draft`] says its form). [`Course::read`] reads all of them and checks what a
//! reader would stumble over: a lesson in one language only, versions that differ, a stage that no link can express, a dead
//! reference, an expression that means nothing, a number that was typed where the engine has it. [`Course::write`] writes the
//! files of `karui_spec::lesson`. Numbers are computed by `karui-core`'s own functions ([`expression`]).

mod course;
mod differences;
pub mod draft;
pub mod expression;
mod map;
mod numbers;
mod problem;
mod question;
mod render;
mod stage;
mod substitute;

pub use course::{Course, Summary};
pub use problem::{Fault, Problem};
pub use stage::{PAIRS, PARTS, TABS};

/// A language of the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl Lang {
    /// All, the first one first.
    pub const ALL: [Lang; 2] = [Lang::Ja, Lang::En];

    /// Its folder, and its name in what is written.
    pub const fn id(self) -> &'static str {
        match self {
            Lang::Ja => "ja",
            Lang::En => "en",
        }
    }
}
