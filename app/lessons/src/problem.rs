use std::fmt;
use std::path::{Path, PathBuf};

/// What is wrong with the course, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The file, below the folder of the lessons.
    pub file: PathBuf,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What it is.
    pub fault: Fault,
}

impl Problem {
    /// `fault` at a line of a file.
    pub fn new(file: impl AsRef<Path>, line: usize, fault: Fault) -> Self {
        Problem { file: file.as_ref().to_owned(), line, fault }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.fault)
    }
}

impl std::error::Error for Problem {}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[allow(missing_docs)]
pub enum Fault {
    #[error("cannot be read: {0}")]
    File(String),
    #[error("{0}")]
    Toml(String),
    #[error("the file begins with `---`, `title:`, `idea:`, `---`: {0} is missing")]
    FrontMatter(&'static str),
    #[error("text before the first step")]
    TextBeforeSteps,
    #[error("a step's heading ends with {{#id kind=… stage=\"…\"}}: {0}")]
    Heading(String),
    #[error("a second step `{0}`")]
    SameStep(String),
    #[error("a lesson has a step of kind {0}")]
    NoStepOfKind(String),
    #[error("the first step has no stage")]
    NoStage,
    #[error("stage: {0}")]
    Stage(String),
    #[error("a step of kind {0} has a block ```{1}")]
    NoQuestion(&'static str, &'static str),
    #[error("question: {0}")]
    Question(String),
    #[error("`{{{{{text}}}}}`: {what}")]
    Expression { text: String, what: String },
    #[error("formula `{text}`: {what}")]
    Formula { text: String, what: String },
    #[error("HTML in Markdown: {0}")]
    Html(String),
    #[error("sources.toml has no `{0}`")]
    NoSource(String),
    #[error("there is no {0}")]
    NoTarget(String),
    #[error(
        "`{0}` is typed: write an expression, cite its source in the sentence, or list it in exceptions.toml with its reason"
    )]
    TypedNumber(String),
    #[error("an exception that nothing needs: {0}")]
    UnusedException(String),
    #[error("not in {0}")]
    OneLanguage(&'static str),
    #[error("{what}: here {here}, in {other} {there}")]
    Differs { what: String, here: String, other: &'static str, there: String },
    #[error("not on the map (course.toml)")]
    NotOnMap,
    #[error("twice on the map")]
    TwiceOnMap,
    #[error("{field}: expected {expected}, got `{got}`")]
    Map { field: String, expected: String, got: String },
}
