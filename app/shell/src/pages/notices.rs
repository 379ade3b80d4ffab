use super::Faults;
use crate::controls::Changed;
use crate::i18n::{PageTexts, error_text, problem_text};
use crate::state::{EngineState, Lab, LinkProblem};
use crate::test_ids;
use karui_protocol::{About, Problem};
use karui_ui::reactive::{handler, list, maybe_view, memo, text};
use karui_ui::use_lang;
use leptos::prelude::*;

/// What concerns the whole page: laid over it, so that nothing below moves when one comes or goes.
#[component]
pub(super) fn Notices() -> impl IntoView {
    let lab = Lab::here();
    view! {
        <div class="notices">
            <EngineFailed />
            <Faults about=About::ENGINE />
            <Faults about=About::STORAGE />
            <LinkProblems />
            <Changed />
            {maybe_view(move || lab.lazy.later().map(|later| (later.offers)()))}
        </div>
    }
    .into_any()
}

/// The engine does not run: why, and what can be done.
#[component]
fn EngineFailed() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let t = move || lang.get().t();
    let reason = move |problem: &Problem| match problem {
        Problem::EngineLost => t().engine_failed.to_owned(),
        other => problem_text(lang.get(), other),
    };
    let reload = move |_| {
        // The browser may refuse a reload only where there is no page.
        let _ = location().reload();
    };
    let restart = move || {
        view! {
            <button type="button" class="btn" on:click=handler(move |_| lab.restart_engine())>
                {text(move || t().restart_engine)}
            </button>
        }
        .into_any()
    };
    let remedy = move |problem: &Problem| match problem {
        Problem::BuildMismatch => Some(
            view! { <button type="button" class="btn" on:click=handler(reload)>{text(move || t().reload)}</button> }
                .into_any(),
        ),
        Problem::EngineLost => Some(restart()),
        _ => None,
    };
    maybe_view(move || match lab.engine_state.get() {
        EngineState::Failed(problem) => Some(
            view! {
                <div class="notice fault" role="alert" data-testid=test_ids::fault(About::ENGINE)>
                    <p>{reason(&problem)}</p>
                    {remedy(&problem)}
                </div>
            }
            .into_any(),
        ),
        EngineState::Starting { is_late: true } => Some(
            view! {
                <div class="notice" role="alert" data-testid=test_ids::fault(About::ENGINE)>
                    <p>{text(move || t().engine_late)}</p>
                    {restart()}
                </div>
            }
            .into_any(),
        ),
        _ => None,
    })
}

/// Each part of the link that means nothing, by name.
#[component]
fn LinkProblems() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let words = move |problem: &LinkProblem| match problem {
        LinkProblem::Unknown(name) => (lang.get().t().link_unknown)(name),
        LinkProblem::Value(error) => error_text(lang.get(), error),
    };
    let problems =
        move || lab.link_problems.with(|all| all.iter().map(|problem| view! { <li>{words(problem)}</li> }).collect());
    let has_any = memo(move || lab.link_problems.with(|all| !all.is_empty()));
    let notice = move || {
        view! {
            <div class="notice" role="alert" data-testid=test_ids::LINK_PROBLEMS>
                <div>
                    <p>{text(move || lang.get().t().link_problems)}</p>
                    <ul>{list(problems)}</ul>
                </div>
                <button
                    type="button"
                    class="dismiss"
                    aria-label=text(move || lang.get().t().dismiss)
                    on:click=handler(move |_| lab.link_problems.set(Vec::new()))
                >
                    "×"
                </button>
            </div>
        }
    };
    maybe_view(move || has_any.get().then(notice))
}
