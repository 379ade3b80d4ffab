//! Where the weights that a link shows are had again: a link holds none.

use super::Lab;
use karui_protocol::RunState;
use leptos::prelude::*;

/// Where weights other than the shipped ones come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// From a run with the link's settings, to its end: whoever opens the link trains anew, or has that run.
    Trained,
    /// From a file, which travels by itself.
    File,
}

impl Source {
    /// All.
    pub const ALL: [Source; 2] = [Source::Trained, Source::File];

    /// Its name in links.
    pub const fn id(self) -> &'static str {
        match self {
            Source::Trained => "trained",
            Source::File => "file",
        }
    }
}

impl Lab {
    /// Where the weights shown come from, as a link says it; whoever calls it follows it. What a link asks for and is not here
    /// yet is asked for still.
    pub fn source(self) -> Option<Source> {
        match self.asked_source.get() {
            None if self.shows_file() => Some(Source::File),
            None if self.shows_run() => Some(Source::Trained),
            asked => asked,
        }
    }

    /// Whether what is shown is the network that a run with the settings has ended with.
    pub fn shows_run(self) -> bool {
        self.run_state() == RunState::Finished && self.applied.get() == Some(self.draft.get())
    }

    /// Whether what is shown was opened from a file.
    pub fn shows_file(self) -> bool {
        self.is_from_file() || self.labs().iter().any(|row| (row.shows_file)(self))
    }

    /// Whether a link asks for a run that has not come to its end: what it says of the network is to be done then.
    pub fn awaits_run(self) -> bool {
        self.asked_source.get() == Some(Source::Trained)
    }
}
