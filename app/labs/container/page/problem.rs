//! What is wrong, at its line: the builder's own words, and what they mean. Where it does not know a command, it asks.

use super::state::{ContainerState, container_of};
use super::test_ids;
use super::texts::{self, Texts};
use crate::container::messages::{Declared, Problem, ProblemKind};
use karui_shell::state::Lab;
use karui_ui::reactive::{handler, maybe_view, text};
use karui_ui::use_lang;
use leptos::prelude::*;

/// What a sort of reason means.
pub(super) fn meaning(t: &Texts, kind: &ProblemKind) -> String {
    match kind {
        ProblemKind::Syntax => t.wrong_syntax.into(),
        ProblemKind::Empty => t.wrong_empty.into(),
        ProblemKind::NoStage => t.wrong_no_stage.into(),
        ProblemKind::Unknown(name) => (t.wrong_unknown)(name),
        ProblemKind::Arguments => t.wrong_arguments.into(),
        ProblemKind::Flag => t.wrong_flag.into(),
        ProblemKind::NotFound { path, ignored: None } => (t.wrong_not_found)(path),
        ProblemKind::NotFound { path, ignored: Some(line) } => (t.wrong_ignored)(path, *line),
        ProblemKind::Stage => t.wrong_stage.into(),
        ProblemKind::NotFolder => t.wrong_not_folder.into(),
        ProblemKind::Owner(name) => (t.wrong_owner)(name),
        ProblemKind::Command(command) => (t.wrong_command)(command),
        ProblemKind::Failed => t.wrong_failed.into(),
        ProblemKind::Ignore => t.wrong_ignore.into(),
        ProblemKind::NotModelled => t.wrong_not_modelled.into(),
        ProblemKind::Other => t.wrong_other.into(),
    }
}

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let shown = move || {
        let problem = state.problem()?;
        let (line, t) = (problem.line, texts::of(lang.get()));
        let at = if line > 0 { (t.at_line)(line) } else { String::new() };
        let asks = asks(state, &problem, t);
        Some(view! {
            <div class="k-problem" role="alert" data-testid=test_ids::PROBLEM data-line=line.to_string()>
                <p><strong>{at}</strong> <code>{problem.text}</code></p>
                <p>{meaning(t, &problem.kind)}</p>
                {asks}
            </div>
        })
    };
    view! { <div>{maybe_view(shown)}</div> }.into_any()
}

/// A form that says what a command changes.
fn asks(state: ContainerState, problem: &Problem, t: &'static Texts) -> Option<AnyView> {
    let ProblemKind::Command(command) = &problem.kind else { return None };
    let command = command.clone();
    let (path, bytes) = (RwSignal::new("/opt/declared".to_owned()), RwSignal::new("1000000".to_owned()));
    let field = |id: &'static str, label: &'static str, value: RwSignal<String>| {
        view! {
            <label for=id>
                {label}
                <input
                    id=id
                    type="text"
                    inputmode=if id == "k-declare-bytes" { "numeric" } else { "text" }
                    prop:value=text(move || value.get())
                    on:input=handler(move |event| value.set(event_target_value(&event)))
                />
            </label>
        }
        .into_any()
    };
    let is_wrong = RwSignal::new(false);
    let declare = move |_: web_sys::MouseEvent| {
        let number = bytes.get_untracked().trim().parse::<u64>();
        is_wrong.set(number.is_err());
        let Ok(bytes) = number else { return };
        let declared = Declared { command: command.clone(), path: path.get_untracked(), bytes };
        state.project.update(|project| project.declared.push(declared));
    };
    Some(
        view! {
            <div class="k-flags">
                {field("k-declare-path", t.declare_path, path)}
                {field("k-declare-bytes", t.declare_bytes, bytes)}
                <button type="button" class="btn small" on:click=handler(declare)>{t.declare}</button>
            </div>
            {maybe_view(move || is_wrong.get().then(|| view! { <p class="wrong" data-testid=test_ids::DECLARE>{t.declare_wrong}</p> }))}
        }
        .into_any(),
    )
}
