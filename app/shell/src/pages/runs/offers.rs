use super::texts;
use super::words::{network, when};
use crate::i18n::PageTexts;
use crate::labs::At;
use crate::state::Lab;
use crate::test_ids;
use karui_protocol::KeptRun;
use karui_ui::reactive::{handler, maybe_view, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// Whether the learner is where runs are made: elsewhere they are not spoken of unasked.
fn is_at_bench(lab: Lab) -> bool {
    lab.view.at.get() == At::Bench
}

/// A run that was interrupted and can go on.
#[component]
pub(super) fn Offer() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let own = move || texts::of(lang.get());
    let card = move |run: KeptRun| {
        view! {
            <div class="notice offer" role="status" data-testid=test_ids::CHECKPOINT_OFFER>
                <div>
                    <p class="strong">{text(move || own().checkpoint_title)}</p>
                    <p>{text(move || describe(lang.get(), &run))}</p>
                    <div class="row">
                        <button
                            type="button"
                            class="btn primary"
                            data-testid=test_ids::CHECKPOINT_RESTORE
                            on:click=handler(move |_| lab.open_run(run))
                        >
                            {text(move || own().checkpoint_restore)}
                        </button>
                        <button
                            type="button"
                            class="btn quiet"
                            data-testid=test_ids::CHECKPOINT_DISCARD
                            on:click=handler(move |_| lab.delete_run(run.id))
                        >
                            {text(move || own().checkpoint_discard)}
                        </button>
                    </div>
                </div>
            </div>
        }
    };
    maybe_view(move || lab.offered.get().filter(|_| is_at_bench(lab)).map(card))
}

fn describe(lang: Lang, run: &KeptRun) -> String {
    let done = number::percent(lang, run.step as f64 / run.steps.max(1) as f64, 0);
    (texts::of(lang).checkpoint_text)(&network(lang, run), &done, &when(lang, run.stored_at))
}

/// What is shown was trained in an earlier visit, and there is a way back.
#[component]
pub(super) fn BroughtBack() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let (t, own) = (move || lang.get().t(), move || texts::of(lang.get()));
    let words = move |run: &KeptRun| {
        let lang = lang.get();
        (texts::of(lang).brought_back_text)(&network(lang, run), &when(lang, run.stored_at), lang.t().reset)
    };
    let card = move |run: KeptRun| {
        view! {
            <div class="notice offer" role="status" data-testid=test_ids::BROUGHT_BACK>
                <div>
                    <p class="strong">{text(move || own().brought_back_title)}</p>
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
    maybe_view(move || lab.brought_back.get().filter(|_| is_at_bench(lab)).map(card))
}
