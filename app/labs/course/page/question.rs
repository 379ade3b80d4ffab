//! A question: one tap answers it, and says why.

use super::state::course_of;
use super::{progress, test_ids, texts};
use karui_protocol::lesson::{Choice, Question};
use karui_shell::state::Lab;
use karui_ui::reactive::{handler, maybe_view, memo, optional, text, views};
use leptos::prelude::*;
use std::sync::Arc;

/// Which question it is.
#[derive(Clone)]
pub struct Place {
    /// The lesson.
    pub lesson: Arc<str>,
    /// The step.
    pub step: Arc<str>,
    /// Which of the step's questions, from 0.
    pub number: u8,
}

/// The question with its answers.
pub fn view(lab: Lab, place: Place, question: Arc<Question>) -> AnyView {
    let (course, t) = (course_of(lab), texts::use_texts());
    let Place { lesson, step, number } = place.clone();
    let given = memo(move || progress::answer(course, &lesson, &step, number).map(usize::from));
    let (count, ask) = (question.choices.len(), question.ask.clone());
    let label = text(move || t.get().question);
    let asked = question.clone();
    let choice = move |at: usize| {
        let (place, is_right, predicts) = (place.clone(), asked.choices[at].right, asked.predicts);
        let state = move || {
            let verdict = if is_right { "right" } else { "wrong" };
            (given.get() == Some(at)).then_some(verdict)
        };
        let give = move |_: leptos::ev::MouseEvent| {
            // A prediction is one: it is made before the answer is known.
            if !(predicts && given.get_untracked().is_some()) {
                progress::add(lab, &place.lesson, &place.step, Some((place.number, at as u8)));
            }
        };
        view! {
            <li>
                <button
                    type="button"
                    class="choice"
                    data-testid=test_ids::ANSWER
                    data-value=optional(state)
                    aria-pressed=text(move || (given.get() == Some(at)).to_string())
                    on:click=handler(give)
                >
                    <span inner_html=asked.choices[at].text.clone()></span>
                </button>
            </li>
        }
    };
    let told = move || {
        let Choice { right, why, .. } = question.choices.get(given.get()?)?;
        let t = t.get();
        let verdict = match (question.predicts, right) {
            (true, true) => t.predicted_right,
            (true, false) => t.predicted_wrong,
            (false, true) => t.right,
            (false, false) => t.wrong,
        };
        let whys = [why, &question.why].map(String::as_str).join(" ");
        Some(view! {
            <p>
                <strong class=if *right { "good" } else { "bad" }>{verdict}</strong>
                " "
                <span inner_html=whys></span>
            </p>
        })
    };
    view! {
        <div class="question" role="group" aria-label=label data-testid=test_ids::QUESTION>
            <p class="ask" inner_html=ask></p>
            <ol class="choices">{views((0..count).map(choice))}</ol>
            <div class="answered" role="status">{maybe_view(told)}</div>
        </div>
    }
    .into_any()
}
