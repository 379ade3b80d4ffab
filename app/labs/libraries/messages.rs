//! What the page and the engine side of the lab say to each other.

use karui_protocol::{LabEvent, LabId, LabRequest};
use serde::{Deserialize, Serialize};

/// What the page asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// An interpreter will be wanted: answered by [`Told::Ready`].
    Prepare,
    /// Run a program; what ran before ends. Answered by [`Told::Trace`], as often as there is something, and [`Told::Ended`].
    Run {
        /// The page's number for this run.
        id: u32,
        /// The program.
        source: String,
        /// The seed of its random numbers until it sets one.
        seed: u32,
    },
    /// End what runs. Answered by [`Told::Ended`], where something does.
    Stop,
}

/// What the engine side tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Told {
    /// An interpreter waits for a program; so many milliseconds after it was asked for.
    Ready(f64),
    /// What a program has done since the last time: a JSON array of entries of its trace.
    Trace {
        /// The run.
        id: u32,
        /// The entries.
        entries: String,
    },
    /// A program has ended.
    Ended {
        /// The run.
        id: u32,
        /// How.
        end: End,
        /// Milliseconds from its start on.
        milliseconds: f64,
        /// The files that it saved: names and bytes.
        files: Vec<(String, Vec<u8>)>,
    },
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum End {
    /// By itself.
    Done,
    /// By an exception that it did not catch.
    Failed(Failure),
    /// By the learner.
    Stopped,
    /// Its worker was lost, or did not come.
    Lost,
}

/// An exception that ended a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// Its class.
    pub kind: String,
    /// What it says.
    pub message: String,
    /// The program's line, counted from 1; 0 where none is known.
    pub line: u32,
}

impl LabRequest for Ask {
    const LAB: LabId = super::ID;
}

impl LabEvent for Told {
    const LAB: LabId = super::ID;
    const IS_OF_SESSION: bool = false;
}
