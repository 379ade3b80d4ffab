//! The Dockerfile, with what each line came to in the last build, and where it is wrong.

use super::state::{ContainerState, container_of};
use super::test_ids;
use super::texts;
use karui_shell::state::Lab;
use karui_ui::editor::Editor;
use karui_ui::use_lang;
use leptos::prelude::*;
use std::sync::Arc;

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    Editor {
        testid: test_ids::EDITOR,
        label: Arc::new(move || texts::of(lang.get()).editor),
        value: Arc::new(move || state.project.with(|project| project.dockerfile.clone())),
        typed: Box::new(move |typed| state.project.update(|project| project.dockerfile = typed)),
        mark: Box::new(move |line| mark(state, line)),
    }
    .view(NodeRef::new())
}

/// What is to be seen of a line. One that was built is marked as long as the Dockerfile is the one that was built.
fn mark(state: ContainerState, line: usize) -> &'static str {
    let is_wrong = state.problem().is_some_and(|problem| problem.line as usize == line);
    let is_same = state
        .built_of
        .with(|of| of.as_ref().is_some_and(|of| state.project.with(|project| project.dockerfile == of.dockerfile)));
    let is_warned = state.looked.with(|looked| looked.warnings.iter().any(|it| it.line as usize == line));
    let cached = state.built.with(|built| {
        let steps = built.as_ref().filter(|_| is_same).map(|built| &built.steps);
        steps.and_then(|steps| steps.iter().find(|it| it.line as usize == line)).map(|step| step.cached)
    });
    match (is_wrong, cached, is_warned) {
        (true, _, false) => "wrong",
        (true, _, true) => "wrong warned",
        (_, Some(true), false) => "hit",
        (_, Some(true), true) => "hit warned",
        (_, Some(false), false) => "ran",
        (_, Some(false), true) => "ran warned",
        (_, None, false) => "",
        (_, None, true) => "warned",
    }
}
