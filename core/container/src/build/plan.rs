//! Which stages there are, what they need of each other, and which of them the target needs.

use super::Options;
use super::arguments::platform_arguments;
use crate::instruction::{BuildError, Copy, Instruction, Kind, Pair, Refusal, Run, Stage, mounts_of};
use crate::shell::{Lex, no_variables};
use std::collections::{BTreeMap, BTreeSet};

/// Where a stage or a copy takes its files from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// Another stage, by its place.
    Stage(usize),
    /// An image.
    Image(String),
}

/// The stages of a Dockerfile.
pub(super) struct Plan {
    pub stages: Vec<Stage>,
    /// What each begins with.
    pub bases: Vec<Origin>,
    /// The arguments before the first stage, and those of the platform.
    pub global: BTreeMap<String, String>,
    pub escape: char,
    /// The stage that is wanted.
    pub target: usize,
    needed: BTreeSet<usize>,
}

/// A stage's name, or its number.
pub(super) fn name_of(stage: &Stage, index: usize) -> String {
    stage.name.clone().unwrap_or_else(|| index.to_string())
}

impl Plan {
    pub fn new(
        stages: Vec<Stage>,
        arguments: &[Pair<Option<String>>],
        escape: char,
        options: &Options,
    ) -> Result<Self, BuildError> {
        let wanted = match &options.target {
            None => stages.len() - 1,
            Some(name) => {
                let by_name = stages
                    .iter()
                    .rposition(|stage| stage.name.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name)));
                let by_number = || name.parse().ok().filter(|index| *index < stages.len());
                by_name.or_else(by_number).ok_or_else(|| BuildError::new(0, Refusal::NoTarget(name.clone())))?
            }
        };
        let mut global =
            platform_arguments(&stages.get(wanted).map(|stage| name_of(stage, wanted)).unwrap_or_default());
        let lex = Lex::new(escape);
        for (name, default) in arguments {
            let value = match (options.build_args.get(name), default) {
                (Some(given), _) => Some(given.clone()),
                (None, Some(default)) => {
                    let expanded = lex.process(default, &|name| global.get(name).cloned());
                    Some(expanded.map_err(|error| BuildError::new(0, error))?.word)
                }
                (None, None) => None,
            };
            global.extend(value.map(|value| (name.clone(), value)));
        }
        let mut plan =
            Self { bases: Vec::new(), global, escape, target: wanted, needed: BTreeSet::new(), stages: Vec::new() };
        for (index, stage) in stages.iter().enumerate() {
            let expanded = lex.process(&stage.base, &|name| plan.global.get(name).cloned());
            let base = expanded.map_err(|error| BuildError::new(stage.line, error))?.word;
            if base.is_empty() {
                return Err(BuildError::new(stage.line, Refusal::BlankBase(stage.base.clone())));
            }
            // Only what comes before has the name.
            let earlier = stages.iter().take(index).rposition(|earlier| earlier.name.as_deref() == Some(&base));
            plan.bases.push(earlier.map_or(Origin::Image(base), Origin::Stage));
        }
        plan.stages = stages;
        plan.need(wanted)?;
        Ok(plan)
    }

    pub fn is_needed(&self, index: usize) -> bool {
        self.needed.contains(&index)
    }

    /// Marks a stage and all that it needs.
    fn need(&mut self, index: usize) -> Result<(), BuildError> {
        let mut open = vec![index];
        while let Some(index) = open.pop() {
            if !self.needed.insert(index) {
                continue;
            }
            if let Some(Origin::Stage(base)) = self.bases.get(index) {
                open.push(*base);
                // What the base holds for those that begin with it may need stages, too.
                for text in self.triggers(*base) {
                    let instruction = super::stage::trigger(&text, 0)?;
                    open.extend(self.origins(&instruction, index)?);
                }
            }
            let Some(stage) = self.stages.get(index) else { continue };
            for instruction in &stage.instructions {
                open.extend(self.origins(instruction, index)?);
            }
        }
        Ok(())
    }

    /// The `ONBUILD` instructions of a stage.
    pub fn triggers(&self, index: usize) -> Vec<String> {
        let of = |instruction: &Instruction| match &instruction.kind {
            Kind::Onbuild(text) => Some(text.clone()),
            _ => None,
        };
        self.stages.get(index).map(|stage| stage.instructions.iter().filter_map(of).collect()).unwrap_or_default()
    }

    /// The stages that an instruction takes files from.
    fn origins(&self, instruction: &Instruction, index: usize) -> Result<Vec<usize>, BuildError> {
        let names: Vec<String> = match &instruction.kind {
            Kind::Copy(Copy { from: Some(from), .. }) => vec![from.clone()],
            Kind::Run(Run { mounts, .. }) => {
                // Of those with variables it is asked when they are built.
                let mounts = mounts_of(mounts, &|value| Ok(value.to_owned())).unwrap_or_default();
                mounts.into_iter().filter_map(|mount| mount.from).collect()
            }
            _ => Vec::new(),
        };
        let mut stages = Vec::new();
        for name in names {
            if let Origin::Stage(from) =
                self.origin(&name, index).map_err(|reason| BuildError::new(instruction.line, reason))?
            {
                stages.push(from);
            }
        }
        Ok(stages)
    }

    /// What `--from=name` means in the stage `index`.
    pub fn origin(&self, name: &str, index: usize) -> Result<Origin, Refusal> {
        let lex = Lex::new(self.escape);
        if lex.process(name, &no_variables)?.word != name {
            return Err(Refusal::FromVariable);
        }
        let later = |from: usize| {
            let stage = self.stages.get(index).map(|stage| name_of(stage, index)).unwrap_or_default();
            if from < index {
                Ok(Origin::Stage(from))
            } else {
                Err(Refusal::LaterStage { from: name.to_owned(), stage })
            }
        };
        if let Ok(number) = name.parse::<i64>() {
            let place = usize::try_from(number).ok().filter(|place| *place < self.stages.len());
            return later(place.ok_or(Refusal::StageIndex(number))?);
        }
        match self
            .stages
            .iter()
            .rposition(|stage| stage.name.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name)))
        {
            Some(place) => later(place),
            None => Ok(Origin::Image(name.to_owned())),
        }
    }
}
