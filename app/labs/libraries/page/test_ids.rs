//! The `data-testid`s of the lab. `data-line` holds a line, `data-value` a raw number.
#![allow(missing_docs)]

pub const PART: &str = "libraries-";
pub const PROGRAM: &str = "python-program";
pub const EDITOR: &str = "python-editor";
pub const SEED: &str = "python-seed";
pub const RUN: &str = "python-run";
pub const STEP: &str = "python-step";
pub const BACK: &str = "python-back";
pub const STOP: &str = "python-stop";
pub const SCRUB: &str = "python-scrub";
pub const STATUS: &str = "python-status";
pub const OUTPUT: &str = "python-output";
pub const ERROR: &str = "python-error";
pub const TRACE: &str = "python-trace";
pub const WATCH: &str = "python-watch";
pub const NEXT_CHANGE: &str = "python-next-change";
pub const LAST_CHANGE: &str = "python-last-change";
pub const FILE: &str = "python-file";
pub const TENSORS: &str = "python-tensors";
pub const VARIABLES: &str = "python-variables";
pub const TAPE: &str = "tape";
pub const LOSS: &str = "python-loss";
pub const OPTIMIZERS: &str = "python-optimizers";
pub const TOLD: &str = "break-told";
