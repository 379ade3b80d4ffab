//! The course as the page reads it: what `karui-lessons` makes of `www/lessons`, as JSON.

use crate::choices::choice;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

choice! {
    /// What a step of a lesson is for. Every lesson has a step of each kind but [`StepKind::Measure`].
    StepKind, "kind" {
        /// The learner says what will happen.
        Predict = "predict",
        /// It is done, and seen.
        Try = "try",
        /// How it works.
        How = "how",
        /// What was measured here, beside what others report.
        Measure = "measure",
        /// What it is mistaken for.
        Mistaken = "mistaken",
        /// Questions.
        Check = "check",
    }
}

/// A lesson in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// Its name in links.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The idea in a sentence: HTML.
    pub idea: String,
    /// Its steps, in order.
    pub steps: Vec<Step>,
    /// What it cites, in the order of its first citation: HTML, numbered from 1.
    pub sources: Vec<String>,
}

/// A step of a lesson.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its name in links, the same in every language.
    pub id: String,
    /// What it is for.
    pub kind: StepKind,
    /// Its heading.
    pub title: String,
    /// The state that it sets, as the query of a link; `None`: that of the step before.
    pub stage: Option<String>,
    /// What it says and asks, in order.
    pub parts: Vec<Part>,
}

/// A part of a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Text as HTML. An element with `data-measured` stands where a figure of the stage belongs.
    Html(String),
    /// A question.
    Question(Question),
}

/// A question that one tap answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Whether it asks for a prediction, before anything was said of it.
    pub predicts: bool,
    /// What is asked: HTML.
    pub ask: String,
    /// The answers to choose from.
    pub choices: Vec<Choice>,
    /// Why it is so, whatever was chosen: HTML, or nothing.
    pub why: String,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What it says: HTML.
    pub text: String,
    /// Whether it is right.
    pub right: bool,
    /// Why it is right or wrong: HTML, or nothing.
    pub why: String,
}

choice! {
    /// What a version of the syllabus says of a lesson's subject.
    Scope, "scope" {
        /// It is asked.
        Required = "required",
        /// It is near what is asked.
        Optional = "optional",
        /// An earlier version asked it.
        Legacy = "legacy",
        /// It is not in it.
        None = "none",
    }
}

/// The map of the course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CourseMap {
    /// The versions of the syllabus, the oldest first.
    pub versions: Vec<String>,
    /// The paths through the course, the shortest first; the last one has every lesson.
    pub paths: Vec<String>,
    /// Its stations, in order.
    pub stations: Vec<Station>,
}

/// A station of the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Station {
    /// Its name for tests and styles.
    pub id: String,
    /// What it is called, by the language's id.
    pub name: BTreeMap<String, String>,
    /// Its lessons, in order; none where they are still to come.
    pub lessons: Vec<Entry>,
}

/// A lesson on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name in links.
    pub id: String,
    /// Its title, by the language's id.
    pub title: BTreeMap<String, String>,
    /// The idea in a sentence, by the language's id: HTML.
    pub idea: BTreeMap<String, String>,
    /// How many minutes it takes.
    pub minutes: u32,
    /// The paths that it is on.
    pub paths: Vec<String>,
    /// What each version of the syllabus says of it.
    pub scope: BTreeMap<String, Scope>,
    /// The names of its steps.
    pub steps: Vec<String>,
    /// How many questions they ask.
    pub questions: usize,
}
