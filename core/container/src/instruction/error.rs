//! Why a Dockerfile that can be read cannot be built.

use crate::dockerfile::ParseError;
use crate::quote::quoted;
use crate::shell::ExpandError;
use thiserror::Error;

/// An instruction that cannot be built.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("dockerfile parse error on line {line}: {reason}")]
pub struct BuildError {
    /// Its line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Why.
    pub reason: Refusal,
}

impl BuildError {
    /// An error of a line.
    pub fn new(line: usize, reason: impl Into<Refusal>) -> Self {
        Self { line, reason: reason.into() }
    }
}

impl From<ParseError> for BuildError {
    fn from(ParseError { line, reason }: ParseError) -> Self {
        Self { line, reason: Refusal::Syntax(reason) }
    }
}

/// The reasons: BuildKit's in its words, and those of what this builder does not do.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Refusal {
    /// The parser refuses it.
    #[error("{0}")]
    Syntax(crate::dockerfile::Reason),
    /// A word cannot be expanded.
    #[error("{0}")]
    Word(#[from] ExpandError),
    /// No such instruction.
    #[error("unknown instruction: {0}")]
    UnknownInstruction(String),
    /// Not enough or too many arguments.
    #[error("{instruction} requires {expected}")]
    Arguments {
        /// The instruction.
        instruction: &'static str,
        /// What it requires.
        expected: &'static str,
    },
    /// A variable without a name.
    #[error("{0} names can not be blank")]
    BlankName(&'static str),
    /// A flag that the instruction has not, or wrongly given.
    #[error("{problem}: {flag}")]
    Flag {
        /// What is wrong with it.
        problem: &'static str,
        /// The flag.
        flag: String,
    },
    /// `--link=maybe`.
    #[error("expecting boolean value for flag {flag}, not: {got}")]
    FlagBoolean {
        /// The flag.
        flag: String,
        /// What it says.
        got: String,
    },
    /// `FROM a b`.
    #[error("FROM requires either one or three arguments")]
    FromArguments,
    /// `AS 1x`.
    #[error("invalid name for build stage: {}, name can't start with a number or contain symbols", quoted(.0))]
    StageName(String),
    /// Something before the first `FROM`.
    #[error("no build stage in current context")]
    NoStage,
    /// `ARG` alone.
    #[error("dockerfile contains no stages to build")]
    NoStages,
    /// `ONBUILD ONBUILD`.
    #[error("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed")]
    OnbuildChain,
    /// `ONBUILD FROM`.
    #[error("{0} isn't allowed as an ONBUILD trigger")]
    OnbuildTrigger(String),
    /// A heredoc where a path is meant.
    #[error("{0} cannot accept a heredoc as a destination")]
    HeredocDestination(&'static str),
    /// `SHELL bash`.
    #[error("SHELL requires the arguments to be in JSON form")]
    ShellForm,
    /// `HEALTHCHECK` and its flags.
    #[error("{0}")]
    Health(String),
    /// `VOLUME ""`.
    #[error("VOLUME specified can not be an empty string")]
    EmptyVolume,
    /// A `--mount` that cannot be.
    #[error("{0}")]
    Mount(String),
    /// `--target` of no stage.
    #[error("target stage {} could not be found", quoted(.0))]
    NoTarget(String),
    /// `FROM $x` with nothing in it.
    #[error("base name ({0}) should not be blank")]
    BlankBase(String),
    /// `COPY --from=$x`.
    #[error(
        "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround"
    )]
    FromVariable,
    /// `COPY --from=7`.
    #[error("invalid stage index {0}")]
    StageIndex(i64),
    /// Stages that need each other, or a stage that comes later.
    #[error("cannot copy from stage {}, it needs to be defined before current stage {}", quoted(.from), quoted(.stage))]
    LaterStage {
        /// What is copied from.
        from: String,
        /// What copies.
        stage: String,
    },
    /// `--chmod` that is no octal number.
    #[error("invalid chmod parameter: '{0}'. it should be octal string and between 0 and 07777")]
    Chmod(String),
    /// A user or group that the image's files do not know.
    #[error("{what} {name} is in no {file} of the image")]
    Owner {
        /// `user` or `group`.
        what: &'static str,
        /// Its name.
        name: String,
        /// Where names stand.
        file: &'static str,
    },
    /// A source that is not there.
    #[error("failed to compute cache key: failed to calculate checksum: {}: not found", quoted(.0))]
    NotFound(String),
    /// Several sources and a destination that is no folder.
    #[error("When using {0} with more than one source file, the destination must be a directory and end with a /")]
    NotFolder(&'static str),
    /// `STOPSIGNAL X`.
    #[error("Invalid signal: {0}")]
    Signal(String),
    /// `EXPOSE x`.
    #[error("invalid containerPort: {0}")]
    Port(String),
    /// What this builder has no model of.
    #[error("not modelled here: {0}")]
    NotModelled(String),
    /// The `.dockerignore`.
    #[error(".dockerignore: {0}")]
    Ignore(#[from] crate::ignore::IgnoreError),
    /// A step that failed.
    #[error("process {} did not complete successfully: {reason}", quoted(.command))]
    Failed {
        /// The command.
        command: String,
        /// Why.
        reason: crate::run::RunError,
    },
    /// A change that the file system does not take.
    #[error("{0}")]
    Fs(#[from] crate::fs::FsError),
}
