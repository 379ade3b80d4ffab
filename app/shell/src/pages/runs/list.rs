use super::texts;
use super::words::{network, when};
use crate::i18n::PageTexts;
use crate::labs::At;
use crate::state::{EngineState, Lab};
use crate::test_ids;
use karui_protocol::{KeptRun, MOST_RUNS, RunPlace};
use karui_ui::reactive::{flag, handler, list, text};
use karui_ui::{Lang, number, use_lang};
use leptos::prelude::*;

/// The runs that are kept in this browser: what each is, to open and to delete.
#[component]
pub(super) fn KeptRuns() -> impl IntoView {
    let (lab, lang) = (Lab::here(), use_lang());
    let own = move || texts::of(lang.get());
    let whole = move |n: usize| number::integer(lang.get(), n as f64);
    // Other tabs may have changed them.
    let look = move |_: leptos::ev::Event| lab.list_runs();
    view! {
        <details
            class="kept-runs"
            hidden=flag(move || lab.runs.with(Vec::is_empty))
            data-testid=test_ids::RUNS
            data-value=text(move || lab.runs.with(Vec::len).to_string())
            on:toggle=handler(look)
        >
            <summary>{text(move || (own().runs_title)(&whole(lab.runs.with(Vec::len))))}</summary>
            <p class="help">{text(move || (own().runs_note)(&whole(MOST_RUNS)))}</p>
            {rows(lab)}
        </details>
    }
    .into_any()
}

/// A row for each of them.
pub(super) fn rows(lab: Lab) -> AnyView {
    let lang = use_lang();
    let rows = move || {
        let lang = lang.get();
        lab.runs.with(|runs| runs.iter().map(|run| row(lab, lang, *run)).collect())
    };
    view! { <ul class="run-list">{list(rows)}</ul> }.into_any()
}

fn row(lab: Lab, lang: Lang, run: KeptRun) -> impl IntoView {
    let own = texts::of(lang);
    let is_ready = move || matches!(lab.engine_state.get(), EngineState::Ready(_));
    let is_here = run.place == RunPlace::Here;
    // What is trained now would be stored again, and another tab's run is that tab's.
    let can_go = run.place == RunPlace::Stored || (is_here && run.is_finished);
    let open = move || !is_ready() || run.place != RunPlace::Stored || lab.is_busy();
    view! {
        <li data-testid=test_ids::RUN data-value=run.accuracy.map(|share| share.to_string())>
            <p class="strong">{network(lang, &run)}</p>
            <p class="num muted">{facts(lang, &run)}</p>
            <div class="row">
                <button
                    type="button"
                    class="btn quiet small"
                    data-testid=test_ids::RUN_OPEN
                    disabled=flag(open)
                    on:click=handler(move |_| {
                        lab.open_run(run);
                        // It is shown where runs are made.
                        lab.view.at.set(At::Bench);
                    })
                >
                    {if is_here { own.run_is_here } else { own.run_open }}
                </button>
                <button
                    type="button"
                    class="btn quiet small"
                    data-testid=test_ids::RUN_DELETE
                    disabled=!can_go
                    on:click=handler(move |_| lab.delete_run(run.id))
                >
                    {own.run_delete}
                </button>
            </div>
        </li>
    }
}

/// How far it came, how good it is, of which seed, when and how large.
fn facts(lang: Lang, run: &KeptRun) -> String {
    let (t, own) = (lang.t(), texts::of(lang));
    let whole = |n: u64| number::integer(lang, n as f64);
    let train = &run.experiment.train;
    let mut facts = vec![(t.epoch)(&format!("{}/{}", whole(run.epochs()), whole(train.epochs as u64)))];
    facts.extend(run.accuracy.map(|share| (own.run_accuracy)(&number::percent(lang, share.into(), 1))));
    facts.push((own.run_seed)(&train.seed.to_string()));
    facts.push(when(lang, run.stored_at));
    facts.push(number::bytes(lang, run.bytes as f64));
    facts.extend((run.place == RunPlace::Elsewhere).then(|| own.run_is_elsewhere.to_owned()));
    facts.join(t.separator)
}
