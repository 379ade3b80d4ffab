use karui_protocol::{LabEvent, LabId, LabRequest};
use karui_spec::question::{Framework, Level, Paper, Planned, Question, Review, Standing, Text, Topic};
use serde::{Deserialize, Serialize};

/// What the page asks of the questions and of what is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Practise {
    /// Which templates there are, and what is kept. Answered by [`Practised::Templates`] and [`Practised::Kept`].
    List,
    /// Make questions. Answered by [`Practised::Questions`].
    Make {
        /// Which set of questions it is: of an older one nothing is shown any more.
        id: u32,
        /// Each question's template, seed and level.
        questions: Vec<(String, u64, Level)>,
    },
    /// Make the questions of a sheet. Answered by [`Practised::Questions`].
    Draw {
        /// Which set of questions it is, as in `Make`.
        id: u32,
        /// The sheet.
        paper: Paper,
        /// The seed that it is drawn by.
        seed: u64,
    },
    /// Add answers to what is kept.
    Add(Vec<Review>),
    /// Delete all that is kept.
    Forget,
    /// What to review now. Answered by [`Practised::Plan`].
    Plan {
        /// Milliseconds since 1970.
        now: f64,
        /// The date of the examination, likewise.
        exam: Option<f64>,
        /// How long there is.
        minutes: f64,
        /// The library whose code is to be read.
        framework: Framework,
    },
}

impl LabRequest for Practise {
    const LAB: LabId = super::ID;
}

/// A template as a list shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its name.
    pub id: String,
    /// What it is about.
    pub topic: Topic,
    /// What it asks for.
    pub title: Text,
    /// The lessons that teach it, the one that it belongs to most first.
    pub lessons: Vec<String>,
    /// The library whose code it shows, where it is to be chosen.
    pub framework: Option<Framework>,
}

/// What the engine side tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Practised {
    /// All templates, topic by topic.
    Templates(Vec<Row>),
    /// Questions that were asked for, in their order; nothing in the place of one that there is not.
    Questions {
        /// Which set.
        id: u32,
        /// The questions.
        questions: Vec<Option<Question>>,
    },
    /// What is kept.
    Kept {
        /// All answers.
        reviews: Vec<Review>,
        /// Where the learner stands in each topic.
        standings: Vec<Standing>,
        /// Whether it outlives this visit.
        is_stored: bool,
    },
    /// What to review now, the most worthwhile first.
    Plan(Vec<Planned>),
}

impl LabEvent for Practised {
    const LAB: LabId = super::ID;
    const IS_OF_SESSION: bool = false;
}
