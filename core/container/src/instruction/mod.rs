//! What instructions mean: each with its arguments and flags, checked as BuildKit checks them
//! (`frontend/dockerfile/instructions`), and the stages that they form.

mod error;
mod flags;
mod health;
mod mount;
mod parse;

pub use error::{BuildError, Refusal};
pub use health::Health;
pub use mount::{Mount, MountKind, mounts_of};
pub use parse::{GlobalArgs, instruction, stages};
use serde::Serialize;

/// A stage: `FROM` and what follows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The name behind `AS`, in lower case.
    pub name: Option<String>,
    /// The image or stage it begins with, variables not yet replaced.
    pub base: String,
    /// `--platform`.
    pub platform: Option<String>,
    /// The line of its `FROM`.
    pub line: usize,
    /// Its `FROM` as it is written.
    pub original: String,
    /// Its instructions.
    pub instructions: Vec<Instruction>,
}

/// A name and a value; of `ARG`, perhaps none.
pub type Pair<V = String> = (String, V);

/// An instruction with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Instruction {
    /// Its first line, from 1.
    pub line: usize,
    /// The instruction as it is written, continued lines joined.
    pub original: String,
    /// What it does.
    pub kind: Kind,
}

/// Exec form, or a line for the shell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommandLine {
    /// The words, or the one line.
    pub words: Vec<String>,
    /// Whether a shell reads it.
    pub shell: bool,
}

/// `RUN`.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What is run, heredocs put in as BuildKit puts them.
    pub command: CommandLine,
    /// Each `--mount`, not yet read: variables in them are replaced when the step is built.
    pub mounts: Vec<String>,
    /// `--network`.
    pub network: Option<String>,
    /// `--security`.
    pub security: Option<String>,
}

/// A text in the Dockerfile that `COPY` makes a file of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// The file's name.
    pub name: String,
    /// Its text.
    pub content: String,
    /// Whether variables in it are replaced.
    pub expand: bool,
}

/// `COPY` and `ADD`.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// Whether it is `ADD`, which unpacks tars.
    pub add: bool,
    /// Paths and patterns.
    pub sources: Vec<String>,
    /// Heredocs.
    pub inline: Vec<Inline>,
    /// Where to.
    pub destination: String,
    /// `--from`: a stage or an image.
    pub from: Option<String>,
    /// `--chown`.
    pub chown: Option<String>,
    /// `--chmod`.
    pub chmod: Option<String>,
    /// `--link`.
    pub link: bool,
    /// `--parents` of `COPY`: sources keep their folders, those behind `/./` in them where that is there.
    pub parents: bool,
    /// `--exclude`.
    pub exclude: Vec<String>,
    /// `--checksum` of `ADD`: sha256 of what a URL gives.
    pub checksum: Option<String>,
}

/// What an instruction does.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `FROM`: begins a stage.
    From(Box<Stage>),
    /// Variables of the build.
    Arg(Vec<Pair<Option<String>>>),
    /// Variables of the build and the container.
    Env(Vec<Pair>),
    /// Labels of the image.
    Label(Vec<Pair>),
    /// Runs a command.
    Run(Run),
    /// Copies files.
    Copy(Copy),
    /// Where commands run.
    Workdir(String),
    /// As whom they run.
    User(String),
    /// Ports that the container listens on: told, not opened.
    Expose(Vec<String>),
    /// Folders that outlive the container.
    Volume(Vec<String>),
    /// What the container runs, or its arguments.
    Cmd(CommandLine),
    /// What the container runs.
    Entrypoint(CommandLine),
    /// How to tell whether it is well.
    Healthcheck(Health),
    /// Which shell reads the lines.
    Shell(Vec<String>),
    /// The signal that ends it.
    StopSignal(String),
    /// For images that begin with this one.
    Onbuild(String),
    /// Who made it; `LABEL` says it today.
    Maintainer(String),
}

impl Kind {
    /// The instruction's name in upper case.
    pub fn name(&self) -> &'static str {
        match self {
            Self::From(_) => "FROM",
            Self::Arg(_) => "ARG",
            Self::Env(_) => "ENV",
            Self::Label(_) => "LABEL",
            Self::Run(_) => "RUN",
            Self::Copy(Copy { add: true, .. }) => "ADD",
            Self::Copy(_) => "COPY",
            Self::Workdir(_) => "WORKDIR",
            Self::User(_) => "USER",
            Self::Expose(_) => "EXPOSE",
            Self::Volume(_) => "VOLUME",
            Self::Cmd(_) => "CMD",
            Self::Entrypoint(_) => "ENTRYPOINT",
            Self::Healthcheck(_) => "HEALTHCHECK",
            Self::Shell(_) => "SHELL",
            Self::StopSignal(_) => "STOPSIGNAL",
            Self::Onbuild(_) => "ONBUILD",
            Self::Maintainer(_) => "MAINTAINER",
        }
    }
}
