//! `RUN`: a small, exact subset of a shell and its commands is executed on the layered file system. What else is known is
//! declared: a note stands for the bytes, and says from where their number is. Anything else is an error that asks.

mod commands;
mod declared;
mod expand;
mod files;
mod modes;
mod process;
mod script;
mod tar;

use crate::fs::FsError;
pub use declared::{Declaration, Effect};
pub(crate) use files::owner_of;
pub use modes::parse_mode;
pub use process::{Done, Ran, Users, run};
use thiserror::Error;

/// Why a step failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RunError {
    /// A command that is neither executed nor declared.
    #[error("`{0}` is not executed here: what does it change? Declare it (a command, a path, a number of bytes)")]
    Unknown(String),
    /// Something of the shell that is not executed.
    #[error("{0} is not executed here: write it otherwise, or declare the command")]
    Unsupported(String),
    /// The script cannot be read.
    #[error("syntax error: {0}")]
    Syntax(&'static str),
    /// A program that is not in the image.
    #[error("exec: {0}: no such file or directory")]
    NoProgram(String),
    /// A command failed.
    #[error("exit code: {code}{}{message}", if .message.is_empty() { "" } else { ": " })]
    Status {
        /// Its exit code.
        code: i32,
        /// What it said.
        message: String,
    },
    /// The script makes more than this model takes.
    #[error("{0}")]
    Limit(&'static str),
    /// A change that the file system does not take.
    #[error("{0}")]
    Fs(#[from] FsError),
}
