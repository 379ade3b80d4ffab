//! What to review today.

use super::state::{is_ahead, practice_of};
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
        let Some(plan) = practice.plan.get() else { return t.get().awaited.to_owned() };
        let steps = plan.iter().filter(|it| it.is_step).count();
        let others: Vec<f64> = plan.iter().filter(|it| !it.is_step).map(|it| it.recall).collect();
        let recall = others.iter().sum::<f64>() / others.len().max(1) as f64;
        let recall = number::percent(lang.get(), recall, 0);
        let t = t.get();
        match (steps, others.len()) {
            (0, 0) => t.plan_empty.to_owned(),
            (0, all) => (t.plan_told)(&all.to_string(), &recall),
            (all, 0) => (t.plan_steps)(&all.to_string()),
            (steps, others) => {
                let others = (t.plan_others)(&others.to_string(), &recall);
                [(t.plan_steps)(&steps.to_string()), others].join(lang.get().pick("", " "))
            }
        }
    };
    let review = move |_: MouseEvent| {
        let ids = practice
            .plan
            .with_untracked(|plan| plan.iter().flat_map(|all| all.iter()).map(|it| it.id.clone()).collect());
        practice.review(ids);
    };
    let is_wrong = RwSignal::new(false);
    let set = move |event: Event| {
        let date = event_target_value(&event);
        let is_day = date.is_empty() || is_ahead(js_sys::Date::parse(&date), js_sys::Date::now());
        is_wrong.set(!is_day);
        if is_day {
            practice.exam.set(date);
        }
    };
    // One that was kept may be over.
    let is_past = move || {
        let date = practice.exam.get();
        !date.is_empty() && !is_ahead(js_sys::Date::parse(&date), js_sys::Date::now())
    };
    let wrong = move || match (is_wrong.get(), is_past()) {
        (true, _) => t.get().exam_wrong,
        (false, true) => t.get().exam_past,
        (false, false) => "",
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
                    on:change=handler(set)
                />
                <p class="help" id="exam-date-help">{text(move || t.get().exam_help)}</p>
                <p class="bad" role="alert" data-testid=test_ids::EXAM_WRONG hidden=flag(move || wrong().is_empty())>
                    {text(wrong)}
                </p>
            </div>
            <p role="status">{text(told)}</p>
            <button
                type="button"
                class="btn"
                data-testid=test_ids::REVIEW_TODAY
                disabled=flag(move || practice.plan.with(|plan| plan.as_ref().is_none_or(|plan| plan.is_empty())))
                on:click=handler(review)
            >
                {text(move || t.get().review)}
            </button>
        </section>
    }
    .into_any()
}
