//! A question as it is asked, with all that is needed to judge and to explain. `karui-questions` makes them.

mod judge;
mod number;
mod paper;
mod parameters;
mod plot;
mod review;
mod text;
mod topic;

pub use judge::{Given, Verdict, judge};
pub use number::{Format, read, write};
pub use paper::{Filter, Framework, Paper};
pub use parameters::{Parameters, Value};
pub use plot::{Axis, Mark, Plot};
pub use review::{Cause, Grade, Planned, Review, Review1, Standing, merge};
pub use text::{Both, Text};
pub use topic::{Level, Topic};

use serde::{Deserialize, Serialize};

/// A choice, and why it is right or wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What it says.
    pub text: Text,
    /// Why it is right or wrong.
    pub why: Text,
}

/// What is to be given for an answer, with the right one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// One of several.
    Choice {
        /// All, in the order in which they are shown.
        choices: Vec<Choice>,
        /// The right one.
        right: usize,
    },
    /// A number to be written.
    Number {
        /// The right one.
        value: f64,
        /// How it is asked for.
        format: Format,
        /// What it is a number of, behind it.
        unit: Text,
        /// Wrong ones that are known, as they would be written, and why they are wrong.
        known: Vec<(f64, Choice)>,
    },
    /// Steps to be put in order.
    Order {
        /// In the order in which they are shown.
        items: Vec<Text>,
        /// The right order of their indices.
        right: Vec<usize>,
    },
    /// A partner for each of several.
    Match {
        /// What a partner is sought for.
        left: Vec<Text>,
        /// The partners in the order in which they are shown.
        right: Vec<Text>,
        /// The partner of each.
        partner: Vec<usize>,
    },
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its template.
    pub id: String,
    /// Its seed.
    pub seed: u64,
    /// How hard it is.
    pub level: Level,
    /// What it is about.
    pub topic: Topic,
    /// What was drawn.
    pub parameters: Parameters,
    /// What it shares with the questions beside it, where it is one of a set: said once, above all of them.
    pub shared: Option<Text>,
    /// What is asked.
    pub stem: Text,
    /// Code that belongs to the stem.
    pub code: Option<String>,
    /// The drawing that is to be read.
    pub figure: Option<Plot>,
    /// The formula it takes, as plain text; shown with the question at the first level, else with the explanation.
    pub formula: Option<Text>,
    /// What is to be given.
    pub answer: Answer,
    /// The answer as a number, where it is computed.
    pub value: Option<f64>,
    /// Why the right answer is right, with these numbers put in.
    pub explanation: Text,
    /// The page's link that shows the same numbers in the lab.
    pub lab: Option<String>,
    /// Where it is written.
    pub source: String,
}
