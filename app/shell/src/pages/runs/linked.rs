//! Links to weights that they do not hold: how those are had where the link is opened, and what is said of it where it is
//! copied.

use super::texts;
use crate::i18n::PageTexts;
use crate::state::{Lab, Source};
use crate::test_ids;
use karui_protocol::{KeptRun, RunPlace, RunState};
use karui_ui::reactive::{effect, handler, maybe_view, memo, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// Has the weights come that a link asks for, as soon as there is a network to train. Call it once.
pub(super) fn follow(lab: Lab) {
    let has_begun = StoredValue::new(false);
    let is_measured = memo(move || lab.evaluation.with(Option::is_some) && !lab.evaluation_is_old.get());
    effect(move || {
        let (asked, is_free) = (lab.asked_source.get(), !lab.is_under_way());
        match asked {
            Some(Source::Trained) if is_free && lab.shows_run() => end(lab, has_begun),
            // Given up, or come to nothing.
            Some(Source::Trained) if is_free && has_begun.get_value() => end(lab, has_begun),
            Some(Source::Trained) if is_free && is_measured.get() => {
                has_begun.set_value(true);
                untrack(|| begin(lab));
            }
            Some(Source::File) if lab.shows_file() => end(lab, has_begun),
            _ => {}
        }
    });
}

fn end(lab: Lab, has_begun: StoredValue<bool>) {
    has_begun.set_value(false);
    lab.asked_source.set(None);
}

/// Opens the run where it is kept here, else trains.
fn begin(lab: Lab) {
    let draft = lab.draft.get();
    let is_it = |run: &&KeptRun| run.is_finished && run.experiment == draft && run.place == RunPlace::Stored;
    let kept = lab.runs.with(|runs| runs.iter().find(is_it).copied());
    match kept {
        Some(run) => lab.open_run(run),
        None => lab.train(),
    }
}

/// What a link that was opened asks for: how far its training is, or that there is a file to come.
#[component]
pub(super) fn Linked() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let own = move || texts::of(lang.get());
    let stop = move |_| {
        lab.asked_source.set(None);
        lab.reset();
    };
    let card = move |source: Source| {
        let button = match source {
            Source::Trained => view! {
                <button type="button" class="btn" data-testid=test_ids::LINK_STOP on:click=handler(stop)>
                    {text(move || own().link_stop)}
                </button>
            }
            .into_any(),
            Source::File => view! {
                <button type="button" class="btn" on:click=handler(move |_| lab.asked_source.set(None))>
                    {text(move || lang.get().t().close)}
                </button>
            }
            .into_any(),
        };
        let words = move || match source {
            Source::Trained => [own().link_trains, &progress(lab, lang.get())].concat(),
            Source::File => own().link_wants_file.to_owned(),
        };
        view! {
            <div class="notice offer" data-testid=test_ids::LINK_ASKS data-value=source.id()>
                <div>
                    <p class="strong" role="status">{text(move || own().link_title)}</p>
                    <p class="num">{text(words)}</p>
                    <div class="row">{button}</div>
                </div>
            </div>
        }
    };
    let asked = memo(move || lab.asked_source.get());
    maybe_view(move || asked.get().map(card))
}

/// How much of a run is done, and how long the rest takes.
fn progress(lab: Lab, lang: Lang) -> String {
    lab.progress.with(|it| {
        let Some(it) = it.as_ref().filter(|it| it.steps > 0 && it.state != RunState::Idle) else {
            return String::new();
        };
        let done = number::percent(lang, it.step as f64 / it.steps as f64, 0);
        let left = it.seconds_left.map(|left| (lang.t().time_left)(&number::wait(lang, left)));
        [Some(done), left].into_iter().flatten().collect::<Vec<_>>().join(lang.t().separator)
    })
}

/// What of the weights is in the link that was copied, where they are not the shipped ones.
#[component]
pub(super) fn Copied() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let words = memo(move || {
        let (own, lang) = (texts::of(lang.get()), lang.get());
        match lab.source() {
            _ if !lab.has_copied.get() => String::new(),
            Some(Source::Trained) => [own.copied_trained, &*seconds(lab, lang)].concat(),
            Some(Source::File) => own.copied_file.to_owned(),
            None if lab.is_under_way() => own.copied_unfinished.to_owned(),
            None => String::new(),
        }
    });
    // It is of the network that was shown then.
    let source = memo(move || lab.source());
    effect(move || {
        source.get();
        lab.has_copied.set(false);
    });
    let card = move |words: String| {
        view! {
            <div class="notice offer" role="status" data-testid=test_ids::LINK_HOLDS>
                <p class="num">{words}</p>
                <button
                    type="button"
                    class="dismiss"
                    aria-label=text(move || lang.get().t().dismiss)
                    on:click=handler(move |_| lab.has_copied.set(false))
                >
                    "×"
                </button>
            </div>
        }
    };
    maybe_view(move || Some(words.get()).filter(|words| !words.is_empty()).map(card))
}

/// How long the training took here, as far as that is known.
fn seconds(lab: Lab, lang: Lang) -> String {
    let speed = lab.progress.with(|it| it.as_ref()?.images_per_second.as_ref().map(|it| it.value));
    let train = lab.shown();
    let images = train.train_size as f64 * train.train.epochs as f64;
    let known = speed.filter(|speed| *speed > 0.0);
    known.map_or(String::new(), |speed| (texts::of(lang).copied_time)(&number::wait(lang, images / speed)))
}
