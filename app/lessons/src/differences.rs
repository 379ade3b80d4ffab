//! What the two versions of a lesson must have in common.

use crate::course::Told;
use crate::{Fault, Lang, Problem};

/// What is told at the step of one version where it differs from the other.
pub(crate) fn differences(ours: &Told, theirs: &Told, other: Lang) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut differ = |line, what: &str, here: String, there: String| {
        if here != there {
            let (what, other) = (what.to_owned(), other.id());
            found.push(Problem::new(&ours.file, line, Fault::Differs { what, here, other, there }));
        }
    };
    let ids = |told: &Told| told.steps.iter().map(|step| &step.id[..]).collect::<Vec<_>>().join(", ");
    differ(0, "steps", ids(ours), ids(theirs));
    differ(0, "expressions of the idea", list(&ours.idea.expressions), list(&theirs.idea.expressions));
    for (here, there) in ours.steps.iter().zip(&theirs.steps).filter(|(here, there)| here.id == there.id) {
        differ(here.line, "kind", here.kind.to_string(), there.kind.to_string());
        differ(here.line, "stage", text(&here.stage), text(&there.stage));
        differ(here.line, "questions", here.questions.join(", "), there.questions.join(", "));
        differ(here.line, "formulas", here.contents.formulas.to_string(), there.contents.formulas.to_string());
        differ(here.line, "expressions", list(&here.contents.expressions), list(&there.contents.expressions));
        differ(here.line, "citations", list(&here.contents.citations), list(&there.contents.citations));
    }
    found
}

fn text(stage: &Option<String>) -> String {
    stage.clone().unwrap_or_else(|| "none".into())
}

/// The order of a sentence is each language's own.
fn list(all: &[String]) -> String {
    let mut all = all.to_vec();
    all.sort();
    all.join("; ")
}
