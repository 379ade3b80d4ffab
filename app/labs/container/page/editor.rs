//! The Dockerfile: a plain field of text with its line numbers, what each line came to in the last build, and where it is wrong.

use super::state::{ContainerState, container_of};
use super::test_ids;
use super::texts;
use karui_shell::state::Lab;
use karui_ui::html::{HtmlRegion, HtmlWriter};
use karui_ui::reactive::{effect, handler, text};
use karui_ui::use_lang;
use leptos::{html, prelude::*};
use web_sys::Event;

/// Lines of a text, an open one at its end included.
fn lines(text: &str) -> usize {
    text.split('\n').count()
}

pub(super) fn view(lab: Lab) -> AnyView {
    let (lang, state) = (use_lang(), container_of(lab));
    let node = NodeRef::<html::Textarea>::new();
    effect(move || {
        let Some(area) = node.get() else { return };
        state.project.with(|project| {
            if area.value() != project.dockerfile {
                area.set_value(&project.dockerfile);
            }
        });
    });
    let numbers = HtmlRegion::new("k-lines num", move |m| gutter(m, state)).view();
    let typed = move |event: Event| {
        let typed = event_target_value(&event);
        state.project.update(|project| project.dockerfile = typed);
    };
    view! {
        <div class="k-editor">
            {numbers}
            <textarea
                node_ref=node
                data-testid=test_ids::EDITOR
                aria-label=text(move || texts::of(lang.get()).editor)
                rows=text(move || state.project.with(|project| lines(&project.dockerfile)).to_string())
                spellcheck="false"
                autocapitalize="off"
                autocomplete="off"
                wrap="off"
                on:input=handler(typed)
            ></textarea>
        </div>
    }
    .into_any()
}

/// Line numbers. A line that was built is marked as long as the Dockerfile is the one that was built.
fn gutter(m: &mut HtmlWriter, state: ContainerState) {
    let wrong = state.problem().map(|problem| problem.line as usize);
    let is_same = state
        .built_of
        .with(|of| of.as_ref().is_some_and(|of| state.project.with(|project| project.dockerfile == of.dockerfile)));
    let warned: Vec<usize> = state.looked.with(|looked| looked.warnings.iter().map(|it| it.line as usize).collect());
    let count = state.project.with(|project| lines(&project.dockerfile));
    state.built.with(|built| {
        for line in 1..=count {
            let step = built
                .as_ref()
                .filter(|_| is_same)
                .and_then(|built| built.steps.iter().find(|it| it.line as usize == line));
            let class = match (wrong == Some(line), step.map(|step| step.cached)) {
                (true, _) => "k-line wrong",
                (_, Some(true)) => "k-line hit",
                (_, Some(false)) => "k-line ran",
                (_, None) => "k-line",
            };
            let class = if warned.contains(&line) { [class, " warned"].concat() } else { class.to_owned() };
            m.element(
                "span",
                &[("class", &class), ("data-line", &line.to_string()), ("aria-hidden", "true")],
                &line.to_string(),
            );
        }
    });
}
