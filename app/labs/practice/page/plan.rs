//! What to review today.

use super::state::practice_of;
use super::{test_ids, texts};
use karui_shell::state::{EngineState, Lab};
use karui_ui::reactive::{effect, flag, handler, text};
use karui_ui::{number, use_lang};
use leptos::ev::{Event, MouseEvent};
use leptos::prelude::*;

/// How long a day's review is, in minutes.
const MINUTES: f64 = 15.0;

/// The card.
pub fn view(lab: Lab) -> AnyView {
    let (practice, lang, t) = (practice_of(lab), use_lang(), texts::use_texts());
    effect(move || {
        // Another answer, or another day, is another plan.
        practice.reviews.track();
        practice.exam.track();
        if matches!(lab.engine_state.get(), EngineState::Ready(_)) {
            practice.ask_plan(MINUTES);
        }
    });
    let told = move || {
        let plan = practice.plan.get();
        if plan.is_empty() {
            return t.get().plan_empty.to_owned();
        }
        let recall = plan.iter().map(|it| it.recall).sum::<f64>() / plan.len() as f64;
        (t.get().plan_told)(&plan.len().to_string(), &number::percent(lang.get(), recall, 0))
    };
    let review = move |_: MouseEvent| {
        practice.drill(practice.plan.with_untracked(|plan| plan.iter().map(|it| it.id.clone()).collect()));
    };
    view! {
        <section class="card">
            <h3>{text(move || t.get().today)}</h3>
            <div class="field">
                <label for="exam-date">{text(move || t.get().exam_date)}</label>
                <input
                    type="date"
                    id="exam-date"
                    data-testid=test_ids::EXAM_DATE
                    aria-describedby="exam-date-help"
                    prop:value=text(move || practice.exam.get())
                    on:change=handler(move |event: Event| practice.exam.set(event_target_value(&event)))
                />
                <p class="help" id="exam-date-help">{text(move || t.get().exam_help)}</p>
            </div>
            <p role="status">{text(told)}</p>
            <button
                type="button"
                class="btn"
                data-testid=test_ids::REVIEW_TODAY
                disabled=flag(move || practice.plan.with(|plan| plan.is_empty()))
                on:click=handler(review)
            >
                {text(move || t.get().review)}
            </button>
        </section>
    }
    .into_any()
}
