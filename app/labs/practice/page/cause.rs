//! What a wrong answer came from, said by one tap and kept.

use super::state::practice_of;
use super::{test_ids, texts};
use karui_shell::state::Lab;
use karui_spec::question::{Cause, Review};
use karui_ui::reactive::{handler, text, views};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The causes to choose from, below a wrong answer; `answer` is what is kept of it.
pub fn view(lab: Lab, answer: Review) -> AnyView {
    let (practice, t) = (practice_of(lab), texts::use_texts());
    let said = RwSignal::new(answer.cause.map(|(cause, _)| cause));
    let button = |cause: &Cause| {
        let (cause, answer) = (*cause, answer.clone());
        let say = move |_: MouseEvent| {
            said.set(Some(cause));
            practice.say_cause(answer.clone(), cause);
        };
        view! {
            <button
                type="button"
                class="btn small"
                data-testid=format!("{}-{cause}", test_ids::CAUSE)
                aria-pressed=text(move || (said.get() == Some(cause)).to_string())
                on:click=handler(say)
            >
                {text(move || (t.get().cause_name)(cause))}
            </button>
        }
    };
    view! {
        <div class="causes" role="group" aria-label=text(move || t.get().cause)>
            <span class="course-label">{text(move || t.get().cause)}</span>
            <span class="row">{views(Cause::ALL.iter().map(button))}</span>
        </div>
    }
    .into_any()
}
