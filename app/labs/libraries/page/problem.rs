//! The exception that ended a program: its own words, and what they mean.

use super::state::libraries_of;
use super::test_ids;
use super::texts;
use karui_shell::state::Lab;
use karui_ui::editor::{EditorNode, select_line};
use karui_ui::reactive::{handler, maybe_view};
use karui_ui::use_lang;
use leptos::prelude::*;

/// The exception, where there is one.
pub fn view(lab: Lab, node: EditorNode) -> AnyView {
    let (lang, state) = (use_lang(), libraries_of(lab));
    let shown = move || {
        let failure = state.failure()?;
        let (line, t) = (failure.line, texts::of(lang.get()));
        let meaning = (t.meaning)(&failure.kind, &failure.message);
        let said =
            if failure.message.is_empty() { failure.kind } else { [&failure.kind, ": ", &failure.message].concat() };
        Some(view! {
            <div class="y-problem" role="alert" data-testid=test_ids::ERROR data-line=line.to_string()>
                <p>
                    <button type="button" class="r-link" on:click=handler(move |_| select_line(node, line as usize))>
                        {(t.error_at)(line)}
                    </button>
                    " "
                    <code>{said}</code>
                </p>
                <p>{meaning}</p>
            </div>
        })
    };
    view! { <div>{maybe_view(shown)}</div> }.into_any()
}
