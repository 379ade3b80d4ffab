//! The `data-testid`s of the lab. `data-value` holds the raw number: bytes of the image, right guesses.
#![allow(missing_docs)]

pub const SECTIONS: &str = "container-sections";
pub const PRESET: &str = "container-preset";
pub const EDITOR: &str = "dockerfile-editor";
pub const TREE: &str = "context-tree";
pub const FILE_TEXT: &str = "context-text";
pub const BUILD: &str = "container-build";
pub const FORGET: &str = "container-forget";
pub const STEP: &str = "build-step";
pub const GUESS: &str = "build-guess";
pub const GUESSED: &str = "build-guessed";
pub const PROBLEM: &str = "container-problem";
pub const GRAPH: &str = "build-graph";
pub const LAYERS: &str = "layer-stack";
pub const SIZE: &str = "image-size";
pub const EFFICIENCY: &str = "image-efficiency";
pub const DOWNLOAD: &str = "image-download";
pub const CHECKS: &str = "build-checks";
pub const LINE: &str = "run-line";
pub const START: &str = "run-start";
pub const STARTED: &str = "run-told";
pub const ARGV: &str = "run-argv";
pub const OUTPUT: &str = "run-output";
pub const FAILURE: &str = "run-failure";
pub const PUZZLE: &str = "puzzle-line";
pub const SCALE: &str = "virtualization-scale";
pub const DROP: &str = "context-drop";
pub const FOLDER: &str = "context-folder";
pub const FILES: &str = "context-files";
pub const TAKEN: &str = "context-taken";
pub const TIME: &str = "build-time";
pub const KEEP: &str = "image-keep";
pub const BESIDE: &str = "image-beside";
pub const DECLARE: &str = "container-declare";
pub const BACK: &str = "container-back";
pub const FILE_WRONG: &str = "context-wrong";
