//! What page and engine side say to each other.

mod build;
mod image;
mod judge;
mod run;

pub use build::{Built, Change, Command, Step, Unneeded, Why};
pub use image::{Entry, EntryKind, Fate, Image, Layer};
pub use judge::{Challenge, Fact, Judged};
pub use run::{First, LineKind, LineProblem, Started};

use karui_protocol::{LabEvent, LabId, LabRequest};
use serde::{Deserialize, Serialize};

/// What is built: a Dockerfile, the files beside it, and what is said on the command line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Project {
    /// The Dockerfile's text.
    pub dockerfile: String,
    /// The build context.
    pub files: Vec<File>,
    /// `--build-arg`: names and values.
    pub args: Vec<(String, String)>,
    /// `--target`.
    pub target: Option<String>,
    /// How often the base images were published anew since the project was opened.
    pub revision: u32,
    /// What the learner says of commands that the builder does not know.
    pub declared: Vec<Declared>,
}

/// A file of the build context.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct File {
    /// From the context's folder on.
    pub path: String,
    /// Its text; of a filled file its first line.
    pub text: String,
    /// Its bytes, where they are no text.
    pub binary: Vec<u8>,
    /// So many bytes follow the text: for data and weights that nobody reads.
    pub filled: u32,
    /// Permissions.
    pub mode: u32,
    /// How often its time was changed. The builder has no use for it: no time is in a key.
    pub touched: u32,
}

impl File {
    /// A path as it is kept: relative, without `.`; nothing for one that leads outside of the context, or has an empty name in it.
    pub fn path(typed: &str) -> Option<String> {
        let parts: Vec<&str> = typed.trim().split('/').filter(|part| *part != ".").collect();
        let is_wrong = |part: &&str| part.is_empty() || *part == ".." || part.contains('\0');
        (!parts.is_empty() && !parts.iter().any(is_wrong)).then(|| parts.join("/"))
    }

    /// Its length in bytes.
    pub fn bytes(&self) -> u64 {
        (self.text.len() + self.binary.len()) as u64 + u64::from(self.filled)
    }
}

/// What a command leaves behind, as the learner says it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Declared {
    /// The command's first words.
    pub command: String,
    /// Where.
    pub path: String,
    /// How many bytes.
    pub bytes: u64,
}

/// What the page asks. The engine keeps the cache and the last image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Read the Dockerfile without building: answered by [`Told::Looked`].
    Look {
        /// The page's number for this request.
        id: u32,
        /// The project.
        project: Project,
    },
    /// Build: answered by [`Told::Built`] or [`Told::Refused`].
    Build {
        /// The page's number for this request.
        id: u32,
        /// The project.
        project: Project,
        /// Whether the cache is emptied first.
        forget: bool,
    },
    /// The last image as a tar: answered by [`Told::Image`].
    Image,
    /// Run a container of the last image: answered by [`Told::Started`].
    Start {
        /// The line of `docker run`.
        line: String,
        /// The project: the host's files.
        project: Project,
    },
    /// Judge an answer to a challenge: answered by [`Told::Judged`].
    Judge {
        /// Which.
        challenge: Challenge,
        /// The answer.
        project: Project,
        /// Of the wrong line: that which was chosen.
        line: u32,
    },
}

/// What the engine tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Told {
    /// The answer to [`Ask::Look`].
    Looked(Box<Looked>),
    /// The answer to [`Ask::Build`].
    Built(Box<Built>),
    /// A build that failed.
    Refused {
        /// The number in the request.
        id: u32,
        /// Why.
        problem: Problem,
    },
    /// The image: the OCI layout and `docker load`'s archive in one tar.
    Image(Vec<u8>),
    /// A container that was run.
    Started(Box<Started>),
    /// A challenge that was judged.
    Judged(Judged),
}

/// A Dockerfile that was read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Looked {
    /// The number in the request.
    pub id: u32,
    /// Why it cannot be built, as far as that is seen without building.
    pub problem: Option<Problem>,
    /// Its instructions: line, and as it is written.
    pub lines: Vec<(u32, String)>,
    /// Files that `.dockerignore` leaves out, each with the line that decided.
    pub ignored: Vec<(String, u32)>,
    /// What the build checks say.
    pub warnings: Vec<Warning>,
}

/// A build check that has something to say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    /// The rule, by BuildKit's name.
    pub rule: String,
    /// The line.
    pub line: u32,
    /// The words of the Dockerfile that it is about.
    pub words: Vec<String>,
    /// Whether Docker tells it only where the file asks for it.
    pub experimental: bool,
}

/// Why something cannot be built.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// The line, from 1; 0 where the whole file is meant.
    pub line: u32,
    /// The reason in the builder's own words: BuildKit's, where it has any.
    pub text: String,
    /// What sort of reason it is.
    pub kind: ProblemKind,
}

/// The sorts of reasons that the page has words for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ProblemKind {
    /// The parser does not understand the line.
    Syntax,
    /// No instructions, or no stage.
    Empty,
    /// An instruction before the first `FROM`.
    NoStage,
    /// No such instruction.
    Unknown(String),
    /// Too few or too many arguments.
    Arguments,
    /// A flag that the instruction has not, or wrongly given.
    Flag,
    /// A source that is not in the context: not there, or left out by `.dockerignore`.
    NotFound {
        /// The source.
        path: String,
        /// The line of `.dockerignore` that leaves it out.
        ignored: Option<u32>,
    },
    /// A stage that is not there, or that comes later.
    Stage,
    /// Several sources, and a destination that is no folder.
    NotFolder,
    /// A user or group that the image does not know.
    Owner(String),
    /// A command that is neither executed nor known.
    Command(String),
    /// A command that failed.
    Failed,
    /// A pattern of `.dockerignore`.
    Ignore,
    /// What this builder has no model of.
    NotModelled,
    /// Anything else.
    Other,
}

impl LabRequest for Ask {
    const LAB: LabId = super::ID;
}

impl LabEvent for Told {
    const LAB: LabId = super::ID;
    const IS_OF_SESSION: bool = false;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside_of_the_context() {
        for (typed, path) in [
            ("a.py", Some("a.py")),
            (" ./src/a.py ", Some("src/a.py")),
            ("../evil", None),
            ("a/../../b", None),
            ("/etc/passwd", None),
            ("a//b", None),
            ("a/", None),
            (".", None),
            ("", None),
        ] {
            assert_eq!(File::path(typed).as_deref(), path, "{typed}");
        }
    }
}
