//! The builder's errors as the page tells them: their own words, and what sort they are.

use crate::container::messages::{Problem, ProblemKind, Project};
use karui_container::ignore::Ignore;
use karui_container::instruction::{BuildError, Refusal};
use karui_container::run::RunError;

pub fn of(error: &BuildError, project: &Project) -> Problem {
    Problem { line: error.line as u32, text: error.reason.to_string(), kind: kind(&error.reason, project) }
}

fn kind(reason: &Refusal, project: &Project) -> ProblemKind {
    match reason {
        Refusal::Syntax(karui_container::dockerfile::Reason::NoInstructions) | Refusal::NoStages => ProblemKind::Empty,
        Refusal::Syntax(_) | Refusal::Word(_) => ProblemKind::Syntax,
        Refusal::NoStage => ProblemKind::NoStage,
        Refusal::UnknownInstruction(name) => ProblemKind::Unknown(name.clone()),
        Refusal::Arguments { .. } | Refusal::FromArguments | Refusal::BlankName(_) | Refusal::ShellForm => {
            ProblemKind::Arguments
        }
        Refusal::Flag { .. } | Refusal::FlagBoolean { .. } | Refusal::Mount(_) | Refusal::Chmod(_) => ProblemKind::Flag,
        Refusal::NotFound(path) => ProblemKind::NotFound { path: path.clone(), ignored: ignored(path, project) },
        Refusal::NoTarget(_)
        | Refusal::StageName(_)
        | Refusal::StageIndex(_)
        | Refusal::LaterStage { .. }
        | Refusal::BlankBase(_)
        | Refusal::FromVariable => ProblemKind::Stage,
        Refusal::NotFolder(_) => ProblemKind::NotFolder,
        Refusal::Owner { name, .. } => ProblemKind::Owner(name.clone()),
        Refusal::Failed { reason: RunError::Unknown(command), .. } => ProblemKind::Command(command.clone()),
        Refusal::Failed { reason: RunError::Unsupported(_), .. } | Refusal::NotModelled(_) => ProblemKind::NotModelled,
        Refusal::Failed { .. } | Refusal::Fs(_) => ProblemKind::Failed,
        Refusal::Ignore(_) => ProblemKind::Ignore,
        _ => ProblemKind::Other,
    }
}

/// The line of `.dockerignore` that leaves out what is missed.
fn ignored(path: &str, project: &Project) -> Option<u32> {
    let text = project.files.iter().find(|file| file.path == ".dockerignore")?;
    let ignore = Ignore::parse(text.text.as_bytes()).ok()?;
    let decision = ignore.decide(path.trim_start_matches('/'))?;
    decision.ignored.then_some(decision.line as u32)
}
