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
    /// So many bytes follow the text: for data and weights that nobody reads.
    pub filled: u32,
    /// Permissions.
    pub mode: u32,
    /// How often its time was changed. The builder has no use for it: no time is in a key.
    pub touched: u32,
}

impl File {
    /// Its length in bytes.
    pub fn bytes(&self) -> u64 {
        self.text.len() as u64 + u64::from(self.filled)
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

/// A build.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Built {
    /// The number in the request.
    pub id: u32,
    /// Which build it is since the cache was empty, from 1.
    pub build: u64,
    /// Its steps in the order of the Dockerfile.
    pub steps: Vec<Step>,
    /// Instructions that the target does not need.
    pub unneeded: Vec<Unneeded>,
    /// The image.
    pub image: Image,
    /// How long the builder worked here, in milliseconds.
    pub milliseconds: f64,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The stage's name, or its number.
    pub stage: String,
    /// Its first line.
    pub line: u32,
    /// As it is written.
    pub instruction: String,
    /// Whether it was found in the cache.
    pub cached: bool,
    /// Why, or why not.
    pub why: Why,
    /// The key, sha256.
    pub key: String,
    /// What the key is made of: names and values.
    pub fields: Vec<(String, String)>,
    /// Bytes of the layer that it adds.
    pub layer: Option<u64>,
    /// Declared bytes, and whether there are others of which nobody knows how many.
    pub declared: Option<(u64, bool)>,
    /// The steps whose results it needs.
    pub needs: Vec<usize>,
    /// Its commands.
    pub commands: Vec<Command>,
}

/// Why a step was found, or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Why {
    /// A record has its key.
    Hit,
    /// Nothing like it was built before.
    New,
    /// Fields of the key changed: name, old value, new value.
    Changed(Vec<Change>),
}

/// A field of a key that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// `command`, `env NAME`, `file PATH`, `parent` …
    pub field: String,
    /// What it was.
    pub old: Option<String>,
    /// What it is.
    pub new: Option<String>,
}

/// A command of a `RUN`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// The command.
    pub text: String,
    /// What it is said to leave behind, where it was not executed: path, bytes, source.
    pub declared: Option<Vec<(String, Option<u64>, String)>>,
}

/// An instruction of a stage that nothing needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unneeded {
    /// The stage's name, or its number.
    pub stage: String,
    /// Its line.
    pub line: u32,
    /// As it is written.
    pub instruction: String,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Image {
    /// sha256 of its configuration.
    pub id: String,
    /// Bytes of its layers' tars.
    pub bytes: u64,
    /// Its layers, the lowest first.
    pub layers: Vec<Layer>,
    /// The part of the stored bytes that a container sees, 0 … 1.
    pub efficiency: f64,
    /// Bytes of files that a container sees, and of those in all layers; declared ones in both.
    pub seen: (u64, u64),
    /// As whom it runs; empty: as root.
    pub user: String,
    /// `ENTRYPOINT`.
    pub entrypoint: Vec<String>,
    /// `CMD`.
    pub cmd: Vec<String>,
    /// `EXPOSE`.
    pub ports: Vec<String>,
    /// `ENV`.
    pub env: Vec<String>,
    /// `VOLUME`.
    pub volumes: Vec<String>,
    /// `WORKDIR`.
    pub folder: String,
}

/// A layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// sha256 of its tar.
    pub diff_id: String,
    /// Bytes of its tar.
    pub bytes: u64,
    /// Declared bytes in it, and whether there are others of which nobody knows how many.
    pub declared: (u64, bool),
    /// The instruction that made it, as the history has it.
    pub created_by: String,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// An entry of a layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The path without its leading slash.
    pub path: String,
    /// What it is.
    pub kind: EntryKind,
    /// Permissions.
    pub mode: u32,
    /// The owner.
    pub uid: u32,
    /// Bytes, declared ones where `source` is there.
    pub bytes: Option<u64>,
    /// Where the number comes from, if it is declared.
    pub source: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// Whether it is a copy of the same file in a lower layer, of which only permissions or owner were changed.
    pub is_copied_up: bool,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// The mark that something lower is gone.
    Whiteout,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// A container sees it.
    Seen,
    /// That layer has the same path.
    Replaced(usize),
    /// That layer removes it.
    Removed(usize),
}

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
    /// Whether a shell is process number 1.
    pub is_shell: bool,
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
    /// Nothing to run.
    NoCommand,
    /// The image does not know the user.
    User,
}

/// The challenges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Challenge {
    /// The cheapest rebuild after an edit of the code.
    Rebuild,
    /// The smallest image.
    Small,
    /// The same image again and again.
    Same,
    /// Least privilege.
    Privilege,
    /// Which line is wrong.
    Line,
}

impl Challenge {
    /// All, in their order.
    pub const ALL: [Challenge; 5] =
        [Challenge::Rebuild, Challenge::Small, Challenge::Same, Challenge::Privilege, Challenge::Line];

    /// For tests.
    pub const fn testid(self) -> &'static str {
        match self {
            Challenge::Rebuild => "challenge-rebuild",
            Challenge::Small => "challenge-small",
            Challenge::Same => "challenge-same",
            Challenge::Privilege => "challenge-privilege",
            Challenge::Line => "challenge-line",
        }
    }
}

/// What is asked of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the page's texts say them")]
pub enum Fact {
    Builds,
    HasCode,
    HasPackages,
    NewCode,
    PackagesStay,
    NoWaste,
    NoLeftovers,
    SmallBase,
    PinnedBase,
    PinnedPackages,
    NotRoot,
    NoSecrets,
    NoHistory,
    Signals,
    Fails,
    Line,
}

/// A challenge that was judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// Which.
    pub challenge: Challenge,
    /// Of the wrong line: that which was chosen.
    pub line: u32,
    /// What is asked, and whether it holds.
    pub facts: Vec<(Fact, bool)>,
}

impl LabRequest for Ask {
    const LAB: LabId = super::ID;
}

impl LabEvent for Told {
    const LAB: LabId = super::ID;
    const IS_OF_SESSION: bool = false;
}
