//! A build, step by step.

use super::Image;
use serde::{Deserialize, Serialize};

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
    /// Bytes that come over the line for it, as far as they are known.
    pub download: u64,
    /// How long the builder took here, in milliseconds.
    pub milliseconds: f64,
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
