//! From a Dockerfile and a context to steps, their keys, their layers and the image: what BuildKit would do, and for each step
//! why it would do it again.

mod arguments;
mod base;
mod cache;
mod config;
mod context;
mod copy;
mod plan;
mod stage;
mod steps;

pub(crate) use arguments::{PATH, PLATFORM, platform_arguments};
pub use base::Base;
pub(crate) use base::STAND_IN;
pub use cache::{Cache, Change, Reason, Record};
pub(crate) use config::exposed;
pub use context::Context;

use crate::dockerfile::parse;
use crate::image::{Blob, Image};
use crate::instruction::{BuildError, Instruction, stages};
use crate::run::{Declaration, Done};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is asked of a build.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The stage that is wanted, by name or number; by default the last.
    pub target: Option<String>,
    /// `--build-arg`.
    pub build_args: BTreeMap<String, String>,
    /// What commands leave behind that are not executed.
    pub declarations: Vec<Declaration>,
    /// What is said of images that stages begin with, before what is known here.
    pub bases: Vec<Base>,
    /// The image's name, `name:tag`.
    pub name: Option<String>,
    /// Milliseconds since some moment, where steps are to be timed.
    pub clock: Option<fn() -> f64>,
}

/// A layer's digest and length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LayerInfo {
    /// sha256 of its tar.
    pub diff_id: String,
    /// Bytes of its tar.
    pub size: u64,
}

/// An instruction that was built.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The stage's name, or its number.
    pub stage: String,
    /// The instruction's first line, from 1.
    pub line: usize,
    /// As it is written.
    pub instruction: String,
    /// Whether a record with its key was there.
    pub cached: bool,
    /// Why it was, or was not.
    pub reason: Reason,
    /// sha256 of what its result depends on.
    pub key: String,
    /// What it adds to the image; nothing, where it changes only the image's configuration.
    pub layer: Option<LayerInfo>,
    /// Bytes that are declared, not computed: those known, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared: Option<DeclaredInfo>,
    /// The steps whose results it needs, by their places in the list.
    pub needs: Vec<usize>,
    /// How long it took here, in milliseconds; 0 without a clock.
    #[serde(skip)]
    pub milliseconds: f64,
    /// What its commands did, one by one.
    #[serde(skip)]
    pub done: Vec<Done>,
}

/// Declared bytes of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DeclaredInfo {
    /// Those that are known, added up.
    pub bytes: u64,
    /// Whether there are others, nobody knows how many.
    pub unknown: bool,
    /// Bytes that come over the line for the step, as far as they are known: those of the compressed base image, of packages.
    pub download: u64,
}

/// An instruction of a stage that the target does not need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unneeded {
    /// The stage's name, or its number.
    pub stage: String,
    /// Its line.
    pub line: usize,
    /// As it is written.
    pub instruction: String,
}

/// A build.
#[derive(Debug, Clone)]
pub struct Build {
    /// What was built, in the order of the Dockerfile.
    pub steps: Vec<Step>,
    /// What was not, because nothing needs it.
    pub unneeded: Vec<Unneeded>,
    /// The image.
    pub image: Image,
    /// The cache with what this build adds.
    pub cache: Cache,
}

impl Build {
    /// `{"steps": [...], "unneeded": [...], "image": {"id", "layers", "size"}}`.
    pub fn to_json(&self) -> serde_json::Value {
        let layers: Vec<&str> = self.image.layers.iter().map(|layer| &layer.diff_id[..]).collect();
        serde_json::json!({
            "steps": self.steps,
            "unneeded": self.unneeded,
            "image": { "id": self.image.id, "layers": layers, "size": self.image.size() },
        })
    }
}

/// Builds.
///
/// # Errors
/// What BuildKit refuses, and what is not modelled here, with the line.
pub fn build(dockerfile: &[u8], context: &Context, options: &Options, cache: &Cache) -> Result<Build, BuildError> {
    let file = parse(dockerfile)?;
    let (global, stages) = stages(&file)?;
    let plan = plan::Plan::new(stages, &global, file.escape, options)?;
    let mut builder = stage::Builder::new(context, options, cache, &plan);
    for index in 0..plan.stages.len() {
        if plan.is_needed(index) {
            builder.build_stage(index)?;
        }
    }
    let unneeded = plan.stages.iter().enumerate().filter(|(index, _)| !plan.is_needed(*index));
    let unneeded = unneeded
        .flat_map(|(index, stage)| {
            let of = move |line: usize, text: &str| Unneeded {
                stage: plan::name_of(stage, index),
                line,
                instruction: text.to_owned(),
            };
            let rest = stage.instructions.iter().map(move |Instruction { line, original, .. }| of(*line, original));
            std::iter::once(of(stage.line, &stage.original)).chain(rest)
        })
        .collect();
    builder.finish(plan.target, unneeded)
}

/// A layer that was built.
pub(crate) type Layers = Vec<std::sync::Arc<Blob>>;
