//! A step of a lesson: its heading, what it says and what it asks.

use super::plan::origin;
use super::{question, scroll, test_ids, texts};
use karui_protocol::lesson::{Lesson, Part};
use karui_shell::state::Lab;
use karui_ui::reactive::{flag, optional, text, views};
use leptos::prelude::*;
use std::sync::Arc;

/// The step at a position of the lesson; `current` is the position of the one that is read.
pub fn view(lab: Lab, lesson: &Lesson, at: usize, current: Memo<usize>) -> AnyView {
    let t = texts::use_texts();
    let step = &lesson.steps[at];
    let (kind, title) = (step.kind, step.title.clone());
    let heading = title.clone();
    let mut asked = 0;
    let mut part = |part: &Part| match part {
        Part::Html(html) => view! { <div class="prose" inner_html=html.clone()></div> }.into_any(),
        Part::Question(it) => {
            let (of, at) = origin(lesson, &step.id);
            let (lesson, step, number) = (of.into(), at.into(), asked);
            asked += 1;
            question::view(lab, question::Place { lesson, step, number }, Arc::new(it.clone()))
        }
    };
    let parts: Vec<AnyView> = step.parts.iter().map(&mut part).collect();
    view! {
        <section
            class="lesson-step"
            id=scroll::element_id(&step.id)
            data-testid=test_ids::LESSON_STEP
            data-step=step.id.clone()
            data-kind=kind.id()
            aria-current=optional(move || (current.get() == at).then_some("step"))
        >
            <p class="step-kind" hidden=flag(move || (t.get().kind)(kind) == heading)>
                {text(move || (t.get().kind)(kind))}
            </p>
            <h3 tabindex="-1">{title}</h3>
            {views(parts)}
        </section>
    }
    .into_any()
}
