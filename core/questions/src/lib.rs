//! Questions that the engine makes, answers and explains. A [`Template`] is one skill: from a seed it draws parameters, and out of
//! them come the stem, the right answer (by the engine's own functions), wrong ones that are named misconceptions, and the
//! explanation with these numbers put in, in both languages. The same seed is the same question everywhere.
//!
//! Five kinds of templates are rows of data and share their code: sentences that are true or, with one part exchanged, false
//! ([`Statement`]), things that belong together ([`Pairs`]), steps in their order ([`Order`]), code with a gap ([`Code`]), a text with
//! several ([`Passage`]). What is computed is a function of its own, a file each below `topics/`; several computations may share a
//! [`Scene`]. [`paper`] draws a sheet of all of them.

mod axes;
mod code;
mod draw;
pub mod lessons;
mod link;
mod order;
mod pairs;
pub mod paper;
mod question;
pub mod schedule;
mod set;
mod statement;
mod table;
mod template;
mod text;
pub mod topics;

pub use code::Code;
pub use draw::Draw;
pub use karui_spec::lesson::Scope;
pub use karui_spec::question::{
    Answer, Axis, Both, Choice, Format, Framework, Given, Level, Mark, Parameters, Plot, Question, Text, Topic, Value,
    Verdict, judge, read, write,
};
pub use order::Order;
pub use pairs::{Pair, Pairs};
pub use question::{Calculation, Wrong};
pub use set::{Gap, Passage, Scene, Situation, gives_away};
pub use statement::{Statement, Swap};
pub use table::{TEMPLATES, find, of_topic};
pub use template::{Kind, Rejected, Template};
