//! A container that was run.

use serde::{Deserialize, Serialize};

/// A container that was run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Started {
    /// The line that was typed.
    pub line: String,
    /// Why nothing was run.
    pub problem: Option<LineProblem>,
    /// Process number 1.
    pub argv: Vec<String>,
    /// How many of its words are those of `ENTRYPOINT`.
    pub of_entrypoint: usize,
    /// Whether the line has arguments behind the image.
    pub has_arguments: bool,
    /// Who process number 1 is, and what becomes of signals.
    pub first: First,
    /// Its environment.
    pub env: Vec<(String, String)>,
    /// As whom it runs.
    pub user: String,
    /// Where it runs.
    pub folder: String,
    /// Its ports: the container's, the host's where there is one, whether `EXPOSE` names it.
    pub ports: Vec<(String, Option<u16>, bool)>,
    /// Its mounts: source, target, whether it is a folder of the host, its files.
    pub mounts: Vec<(String, String, bool, Vec<String>)>,
    /// Whether `--gpus` is given.
    pub gpus: bool,
    /// Whether the CUDA libraries are in the image.
    pub has_cuda: bool,
    /// What it put out.
    pub output: String,
    /// Why it failed.
    pub failure: Option<String>,
    /// What it changed in its own layer, `+ /path` or `- /path`; `None` where its program is not executed here.
    pub wrote: Option<Vec<String>>,
}

/// What sort of program process number 1 is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum First {
    /// The program itself.
    #[default]
    Program,
    /// A shell with a script, by its name: programs of the script are its children.
    Shell(String),
    /// Docker's init.
    Init,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineProblem {
    /// In Docker's words.
    pub text: String,
    /// What sort of mistake it is.
    pub kind: LineKind,
}

/// The sorts of mistakes in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineKind {
    /// Nothing was built yet.
    NoImage,
    /// It is no `docker run`.
    NotRun,
    /// An option that is not modelled.
    Flag,
    /// A value that means nothing.
    Value,
    /// It names no image.
    NoName,
    /// A quote is not closed.
    Quote,
    /// Nothing to run.
    NoCommand,
    /// A program that the image has not.
    NoProgram,
    /// The image does not know the user.
    User,
}
