//! Why a Dockerfile could not be read.

use crate::quote::quoted;
use thiserror::Error;

/// A line that BuildKit's parser refuses.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("dockerfile parse error on line {line}: {reason}")]
pub struct ParseError {
    /// The first line of the instruction, from 1.
    pub line: usize,
    /// BuildKit's reason.
    pub reason: Reason,
}

/// BuildKit's reasons, in its words.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// Nothing but comments and empty lines.
    #[error("file with no instructions")]
    NoInstructions,
    /// A line of more bytes than its scanner takes.
    #[error("dockerfile line greater than max allowed size of {limit}")]
    LineTooLong {
        /// How many bytes a line may have.
        limit: usize,
    },
    /// `# escape=` with anything but the two.
    #[error("invalid escape token '{got}' does not match ` or \\")]
    EscapeToken {
        /// What stands there.
        got: String,
    },
    /// The same directive twice.
    #[error("only one {name} parser directive can be used")]
    DirectiveTwice {
        /// The directive's name.
        name: &'static str,
    },
    /// The file ended before the heredoc's name came again.
    #[error("unterminated heredoc")]
    UnterminatedHeredoc,
    /// A JSON array with something else than strings in it.
    #[error("when using JSON array syntax, arrays must be comprised of strings only")]
    NotStrings,
    /// `ENV name` or `LABEL name` without a value.
    #[error("{instruction} must have two arguments")]
    TwoArguments {
        /// `ENV` or `LABEL`.
        instruction: &'static str,
    },
    /// A word without `=` among pairs.
    #[error("Syntax error - can't find = in {}. Must be of the form: name=value", quoted(word))]
    NoEquals {
        /// The word.
        word: String,
    },
    /// A heredoc's word that cannot be expanded.
    #[error("{0}")]
    Word(crate::shell::ExpandError),
    /// `ONBUILD ONBUILD …`, deeper than anybody means it (a limit of ours; BuildKit refuses the second when it builds).
    #[error("ONBUILD is nested more than {limit} times")]
    TooDeep {
        /// How often it may be.
        limit: usize,
    },
}
