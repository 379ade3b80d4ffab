use super::Faults;
use crate::i18n::PageTexts;
use crate::state::{EngineState, Lab};
use crate::test_ids;
use karui_protocol::{About, Event, Experiment, Progress, RunState};
use karui_ui::reactive::{flag, handler, maybe_view, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// Start, pause, step, reset, and how far the run is.
#[component]
pub(super) fn RunBar() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let t = move || lang.get().t();
    let is_ready = move || matches!(lab.engine_state.get(), EngineState::Ready(_));
    let start_label = move || match lab.run_state() {
        RunState::Paused => t().go_on,
        RunState::Finished | RunState::Diverged => t().train_again,
        _ => t().train,
    };
    let has_run = move || lab.is_under_way() || matches!(lab.run_state(), RunState::Finished | RunState::Diverged);
    view! {
        <div class="run" class:under-way=flag(move || lab.is_under_way()) role="group" aria-label=text(move || t().run_controls)>
            <div class="run-buttons">
                <button
                    type="button"
                    class="btn primary"
                    data-testid=test_ids::TRAIN_START
                    disabled=flag(move || !is_ready() || lab.is_busy())
                    on:click=handler(move |_| lab.train())
                >
                    {text(start_label)}
                </button>
                <button
                    type="button"
                    class="btn"
                    data-testid=test_ids::TRAIN_PAUSE
                    disabled=flag(move || !lab.is_busy())
                    on:click=handler(move |_| lab.pause())
                >
                    {text(move || t().pause)}
                </button>
                <button
                    type="button"
                    class="btn"
                    data-testid=test_ids::TRAIN_STEP
                    disabled=flag(move || !is_ready() || lab.is_busy())
                    on:click=handler(move |_| lab.step())
                >
                    {text(move || t().step)}
                </button>
                <button
                    type="button"
                    class="btn"
                    data-testid=test_ids::TRAIN_RESET
                    disabled=flag(move || !is_ready() || !has_run() && !lab.is_from_file())
                    on:click=handler(move |_| lab.reset())
                >
                    {text(move || t().reset)}
                </button>
            </div>
            <ProgressLine />
        </div>
        {maybe_view(move || lab.lazy.later().map(|later| (later.replaced)()))}
        <Faults about=About::TRAINING />
    }
    .into_any()
}

#[component]
fn ProgressLine() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    // The end is reached when the last evaluation is: until then the accuracy shown is of an earlier epoch.
    let fraction = move || {
        lab.progress.with(|p| match p {
            Some(p) if p.state == RunState::Finished => 1.0,
            Some(p) => (p.step as f64 / p.steps.max(1) as f64).min(0.999),
            None => 0.0,
        })
    };
    let state = move || lang.get().t().run_state;
    let words = move || match (lab.engine_state.get(), lab.data.get()) {
        (EngineState::Starting { .. }, _) => lang.get().t().engine_starting.to_owned(),
        (_, Some((received, total))) => arriving(lang.get(), received, total),
        _ if lab.run_state() == RunState::Loading && lab.waits.get() > 0 => {
            (lang.get().t().compiling)(lab.waits.get() * Event::BEAT)
        }
        _ => state()(lab.run_state()).to_owned(),
    };
    let where_at = move || {
        let is_over = matches!(lab.run_state(), RunState::Finished | RunState::Diverged);
        if lab.is_under_way() || is_over {
            lab.progress.with(|p| p.as_ref().map_or(String::new(), |p| position(lang.get(), p, &lab.shown())))
        } else {
            ahead(lang.get(), &lab.draft.get())
        }
    };
    view! {
        <div class="progress-line">
            <div
                class="bar"
                role="progressbar"
                aria-label=text(move || lang.get().t().progress)
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=text(move || number::plain((fraction() * 100.0).round()))
                data-testid=test_ids::PROGRESS
                data-value=text(move || number::plain(fraction()))
            >
                <div class="fill" style:transform=text(move || ["scaleX(", &*number::plain(fraction()), ")"].concat())></div>
            </div>
            <p class="progress-words num">
                <span
                    class="state"
                    role="status"
                    data-testid=test_ids::RUN_STATE
                    data-value=text(move || state_id(lab.run_state()))
                >
                    {text(words)}
                </span>
                <span class="muted">{text(where_at)}</span>
            </p>
        </div>
    }
}

/// The state's id for tests and styles.
fn state_id(state: RunState) -> &'static str {
    match state {
        RunState::Idle => "idle",
        RunState::Loading => "loading",
        RunState::Running => "running",
        RunState::Paused => "paused",
        RunState::Evaluating => "evaluating",
        RunState::Finished => "finished",
        RunState::Diverged => "diverged",
    }
}

fn arriving(lang: Lang, received: u64, total: u64) -> String {
    (lang.t().data_arriving)(&number::bytes(lang, received as f64), &number::bytes(lang, total as f64))
}

/// How long the next run will be.
fn ahead(lang: Lang, experiment: &Experiment) -> String {
    let whole = |n: u64| number::integer(lang, n as f64);
    (lang.t().run_ahead)(&whole(experiment.steps()), &whole(experiment.steps_per_epoch() as u64))
}

/// Epoch, step, speed and time left of a run.
fn position(lang: Lang, progress: &Progress, experiment: &Experiment) -> String {
    let t = lang.t();
    let whole = |n: u64| number::integer(lang, n as f64);
    let per_epoch = experiment.steps_per_epoch() as u64;
    let epoch = (progress.step / per_epoch + 1).min(experiment.train.epochs as u64);
    let mut parts = vec![
        (t.epoch)(&format!("{}/{}", whole(epoch), whole(experiment.train.epochs as u64))),
        (t.at_step)(&format!("{}/{}", whole(progress.step), whole(progress.steps))),
    ];
    if let Some(speed) = &progress.images_per_second {
        parts.push((t.speed)(&number::images_per_second(lang, speed.value)));
    }
    if let (RunState::Running | RunState::Evaluating, Some(left)) = (progress.state, progress.seconds_left) {
        parts.push((t.time_left)(&number::wait(lang, left)));
    }
    parts.join(t.separator)
}
