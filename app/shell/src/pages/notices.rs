use super::Faults;
use super::kept_runs::{network, when};
use crate::controls::Changed;
use crate::i18n::{PageTexts, error_text, problem_text};
use crate::state::{EngineState, Lab, LinkProblem};
use crate::test_ids;
use karui_protocol::{About, KeptRun, Problem};
use karui_ui::reactive::{handler, list, maybe_view, memo, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// What concerns the whole page: laid over it, so that nothing below moves when one comes or goes.
#[component]
pub(super) fn Notices() -> impl IntoView {
    view! {
        <div class="notices">
            <EngineFailed />
            <Faults about=About::ENGINE />
            <Faults about=About::STORAGE />
            <LinkProblems />
            <Changed />
            <BroughtBack />
            <Offer />
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
    let remedy = move |problem: &Problem| match problem {
        Problem::BuildMismatch => Some(
            view! { <button type="button" class="btn" on:click=handler(reload)>{text(move || t().reload)}</button> }
                .into_any(),
        ),
        Problem::EngineLost => Some(
            view! {
                <button type="button" class="btn" on:click=handler(move |_| lab.restart_engine())>
                    {text(move || t().restart_engine)}
                </button>
            }
            .into_any(),
        ),
        _ => None,
    };
    maybe_view(move || match lab.engine_state.get() {
        EngineState::Failed(problem) => Some(view! {
            <div class="notice fault" role="alert" data-testid=test_ids::fault(About::ENGINE)>
                <p>{reason(&problem)}</p>
                {remedy(&problem)}
            </div>
        }),
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

/// A run that was interrupted and can go on.
#[component]
fn Offer() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let t = move || lang.get().t();
    let card = move |run: KeptRun| {
        view! {
            <div class="notice offer" role="status" data-testid=test_ids::CHECKPOINT_OFFER>
                <div>
                    <p class="strong">{text(move || t().checkpoint_title)}</p>
                    <p>{text(move || describe(lang.get(), &run))}</p>
                    <div class="row">
                        <button
                            type="button"
                            class="btn primary"
                            data-testid=test_ids::CHECKPOINT_RESTORE
                            on:click=handler(move |_| lab.open_run(run))
                        >
                            {text(move || t().checkpoint_restore)}
                        </button>
                        <button
                            type="button"
                            class="btn quiet"
                            data-testid=test_ids::CHECKPOINT_DISCARD
                            on:click=handler(move |_| lab.delete_run(run.id))
                        >
                            {text(move || t().checkpoint_discard)}
                        </button>
                    </div>
                </div>
            </div>
        }
    };
    maybe_view(move || lab.offered.get().map(card))
}

fn describe(lang: Lang, run: &KeptRun) -> String {
    let done = number::percent(lang, run.step as f64 / run.steps.max(1) as f64, 0);
    (lang.t().checkpoint_text)(&network(lang, run), &done, &when(lang, run.stored_at))
}

/// What is shown was trained in an earlier visit, and there is a way back.
#[component]
fn BroughtBack() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let t = move || lang.get().t();
    let words = move |run: &KeptRun| {
        let lang = lang.get();
        (lang.t().brought_back_text)(&network(lang, run), &when(lang, run.stored_at), lang.t().reset)
    };
    let card = move |run: KeptRun| {
        view! {
            <div class="notice offer" role="status" data-testid=test_ids::BROUGHT_BACK>
                <div>
                    <p class="strong">{text(move || t().brought_back_title)}</p>
                    <p>{text(move || words(&run))}</p>
                    <div class="row">
                        <button type="button" class="btn" on:click=handler(move |_| lab.reset())>
                            {text(move || t().reset)}
                        </button>
                    </div>
                </div>
                <button
                    type="button"
                    class="dismiss"
                    aria-label=text(move || t().dismiss)
                    on:click=handler(move |_| lab.brought_back.set(None))
                >
                    "×"
                </button>
            </div>
        }
    };
    maybe_view(move || lab.brought_back.get().map(card))
}
